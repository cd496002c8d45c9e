"""Puts what no decoding gained where the engine finds it likeliest, in place of what renders nothing of the Kazakh."""

from collections.abc import Sequence
from dataclasses import replace

from translate.terminology.draft import Draft
from translate.terminology.likelihood import Likelihood
from translate.terminology.slots import MOST, slots
from translate.terminology.thread import worse

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
        gained = _likeliest(found, wanted, likely)
        refused |= {(at, n) for at, n in wanted.items() if at not in gained}
        found = [gained.get(at, draft) for at, draft in enumerate(found)]
    return found


def _likeliest(found: Sequence[Draft], wanted: dict[int, int], likely: Likelihood) -> dict[int, Draft]:
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
        # held against the sentence with its terms in English: how well the engine knows a name says nothing
        asked = [(at, found[at]) for at in dict(tried)] + tried
        scores = likely.of([draft for _, draft in asked], [found[at].written() for at, _ in asked])
        best: dict[int, float] = {}
        for (at, draft), score in zip(asked, scores, strict=True):
            if at not in best or score > best[at]:
                best[at] = score
                if draft is not found[at]:
                    gained[at] = replace(draft, score=score)
    return gained


def _better(candidate: Draft, before: Draft, n: int) -> bool:
    """Whether the term stands and all else stands as it did."""
    return candidate.uses[n].status != "not_applied" and candidate.kept(before, n) and not worse(candidate, before)
