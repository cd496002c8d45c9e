"""A document that is a .zip of parts: read within bounds, and written again with some parts in English."""

import io
import zipfile
from collections.abc import Mapping

from translate.errors import InputError
from translate.formats.readers import bounds
from translate.formats.readers.packed import BROKEN, unpacked

# A thick book has ten million; a tree of it takes ten times as much memory.
_TEXT = 50_000_000
_OLD = b"\xd0\xcf\x11\xe0"


class Package:
    """The parts of a package, none unpacked before it is asked for."""

    def __init__(self, path: str, data: bytes, what: str) -> None:
        """`what` is the format, for people. Raises InputError."""
        self._path, self._what, self._data = path, what, data
        self._unpacked = 0
        if data.startswith(_OLD):
            raise InputError(f"{path}: this file has a password or is of an old Office; save it as {what} without one")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                bounds.check(path, package.infolist())
                self.names = package.namelist()
        except (*BROKEN, NotImplementedError) as error:
            raise self._broken(error) from None
        if len(set(self.names)) != len(self.names):
            raise InputError(f"{path}: two of its parts have one name, as in no {what}; save it again")

    def read(self, name: str) -> bytes:
        """One part. Raises InputError, also where those that were asked for are more than a document's text is."""
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as package, package.open(name) as part:
                self._unpacked += package.getinfo(name).file_size
                if self._unpacked > _TEXT:
                    raise InputError(f"{self._path}: its text has more than {_TEXT:,} bytes; save it in parts")
                return unpacked(part)
        except (*BROKEN, NotImplementedError, KeyError) as error:
            raise self._broken(error) from None

    def written(self, parts: Mapping[str, bytes]) -> bytes:
        """The package with other bytes for some parts, all in their order and packed as they were."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self._data)) as old, zipfile.ZipFile(out, "w") as new:
            for entry in old.infolist():
                data = parts.get(entry.filename)
                new.writestr(entry, old.read(entry) if data is None else data, entry.compress_type)
            new.comment = old.comment
        return out.getvalue()

    def _broken(self, error: BaseException) -> InputError:
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        return InputError(f"{self._path}: this is no {self._what} file that can be read ({reason}); save it again")
