"""A model as one file, for machines without a network: a zip of plain files, its manifest first, nothing compressed.

Whoever sends such a file may mean ill. So nothing is unpacked that the manifest does not name, with just the size and
the checksum that it gives: no folders, no links, no other places, no bombs.
"""

import hashlib
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from translate import manifest
from translate.errors import ModelError, OutputError
from translate.manifest import Manifest

# A manifest of a hundred files is 10 kB.
_LONGEST = 1 << 20
_FILES = 100
_BLOCK = 1 << 20
_ZERO_DAY = (1980, 1, 1, 0, 0, 0)
Told = Callable[[int, int], None]


def pack(folder: Path, description: Manifest, file: Path, progress: Told) -> str:
    """Write a model's folder into one file, which appears whole or not at all; gives the file's SHA-256."""
    wrong = manifest.faults(description, folder)
    if wrong:
        raise ModelError(f"{folder}: {wrong[0]}; install the model again before packing it")
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(zipfile.ZipInfo(manifest.NAME, _ZERO_DAY), manifest.text(description))
            done, total = 0, sum(one.size for one in description.files.values())
            for name in description.files:
                entry = zipfile.ZipInfo(name, _ZERO_DAY)
                with (folder / name).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                    while block := source.read(_BLOCK):
                        target.write(block)
                        done += len(block)
                        progress(done, total)
        part.replace(file)
        with file.open("rb") as written:
            return hashlib.file_digest(written, "sha256").hexdigest()
    except OSError as error:
        raise OutputError(f"{file} can't be written ({error.strerror or error}): make room, or name another") from error
    finally:
        part.unlink(missing_ok=True)


def look(file: Path) -> Manifest:
    """What a pack file says it holds. Raises ModelError for any file that is no pack that can be trusted to unpack."""
    try:
        with zipfile.ZipFile(file) as archive:
            return _manifest(archive, file)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise ModelError(f"{file} is no model that `audarma models pack` wrote ({error}): copy it again") from error


def unpack(file: Path, folder: Path, progress: Told) -> Manifest:
    """Put a pack's files into a new folder, each checked. Raises ModelError; then no folder is left."""
    description = look(file)
    folder.mkdir(parents=True)
    try:
        with zipfile.ZipFile(file) as archive:
            done, total = 0, sum(one.size for one in description.files.values())
            for name, one in description.files.items():
                digest = hashlib.sha256()
                with archive.open(name) as source, (folder / name).open("xb") as target:
                    left = one.size
                    while left and (block := source.read(min(_BLOCK, left))):
                        target.write(block)
                        digest.update(block)
                        left -= len(block)
                        done += len(block)
                        progress(done, total)
                if left or digest.hexdigest() != one.sha256:
                    raise ModelError(f"{file}: {name} is not what was packed (wrong checksum); copy the file again")
        manifest.write(description, folder)
        return description
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise ModelError(f"{file} can't be unpacked ({error}): copy it again, or make room") from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(names) > _FILES or len(set(names)) != len(names) or manifest.NAME not in names:
        raise ModelError(f"{file} is no model that `audarma models pack` wrote: it holds no one {manifest.NAME}")
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        odd = kind not in (0, stat.S_IFREG) or entry.is_dir() or entry.flag_bits & 1
        if odd or entry.compress_type != zipfile.ZIP_STORED or not manifest.plain(entry.filename):
            raise ModelError(f"{file}: {entry.filename[:60]!r} has no place in a model's file; it was not unpacked")
    if archive.getinfo(manifest.NAME).file_size > _LONGEST:
        raise ModelError(f"{file}: its manifest is too long; it was not unpacked")
    description = manifest.parse(archive.read(manifest.NAME), f"{file}: {manifest.NAME}")
    sizes = {entry.filename: entry.file_size for entry in entries if entry.filename != manifest.NAME}
    if sizes != {name: one.size for name, one in description.files.items()}:
        raise ModelError(f"{file}: its files are not those that its manifest names; it was not unpacked")
    return description
