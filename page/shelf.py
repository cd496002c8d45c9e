"""The glossary that everyone on the page uses and edits: one file, looked at anew each time."""

import os
from pathlib import Path

from glossary.errors import GlossaryError
from glossary.store import State, Store
from translate.settings import Settings


class Shelf:
    """A store, and what it held when it could last be read: a file broken meanwhile must not stop the newsroom."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is read before it is asked for."""
        # a glossary that was named replaces the seed; else the page's own file lies over it
        self.replaces = settings.glossary is not None
        path = settings.glossary or settings.data / "glossary.csv"
        self.store = Store(path, () if self.replaces else None)
        self.trouble = ""
        self._last: State | None = None

    def state(self) -> State:
        """What the file says now, or said last if it can't be read: `trouble` then tells why. Raises GlossaryError."""
        try:
            self._last, self.trouble = self.store.read(), ""
        except GlossaryError as error:
            if self._last is None:
                raise
            self.trouble = f"{error}. Until that is mended, the glossary stays as it was."
        return self._last

    @property
    def closed(self) -> str:
        """Why the file can't be written, or nothing."""
        path = self.store.path
        there = path if path.exists() else _nearest(path)
        if os.access(there, os.W_OK) and (path.is_file() or there.is_dir()):
            return ""
        return f"{path}: this file can't be written, so the glossary can be read here but not changed."


def _nearest(path: Path) -> Path:
    """The nearest folder above that there is, or the file that stands in the way of one."""
    return next(parent for parent in path.absolute().parents if parent.exists())
