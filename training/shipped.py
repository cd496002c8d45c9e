"""A bundled model as the program itself asks it: with its own decoding, long sentences in parts, and the ladder."""

from collections.abc import Sequence
from pathlib import Path

from training.decode import Decoding
from translate.engines.load import load
from translate.models import at
from translate.segment import pieces


class Shipped:
    """Translates as `training.decode.Translator` does, but by the program's engine and the model's own settings."""

    def __init__(self, directory: Path, threads: int = 2) -> None:
        """Load the directory."""
        self._decoding = at(directory).decoding
        self._engine = load(directory, threads=threads)

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[str]:
        """English for each text, which is one sentence, in order; the model's own decoding holds, not this one."""
        cut = [[text[start:end] for start, end in pieces(text, self._fits, whole=True)] for text in texts]
        said = iter(self._engine.translate([part for parts in cut for part in parts], self._decoding))
        return [" ".join(next(said).text for _ in parts) for parts in cut]

    def _fits(self, text: str) -> bool:
        longest = min(self._engine.longest, self._decoding.longest or self._engine.longest)
        return self._engine.lengths([text])[0] <= longest
