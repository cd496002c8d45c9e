"""Open a model's folder with the runtime that it is made for."""

import json
from pathlib import Path

from translate.engines import Engine
from translate.errors import ModelError


def load(directory: Path, *, threads: int = 0, device: str = "auto") -> Engine:
    """Load whatever model lies in a folder; `threads` 0 takes the physical cores, `device` is what `place` takes."""
    if not directory.is_dir():
        raise ModelError(f"there is no model folder {directory}: check the name, or install a model there")
    if (directory / "config.json").is_file() and _typed(directory / "config.json"):
        from translate.engines.hf import HfEngine

        return HfEngine.load(directory, threads=threads, device=device)
    if not (directory / "model.bin").is_file():
        missing = "config.json" if any(directory.glob("*.safetensors")) else "model.bin"
        raise ModelError(f"{directory} holds no {missing}: copy the whole folder of the model")
    from translate.engines.ct2 import Ct2Engine

    return Ct2Engine.load(directory, threads=threads, device=device)


def _typed(path: Path) -> bool:
    """Whether a folder is Hugging Face's: its `config.json` names a `model_type`, that of CTranslate2 never does."""
    try:
        return "model_type" in json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, TypeError) as error:
        raise ModelError(f"{path} is no JSON ({error}): copy it again from the original model") from error
