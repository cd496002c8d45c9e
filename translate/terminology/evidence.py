"""Whether a term that was gained is in its place: what gave way to it, and what stands about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from translate.engines import Decoding, Engine
from translate.terminology import erasure
from translate.terminology.case import agrees
from translate.terminology.draft import Draft
from translate.terminology.erasure import gained
from translate.terminology.heard import other_names
from translate.terminology.likelihood import Likelihood
from translate.terminology.near import begins, sound
from translate.terminology.readings import Readings, gone, new

# In nats, measured in benchmarks/results/terms.md: how far the words about a term must fall without its neighbours,
# and without the term what gave way to it, and what it is read as alone.
SETTLED, PROVEN, MISREAD = 5.0, 1.0, 1.0
# How much likelier (all pieces together) an English must become, the terms being asked for, where nothing proves it: in
# place of other words, and between words; and how much less likely it may become where that is proven.
SURE, INSERTED, FORCED = 10.0, -2.0, -8.0
# So many words that are no term's may come with the terms.
NEW = 1
# A capitalised word, but for the first one of a sentence.
_NAME = re.compile(r"[\w,;] [“\"'(]*([A-Z][^\W\d_]+)")


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
        changes = list(changes) if self.likely.asks else []
        self.readings.ask_free(before for after, before in changes if gone(after, before))
        self.likely.ask(
            pair for after, before in changes for n in gained(after, before) for pair in erasure.pairs(before, n)
        )

    def misread(self, draft: Draft, n: int) -> list[tuple[str, float]]:
        """The English with a term where it has what the engine makes of the term alone, and that falls without it."""
        falls = erasure.falls(self.likely, draft, n)
        own = [span for span, fall in falls if fall >= MISREAD]
        spans = [one for one in self.readings.places(draft, n) if any(one[0] <= at < one[1] for at, _ in own)]
        found = (erasure.taken(draft, span, n) for span in spans)
        return [(english, 0.0) for english in dict.fromkeys(found) if english]

    def harmless(self, after: Draft, before: Draft) -> bool:
        """Whether nothing that the Kazakh says was pushed out, and nothing is said twice, as far as one can ask."""
        if not self.likely.asks:
            return True
        return not self.readings.lost(after, before) and not erasure.doubled(self.likely, after, before)

    def placed(self, after: Draft, before: Draft, gain: float) -> bool:
        """Whether words that were taken over from a second English hold the gained terms in their place.

        `gain` says how much likelier the English became (nats), the terms being asked for.
        """
        if not _fitting(after, before) or len(new(after, before)) > NEW:
            return False
        if gone(after, before):
            return gain >= SURE or (gain >= FORCED and self._took(after, before, gain))
        return gain >= INSERTED or (gain >= FORCED and self._settled(after, before))

    def whole(self, after: Draft, before: Draft, gain: float) -> bool:
        """Whether a whole other English holds them in their place; where the engine can't be asked, none is proven."""
        if gain < 0 or not self.likely.asks:
            return gain >= 0
        return not _invented(after, before) and (gain >= SURE or self._settled(after, before))

    def _took(self, after: Draft, before: Draft, gain: float) -> bool:
        """Whether the terms took the place of what rendered them or stand by their own; both, where it costs."""
        proven = erasure.proven(self.likely, after, before) >= PROVEN
        # a look by the engine, so asked for only where it decides
        return (proven or self._settled(after, before)) if gain >= 0 else (proven and self._settled(after, before))

    def _settled(self, after: Draft, before: Draft) -> bool:
        return erasure.settled(self.likely, after, before) >= SETTLED


def _invented(after: Draft, before: Draft) -> bool:
    """Whether a name came with the terms that no word of the Kazakh sounds like."""
    known, words = other_names(before.matches, before.sentence), new(after, before)
    names = (name[1] for name in _NAME.finditer(after.english) if name[1] in words)
    return any(not any(begins(sound(word), name) for name in known) for word in names)


def _fitting(after: Draft, before: Draft) -> bool:
    """Whether all that was gained stands as its case has it."""
    uses = ((before.matches[n], after.uses[n]) for n in gained(after, before))
    return all(
        agrees(after.english, (use.target_start, use.target_end), match.ending, before.sentence[match.end :])
        for match, use in uses
    )
