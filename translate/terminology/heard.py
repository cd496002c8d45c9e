"""Step 3: the span that renders a name, found by its sound: `Toqaev`, `Ajtbaj`, `Kyzyl-Orda`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from glossary.kazakh import WORD
from glossary.romanisation import romanise
from glossary.term import Match, Term
from translate.terminology.claims import Claims
from translate.terminology.forms import Span, pattern, plurals
from translate.terminology.near import alike, similarity, slip, sound

TOKEN = re.compile(r"(?<!['’])[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|\d+")
GAP = re.compile(r"[ \u00a0]|\s?[-‐‑–]\s?|['’]|\. ")
_DERIVED = re.compile(r"(?:ians?|eans?|ans?|ese|ish|ic|ists?|ism|ites?|is?|ers?|n|ns)$")
_ADJECTIVE = re.compile(r"(?:ians?|eans?|ans?|ese|ish|ites?|is?)$")
# How alike a span must be, and how much so where there is reason to doubt.
_LEAST, _FIRM = 0.74, 0.87
_SHORTEST = 4
_NAMES = ("person", "place", "organisation", "keep")
_SMALL = frozenset("a an the of in on at to for by with from as and or but is are was were that this".split())
# What stands before a name and is no part of it.
TITLES = frozenset(
    "president minister prime premier deputy chairman chairwoman chair head akim mayor governor senator secretary king "
    "queen pope mr mrs ms dr professor general colonel captain leader director ambassador judge coach speaker kazakh "
    "russian foreign finance the a an and of in on at to from by with for but as while when after before under "
    "according however that this these his her their its he she it they we i if so also then there".split()
)


def heard(claims: Claims, kazakh: str) -> None:
    """Put the target in the place of the span that sounds like it, the likest of all names first.

    Then whatever else is nearly a name that the sentence has, though another form of it stands too: `Itally` and
    Italian.
    """
    others = other_names(claims.matches, kazakh)
    refused: set[tuple[int, str]] = set()
    for terms in ("open", "held"):
        for _ in claims.english.split():  # no sentence needs more, and none may go on for ever
            near = [one for one in _near(claims, others, terms) if (one.n, claims.text(one.span)) not in refused]
            if not near:
                break
            best = max(near)
            written = claims.text(best.span)
            if terms == "open":
                done = claims.put(best.n, best.span, "sound", many=best.many)
            else:
                rule = "variant" if written in claims.matches[best.n].term.variants else "sound"
                # the place is left free: it may be part of a full name that is still missing
                done = bool(claims.replace(best.n, best.span, many=best.many))
                if done:
                    claims.held[best.n] = replace(claims.held[best.n], status="replaced", rule=rule)
            if not done:
                refused.add((best.n, written))


class _Near(NamedTuple):
    """A span that sounds like a match's target, and how much so."""

    likeness: float
    before: int
    n: int
    span: Span
    many: bool


def _near(claims: Claims, others: Sequence[str], terms: str) -> Iterator[_Near]:
    tokens = [found.span() for found in TOKEN.finditer(claims.english)]
    right = {form.casefold() for match in claims.matches for form in _right(match.term)}
    for n in claims.open if terms == "open" else claims.held:
        term = claims.matches[n].term
        if not by_sound(term):
            continue
        least = _FIRM if term.kind == "term" or terms == "held" else _LEAST
        sounds = _sounds(term)
        for span in _windows(claims, tokens, term.target):
            text = claims.text(span)
            if pattern(term.target).search(text) or _derived(text, term):
                continue
            if term.kind == "place" and any(_of_people(word, term.target) for word in TOKEN.findall(text)):
                continue
            if terms == "held" and text.casefold() in right:
                continue  # the name of another match: Iraq is no slip for Iran where both stand
            many = _plural_fits(text, sounds)
            said = sound(text[:-1] if many else text)
            likeness = max(alike(said, one, _FIRM if _fellow(claims, span, term) else least) for one in sounds)
            if not likeness and slip(text.lower(), term.target.lower()) and not _opens(claims.english, span):
                likeness = _LEAST
            if likeness and all(similarity(said, one) < likeness for one in others):
                yield _Near(likeness, -span[0], n, span, many)


@lru_cache(maxsize=1_024)
def _right(term: Term) -> tuple[str, ...]:
    """What may stand for the term, and its plurals."""
    forms = (term.target, *term.accepted)
    return (*forms, *(many for form in forms for many in plurals(form)))


def _derived(text: str, term: Term) -> bool:
    """Whether the span is made from the name, or the name from it, and is right as it is: Copernican, Malays."""
    small, stem = text.lower(), term.target.lower()
    if term.kind != "person" and len(text) >= _SHORTEST and (stem.startswith(small) or small.startswith(stem)):
        return True
    made = _DERIVED.sub("", small)
    return (
        made != small
        and len(made) >= 3
        and stem.startswith(made[: max(3, len(stem) - 3)])
        and not stem.endswith(small[len(made) :])
    )


def _of_people(text: str, target: str) -> bool:
    """Whether the span is an adjective or a people's name, made from another spelling of a place: Qazaqstani."""
    made = _ADJECTIVE.sub("", text)
    if made == text or target.endswith(text[len(made) :]):
        return False
    wanted = sound(target)
    return similarity(sound(made), wanted) > max(_FIRM, similarity(sound(text), wanted))


def _fellow(claims: Claims, span: Span, term: Term) -> bool:
    """Whether a lone name stands beside another that nobody claims: it may be somebody else's first name."""
    if " " in term.target or term.kind not in ("person", "place"):
        return False
    after = re.match(r" ([^\W\d_]+)", claims.english[span[1] :])
    before = re.search(r"([^\W\d_]+) $", claims.english[: span[0]])
    return any(
        word and word[1][0].isupper() and word[1].casefold() not in TITLES and claims.free((at, at + len(word[1])))
        for word, at in ((after, span[1] + 1), (before, span[0] - 1 - len(before[1] if before else "")))
    )


def _opens(english: str, span: Span) -> bool:
    """Whether the span begins a sentence, where any word has a capital."""
    return not english[: span[0]].strip(" \"'“‘(—–-") or english[: span[0]].rstrip()[-1:] in (".", "!", "?", ":")


@lru_cache(maxsize=1_024)
def by_sound(term: Term) -> bool:
    """Whether the English can be found by the sound of the Kazakh: a name, or a word that was taken over."""
    if term.target.isupper() or len(term.target) < 3:
        return False
    if term.kind in _NAMES and not _said(term.target):
        return True
    return similarity(sound(romanise(term.source)), sound(term.target)) >= 0.6 and term.target[:1].isupper()


@lru_cache(maxsize=1_024)
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
    own = {word.casefold() for word in TOKEN.findall(target)}
    for first, (start, _) in enumerate(tokens):
        if target[:1].isupper() and not english[start].isupper():
            continue
        for last in range(first, min(first + size + 1, len(tokens))):
            if last > first and not GAP.fullmatch(english[tokens[last - 1][1] : tokens[last][0]]):
                break
            if last > first and {english[slice(*tokens[at])].casefold() for at in (first, last)} & _SMALL - own:
                continue  # As a result is no Asia
            if last - first + 1 >= size - 1 and claims.free((start, tokens[last][1])):
                yield start, tokens[last][1]


def _plural_fits(text: str, sounds: Sequence[str]) -> bool:
    """Whether a last s is the plural's: without it the span is liker."""
    if len(text) < 5 or text[-1] != "s" or text[-2:] == "ss":
        return False
    return max(similarity(sound(text[:-1]), one) for one in sounds) > max(
        similarity(sound(text), one) for one in sounds
    )


def other_names(matches: Sequence[Match], kazakh: str) -> list[str]:
    """How the capitalised words sound that no match holds: a span may be theirs."""
    return [
        sound(romanise(word.group()))
        for word in WORD.finditer(kazakh)
        if word.group()[0].isupper() and all(word.end() <= one.start or one.end <= word.start() for one in matches)
    ]
