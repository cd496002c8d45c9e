"""Puts a missing term in one of the places that it may have: where the engine finds it likeliest."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from translate.terminology.draft import Draft
from translate.terminology.evidence import Evidence
from translate.terminology.thread import worse

# Says how the English of a draft would be with a term, in each place that it may have, and how much less likely (nats)
# the engine may find it so.
Places = Callable[[Draft, int], Sequence[tuple[str, float]]]

# So many terms of one sentence are put in one after another.
TERMS = 6


class _Try(NamedTuple):
    """A draft with a term in some place, for the draft of that number."""

    at: int
    draft: Draft
    credit: float


def placed(
    drafts: Mapping[int, Draft],
    places: Places,
    rule: str,
    evidence: Evidence,
    lacking: Callable[[Draft], Sequence[int]] = lambda draft: draft.missing,
) -> dict[int, Draft]:
    """The drafts with such terms in them as some place would take, by this rule; `lacking` says which are wanted."""
    found = dict(drafts)
    refused: set[tuple[int, int]] = set()  # a draft's term that no place would take
    for _ in range(TERMS):
        wanted = {at: n for at, one in found.items() for n in reversed(lacking(one)) if (at, n) not in refused}
        if not wanted:
            break
        tried = [
            _Try(at, candidate, credit)
            for at, n in wanted.items()
            for english, credit in places(found[at], n)
            if _better(candidate := found[at].became(english, rule, score=0.0, again=False), found[at], n)
        ]
        gained = _likeliest(found, tried, evidence)
        refused |= {(at, n) for at, n in wanted.items() if at not in gained}
        found |= gained
    return found


def _likeliest(found: Mapping[int, Draft], tried: Sequence[_Try], evidence: Evidence) -> dict[int, Draft]:
    """The likeliest of those that were tried for each draft, where one is likelier than the draft or nearly so."""
    evidence.ask((one.draft, found[one.at]) for one in tried)
    tried = [one for one in tried if evidence.harmless(one.draft, found[one.at])]
    # held against the sentence with its terms in English: how well the engine knows a name says nothing
    asked = [_Try(at, found[at], 0.0) for at in dict.fromkeys(one.at for one in tried)] + tried
    weighed = evidence.likely.of([one.draft for one in asked], [found[one.at].written() for one in asked])
    best: dict[int, float] = {}
    gained: dict[int, Draft] = {}
    for one, seen in zip(asked, weighed, strict=True):
        score = seen.total + one.credit
        if one.at not in best or score > best[one.at]:
            best[one.at] = score
            if one.draft is not found[one.at]:
                gained[one.at] = one.draft
    return gained


def _better(candidate: Draft, before: Draft, n: int) -> bool:
    """Whether the term stands and all else stands as it did."""
    return candidate.uses[n].status != "not_applied" and candidate.kept(before, n) and not worse(candidate, before)
