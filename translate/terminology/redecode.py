"""Step 4: a term that the English lacks is put where its rendering stands, or asked for again.

What renders it is known by what the engine makes of it alone, and by what falls without it. For a term that nothing
renders the sentence is decoded anew with the English written into the Kazakh (`Trump-ты`: with its ending such a word
is copied more often than bare), and the words about the term are put into the first English; all of it is taken only
where less would not do. All sentences of a window go in the same few calls, and each is asked no further once it has
its terms.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from translate.engines import Decoding, Engine, Hypothesis
from translate.engines.steering import steering
from translate.terminology import erasure
from translate.terminology.draft import Draft
from translate.terminology.evidence import Evidence
from translate.terminology.graft import grafts
from translate.terminology.inline import inline
from translate.terminology.placing import placed
from translate.terminology.slips import repaired
from translate.terminology.thread import strayed, worse

# Further hypotheses of each decoding that are looked at, and rounds: the second may gain what the first leaves out.
OTHERS, AGAIN = 3, 2
# So many candidates of a sentence are scored, the likeliest to be taken first.
TRIED = 8
# How far words that are taken over may stray: the rest stayed as it was, so that they are all that did.
GRAFTED = 0.75


def mended(engine: Engine, drafts: Sequence[Draft], decoding: Decoding) -> list[Draft]:
    """The drafts with their missing terms, where that harms nothing; those that lack none cost nothing."""
    found = dict(enumerate(drafts))
    evidence = Evidence.of(engine, decoding)
    if steering(engine):
        found |= _rendered({at: draft for at, draft in found.items() if draft.untold}, evidence)
    short = [at for at, draft in found.items() if draft.missing]
    for _ in range(AGAIN):
        then = {at: found[at] for at in short}
        found |= _decoded(engine, then, decoding, evidence)
        # what gained nothing would be asked the same, and answered alike
        short = [at for at in short if found[at].missing and found[at] is not then[at]]
    return [found[at] for at in range(len(drafts))]


def _rendered(drafts: dict[int, Draft], evidence: Evidence) -> dict[int, Draft]:
    """The drafts with their terms in place of what renders them, in whatever words."""
    evidence.readings.ask_places([(draft, n) for draft in drafts.values() for n in draft.missing])
    evidence.likely.ask(pair for draft in drafts.values() for n in draft.untold for pair in erasure.pairs(draft, n))
    found = placed(drafts, evidence.misread, "reading", evidence)
    return placed(found, partial(erasure.rendered, evidence.likely), "erasure", evidence, lambda draft: draft.untold)


def _decoded(engine: Engine, drafts: Mapping[int, Draft], decoding: Decoding, evidence: Evidence) -> dict[int, Draft]:
    """The drafts with what came of asking in one way after another, until each has its terms."""
    found = dict(drafts)
    wide = replace(decoding, alternatives=max(decoding.alternatives, OTHERS))
    pools: dict[int, dict[str, Draft]] = {at: {} for at in drafts}
    heard: set[tuple[int, str]] = set()
    for way in WAYS:
        asked = {at: way(drafts[at]) for at, draft in found.items() if draft.missing}
        asked = {at: text for at, text in asked.items() if (at, text) not in heard}
        heard.update(asked.items())
        if not asked:
            continue
        for at, said in zip(asked, engine.translate(list(asked.values()), wide), strict=True):
            for one in _candidates(said, drafts[at]):
                pools[at].setdefault(one.english, one)
        found |= _chosen({at: list(pools[at].values()) for at in asked if pools[at]}, drafts, evidence)
    return found


def _candidates(said: Hypothesis, before: Draft) -> Iterator[Draft]:
    """What of the engine's answers may be kept: as they are, and the first English with their words about the terms."""
    for one in (said, *said.alternatives):
        if one.truncated:
            continue
        whole = before.became(repaired(one.text, before), "inline", score=one.score, again=True)
        parts = (before.became(text, "grafted", score=one.score, again=False) for text in grafts(before, whole))
        yield from (draft for draft in parts if _fits(draft, before) and strayed(draft, before) <= GRAFTED)
        if _fits(whole, before):
            yield whole


def _fits(after: Draft, before: Draft) -> bool:
    """Whether a draft has more of the terms and lost nothing else."""
    return len(after.missing) < len(before.missing) and not worse(after, before)


def _chosen(pools: Mapping[int, Sequence[Draft]], before: Mapping[int, Draft], evidence: Evidence) -> dict[int, Draft]:
    """Of the candidates that are likely enough those with most terms; of these the ones that strayed least.

    They are held against the sentence with its terms in English: how well the engine knows a name says nothing.
    """
    evidence.ask((one, before[at]) for at, pool in pools.items() for one in pool)
    tried = {at: [before[at], *_whole(pool, before[at], evidence)[:TRIED]] for at, pool in pools.items()}
    read = [before[at].written() for at, own in tried.items() for _ in own]
    weighed = iter(evidence.likely.of([one for own in tried.values() for one in own], read))
    found = {}
    for at, (first, *own) in tried.items():
        asked = next(weighed).total
        gains = [(one, next(weighed).total - asked) for one in own]
        fit = (one for one, gain in gains if (evidence.placed if _grafted(one) else evidence.whole)(one, first, gain))
        found[at] = next(fit, first)
    return found


def _whole(pool: Sequence[Draft], before: Draft, evidence: Evidence) -> list[Draft]:
    """The candidates that lost nothing which the Kazakh says, those with most terms first."""
    return [one for one in sorted(pool, key=partial(_rank, before)) if evidence.harmless(one, before)]


def _grafted(draft: Draft) -> bool:
    return any(use.rule == "grafted" for use in draft.uses)


def _rank(before: Draft, after: Draft) -> tuple[int, float]:
    return len(after.missing), strayed(after, before)


def _alone(draft: Draft, at: int) -> str:
    """The Kazakh with one of its missing terms in English."""
    return inline(draft.sentence, draft.matches, [draft.missing[at]])


# With their endings, bare, all terms of the sentence, those too that stand already, and the first and the last alone.
WAYS: tuple[Callable[[Draft], str], ...] = (
    Draft.written,
    partial(Draft.written, ending=False),
    partial(Draft.written, every=True),
    partial(_alone, at=0),
    partial(_alone, at=-1),
)
