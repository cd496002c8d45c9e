"""An engine that says what another found likely after its best, so that all that follows is as for the best."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from translate.engines import Decoding, Engine, Hypothesis

# More of them than these hardly differ.
MOST = 5


@dataclass(frozen=True)
class Heard:
    """What an engine said of a request's sentences, so that it is asked once for all that is made of it."""

    count: int
    known: dict[tuple[str, Decoding], Hypothesis] = field(default_factory=dict)


@dataclass(frozen=True)
class Other:
    """An engine's choices of that rank, from 0 for its best, in the best's place; the last where it has no more."""

    engine: Engine
    heard: Heard
    rank: int

    @property
    def inner(self) -> Engine:
        """The engine, for what it may offer besides."""
        return self.engine

    @property
    def name(self) -> str:
        """That of the engine."""
        return self.engine.name

    @property
    def longest(self) -> int:
        """That of the engine."""
        return self.engine.longest

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """Those of the engine."""
        return self.engine.lengths(sentences)

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Translate each sentence; see `Engine`."""
        if decoding.alternatives:
            # who asks so chooses among them
            return self.engine.translate(sentences, decoding)
        known = self.heard.known
        new = [one for one in dict.fromkeys(sentences) if (one, decoding) not in known]
        if new:
            found = self.engine.translate(new, replace(decoding, alternatives=self.heard.count))
            known.update({(one, decoding): best for one, best in zip(new, found, strict=True)})
        return [self._chosen(known[one, decoding]) for one in sentences]

    def _chosen(self, best: Hypothesis) -> Hypothesis:
        told = [one for one in best.alternatives if one.text.strip() and one.text != best.text]
        return (best, *told)[min(self.rank, len(told))]
