"""What people corrected on the page: it wins over any machine's English, in every way a text is translated."""

import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from translate.errors import MemoryFileError
from translate.memory import Memory
from translate.memory.values import Correction, Stored

if TYPE_CHECKING:
    from translate.recall import Memory as Recalled

# In the data folder, where the page keeps what is corrected on it.
MEMORY = "memory.sqlite"


class Person:
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
        found: Mapping[str, Correction] = {}
        with self._told():
            memory = self._open(make=False)
            found = memory.corrected(sources) if memory else {}
        return found

    def corrections(self) -> list[Correction]:
        """All corrections in force."""
        found: list[Correction] = []
        with self._told():
            memory = self._open(make=False)
            found = list(memory.corrections()) if memory else []
        return found

    def over(self, memory: "Recalled") -> "Recalled":
        """Another memory with these corrections over its own; of two for one sentence the later one holds."""
        return _Over(memory, self)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Put down what is wrong with the file instead of raising it."""
        self.trouble = ""
        try:
            yield
        except MemoryFileError as error:
            self.trouble = f"{error}. Until that is mended, corrections are not used."

    def _open(self, *, make: bool) -> Memory | None:
        with self._lock:
            if self._memory is None and (make or self.path.exists()):
                self._memory = Memory.open(self.path)
                weakref.finalize(self, self._memory.close)
            return self._memory


class _Over:
    """Two memories as one."""

    def __init__(self, memory: "Recalled", person: Person) -> None:
        self._memory = memory
        self._person = person

    def many(self, keys: Sequence[str]) -> Mapping[str, Stored]:
        return self._memory.many(keys)

    def store(self, rows: Iterable[tuple[str, str, Stored]]) -> None:
        self._memory.store(rows)

    def corrected(self, sources: Sequence[str]) -> Mapping[str, Correction]:
        own, theirs = self._memory.corrected(sources), self._person.corrected(sources)
        both = {source: [each[source] for each in (own, theirs) if source in each] for source in {**own, **theirs}}
        return {source: max(found, key=lambda one: one.when) for source, found in both.items()}
