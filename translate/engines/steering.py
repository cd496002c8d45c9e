"""What a runtime may offer besides: to say how likely an English is.

An optional seam: `steering(engine)` tells. What puts missing terms in uses it; all else does without.
"""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from translate.engines import Decoding, Engine
from translate.engines.batches import plan, rung
from translate.engines.runtime import Runtime
from translate.engines.source import Source

# A sentence and English for it.
Pair = tuple[str, str]
Tokens = tuple[str, ...]


@runtime_checkable
class Steering(Protocol):
    """An engine that can be asked; it answers pair by pair, in the order of the pairs."""

    def score(self, pairs: Sequence[Pair], decoding: Decoding) -> list[float]:
        """The mean log-probability per target piece (nats) of each sentence's English, its end included."""
        ...


def steering(engine: Engine) -> Steering | None:
    """The engine, or the one that it stands before (its `inner`), if that can be asked."""
    inner = getattr(engine, "inner", engine)
    return inner if isinstance(inner, Steering) else None


class Steered(Runtime):
    """A runtime that can be asked, but for the decoding itself. Blank sentences go unread, as in `translate`."""

    def score(self, pairs: Sequence[Pair], decoding: Decoding) -> list[float]:
        """Say how likely an English is; see `Steering`.

        Each pair once, in batches of one rung and one length of English, so that company changes nothing.
        """
        sources = {sentence: self._framing.source(sentence, decoding.source) for sentence, _ in pairs}
        groups: dict[tuple[int, int], list[tuple[Pair, Tokens]]] = defaultdict(list)
        found: dict[Pair, float] = {}
        for pair in dict.fromkeys(pairs):
            source = sources[pair[0]]
            given = self._tokenizer.pieces(pair[1]).tokens
            if source.blank or len(given) >= self._limit([source]):
                found[pair] = 0.0
            else:
                groups[rung(len(source.tokens)), len(given)].append((pair, given))
        started = []
        for _, group in sorted(groups.items(), reverse=True):
            for places in plan([len(sources[sentence].tokens) for (sentence, _), _ in group], self._budget(1)):
                batch = [group[place] for place in places]
                read = [sources[sentence] for (sentence, _), _ in batch]
                started.append((batch, self._score(read, [given for _, given in batch])))
        for batch, wait in started:
            found.update(zip([pair for pair, _ in batch], wait(), strict=True))
        return [found[pair] for pair in pairs]

    @abstractmethod
    def _score(self, batch: Sequence[Source], english: Sequence[Tokens]) -> Callable[[], list[float]]:
        """Begin to score a batch of English of one length; what is returned waits for the scores."""
