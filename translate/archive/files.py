"""Writes into the output folder: each file whole or not at all, on the disk before it is called done."""

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from translate.errors import InputError, OutputError

# The run's own files: its lock, what is finished, the memory, and files that are still being written.
OWN = ".audarma"
# The index and the report are of what lies there now; and the article whose files are being written.
_LISTED, _WRITING = "listed", "writing"
_ENDING = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


class Files:
    """The output folder."""

    def __init__(self, out: Path) -> None:
        """Make the folder where there is none. Raises OutputError."""
        self.out, self.own = out, out / OWN
        with self._writable():
            self.own.mkdir(parents=True, exist_ok=True)
        self._number = 0

    def clear(self) -> None:
        """Take away what a killed run left half-written; who calls holds the folder. Raises OutputError.

        A memory that was being saved is left to the memory: it may be all that there is.
        """
        with self._writable():
            for part in (*self.own.glob("[0-9]*.part"), *self.own.glob(".order.json.*.part")):
                part.unlink(missing_ok=True)
            mark = self.own / _WRITING
            if mark.is_file():
                # a name that can't be written was never there
                with suppress(OSError):
                    (self.out / os.fsdecode(mark.read_bytes())).unlink(missing_ok=True)
                mark.unlink()

    @contextmanager
    def writing(self, name: str) -> Iterator[None]:
        """Put down that an article's files are written meanwhile, by the one that is written last.

        Where a kill breaks that off, some are new and some old: the last one, which says that all are there, goes.
        """
        mark = self.own / _WRITING
        with self._writable():
            mark.write_bytes(os.fsencode(name))
        yield
        with self._writable():
            mark.unlink(missing_ok=True)

    @property
    def listed(self) -> bool:
        """Whether the index and the report tell all that was written, whenever the last run was killed."""
        return (self.own / _LISTED).is_file()

    @listed.setter
    def listed(self, yes: bool) -> None:
        with self._writable():
            if yes:
                (self.own / _LISTED).touch()
            else:
                (self.own / _LISTED).unlink(missing_ok=True)

    @contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"{self.out}: can't write there ({error.strerror}); choose another folder") from error

    def write(self, name: str, content: str | bytes) -> bool:
        """Put a file there; False where it stands there already. Raises OutputError where nothing can be written.

        A name that this file system does not take is an InputError: the run goes on without it.
        """
        raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        path = self.out / name
        self._number += 1
        part = self.own / f"{self._number}.part"
        try:
            if path.is_file() and path.stat().st_size == len(raw) and path.read_bytes() == raw:
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            if error.errno in _ENDING:
                raise OutputError(f"{path}: can't write ({error.strerror}); mend that, and start again") from error
            raise InputError(f"can't be written as {path} ({error.strerror}); give the file another name") from error
        return True

    def told(self, name: str) -> Any:
        """What a JSON file holds, without the signature of what made it; None where there is no such file."""
        try:
            content = json.loads((self.out / name).read_bytes())
        except (OSError, ValueError):
            return None
        return unsigned(content)

    def there(self, names: tuple[str, ...]) -> bool:
        """Whether all these files exist."""
        return all((self.out / name).is_file() for name in names)


def unsigned(content: Any) -> Any:
    """A bitext's JSON without its signature."""
    return (
        {name: value for name, value in content.items() if name != "signature"} if isinstance(content, dict) else None
    )
