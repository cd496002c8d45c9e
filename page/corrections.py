"""The corrections of the newsroom: one memory in the data folder, which everyone on the page reads and writes."""

from translate.errors import AudarmaError
from translate.memory.person import Person
from translate.memory.values import Correction, Pairs, Similar

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


class Corrections(Person):
    """The same, for people who read each other's and write their own."""

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
