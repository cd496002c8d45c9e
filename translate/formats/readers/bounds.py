"""How much may be unpacked, so that a small hostile file can't fill the memory or the disk."""

from collections.abc import Sequence
from zipfile import ZipInfo

from translate.errors import InputError

MEMBERS = 100_000
TOTAL = 2_000_000_000
MEMBER = 100_000_000
# Text shrinks to a fifth, tables to a thirtieth; a bomb to a thousandth. Small members may be anything.
RATIO = 200
SMALL = 1_000_000


def crammed(size: int, packed: int) -> bool:
    """Whether so many bytes in so few can only be a bomb."""
    return size > SMALL and size > RATIO * packed


def check(path: str, members: Sequence[ZipInfo]) -> None:
    """Raise InputError for a package that is to be read as a whole and would unpack to too much."""
    if len(members) > MEMBERS or sum(member.file_size for member in members) > TOTAL:
        raise InputError(f"{path}: there is too much in it to unpack; save its text alone")
    if any(crammed(member.file_size, member.compress_size) for member in members):
        raise InputError(f"{path}: it would unpack to {RATIO} times its size, as no document does; save it again")
