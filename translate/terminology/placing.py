"""Puts what no decoding gained where the engine finds it likeliest, in place of what renders nothing of the Kazakh."""

from collections.abc import Sequence
from dataclasses import replace

from translate.terminology.draft import Draft
from translate.terminology.likelihood import Likelihood
from translate.terminology.slots import MOST, common, slots
from translate.terminology.thread import worse

# How far the mean log-probability of a sentence may fall. 150 rows of newsdev2019 by the bundled model: terms right,
# chrF++ (30.3 without a glossary), terms so placed: 0.0: 78 %, 30.8, 0; 0.1: 79 %, 30.8, 3; 0.2: 81 %, 30.8, 6; 0.3:
# 82 %, 30.9, 9; 0.6: 83 %, 31.0, 13.
FALL = 0.2
# The likeliest places of a term are scored first, the others only where none of those will do.
TRIES = ((0, 6), (6, MOST))
# So many terms of one sentence are put in one after another.
TERMS = 6


def placed(drafts: Sequence[Draft], likely: Likelihood) -> list[Draft]:
    """The drafts with such terms in them as some place would take."""
    found = list(drafts)
    refused: set[tuple[int, int]] = set()  # a draft's term that no place would take
    for _ in range(TERMS):
        wanted = {at: n for at, one in enumerate(found) for n in reversed(one.missing) if (at, n) not in refused}
        if not wanted:
            break
        gained = _likeliest(drafts, found, wanted, likely)
        refused |= {(at, n) for at, n in wanted.items() if at not in gained}
        found = [gained.get(at, draft) for at, draft in enumerate(found)]
    return found


def _likeliest(
    drafts: Sequence[Draft], found: Sequence[Draft], wanted: dict[int, int], likely: Likelihood
) -> dict[int, Draft]:
    """The drafts with one missing term of each in the likeliest place, where any place would take it."""
    places = {at: slots(found[at], n) for at, n in wanted.items()}
    gained: dict[int, Draft] = {}
    for first, last in TRIES:
        tried: list[tuple[int, Draft]] = []
        for at, n in wanted.items():
            for english in places[at][first:last] if at not in gained else ():
                candidate = found[at].became(english, "likeliest", score=0.0, again=False)
                if _better(candidate, found[at], n):
                    tried.append((at, candidate))
        least = _least(drafts, found, {at: wanted[at] for at, _ in tried}, likely)
        for (at, draft), score in zip(
            tried, likely.of([draft for _, draft in tried], [found[at].written() for at, _ in tried]), strict=True
        ):
            if score > max(least[at], gained[at].score if at in gained else least[at]):
                gained[at] = replace(draft, score=score)
    return gained


def _least(
    drafts: Sequence[Draft], found: Sequence[Draft], wanted: dict[int, int], likely: Likelihood
) -> dict[int, float]:
    """What an English must be likelier than: the one before for a common word, a little less for a name."""
    words = {at: common(found[at].matches[n].term) for at, n in wanted.items()}
    scores = likely.of([found[at] for at in words], [found[at].written() for at in words])
    return {at: score - (0 if word else FALL) for (at, word), score in zip(words.items(), scores, strict=True)}


def _better(candidate: Draft, before: Draft, n: int) -> bool:
    """Whether the term stands and all else stands as it did."""
    return candidate.uses[n].status != "not_applied" and candidate.kept(before, n) and not worse(candidate, before)
