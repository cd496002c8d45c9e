"""Unpacks .zip files, a member at a time."""

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from translate.errors import InputError
from translate.formats.readers import bounds, packed
from translate.formats.readers.article import Problem


def members(path: str, data: bytes) -> Iterator[packed.Member | Problem]:
    """The members of a .zip that can be read, one at a time. Raises InputError where it is none."""
    packed.Gate(path).enter(_entries(data))  # told before a list of them all is made
    gate = packed.Gate(path)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (*packed.BROKEN, NotImplementedError) as error:
        raise InputError(f"{path}: this is no .zip that can be read ({error}); pack it again") from None
    with archive:
        entries = archive.infolist()
        for number, entry in enumerate(entries, 1):
            gate.enter()
            if not entry.filename.endswith("/") and (found := _unzip(archive, entry, gate, number / len(entries))):
                yield found


def _entries(data: bytes) -> int:
    """How many members the directory at the end of a .zip has, or seems to have."""
    end = data.rfind(b"PK\x05\x06")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    return data.count(b"PK\x01\x02", max(0, end - size), end) if end >= 0 else 0


def _unzip(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, gate: packed.Gate, share: float
) -> packed.Member | Problem | None:
    name = _zip_name(entry)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    special = "" if kind in (0, stat.S_IFREG) else "a link" if kind == stat.S_IFLNK else "a device"
    reason = gate.refusal(name, entry.file_size, special)
    if reason is None:
        reason = _closed(entry)
    if reason is not None:
        return gate.problem(name, reason) if reason else None
    try:
        with archive.open(entry) as file:
            data = packed.unpacked(file)
    except (*packed.BROKEN, NotImplementedError) as error:
        return gate.problem(name, f"it is broken ({error}); pack it again")
    gate.add(len(data))
    return packed.Member(name, data, share)


def _closed(entry: zipfile.ZipInfo) -> str | None:
    """Why the bytes of an entry can't be had."""
    if entry.flag_bits & 0x1:
        return "it has a password; pack it without"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in a way that is seldom used; pack it as an ordinary .zip"
    if bounds.crammed(entry.file_size, entry.compress_size):
        return f"it would unpack to more than {bounds.RATIO} times its size, as no text does; look what it is"
    return None


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The path of an entry. One that isn't marked as UTF-8 often is, or is in what Windows uses for Cyrillic here."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with suppress(UnicodeEncodeError):  # its name was given in Unicode elsewhere
            name = packed.legible(name.encode("cp437"))
    return packed.tidy(name)
