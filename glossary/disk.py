"""A file that several people change: a lock between processes, and a write that is there wholly or not at all."""

import errno
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from glossary.errors import GlossaryError

# Longer than any write takes, shorter than a person waits.
PATIENCE = 10.0
# A million and a half entries, and every text that is not data.
LARGEST = 64_000_000
_TRIES = 20
_RIGHT, _ROOM = "close it where it is open, or give yourself the right", "make room"
_CURES = {
    errno.EACCES: _RIGHT,
    errno.EPERM: _RIGHT,
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: _ROOM,
    errno.EIO: "look whether the disk is sound",
}


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Keep every other process from changing the file. The system lifts the lock where a process is killed."""
    from filelock import FileLock, Timeout

    check(path, None)
    beside = path.with_name(f".{path.name}.lock")
    held = FileLock(beside, timeout=PATIENCE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held.acquire()
    except Timeout:
        raise GlossaryError(
            f"{path}: another program has been changing the glossary for {PATIENCE:g} seconds; try again, "
            f"or end that program"
        ) from None
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        yield
    finally:
        held.release()


def check(path: Path, largest: int | None = LARGEST) -> None:
    """Raise GlossaryError where it is no plain file, for a device or a pipe may never end, or is too large a one."""
    try:
        found = path.stat()
    except (OSError, ValueError):  # to open it will tell
        return
    if stat.S_ISDIR(found.st_mode):
        raise GlossaryError(f"{path}: this is a folder; name a file in it")
    if not stat.S_ISREG(found.st_mode):
        raise GlossaryError(
            f"{path}: this is a device or a pipe, which may never end; save it as a file, and name that"
        )
    if largest is not None and found.st_size > largest:
        raise GlossaryError(
            f"{path}: {found.st_size:,} bytes are more than the {largest:,} that are read at once; split it"
        )


def take(path: Path) -> bytes:
    """The bytes of a glossary file that must be there. Raises GlossaryError."""
    check(path)
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise GlossaryError(f"{path}: can't read the glossary ({reason}); check the path") from error


def read(path: Path, start: int = 0, *, largest: int | None = LARGEST) -> bytes:
    """The bytes of the file from `start` on; none where there is no file. Raises GlossaryError."""
    check(path, largest)
    try:
        with path.open("rb") as file:
            file.seek(start)
            return file.read()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise GlossaryError(f"{path}: can't read the glossary ({error.strerror}); check the path") from error


def write(path: Path, data: bytes) -> None:
    """Put the bytes in the file's place at one moment, durably; its mode stays. Raises GlossaryError."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            with part.open("xb") as file:
                if path.exists():
                    shutil.copymode(path, part)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _replace(part, path)
            _settle(path.parent)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot(path, error) from error


def _replace(part: Path, path: Path) -> None:
    """Put a file in another's place; on Windows not while someone reads that, which is soon over."""
    for _ in range(_TRIES if os.name == "nt" else 0):
        with suppress(PermissionError):
            part.replace(path)
            return
        time.sleep(0.05)
    part.replace(path)


def append(path: Path, data: bytes) -> None:
    """Add the bytes at the file's end, durably; where that fails, what was there stays as it was."""
    try:
        size = path.stat().st_size if path.exists() else 0
        try:
            with path.open("ab") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            cut(path, size)
            raise
        if not size:
            _settle(path.parent)
    except OSError as error:
        raise _cannot(path, error) from error


def cut(path: Path, size: int) -> None:
    """Take what stands behind that many bytes away again, as far as the disk lets us."""
    with suppress(OSError):
        os.truncate(path, size)


def tidy(path: Path) -> None:
    """Remove what a process that was killed while it wrote left behind; only for the holder of the lock."""
    for part in path.parent.glob(f".{path.name}.*.part"):
        with suppress(OSError):
            part.unlink()


def _settle(folder: Path) -> None:
    """Make the folder remember a new name through a loss of power; Windows has no such call, and no need."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot(path: Path, error: OSError) -> GlossaryError:
    cure = _CURES.get(error.errno or 0, "check the path, or choose another folder")
    return GlossaryError(f"{path}: can't write ({error.strerror or error}); the glossary is as it was: {cure}")
