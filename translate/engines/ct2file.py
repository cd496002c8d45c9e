"""What a CTranslate2 `model.bin` tells by the shapes of its weights, without reading them."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

ENCODINGS = "encoder/position_encodings/encodings"
_ATTENTION = r"decoder/layer_\d+/attention/linear_0/weight"
# How CTranslate2 numbers the formats of weights.
FORMATS = ("float32", "int8", "int16", "int32", "float16", "bfloat16")


def stored(path: Path) -> str:
    """The number format of a model's largest weights, as in `int8`; empty where the file doesn't say."""
    try:
        with path.open("rb") as file:
            kinds = [(size, kind) for _, _, kind, size in _weights(file)]
    except (struct.error, OSError, UnicodeDecodeError):
        return ""
    return dict(enumerate(FORMATS)).get(max(kinds)[1], "") if kinds else ""


def positions(path: Path) -> int | None:
    """How many positions the encoder has, or None where the file doesn't say."""
    try:
        with path.open("rb") as file:
            return _find(file, ENCODINGS)
    except (struct.error, OSError, UnicodeDecodeError):
        # Not for this reader to judge: CTranslate2 itself says what is wrong with a broken file.
        return None


def decoder(path: Path) -> tuple[int, int] | None:
    """How many layers the decoder has and how wide it is, or None where the file doesn't say."""
    try:
        with path.open("rb") as file:
            shapes = {name: shape for name, shape, _, _ in _weights(file) if name.startswith("decoder/")}
    except (struct.error, OSError, UnicodeDecodeError):
        return None
    layers = {name.split("/")[1] for name in shapes if name.startswith("decoder/layer_")} - {"layer_norm"}
    width = next((shape[-1] for name, shape in shapes.items() if re.fullmatch(_ATTENTION, name)), 0)
    return (len(layers), width) if layers and width else None


def places(path: Path) -> dict[str, tuple[str, list[int], int]]:
    """Number format, shape and place in the file of each variable."""
    with path.open("rb") as file:
        return {name: (FORMATS[kind], shape, file.tell()) for name, shape, kind, _ in _weights(file)}


def _find(file: BinaryIO, wanted: str) -> int | None:
    return next((shape[0] for name, shape, _, _ in _weights(file) if name == wanted), None)


def _weights(file: BinaryIO) -> Iterator[tuple[str, list[int], int, int]]:
    """Name, shape, format and size in bytes of each."""
    _version, _spec, _revision, count = _number(file, "I"), _string(file), _number(file, "I"), _number(file, "I")
    for _ in range(count):
        name = _string(file)
        shape = [_number(file, "I") for _ in range(_number(file, "B"))]
        kind, size = _number(file, "B"), _number(file, "I")
        yield name, shape, kind, size
        file.seek(size, 1)


def _number(file: BinaryIO, kind: str) -> int:
    return int(struct.unpack("<" + kind, file.read(struct.calcsize("<" + kind)))[0])


def _string(file: BinaryIO) -> str:
    return file.read(_number(file, "H"))[:-1].decode()
