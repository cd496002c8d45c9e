"""The corrections of the newsroom: one memory in the data folder, which everyone on the page reads and writes."""

import weakref
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import RLock

from translate.errors import AudarmaError, MemoryFileError
from translate.memory import Memory
from translate.memory.values import Correction, Pairs, Similar, Stored

MEMORY = "memory.sqlite"
# More than any sentence has; a person who pastes an article into one row should be told.
LONGEST = 5_000


class Overtaken(AudarmaError):
    """Somebody else corrected the sentence since it was shown."""

    def __init__(self, now: Correction | None) -> None:
        """`now` is what is in force."""
        self.now = now
        wrote = f"{now.who or 'Somebody'} wrote “{now.target}” meanwhile" if now else ""
        self.what = wrote or "Somebody took the correction back meanwhile"
        super().__init__(f"{self.what}. Your words are still here: keep them again to put them in force.")


class Corrections:
    """What `Translator.memory` asks, for corrections alone: what a machine made of a text is not kept.

    A file that can't be read stops nobody from translating: `trouble` tells why corrections are not used.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is opened, or made, before it is needed."""
        self.path = path
        self.trouble = ""
        self._memory: Memory | None = None
        self._lock = RLock()

    def many(self, keys: Sequence[str]) -> Mapping[str, Stored]:
        """Nothing: a text may be under embargo."""
        return {}

    def store(self, rows: Iterable[tuple[str, str, Stored]]) -> None:
        """Keep nothing, as above."""

    def corrected(self, sources: Sequence[str]) -> Mapping[str, Correction]:
        """The corrections in force of these sentences."""
        try:
            memory = self._open(make=False)
            found = memory.corrected(sources) if memory else {}
        except MemoryFileError as error:
            self.trouble = f"{error}. Until that is mended, corrections are not used."
            return {}
        self.trouble = ""
        return found

    def standing(self, source: str) -> Correction | None:
        """The correction in force of one sentence. Raises MemoryFileError."""
        memory = self._open(make=False)
        return memory.corrected([source]).get(source) if memory else None

    def keep(self, source: str, target: str, who: str, terms: Pairs, known: Correction | None) -> Correction:
        """Put a person's English in force, and give it. Raises MemoryFileError; Overtaken if `known` is not there."""
        with self._lock:
            self._check(source, known)
            memory = self._open(make=True)
            assert memory
            memory.correct(source, target, who=who, terms=terms)
            return memory.corrected([source])[source]

    def withdraw(self, source: str, who: str, known: Correction | None) -> None:
        """Let the machine's English hold again. Raises as `keep` does."""
        with self._lock:
            self._check(source, known)
            if memory := self._open(make=False):
                memory.withdraw(source, who=who)

    def history(self, source: str) -> list[Correction]:
        """All that people wrote for a sentence, the last first. Raises MemoryFileError."""
        memory = self._open(make=False)
        return memory.history(source) if memory else []

    def similar(self, source: str) -> list[Similar]:
        """What people wrote for sentences nearly the same. Raises MemoryFileError."""
        memory = self._open(make=False)
        found = memory.similar(source) if memory else []
        return [one for one in found if one.origin == "corrected"]

    def _check(self, source: str, known: Correction | None) -> None:
        now = self.standing(source)
        if now != known:
            raise Overtaken(now)

    def _open(self, *, make: bool) -> Memory | None:
        with self._lock:
            if self._memory is None and (make or self.path.exists()):
                self._memory = Memory.open(self.path)
                weakref.finalize(self, self._memory.close)
            return self._memory
