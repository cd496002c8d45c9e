"""What a CTranslate2 `model.bin` tells by the shapes of its weights, without reading them."""

import struct
from pathlib import Path
from typing import BinaryIO

ENCODINGS = "encoder/position_encodings/encodings"


def positions(path: Path) -> int | None:
    """How many positions the encoder has, or None where the file doesn't say."""
    try:
        with path.open("rb") as file:
            return _find(file, ENCODINGS)
    except (struct.error, OSError, UnicodeDecodeError):
        # Not for this reader to judge: CTranslate2 itself says what is wrong with a broken file.
        return None


def _find(file: BinaryIO, wanted: str) -> int | None:
    _version, _spec, _revision, count = _number(file, "I"), _string(file), _number(file, "I"), _number(file, "I")
    for _ in range(count):
        name = _string(file)
        shape = [_number(file, "I") for _ in range(_number(file, "B"))]
        _kind, size = _number(file, "B"), _number(file, "I")
        if name == wanted:
            return shape[0]
        file.seek(size, 1)
    return None


def _number(file: BinaryIO, kind: str) -> int:
    return int(struct.unpack("<" + kind, file.read(struct.calcsize("<" + kind)))[0])


def _string(file: BinaryIO) -> str:
    return file.read(_number(file, "H"))[:-1].decode()
