"""How likely an engine finds the English of a draft; a look costs as much as a decoding, so none is asked twice."""

from collections.abc import Iterable, Sequence

from translate.engines import Decoding, Engine
from translate.engines.steering import Pair, Weighed, steering
from translate.terminology.draft import Draft


class Likelihood:
    """The log-probabilities (nats) of drafts; what the engine said of them where it can't be asked."""

    def __init__(self, engine: Engine, decoding: Decoding) -> None:
        """Begin with nothing asked."""
        self._leader = steering(engine)
        self._decoding = decoding
        self._known: dict[Pair, Weighed] = {}

    @property
    def asks(self) -> bool:
        """Whether the engine can be asked."""
        return self._leader is not None

    def ask(self, pairs: Iterable[Pair]) -> None:
        """Ask for all of these at once."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        if self._leader and new:
            self._known.update(zip(new, self._leader.weigh(new, self._decoding), strict=True))

    def of(self, drafts: Sequence[Draft], read: Sequence[str] = ()) -> list[Weighed]:
        """How likely each draft is: for its own sentence, or for what is read in that one's place."""
        kazakh = read or [draft.sentence for draft in drafts]
        pairs = [(text, draft.english) for text, draft in zip(kazakh, drafts, strict=True)]
        self.ask(pairs)
        return [self._known.get(pair) or Weighed((), (draft.score,)) for pair, draft in zip(pairs, drafts, strict=True)]
