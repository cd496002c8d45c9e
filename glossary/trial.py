"""Tries a change of a glossary without making it, so that a person can see what it would do."""

from collections.abc import Callable, Sequence
from typing import Any

from glossary.journal import Action, now
from glossary.store import Change, State, Store


class Trial(Store):
    """A store that does all but write; `after` is what the glossary would be after the last change."""

    after: State

    def __init__(self, store: Store) -> None:
        """Stand beside a store, with all that it has read."""
        self.__dict__.update(store.__dict__)

    def _change(self, action: Action, who: str, make: Callable[[State], Any], undone: Sequence[int] = ()) -> Change:
        state = self.read()
        self.after = self._edited(state, make(state))[1]
        return Change(0, now(), who, action, (), ())
