"""Where a missing term could stand in the English: in place of a word or a name that renders nothing of the Kazakh."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from glossary.kazakh import WORD
from glossary.romanisation import romanise
from glossary.term import Term
from translate.terminology import dress
from translate.terminology.draft import Draft
from translate.terminology.forms import Span, pattern
from translate.terminology.heard import TITLES, TOKEN
from translate.terminology.near import begins, sound

# So many places may be tried for one term: each costs the engine a look at the sentence.
MOST = 24
# No word of a term is put so near to itself.
NEAR = 3
_DATES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
# Words, in the singular, that hold a time, a number or an office: they are right more often than a guess.
_FIXED = frozenset(
    "year month week day hour minute century decade morning evening today yesterday tomorrow spring summer autumn "
    "winter one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand "
    "million billion trillion first second third percent per cent half president minister prime deputy chairman head "
    "akim mayor governor senator secretary king queen pope general director ambassador leader member union ministry "
    "government".split()
)
# What is called so has a place's name.
_PLACES = re.compile(
    r" (?:region|district|oblast|province|county|city|town|village|street|avenue|airport|river|lake|sea|island|republic"
    r")s?\b"
)
_SMALL = frozenset(
    "a an the of in on at to for by with from as and or but is are was were be been has have had will would that which "
    "who it its this these those not also he she they we you i his her their our my than then there can may".split()
)


def slots(draft: Draft, n: int) -> list[str]:
    """The English with a missing term in each place that it may have: a name's first, then those about as far along."""
    match = draft.matches[n]
    if not placeable(draft, n):
        return []
    share = match.start / max(1, len(draft.sentence))
    found: dict[str, tuple[int, float]] = {}
    for rank, span in _spans(draft, n):
        text = dress.dressed(match.term.target, draft.english, span, shout=draft.english.isupper())
        made = dress.put(draft.english, span, text, bare=dress.bare(match.term))
        if made and _free(draft, made[1]) and not _again(made[0], made[2]):
            far = abs(span[0] / max(1, len(draft.english)) - share)
            found.setdefault(made[0], (rank, far))
    return sorted(found, key=lambda english: found[english])[:MOST]


def placeable(draft: Draft, n: int) -> bool:
    """Whether scores may place a term: no date, and no person where another is missing who might be meant."""
    term = draft.matches[n].term
    words = [word.casefold() for word in TOKEN.findall(term.target)]
    people = {draft.matches[at].term.source for at in draft.missing if draft.matches[at].term.kind == "person"}
    dated = any(word in _DATES or word.isdigit() for word in words)
    return not dated and (term.kind != "person" or len(people) == 1)


def common(term: Term) -> bool:
    """Whether a term is no name: it stands only in the place of common words."""
    return term.kind == "term"


def _again(english: str, place: Span) -> bool:
    """Whether a word of what was put there stands within three words of itself, in another form too."""
    words = [found for found in re.finditer(r"\w+", english) if found.group().casefold() not in _SMALL]
    every = [found.span() for found in re.finditer(r"\w+", english)]
    at = {span: number for number, span in enumerate(every)}
    return any(
        one is not other
        and place[0] <= one.start() < place[1]
        and not place[0] <= other.start() < place[1]
        and abs(at[one.span()] - at[other.span()]) <= NEAR
        and _kin(one.group().casefold(), other.group().casefold())
        for one in words
        for other in words
    )


def _kin(one: str, other: str) -> bool:
    """Whether two words are one or made of one: China and Chinese."""
    return one == other or (len(one) >= 4 and one[:4] == other[:4])


def _spans(draft: Draft, n: int) -> Iterator[tuple[int, Span]]:
    """Runs of capitalised words, single words, and phrases; each with its rank.

    Nothing is put between two words: a name there makes a compound of what follows that nobody wrote.
    """
    term = draft.matches[n].term
    words = len(TOKEN.findall(term.target))
    tokens = [found.span() for found in TOKEN.finditer(draft.english)]
    runs = list(_runs(draft, tokens))
    kept = _kept(draft, n)
    if not common(term):
        for run in runs:
            other = term.kind != "place" and _PLACES.match(draft.english, run[1])
            if kept(run) and not other and not _in_name(draft.english, run, person=term.kind == "person"):
                yield 0, run
    for start, end in tokens:
        word = draft.english[start:end]
        if word.casefold() in _SMALL or not _free(draft, (start, end)) or any(a <= start < b for a, b in runs):
            continue
        # no name takes a common word's place, but a country's that of `the country`
        fits = common(term) or (term.kind == "place" and word.casefold() == "country")
        if fits and kept((start, end)) and not _in_name(draft.english, (start, end)):
            yield 1, (start, end)
    if words > 1 and common(term):
        for run in _phrases(draft, tokens, words):
            if kept(run) and not _in_name(draft.english, run):
                yield 1, run


def _kept(draft: Draft, n: int) -> Callable[[Span], bool]:
    """Says of a span whether it may give way: it holds no date, title or number, and renders nothing of the Kazakh."""
    forms = [form for match in draft.matches for form in (match.term.target, *match.term.accepted)]
    standing = [found.span() for form in forms for found in pattern(form).finditer(draft.english)]
    own = draft.matches[n]
    target = [word.casefold() for word in TOKEN.findall(own.term.target)]
    kazakh = [
        sound(romanise(word.group()))
        for word in WORD.finditer(draft.sentence)
        if len(word.group()) > 3 and (word.end() <= own.start or own.end <= word.start())
    ]

    def kept(span: Span) -> bool:
        if any(span[0] < end and start < span[1] for start, end in standing):
            return False
        for word in TOKEN.findall(draft.english[slice(*span)]):
            small = word.casefold()
            if small in _DATES or small.rstrip("s") in _FIXED or small in TITLES or not word.isalpha():
                return False
            if any(begins(sound(word), one) for one in kazakh) or any(_kin(small, one) for one in target):
                return False
        return True

    return kept


def _in_name(english: str, span: Span, *, person: bool = False) -> bool:
    """Whether a capitalised word stands right beside the span, so that it is part of a name or of a title."""
    before = re.search(r"([^\W\d_]+)[ -]$", english[: span[0]])
    after = re.match(r"[ -]([^\W\d_]+)", english[span[1] :])
    if before and before[1].casefold() in TITLES and (person or before.start() == 0):
        before = None
    return any(beside and beside[1][0].isupper() and beside[1].casefold() not in _SMALL for beside in (before, after))


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
