"""Unpacks .tar.gz and .tgz files, a member at a time."""

import gzip
import io
import tarfile
from collections.abc import Iterator

from translate.errors import InputError
from translate.formats.readers import bounds, packed
from translate.formats.readers.article import Problem

# The names that a header of any length may hold are short; those of a hostile one fill the memory.
_LARGEST_HEADER = 1 << 20


def members(path: str, data: bytes) -> Iterator[packed.Member | Problem]:
    """The members of a .tar.gz that can be read, one at a time. Raises InputError where it is none or is cut off."""
    gate = packed.Gate(path)
    try:
        with _Stream(path, data) as stream, tarfile.open(fileobj=stream, mode="r:", errors="surrogateescape") as tar:
            while (entry := tar.next()) is not None:
                tar.members = []  # type: ignore[attr-defined] # else every header stays in memory
                gate.enter()
                gate.add(entry.size)
                if not entry.isdir() and (found := _untar(tar, entry, gate, stream)):
                    yield found
            if stream.last.strip(b"\0"):  # the library takes a broken header for the end
                raise tarfile.ReadError("a header is broken")
    except packed.BROKEN as error:
        raise InputError(f"{path}: this .tar.gz can't be read, or not to its end ({error}); pack it again") from None


def _untar(
    tar: tarfile.TarFile, entry: tarfile.TarInfo, gate: packed.Gate, stream: "_Stream"
) -> packed.Member | Problem | None:
    name = packed.tidy(packed.legible(entry.name.encode("utf-8", "surrogateescape")))
    special = "" if entry.isfile() else "a link" if entry.issym() or entry.islnk() else "a device"
    reason = gate.refusal(name, entry.size, special)
    if reason is not None:
        return gate.problem(name, reason) if reason else None
    file = tar.extractfile(entry)
    assert file is not None  # it is an ordinary file
    data = packed.unpacked(file)
    return packed.Member(name, data, stream.share)


class _Stream(gzip.GzipFile):
    """What a .tar.gz unpacks to, as far as is reasonable: the library would follow a header wherever it leads."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.source = io.BytesIO(data)
        self.last = b""
        super().__init__(fileobj=self.source, mode="rb")

    @property
    def share(self) -> float:
        """How much of the file has been unpacked."""
        return self.source.tell() / max(1, len(self.source.getbuffer()))

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; only members may be long, and they are read piece by piece."""
        if size is None or not 0 <= size <= _LARGEST_HEADER:
            raise tarfile.ReadError("a header has no end")
        self.last = super().read(size)
        if self.tell() > bounds.TOTAL or bounds.crammed(self.tell(), self.source.tell()):
            raise InputError(f"{self.path}: it unpacks to more than any archive of texts; look what it is")
        return self.last
