"""`errors.jsonl`: what could not be read or written in the last run, a line each, as soon as it is met."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from translate.archive.scan import shown
from translate.errors import OutputError

NAME = "errors.jsonl"


class Errors:
    """The file of a run's errors, begun anew."""

    def __init__(self, out: Path) -> None:
        """Begin the file. Raises OutputError."""
        self._path = out / NAME
        with self._told():
            self._file = self._path.open("w", encoding="utf-8")

    def tell(self, path: str, reason: str) -> None:
        """Put an error down. Raises OutputError, as on a full disk."""
        with self._told():
            self._file.write(json.dumps({"path": shown(path), "reason": reason}, ensure_ascii=False) + "\n")
            self._file.flush()

    def __enter__(self) -> Self:
        """The file itself, closed at the end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file; what did not fit has been said."""
        if error is None:
            with self._told():
                self._file.close()
            return
        with suppress(OSError):
            self._file.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"{self._path}: can't write ({error.strerror}); mend that, and start again") from error
