"""Names that one side has and the other has nothing like, by their sound."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from glossary.kazakh import WORD
from glossary.romanisation import romanise
from glossary.term import Match
from translate.checks.vocabulary import is_ordinary, ordinary
from translate.document import Flag, TermUse
from translate.reasons import say
from translate.terminology.heard import TITLES, TOKEN
from translate.terminology.names import bases, free, made, names, press
from translate.terminology.near import similarity, sound

_SHORTEST = 4
_OPENING = re.compile(r"(?:^|[.!?…:;])[\s«»“”„\"'‘’(\[–—-]*$")
# So alike a name and what renders it are at least; endings may hang on the Kazakh.
_LEAST = 0.65
# Names that went through many spellings, and words that hang together as a name, may be less like.
_LEAST_ANSWER = 0.6
_COMPOUND = re.compile(r"(?<=\w)[-–](?=[А-ЯӘҒҚҢӨҰҮҺІ])")
# English writes c for the k of most names.
_HARD = re.compile(r"c(?![eiyh])")


def flags(source: str, english: str, matches: Sequence[Match] = (), uses: Sequence[TermUse] = ()) -> Iterator[Flag]:
    """Names of the Kazakh that no English word sounds like, and names of the English that nothing Kazakh does."""
    if source.isupper() or english.isupper():
        return
    tokens = [word for word in TOKEN.finditer(english) if not word.group().isdigit()]
    heard = [_said(word.group()) for word in tokens]
    for name in names(source, [*matches, *press(source)]):
        if not _known(name) and not any(_alike(_heard(name), said, _LEAST_ANSWER) for said in heard):
            at = source.index(name)
            reason = say("name.lost", name=name, latin=romanise(bases(name)[-1]))
            yield Flag("name", reason, "source", at, at + len(name))
    words = [_heard(word) for word in WORD.findall(source)]
    # names in capitals, and those of a compound, which no entry is found in: Қазақстан-Қытай ынтымақтастығы
    right = _right([*matches, *press(source), *press(source.title()), *press(_COMPOUND.sub(" ", source))])
    for word, said in zip(tokens, heard, strict=True):
        if (
            _name(word, english, uses)
            and not made(word.group()) & right
            and not any(_alike(one, said) for one in words)
        ):
            reason = say("name.added", word=word.group())
            yield Flag("name", reason, "target", *word.span())


def _known(name: str) -> bool:
    """Whether a Kazakh word is ordinary, whatever its ending."""
    return any(bare.lower() in ordinary("kk") for bare in bases(name))


def _name(word: re.Match[str], english: str, uses: Sequence[TermUse]) -> bool:
    """Whether an English word is a name without doubt."""
    said = word.group()
    return (
        len(said) >= _SHORTEST
        and said[0].isupper()
        and said[1:].islower()
        and not _OPENING.search(english[: word.start()])
        and said.casefold() not in TITLES
        and not is_ordinary(said)
        and free(word, uses)
    )


def _right(matches: Sequence[Match]) -> frozenset[str]:
    """The stems of all that the terms may be in English: China, Chinese."""
    terms = {match.term for match in matches}
    forms = (form for term in terms for form in (term.target, *term.accepted, *term.variants))
    return frozenset(stem for form in forms for word in TOKEN.findall(form) for stem in made(word))


@lru_cache(maxsize=1_024)
def _heard(word: str) -> str:
    """The consonants of a Kazakh word as they sound, and a vowel that it begins with."""
    return _consonants(sound(romanise(word)))


@lru_cache(maxsize=1_024)
def _said(word: str) -> str:
    """The same of an English word."""
    return _consonants(sound(_HARD.sub("k", word.lower())))


def _consonants(heard: str) -> str:
    return heard[:1] + "".join(letter for letter in heard[1:] if letter not in "aeiou")


def _alike(kazakh: str, english: str, least: float = _LEAST) -> bool:
    """Whether a Kazakh word begins as the English one sounds, whatever ending hangs on it."""
    if not similarity(english[:1], kazakh[:1]):
        return False
    sizes = dict.fromkeys(min(len(kazakh), len(english) + more) for more in (-1, 0, 1))
    return any(similarity(english, kazakh[:size]) >= least for size in sizes if size > 0)
