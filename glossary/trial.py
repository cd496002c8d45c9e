"""Tries a change of a glossary without making it, so that a person can see what it would do."""

from collections.abc import Callable, Sequence

from glossary.edits import Edit
from glossary.journal import Action, now
from glossary.store import Change, State, Store


class Trial(Store):
    """A store that does all but write; `after` is what the glossary would be after the last change."""

    after: State

    def __init__(self, store: Store) -> None:
        """Stand beside a store, with all that it has read."""
        self.__dict__.update(store.__dict__)

    def change(self, action: Action, who: str, make: Callable[[State], Edit], undone: Sequence[int] = ()) -> Change:
        """Try the edit instead of making it."""
        self.after = self.attempt(make)
        return Change(0, now(), who, action, (), ())
