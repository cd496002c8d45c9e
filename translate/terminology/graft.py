"""Takes over from a second decoding only the words about a term: the rest of the first English stays as it was.

The two are laid side by side word by word (Myers 1986 calls it an edit script); where they differ and the second has
the term, its words stand in place of the first one's.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from glossary.term import Term
from translate.terminology.draft import Draft
from translate.terminology.forms import Span, pattern

_TOKEN = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
# Words that stand in both by chance, and hold nothing together.
_SMALL = frozenset('a an the of in on at to for by with from as and or but is are was were be been , " “ ”'.split())
# So many of the first one's words the second must have in their order, or it is another sentence.
LEAST = 0.25


class _Change(NamedTuple):
    """Words of the first English that others stand for in the second, as ranges of their tokens."""

    first: int
    last: int
    start: int
    end: int


def grafts(before: Draft, after: Draft) -> list[str]:
    """The first English with what the second has about the terms that it gained: as little as may be, then some more.

    All of the gained terms are put there, then each alone where there are several.
    """
    gained = [after.uses[n] for n in before.missing if after.uses[n].status != "not_applied"]
    terms = [match.term for match in before.matches]
    places = [(use.target_start, use.target_end) for use in gained]
    ours, theirs = (list(_TOKEN.finditer(one.english)) for one in (before, after))
    words = [word.group().casefold() for word in ours]
    changes = _changes(words, [word.group().casefold() for word in theirs])
    found: dict[str, None] = {}
    for joined in (changes, list(_joined(changes, words))) if _alike(words, changes) else ():
        for wanted in (places, *([place] for place in places if len(places) > 1)):
            taken = [one for one in joined if any(_touches(_span(theirs, one.start, one.end), own) for own in wanted)]
            if taken and taken[0].last and (taken[0].start or not taken[0].first):
                found[_grafted(before.english, after.english, ours, theirs, taken)] = None
    found = {english: None for english in found if english not in (before.english, after.english)}
    return [english for english in found if all(_often(english, one) >= _often(before.english, one) for one in terms)]


def _often(english: str, term: Term) -> int:
    """How often a term stands, be it oftener than the Kazakh has it."""
    return sum(len(pattern(form).findall(english)) for form in (term.target, *term.accepted))


def _changes(ours: Sequence[str], theirs: Sequence[str]) -> list[_Change]:
    """Where the two differ, in order."""
    edits = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [_Change(*edit[1:]) for edit in edits if edit[0] != "equal"]


def _alike(ours: Sequence[str], changes: Sequence[_Change]) -> bool:
    """Whether the second has enough words of the first one."""
    changed = {at for one in changes for at in range(one.first, one.last)}
    said = [at for at, word in enumerate(ours) if word not in _SMALL and word.isalnum()]
    return sum(at not in changed for at in said) >= LEAST * len(said)


def _joined(changes: Sequence[_Change], ours: Sequence[str]) -> Iterator[_Change]:
    """The changes, as one where nothing but small words stands between."""
    held: _Change | None = None
    for one in changes:
        if held and all(word in _SMALL for word in ours[held.last : one.first]):
            held = _Change(held.first, one.last, held.start, one.end)
        else:
            if held:
                yield held
            held = one
    if held:
        yield held


def _grafted(
    before: str, after: str, ours: Sequence[re.Match[str]], theirs: Sequence[re.Match[str]], taken: Sequence[_Change]
) -> str:
    for one in reversed(taken):
        first, last = _span(ours, one.first, one.last)
        start, end = _span(theirs, one.start, one.end)
        text = after[start:end]
        if one.first == 0:
            text = text.lstrip()
            text = text[:1].upper() + text[1:]
        before = before[:first] + text + before[last:]
    return before


def _span(tokens: Sequence[re.Match[str]], first: int, last: int) -> Span:
    """The characters of some tokens, and of the blanks before them."""
    start = tokens[first - 1].end() if first else 0
    return start, max(start, tokens[last - 1].end() if last else 0)


def _touches(span: Span, place: Span) -> bool:
    return span[0] < place[1] and place[0] < span[1]
