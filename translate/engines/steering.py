"""What a runtime may offer besides: to say how likely an English is.

An optional seam: `steering(engine)` tells. What puts missing terms in uses it; all else does without.
"""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from translate.engines import Decoding, Engine
from translate.engines.batches import plan, rung
from translate.engines.runtime import Runtime
from translate.engines.source import Source
from translate.engines.tokenizer import Pieces

# A sentence and English for it.
Pair = tuple[str, str]
Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely an English is, piece by piece.

    `spans` are the character places of its pieces, `(start, end)`; `values` the log-probability of each (nats) and,
    last, that of its end. Both are empty where the English could not be weighed.
    """

    spans: tuple[tuple[int, int], ...] = ()
    values: tuple[float, ...] = ()

    @property
    def total(self) -> float:
        """The log-probability of all of it."""
        return sum(self.values)

    @property
    def mean(self) -> float:
        """The mean log-probability per piece, as `Hypothesis.score` has it."""
        return self.total / max(1, len(self.values))


@runtime_checkable
class Steering(Protocol):
    """An engine that can be asked; it answers pair by pair, in the order of the pairs."""

    def weigh(self, pairs: Sequence[Pair], decoding: Decoding) -> list[Weighed]:
        """How likely each sentence's English is; nothing is said of one that is longer than an output may be."""
        ...


def steering(engine: Engine) -> Steering | None:
    """The engine, or the one that it stands before (its `inner`, and so on), if that can be asked."""
    inner = getattr(engine, "inner", None)
    if inner is not None:
        return steering(inner)
    return engine if isinstance(engine, Steering) else None


class Steered(Runtime):
    """A runtime that can be asked, but for the decoding itself. Blank sentences go unread, as in `translate`."""

    def weigh(self, pairs: Sequence[Pair], decoding: Decoding) -> list[Weighed]:
        """Say how likely an English is; see `Steering`.

        Each pair once, in batches of one rung and one length of English, so that company changes nothing.
        """
        sources = {sentence: self._framing.source(sentence, decoding.source) for sentence, _ in pairs}
        groups: dict[tuple[int, int], list[tuple[Pair, Pieces]]] = defaultdict(list)
        found: dict[Pair, Weighed] = {}
        for pair in dict.fromkeys(pairs):
            source = sources[pair[0]]
            given = self._tokenizer.pieces(pair[1])
            if source.blank or len(given.tokens) >= self._limit([source]):
                found[pair] = Weighed()
            else:
                groups[rung(len(source.tokens)), len(given.tokens)].append((pair, given))
        started = []
        for _, group in sorted(groups.items(), reverse=True):
            for places in plan([len(sources[sentence].tokens) for (sentence, _), _ in group], self._budget(1)):
                batch = [group[place] for place in places]
                read = [sources[sentence] for (sentence, _), _ in batch]
                started.append((batch, self._weigh(read, [given.tokens for _, given in batch])))
        for batch, wait in started:
            for (pair, given), values in zip(batch, wait(), strict=True):
                found[pair] = Weighed(given.spans, tuple(values))
        return [found[pair] for pair in pairs]

    @abstractmethod
    def _weigh(self, batch: Sequence[Source], english: Sequence[Tokens]) -> Callable[[], list[list[float]]]:
        """Begin to weigh a batch of English of one length; what is returned waits for a value a piece and the end's."""
