"""Writes a result to the file that a person named: the whole of it or nothing, and never over the source."""

import os
import shutil
from pathlib import Path

from translate.errors import OutputError

_CURE = "choose another place with --output"


def check(path: Path, source: Path | None = None) -> None:
    """Raise OutputError where `write` could not: said before the work is done, not after it."""
    if not path.name or path.is_dir():
        raise OutputError(f"{str(path)!r} is a folder, not a file; name a file in it with --output")
    if source and path.exists() and source.exists() and path.samefile(source):
        raise OutputError(f"{path} is the very file that is read, and its text would be lost; {_CURE}")
    folder = path.resolve().parent
    if not folder.is_dir():
        raise OutputError(f"{path}: there is no folder {folder}; make it, or {_CURE}")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise OutputError(f"{path}: can't write there (no permission); {_CURE}")


def write(path: Path, content: str | bytes) -> None:
    """Write a text as UTF-8, or bytes as they are.

    A reader never meets half a file; a link, a pipe and a file's mode stay as they are.
    """
    target = path.resolve()
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if target.exists() and not target.is_file():
            # a pipe or a device takes what it is given and can't be replaced
            target.write_bytes(data)
            return
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            part.touch(mode=0o600)
            if target.exists():
                shutil.copymode(target, part)
            else:
                part.chmod(0o666 & ~_umask())
            part.write_bytes(data)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: can't write ({error.strerror or error}); {_CURE}") from error


def _umask() -> int:
    """The process's mask; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
