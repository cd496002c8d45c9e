"""Where a missing term could stand in the English: in place of a word or a name that renders no term, or before one."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from translate.terminology import dress
from translate.terminology.draft import Draft
from translate.terminology.forms import Span
from translate.terminology.heard import TITLES, TOKEN, other_names
from translate.terminology.near import alike, sound

# So many places may be tried for one term: each costs the engine a look at the sentence.
MOST = 24
_SMALL = frozenset(
    "a an the of in on at to for by with from as and or but is are was were be been has have had will would that which "
    "who it its this these those not also he she they we you i his her their our my than then there can may".split()
)


def slots(draft: Draft, n: int) -> list[str]:
    """The English with a missing term in each place that it may have: a name's first, then those about as far along."""
    match = draft.matches[n]
    name = match.term.target[:1].isupper()
    share = match.start / max(1, len(draft.sentence))
    found: dict[str, tuple[int, float]] = {}
    for rank, span in _spans(draft, name, len(TOKEN.findall(match.term.target))):
        text = dress.dressed(match.term.target, draft.english, span, shout=draft.english.isupper())
        if span[0] == span[1]:
            text += " "
        made = dress.put(draft.english, span, text)
        if made and _free(draft, made[1]):
            far = abs(span[0] / max(1, len(draft.english)) - share)
            found.setdefault(made[0], (rank, far))
    return sorted(found, key=lambda english: found[english])[:MOST]


def _spans(draft: Draft, name: bool, words: int) -> Iterator[tuple[int, Span]]:
    """Runs of capitalised words, single words, and the places before words; each with its rank."""
    tokens = [found.span() for found in TOKEN.finditer(draft.english)]
    runs = list(_runs(draft, tokens))
    others = other_names(draft.matches, draft.sentence)
    for run in runs:
        # a name that the Kazakh holds and no entry is right as it is
        if not any(alike(sound(word), other) for word in draft.english[slice(*run)].split() for other in others):
            yield (0 if name else 2), run
    for start, end in tokens:
        word = draft.english[start:end]
        if word.casefold() in _SMALL or word.isdigit() or not _free(draft, (start, end)):
            continue
        if not any(first <= start < last for first, last in runs):
            yield 1, (start, end)
        if draft.english[start - 1 : start] in ("", " "):
            yield 1, (start, start)
    if words > 1:
        for run in _phrases(draft, tokens, words):
            yield 1, run


def _phrases(draft: Draft, tokens: Sequence[Span], words: int) -> Iterator[Span]:
    """Two or three words in a row that mean something and render no term, where the target has as many."""
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + min(words, 3), len(tokens))):
            if draft.english[tokens[last - 1][1] : tokens[last][0]] != " ":
                break
            if draft.english[slice(*tokens[last])].casefold() in _SMALL:
                break
            if draft.english[slice(*tokens[first])].casefold() not in _SMALL:
                yield tokens[first][0], tokens[last][1]


def _runs(draft: Draft, tokens: Sequence[Span]) -> Iterator[Span]:
    """Capitalised words in a row that render no term, but for the first word of the sentence alone."""
    run: list[Span] = []
    for one, then in pairwise([*tokens, (len(draft.english), len(draft.english))]):
        word = draft.english[one[0] : one[1]]
        if word[0].isupper() and _free(draft, one) and word.casefold() not in TITLES:
            run.append(one)
            if re.fullmatch(r"[ -]", draft.english[one[1] : then[0]]) and draft.english[then[0]].isupper():
                continue
        if run:
            yield run[0][0], run[-1][1]
        run = []


def _free(draft: Draft, span: Span) -> bool:
    """Whether no term stands there."""
    return all(
        use.status == "not_applied" or span[1] <= use.target_start or use.target_end <= span[0] for use in draft.uses
    )
