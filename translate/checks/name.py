"""Names that one side has and the other has nothing like, by their sound."""

import re
from collections.abc import Iterator, Sequence

from glossary.kazakh import WORD
from glossary.romanisation import romanise
from glossary.term import Match
from translate.checks.vocabulary import is_ordinary, ordinary
from translate.document import Flag, TermUse
from translate.terminology.heard import TITLES, TOKEN
from translate.terminology.names import bases, free, made, names, press
from translate.terminology.near import similarity, sound

_SHORTEST = 4
_OPENING = re.compile(r"(?:^|[.!?…:;])[\s«»“”„\"'‘’(\[–—-]*$")
# So alike a name and what renders it are at least; endings may hang on the Kazakh.
_LEAST = 0.5


def flags(source: str, english: str, matches: Sequence[Match] = (), uses: Sequence[TermUse] = ()) -> Iterator[Flag]:
    """Names of the Kazakh that no English word sounds like, and names of the English that nothing Kazakh does."""
    if source.isupper() or english.isupper():
        return
    tokens = [word for word in TOKEN.finditer(english) if not word.group().isdigit()]
    heard = [sound(word.group()) for word in tokens]
    for name in names(source, [*matches, *press(source)]):
        if not _known(name) and not any(_alike(_skeletons(name), said) for said in heard):
            at = source.index(name)
            reason = f"no word of the English sounds like {name} ({romanise(bases(name)[-1])}): put the name in"
            yield Flag("name", reason, "source", at, at + len(name))
    words = [skeleton for word in WORD.findall(source) for skeleton in _skeletons(word)]
    right = {stem for match in press(source) for form in _forms(match) for word in TOKEN.findall(form) for stem in made(word)}
    right |= {stem for match in matches for form in _forms(match) for word in TOKEN.findall(form) for stem in made(word)}
    for word in tokens:
        if _name(word, english, uses) and not made(word.group()) & right and not _alike(words, sound(word.group())):
            reason = f"nothing in the Kazakh sounds like {word.group()}: is it invented?"
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


def _forms(match: Match) -> tuple[str, ...]:
    return (match.term.target, *match.term.accepted, *match.term.variants)


def _skeletons(word: str) -> list[str]:
    return [_consonants(sound(romanise(word)))]


def _consonants(heard: str) -> str:
    return heard[:1] + "".join(letter for letter in heard[1:] if letter not in "aeiou")


def _alike(skeletons: Sequence[str], heard: str) -> bool:
    """Whether a sound has the consonants that one of the words begins with, or nearly."""
    said = _consonants(heard)
    for skeleton in skeletons:
        for size in dict.fromkeys((len(said) - 1, len(said), len(said) + 1)):
            if size > 0 and similarity(said, skeleton[:size]) >= _LEAST:
                return True
    return False
