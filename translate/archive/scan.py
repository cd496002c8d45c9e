"""What lies in a folder to be translated: every readable file at any depth, in one order, and what can't be taken."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from translate.archive.files import OWN
from translate.formats.readers import SUFFIXES

# No newsroom nests its articles so deep; a program that goes on and on would.
DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its path from the folder, with `/`, and what tells whether it has changed since it was read."""

    path: str
    size: int
    changed: int  # nanoseconds

    @classmethod
    def of(cls, folder: Path, path: str) -> "Source":
        """The file as it is now. Raises OSError."""
        stat = (folder / path).stat()
        return cls(path, stat.st_size, stat.st_mtime_ns)


def shown(path: str) -> str:
    """A path for people to read: names may hold bytes that are no text."""
    return path.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Refused:
    """What can't be read, and why."""

    path: str
    reason: str


def scan(folder: Path, without: Path) -> Iterator[Source | Refused]:
    """All files that a reader knows, sorted by path; the folder `without`, which is written to, is passed over.

    So are other archives' output folders: what lies there is no article. Links may lead to files inside the folder, not
    out of it; links to folders are not followed, so that no walk goes round in a circle.
    """
    yield from _walk(folder, folder.resolve(), without.resolve(), "")


def _walk(folder: Path, root: Path, without: Path, prefix: str) -> Iterator[Source | Refused]:
    try:
        with os.scandir(folder / prefix) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield Refused(prefix or ".", f"the folder can't be read ({error.strerror}); ask for the right to")
        return
    for entry in entries:
        path = f"{prefix}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if path.count("/") >= DEEPEST:
                yield Refused(path, f"it lies more than {DEEPEST} folders deep; move it up")
            elif Path(entry.path).resolve() != without and not _written(entry):
                yield from _walk(folder, root, without, path + "/")
        elif _leads_to_folder(entry):
            if not (folder / path).resolve().is_relative_to(root):
                yield Refused(path, "the link leads to a folder elsewhere; put the folder itself there")
        elif entry.name.lower().endswith(SUFFIXES):
            yield _file(folder, root, path)


def _written(entry: os.DirEntry[str]) -> bool:
    """Whether a folder is what an archive was written to, or holds its own files."""
    try:
        return entry.name == OWN or (Path(entry.path) / OWN).is_dir()
    except OSError:
        return False  # going into it will say why


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # links in a circle


def _file(folder: Path, root: Path, path: str) -> Source | Refused:
    whole = folder / path
    try:
        if whole.is_symlink() and not whole.resolve().is_relative_to(root):
            return Refused(path, "the link leads out of the folder; put the file itself there")
        if not whole.is_file():
            return Refused(path, "this is no file; put a file there")
        return Source.of(folder, path)
    except RuntimeError:
        return Refused(path, "the link leads round in a circle; put the file itself there")
    except OSError as error:
        return Refused(path, f"can't be read ({error.strerror}); ask for the right to, or copy it")
