"""Decides what is taken out of a packed file: which members, how much, and no name that leads out of the folder."""

import re
import tarfile
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from glossary.kazakh import readable
from translate.errors import InputError
from translate.formats.readers import bounds
from translate.formats.readers.article import Problem

_READ = (".txt", ".html", ".htm", ".docx", ".json", ".jsonl")
_NESTED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar")
_UNSAFE = re.compile(r"^(?:/|[A-Za-z]:)|\\|[\x00-\x1f\x7f]|(?:^|/)\.\.(?:/|$)")
# Beside each file of a Mac stands one of the same name that is no text.
_SHADOW = re.compile(r"(?:^|/)(?:\._|__MACOSX/)")
# What the two libraries raise over broken members: RuntimeError also for a wrong password and headers without end.
BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a packed folder: its path in it, its bytes, and how much of the folder has been read with it."""

    name: str
    data: bytes
    share: float


@dataclass(slots=True)
class Gate:
    """Decides which members are read, by their names, and counts them."""

    path: str
    seen: set[str] = field(default_factory=set)
    count: int = 0
    total: int = 0

    def enter(self, members: int = 1) -> None:
        """Count members, whatever they are."""
        self.count += members
        if self.count > bounds.MEMBERS:
            raise InputError(f"{self.path}: it holds more than {bounds.MEMBERS:,} members; pack it in parts")

    def add(self, size: int) -> None:
        """Count bytes that were, or are to be, unpacked."""
        self.total += size
        if self.total > bounds.TOTAL:
            raise InputError(f"{self.path}: it unpacks to more than {bounds.TOTAL:,} bytes; pack it in parts")

    def refusal(self, name: str, size: int, special: str) -> str | None:
        """Why a member is not read, empty where that needs no words; None where it is read."""
        if _SHADOW.search(name):
            return ""
        if special:
            return f"this is {special}, not a file; pack the file itself"
        if name.lower().endswith(_NESTED):
            return "this is an archive in an archive; unpack it first"
        if not name.lower().endswith(_READ):
            return ""
        if _UNSAFE.search(name):
            return "its name would lead out of the folder, or holds what no name should; pack it under another"
        if size > bounds.MEMBER:
            return f"it has more than {bounds.MEMBER:,} bytes; give it in parts"
        if name in self.seen:
            return "there are two members of this name, and this is the second; rename one"
        self.seen.add(name)
        return None

    def problem(self, name: str, reason: str) -> Problem:
        """The problem of a member, named so that a terminal can show it."""
        shown = readable(name)
        return Problem(shown, f"{self.path}: {shown}: {reason}")


def legible(name: bytes) -> str:
    """A name for any bytes: those that aren't UTF-8 are most often what Windows uses for Cyrillic in archives."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp866")


def tidy(name: str) -> str:
    """The path without `./` and doubled slashes; nothing that could make it safe is taken from it."""
    return str(PurePosixPath(name))


def unpacked(file: IO[bytes]) -> bytes:
    """All bytes of a member, but never more than a member may have, whatever its header says."""
    out = bytearray()
    while piece := file.read(_PIECE):
        out += piece
        if len(out) > bounds.MEMBER:
            raise ValueError(f"more than {bounds.MEMBER:,} bytes")
    return bytes(out)
