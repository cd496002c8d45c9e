"""What a person is about to do to the glossary, as a value: it can be tried before it is done."""

from dataclasses import dataclass

from glossary import edits
from glossary.inherit import EVERYTHING
from glossary.store import Change, Clash, State, Store
from glossary.term import Term


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `new` in the place of `old`: without an old entry it is added, without a new one the old is deleted."""

    old: Term | None
    new: Term | None

    def make(self, store: Store, who: str) -> Change:
        """Do it. Raises GlossaryError where the glossary is no longer as the person saw it."""
        if self.old and self.new:
            return store.replace(self.old, self.new, who=who)
        if self.new:
            return store.add(self.new, who=who)
        assert self.old, "an edit of nothing"
        return store.remove(self.old, who=who)


@dataclass(frozen=True, slots=True)
class Import:
    """Add the entries of a file; `clash` says whose entry stays where both have one, `said` which columns there are.

    `unkept` are those of its columns that an entry has no place for.
    """

    name: str
    terms: tuple[Term, ...]
    clash: Clash = "mine"
    said: frozenset[str] = EVERYTHING
    unkept: tuple[str, ...] = ()

    def make(self, store: Store, who: str) -> Change:
        """Do it, as one change."""
        return store.import_terms(self.terms, who=who, clash=self.clash, said=self.said)

    def news(self, state: State) -> int:
        """How many of its entries say what is not in force. Raises GlossaryError where one can't be added."""
        return len(self.terms) - edits.imported(state, self.terms, "theirs", (), self.said).there
