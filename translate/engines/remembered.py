"""An engine that is asked each sentence once: what it has heard it says again."""

from collections.abc import Sequence

from translate.engines import Decoding, Engine, Hypothesis

# Some megabytes. Past it the memory begins anew, which costs time alone.
MOST = 10_000


class Remembered:
    """Stands before an engine for as long as the same sentences are looked at with one glossary after another."""

    def __init__(self, engine: Engine) -> None:
        """Begin with nothing heard."""
        self._engine = engine
        self._heard: dict[tuple[str, Decoding], Hypothesis] = {}

    @property
    def inner(self) -> Engine:
        """The engine that this one stands before, for what it may offer besides."""
        return self._engine

    @property
    def name(self) -> str:
        """The engine's own: what it says is not changed."""
        return self._engine.name

    @property
    def longest(self) -> int:
        """The engine's own."""
        return self._engine.longest

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """The engine's own."""
        return self._engine.lengths(sentences)

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Translate those that were not heard yet, each once."""
        new = list(dict.fromkeys(one for one in sentences if (one, decoding) not in self._heard))
        said = dict(zip(new, self._engine.translate(new, decoding) if new else (), strict=True))
        found = [said[one] if one in said else self._heard[one, decoding] for one in sentences]
        if len(self._heard) > MOST:
            self._heard.clear()
        self._heard.update({(one, decoding): hypothesis for one, hypothesis in said.items()})
        return found
