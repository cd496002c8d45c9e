"""COMET (Rei et al. 2020) where a person has installed it; it is no dependency, and nothing is fetched for it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from translate.errors import InputError


def load(checkpoint: Path) -> Any:
    """A checkpoint that lies on this machine. Raises InputError where it or the package is missing."""
    file = checkpoint / "checkpoints" / "model.ckpt" if checkpoint.is_dir() else checkpoint
    if not file.is_file():
        raise InputError(f"{checkpoint} is no COMET checkpoint: name its .ckpt file, or the folder that holds it")
    try:
        from importlib import import_module

        load_from_checkpoint = import_module("comet").load_from_checkpoint
    except ImportError as error:
        raise InputError("COMET is not installed: say `pip install unbabel-comet`, or leave --comet out") from error
    try:
        return load_from_checkpoint(str(file), local_files_only=True)
    except Exception as error:  # COMET, its framework and pickle each raise their own
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise InputError(f"{file} can't be loaded ({reason}): download it again") from error


def score(model: Any, sources: Sequence[str], english: Sequence[str], references: Sequence[str]) -> float:
    """The system score of line-aligned texts, as COMET gives it: about 0 to 1."""
    rows = [
        {"src": source, "mt": said, "ref": reference}
        for source, said, reference in zip(sources, english, references, strict=True)
    ]
    return float(model.predict(rows, batch_size=8, gpus=0, progress_bar=False).system_score)
