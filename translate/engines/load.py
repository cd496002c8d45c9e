"""Open a model's folder with the runtime that it is made for."""

from pathlib import Path

from translate.engines import Engine
from translate.errors import ModelError


def load(directory: Path, *, threads: int = 0, device: str = "auto") -> Engine:
    """Load whatever model lies in a folder; `threads` 0 takes the physical cores, `device` is auto, cpu or cuda."""
    if (directory / "model.bin").is_file():
        from translate.engines.ct2 import Ct2Engine

        return Ct2Engine.load(directory, threads=threads, device=device)
    raise ModelError(f"{directory} holds no model.bin: install a model there first")
