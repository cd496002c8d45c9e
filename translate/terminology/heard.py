"""Step 3: the span that renders a name, found by its sound: `Toqaev`, `Ajtbaj`, `Kyzyl-Orda`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from glossary.kazakh import WORD
from glossary.romanisation import romanise
from glossary.term import Match, Term
from translate.terminology.claims import Claims
from translate.terminology.forms import Span
from translate.terminology.near import alike, similarity, sound

TOKEN = re.compile(r"[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|\d+")
GAP = re.compile(r"[ \u00a0]|\s?[-‐‑–]\s?|['’]|\. ")
_NAMES = ("person", "place", "organisation", "keep")
# What stands before a name and is no part of it.
TITLES = frozenset(
    "president minister prime premier deputy chairman chairwoman chair head akim mayor governor senator secretary king "
    "queen pope mr mrs ms dr professor general colonel captain leader director ambassador judge coach speaker kazakh "
    "russian foreign finance the a an and of in on at to from by with for but as while when after before under "
    "according however that this these his her their its he she it they we i if so also then there".split()
)


def heard(claims: Claims, kazakh: str) -> None:
    """Put the target in the place of the span that sounds like it, the likest of all names first."""
    others = _other_names(claims, kazakh)
    while found := max(_found(claims, others), default=None):
        _, _, n, span, many = found
        if not claims.put(n, span, "sound", many=many):
            return _one_by_one(claims, others)
    return None


def _one_by_one(claims: Claims, others: Sequence[str]) -> None:
    """The same where the likest can't be put: each match's spans in turn."""
    for n in claims.open:
        for _, _, _, span, many in sorted((one for one in _found(claims, others) if one[2] == n), reverse=True):
            if claims.put(n, span, "sound", many=many):
                break


def _found(claims: Claims, others: Sequence[str]) -> Iterator[tuple[float, int, int, Span, bool]]:
    tokens = [found.span() for found in TOKEN.finditer(claims.english)]
    for n in claims.open:
        term = claims.matches[n].term
        if not by_sound(term):
            continue
        sounds = _sounds(term)
        least = 0.85 if term.kind == "term" else 0.74
        for span in _windows(claims, tokens, term.target):
            text = claims.english[span[0] : span[1]]
            many = _plural_fits(text, sounds)
            heard = sound(text[:-1] if many else text)
            alikeness = max(alike(heard, one, least) for one in sounds)
            if alikeness and all(similarity(heard, one) < alikeness for one in others):
                yield alikeness, -span[0], n, span, many


@lru_cache(maxsize=65_536)
def by_sound(term: Term) -> bool:
    """Whether the English can be found by the sound of the Kazakh: a name, or a word that was taken over."""
    if term.target.isupper() or len(term.target) < 3:
        return False
    if term.kind in _NAMES and not _said(term.target):
        return True
    return similarity(sound(romanise(term.source)), sound(term.target)) >= 0.6 and term.target[:1].isupper()


@lru_cache(maxsize=65_536)
def _sounds(term: Term) -> tuple[str, ...]:
    """How the target sounds, and the Kazakh; a word of English is not looked for by its Kazakh."""
    heard = (sound(term.target), sound(romanise(term.source)))
    return heard if term.kind == "person" or similarity(*heard) >= 0.5 else heard[:1]


def _said(target: str) -> bool:
    """Whether a name is a phrase of English words rather than a sound: Ministry of Finance."""
    return any(word.islower() for word in target.split() if word.isalpha()) or len(target.split()) > 3


def _windows(claims: Claims, tokens: Sequence[Span], target: str) -> Iterator[Span]:
    """Runs of about as many words as the target's that nobody claims and that begin as a name does."""
    english, size = claims.english, len(TOKEN.findall(target))
    for first, (start, _) in enumerate(tokens):
        if target[:1].isupper() and not english[start].isupper():
            continue
        for last in range(first, min(first + size + 1, len(tokens))):
            if last > first and not GAP.fullmatch(english[tokens[last - 1][1] : tokens[last][0]]):
                break
            if last - first + 1 >= size - 1 and claims.free((start, tokens[last][1])):
                yield start, tokens[last][1]


def _plural_fits(text: str, sounds: Sequence[str]) -> bool:
    """Whether a last s is the plural's: without it the span is liker."""
    if len(text) < 5 or text[-1] != "s" or text[-2:] == "ss":
        return False
    return max(similarity(sound(text[:-1]), one) for one in sounds) > max(
        similarity(sound(text), one) for one in sounds
    )


def _other_names(claims: Claims, kazakh: str) -> list[str]:
    """How the capitalised words sound that no match holds: a span may be theirs."""
    matches: Sequence[Match] = claims.matches
    return [
        sound(romanise(word.group()))
        for word in WORD.finditer(kazakh)
        if word.group()[0].isupper() and all(word.end() <= one.start or one.end <= word.start() for one in matches)
    ]
