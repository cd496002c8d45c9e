"""What an installed model is made of: where from, under what licence, with which settings, and each file's checksum."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from translate.errors import ModelError

NAME = "manifest.json"
VERSION = 1
# Nothing of a model is a folder, hidden, or longer than any file system takes; Windows reads no other marks.
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_BLOCK = 1 << 20
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model was made from and how. `made` holds settings, versions and what the self-check found."""

    name: str
    source: str
    revision: str
    licence: str
    files: Mapping[str, Entry]
    made: Mapping[str, Any] = field(default_factory=dict)
    version: int = VERSION


def make(folder: Path, name: str, source: str, revision: str, licence: str, made: Mapping[str, Any]) -> Manifest:
    """The manifest of the files that lie in a folder."""
    files = {path.name: entry(path) for path in sorted(folder.iterdir()) if path.is_file() and path.name != NAME}
    return Manifest(name, source, revision, licence, files, made)


def entry(path: Path) -> Entry:
    """Size and checksum of a file."""
    with path.open("rb") as file:
        return Entry(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def write(manifest: Manifest, folder: Path) -> None:
    """Put a manifest into its folder."""
    (folder / NAME).write_text(text(manifest), encoding="utf-8")


def text(manifest: Manifest) -> str:
    """A manifest as its file holds it."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n"


def read(folder: Path) -> Manifest | None:
    """The manifest in a folder, None where there is none. Raises ModelError for one that can't be read."""
    try:
        return parse((folder / NAME).read_bytes(), str(folder / NAME))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ModelError(f"{folder / NAME} can't be read ({error.strerror}): install the model again") from error


def parse(data: bytes, where: str) -> Manifest:
    """A manifest from its bytes, which may come from anybody. Raises ModelError."""
    try:
        found = json.loads(data.decode("utf-8"))
        if not isinstance(found, dict) or found.get("version") != VERSION:
            raise ValueError(f"its version is not {VERSION}")
        files = {name: Entry(**values) for name, values in found.pop("files").items()}
        manifest = Manifest(files=files, **{key.name: found[key.name] for key in fields(Manifest) if key.name in found})
        _check(manifest)
        return manifest
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelError(f"{where}: no manifest that can be read ({error}): get the model anew") from error


def _check(manifest: Manifest) -> None:
    texts = (manifest.name, manifest.source, manifest.revision, manifest.licence)
    if not all(isinstance(text, str) for text in texts) or not isinstance(manifest.made, dict):
        raise ValueError("a field is of the wrong kind")
    for name, one in manifest.files.items():
        if not plain(name) or name == NAME:
            raise ValueError(f"a file of the name {name[:60]!r}")
        if type(one.size) is not int or one.size < 0 or not isinstance(one.sha256, str) or len(one.sha256) != 64:
            raise ValueError(f"no size or checksum of {name}")


def plain(name: str) -> bool:
    """Whether a name is one file's in any folder of any system, and leads nowhere else."""
    stem = name.split(".")[0].upper()
    device = stem in ("CON", "PRN", "AUX", "NUL") or (stem[:3] in ("COM", "LPT") and stem[3:].isdigit())
    return 0 < len(name) <= 100 and _PLAIN.issuperset(name) and name[0] not in ".-" and name[-1] != "." and not device


def faults(manifest: Manifest, folder: Path, progress: Told = lambda done, total: None) -> list[str]:
    """What is wrong with the files of a folder, a line each; empty where all are as they were installed."""
    found, done, total = [], 0, sum(one.size for one in manifest.files.values())
    for name, one in manifest.files.items():
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif path.stat().st_size != one.size:
            found.append(f"{name} has {path.stat().st_size:,} bytes, not {one.size:,}")
        elif _digest(path, done, total, progress) != one.sha256:
            found.append(f"{name} has changed: its checksum is another")
        done += one.size
    return found


def _digest(path: Path, done: int, total: int, progress: Told) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            progress(done, total)
    return digest.hexdigest()
