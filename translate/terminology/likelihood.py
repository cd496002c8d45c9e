"""How likely an engine finds the English of a draft; a look costs as much as a decoding, so none is asked twice."""

from collections.abc import Sequence

from translate.engines import Decoding, Engine
from translate.engines.steering import steering
from translate.terminology.draft import Draft


class Likelihood:
    """The mean log-probability per target piece (nats) of drafts; what the engine said where it can't be asked."""

    def __init__(self, engine: Engine, decoding: Decoding) -> None:
        """Begin with nothing asked."""
        self._leader = steering(engine)
        self._decoding = decoding
        self._known: dict[tuple[str, str], float] = {}

    def of(self, drafts: Sequence[Draft], read: Sequence[str] = ()) -> list[float]:
        """One for each draft: for its own sentence, or for what is read in that one's place."""
        if not self._leader:
            return [draft.score for draft in drafts]
        kazakh = read or [draft.sentence for draft in drafts]
        pairs = [(text, draft.english) for text, draft in zip(kazakh, drafts, strict=True)]
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        self._known.update(zip(new, self._leader.score(new, self._decoding) if new else (), strict=True))
        return [self._known[pair] for pair in pairs]
