"""The glossary that everyone on the page uses and edits: one file, looked at anew each time."""

import os
from pathlib import Path

from glossary.errors import GlossaryError
from glossary.store import Change, State
from translate.opening import open_store
from translate.settings import Settings


class Shelf:
    """A store, and what it held when it could last be read: a file broken meanwhile must not stop the newsroom."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is read before it is asked for."""
        self.replaces = settings.glossary is not None
        self.store = open_store(settings)
        self.trouble = ""
        self._last: State | None = None

    def state(self) -> State:
        """What the file says now, or said last if it can't be read: `trouble` then tells why. Raises GlossaryError."""
        try:
            if self.replaces and not self.store.path.is_file():
                # to take it for an empty one would quietly translate without any glossary
                raise GlossaryError(f"{self.store.path}: there is no such glossary; check AUDARMA_GLOSSARY")
            self._last, self.trouble = self.store.read(), ""
        except GlossaryError as error:
            if self._last is None:
                raise
            self.trouble = f"{error}. Until that is mended, the glossary stays as it was."
        return self._last

    def history(self) -> tuple[Change, ...]:
        """All changes, the oldest first; none can be told while the file can't be read."""
        return () if self.trouble else self.store.history()

    @property
    def closed(self) -> str:
        """Why the file can't be written, or nothing."""
        path = self.store.path
        folder = _nearest(path)
        # it is never written to where it stands: a new file takes its place, which the folder must allow
        if folder.is_dir() and os.access(folder, os.W_OK) and (not path.exists() or os.access(path, os.W_OK)):
            return ""
        return f"{path}: this file can't be written, so the glossary can be read here but not changed."


def _nearest(path: Path) -> Path:
    """The nearest folder above that there is, or the file that stands in the way of one."""
    return next(parent for parent in path.absolute().parents if parent.exists())
