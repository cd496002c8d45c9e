"""The folders that a server allows for archives, and the names under which a browser may ask for what is in them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from translate.archive.files import OWN
from translate.errors import InputError

# Deeper folders, and more of them, can be typed; the list is for choosing.
DEPTH, MOST = 4, 500
_CURE = "choose a folder from the list"


@dataclass(frozen=True, slots=True)
class Places:
    """Allowed folders. A place in them is called `NAME/sub/folder`, by the allowed folder's own name."""

    roots: tuple[Path, ...]

    @property
    def named(self) -> dict[str, Path]:
        """Each allowed folder by its name; where two are called the same the second has a number."""
        found: dict[str, Path] = {}
        for root in self.roots:
            name, number = root.resolve().name or "root", 1
            called = name
            while called in found:
                number += 1
                called = f"{name} ({number})"
            found[called] = root.resolve()
        return found

    def path(self, name: str) -> Path:
        """The folder of that name, which need not exist. Raises InputError for any that isn't in an allowed one."""
        first, *rest = name.strip().strip("/").split("/")
        root = self.named.get(first)
        # a browser may send anything: half a character and a NUL are no names
        if root is None or any(part in ("", ".", "..", OWN) for part in rest) or not _is_name(name):
            raise InputError(f"{name[:200]!r} is in no folder that this server allows for archives: {_CURE}")
        path = root.joinpath(*rest)
        if not inside(path, root):
            raise InputError(f"{name[:200]!r} is a link that leads out of the allowed folder: {_CURE}")
        return path.resolve()

    def name(self, path: Path) -> str | None:
        """What a folder is called; None where it is in no allowed folder."""
        for called, root in self.named.items():
            if path.resolve().is_relative_to(root):
                return "/".join((called, *path.resolve().relative_to(root).parts))
        return None

    def folders(self) -> list[str]:
        """The names of the folders that can be chosen, sorted, those of archives' own files left out."""
        return [name for name, _ in self._walk()]

    def archives(self) -> list[str]:
        """The folders that archives were written to, the last one first."""
        found = [(_age(path), name) for name, path in self._walk() if _age(path)]
        return [name for _, name in sorted(found, key=lambda one: (-one[0], one[1]))]

    def _walk(self) -> Iterator[tuple[str, Path]]:
        number = 0
        for called, root in sorted(self.named.items()):
            for name, path in _below(called, root, DEPTH):
                yield name, path
                number += 1
                if number >= MOST:
                    return


def inside(path: Path, root: Path) -> bool:
    """Whether a path leads into a folder, wherever its links lead."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False  # links in a circle


def _is_name(name: str) -> bool:
    try:
        return "\0" not in name and bool(os.fsencode(name))
    except UnicodeEncodeError:
        return False


def _below(name: str, path: Path, depth: int) -> Iterator[tuple[str, Path]]:
    """The folder, then those in it; links are not followed. Names that are no text can't be asked for.

    What lies in an archive's output is that archive's.
    """
    yield name, path
    if depth == 0 or (path / OWN).is_dir():
        return
    try:
        with os.scandir(path) as found:
            below = sorted(one.name for one in found if one.is_dir(follow_symlinks=False) and one.name[0] != ".")
    except OSError:
        return
    for one in below:
        if one.isprintable():
            yield from _below(f"{name}/{one}", path / one, depth - 1)


def _age(out: Path) -> int:
    """When an archive was last written there, in nanoseconds; 0 where none was."""
    try:
        return (out / OWN / "finished.sqlite").stat().st_mtime_ns
    except OSError:
        return 0
