"""Step 4: a term that the English lacks is asked for again, and kept only where the sentence does not suffer.

First the sentence is decoded anew with the English written into the Kazakh (`Trump-ты`: with its ending such a word is
copied more often than bare). What is missing still is put where the engine finds it likeliest: in place of a name or a
word that renders nothing of the Kazakh, and with a flag. All sentences of a window go in the same few calls.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from translate.engines import Decoding, Engine
from translate.engines.steering import Steering, steering
from translate.terminology.draft import Draft
from translate.terminology.inline import inline
from translate.terminology.slips import repaired
from translate.terminology.slots import MOST, common, slots
from translate.terminology.thread import lost, worse

# Further hypotheses of each decoding that are looked at, and rounds: the second may gain what the first leaves out.
OTHERS, AGAIN = 3, 2
# How far the mean log-probability of a sentence may fall where it is decoded again, and where a term is put in.
FALL = 1.2
# For the latter, 150 rows of newsdev2019 by the bundled model: terms right, chrF++ (30.3 without a glossary), terms so
# placed: 0.0: 78 %, 30.8, 0; 0.1: 79 %, 30.8, 3; 0.2: 81 %, 30.8, 6; 0.3: 82 %, 30.9, 9; 0.6: 83 %, 31.0, 13.
PLACED_FALL = 0.2
# The likeliest places of a term are scored first, the others only where none of those will do.
TRIES = ((0, 6), (6, MOST))
# So many terms of one sentence are put in one after another.
TERMS = 6


def mended(engine: Engine, drafts: Sequence[Draft], decoding: Decoding) -> list[Draft]:
    """The drafts with their missing terms, where that harms nothing; those that lack none cost nothing."""
    found = list(drafts)
    lacking = [at for at, draft in enumerate(found) if draft.missing]
    if not lacking:
        return found
    scores = _scores(engine, [found[at] for at in lacking], decoding)
    for at, score in zip(lacking, scores, strict=True):
        found[at] = replace(found[at], score=score)
    least = {at: found[at].score - FALL for at in lacking}
    short = lacking
    for _ in range(AGAIN):
        then = {at: found[at] for at in short}
        pools = _candidates(engine, list(then.values()), decoding)
        for (at, draft), pool in zip(then.items(), pools, strict=True):
            found[at] = _chosen(pool, draft, least[at])
        # what gained nothing would be asked the same, and answered alike
        short = [at for at in short if found[at].missing and found[at] is not then[at]]
    if leader := steering(engine):
        least = {at: found[at].score - PLACED_FALL for at in lacking}
        refused: set[tuple[int, int]] = set()  # a draft's term that no place would take
        for _ in range(TERMS):
            wanted = {at: n for at in lacking for n in reversed(found[at].missing) if (at, n) not in refused}
            if not wanted:
                break
            refused |= _placed(leader, found, wanted, least, decoding)
    return found


def _candidates(engine: Engine, drafts: Sequence[Draft], decoding: Decoding) -> list[list[Draft]]:
    """What the engine says of each sentence with its terms in English, in all the ways of writing them there."""
    asked = [(at, way(draft)) for at, draft in enumerate(drafts) for way in WAYS]
    asked = list(dict.fromkeys(asked))
    wide = replace(decoding, alternatives=max(decoding.alternatives, OTHERS))
    pools: list[dict[str, Draft]] = [{} for _ in drafts]
    for (at, _), best in zip(asked, engine.translate([text for _, text in asked], wide), strict=True):
        for one in (best, *best.alternatives):
            if not one.truncated and one.text not in pools[at]:
                text = repaired(one.text, drafts[at])
                pools[at][one.text] = drafts[at].became(text, "inline", score=one.score, again=True)
    fit = [[draft for draft in pool.values() if _fits(draft, then)] for pool, then in zip(pools, drafts, strict=True)]
    scores = iter(_scores(engine, [draft for pool in fit for draft in pool], decoding))
    return [[replace(draft, score=next(scores)) for draft in pool] for pool in fit]


def _fits(after: Draft, before: Draft) -> bool:
    """Whether a draft has more of the terms and lost nothing else."""
    return len(after.missing) < len(before.missing) and not worse(after, before)


def _chosen(pool: Sequence[Draft], before: Draft, least: float) -> Draft:
    """Of the drafts that are likely enough the one with most terms; of these the one that lost least."""
    likely = [draft for draft in pool if draft.score >= least]
    return min(likely, key=lambda draft: (len(draft.missing), lost(draft, before), -draft.score), default=before)


def _written(draft: Draft, *, ending: bool = True, every: bool = False) -> str:
    """The sentence with its missing terms in English, those that were gained so before, or all."""
    among = [n for n in range(len(draft.matches)) if every or n in draft.missing or draft.uses[n].rule == "inline"]
    return inline(draft.sentence, draft.matches, among, ending=ending)


# With their endings, bare, and all terms of the sentence, those too that stand already.
WAYS: tuple[Callable[[Draft], str], ...] = (_written, partial(_written, ending=False), partial(_written, every=True))


def _placed(
    engine: Steering, found: list[Draft], wanted: dict[int, int], least: dict[int, float], decoding: Decoding
) -> set[tuple[int, int]]:
    """Put one missing term of each draft in the likeliest place; those that no place would take."""
    places = {at: slots(found[at], n) for at, n in wanted.items()}
    left = dict(wanted)
    for first, last in TRIES:
        tried: list[tuple[int, Draft]] = []
        for at, n in left.items():
            for english in places[at][first:last]:
                candidate = found[at].became(english, "likeliest", score=0.0, again=False)
                if _better(candidate, found[at], n):
                    tried.append((at, candidate))
        scores = engine.score([(draft.sentence, draft.english) for _, draft in tried], decoding)
        bound = {at: found[at].score if common(found[at].matches[n].term) else least[at] for at, n in left.items()}
        for (at, draft), score in zip(tried, scores, strict=True):
            if score > bound[at] and (at in left or score > found[at].score):
                found[at] = replace(draft, score=score)
                left.pop(at, None)
    return set(left.items())


def _better(candidate: Draft, before: Draft, n: int) -> bool:
    """Whether the term stands and all else stands as it did."""
    return candidate.uses[n].status != "not_applied" and candidate.kept(before, n) and not worse(candidate, before)


def _scores(engine: Engine, drafts: Sequence[Draft], decoding: Decoding) -> list[float]:
    """How likely each English is for its own sentence; what the engine said of it where it can't be asked."""
    if leader := steering(engine):
        return leader.score([(draft.sentence, draft.english) for draft in drafts], decoding)
    return [draft.score for draft in drafts]
