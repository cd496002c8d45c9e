"""Whether a term that was gained is in its place: what gave way to it, and what stands about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from translate.engines import Decoding, Engine
from translate.terminology import erasure
from translate.terminology.draft import Draft
from translate.terminology.likelihood import Likelihood
from translate.terminology.readings import Readings, gone

# Of 345 changed rows of newsdev2019 a person judged 12 % worse. Of those where words gave way that fall by at least 4
# nats without the term, and that no other word means, 4 %; by less than 1 nat, 35 %. Of terms that were put between
# others, 4 % where the words about them fall by 4 nats without the term's neighbours, else 20 %; of whole other
# sentences 15 %, and 6 % of those where what gave way fell by 4 nats.
SETTLED, PROVEN, WHOLE, MISREAD = 4.0, 1.0, 2.0, 1.0
# How much likelier (nats, all pieces together) an English must become that holds so little evidence, the terms being
# asked for: in place of other words, and between words.
REPLACED, INSERTED, FORCED = 0.0, -2.0, -12.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an engine can tell of drafts: how likely they are, and what single words mean."""

    likely: Likelihood
    readings: Readings

    @classmethod
    def of(cls, engine: Engine, decoding: Decoding) -> "Evidence":
        """Begin with nothing asked."""
        return cls(Likelihood(engine, decoding), Readings(engine, decoding))

    def ask(self, changes: Iterable[tuple[Draft, Draft]]) -> None:
        """Ask for all at once that `harmless` must know of these: each a draft, and the one before."""
        self.readings.ask_free(before for after, before in changes if gone(after, before))

    def misread(self, draft: Draft, n: int) -> list[tuple[str, float]]:
        """The English with a term where it has what the engine makes of the term alone, and that falls without it."""
        falls = erasure.falls(self.likely, draft, n)
        own = [span for span, fall in falls if fall >= MISREAD]
        spans = [one for one in self.readings.places(draft, n) if any(one[0] <= at < one[1] for at, _ in own)]
        found = (erasure.taken(draft, span, n) for span in spans)
        return [(english, 0.0) for english in dict.fromkeys(found) if english]

    def harmless(self, after: Draft, before: Draft) -> bool:
        """Whether nothing that the Kazakh says was pushed out, and nothing is said twice."""
        return not self.readings.lost(after, before) and not erasure.doubled(self.likely, after, before)

    def placed(self, after: Draft, before: Draft, gain: float) -> bool:
        """Whether words that were taken over from a second English hold the gained terms in their place.

        `gain` says how much likelier the English became (nats), the terms being asked for.
        """
        gave_way = bool(gone(after, before))
        if gain >= (REPLACED if gave_way else INSERTED):
            return True
        if gain < FORCED or erasure.settled(self.likely, after, before) < SETTLED:
            return False
        return not gave_way or erasure.proven(self.likely, after, before) >= PROVEN

    def whole(self, after: Draft, before: Draft, gain: float) -> bool:
        """Whether a whole other English holds them in their place; where the engine can't be asked, none is proven."""
        return gain >= REPLACED and (not self.likely.asks or self._proven(after, before))

    def _proven(self, after: Draft, before: Draft) -> bool:
        return erasure.proven(self.likely, after, before) >= WHOLE
