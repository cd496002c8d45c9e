"""Read the variables of a CTranslate2 `model.bin`, so that a shipped int8 model can be trained further."""

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

TYPES = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2"}


def variables(path: Path) -> dict[str, NDArray[np.float32]]:
    """Every variable by name; int8 weights are multiplied out by their row scales, aliases are followed."""
    raw: dict[str, NDArray[np.generic]] = {}
    aliases: dict[str, str] = {}
    with path.open("rb") as file:
        version = _number(file, "I")
        if version < 5:
            raise ValueError(f"{path}: binary version {version} is too old; convert the model again")
        _string(file)
        _number(file, "I")
        for _ in range(_number(file, "I")):
            name = _string(file)
            shape = [_number(file, "I") for _ in range(_number(file, "B"))]
            kind = TYPES.get(_number(file, "B"), "u1")
            raw[name] = np.frombuffer(file.read(_number(file, "I")), dtype=kind).reshape(shape)
        for _ in range(_number(file, "I")):
            alias, name = _string(file), _string(file)
            aliases[alias] = name
    values = {name: _floats(raw, name) for name in raw if not name.endswith("_scale")}
    return values | {alias: values[name] for alias, name in aliases.items() if name in values}


def _floats(raw: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    value = raw[name].astype(np.float32)
    scale = raw.get(f"{name}_scale")
    return value if scale is None or raw[name].dtype != np.int8 else value / scale.astype(np.float32).reshape(-1, 1)


def _number(file: BinaryIO, kind: str) -> int:
    return int(struct.unpack("<" + kind, file.read(struct.calcsize("<" + kind)))[0])


def _string(file: BinaryIO) -> str:
    return file.read(_number(file, "H"))[:-1].decode()
