"""Which names of two texts are one name, told by their sound: `Тоқаевтың` and Tokayev."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from glossary.kazakh import WORD, normalise
from glossary.romanisation import romanise
from translate.terminology.near import alike, sound

_SHORTEST = 3
# One letter for the consonants that a Kazakh name and its English spelling may exchange.
_SKELETON = str.maketrans("ghqbvfjzSCcdy", "kkkpppssssst" + "i", "aeiou")
_HARD_C = re.compile("c(?![ehiky])")  # Macron, but Cyprus
_POSSESSIVE = re.compile(r"['’]s?\Z")


def named(texts: Sequence[str]) -> list[set[str]]:
    """The capitalised words of each text, as they sound."""
    return [
        {
            heard
            for word in WORD.findall(normalise(text).text)
            if word[0].isupper()
            for heard in (spoken(word),)
            if heard
        }
        for text in texts
    ]


def bare(word: str) -> str:
    """An English word without its possessive."""
    return _POSSESSIVE.sub("", word) or word


@lru_cache(maxsize=65_536)
def spoken(word: str) -> str:
    """How a word of either language sounds; nothing where it is too short to tell."""
    heard = sound(_HARD_C.sub("k", romanise(bare(word)).lower()))
    return heard if len(heard) >= _SHORTEST else ""


def likeness(kazakh: str, english: str) -> float:
    """How alike the sound of a Kazakh word, but for its ending, is to an English one; 0 where they are two names."""
    if skeleton(english)[:2] != skeleton(kazakh)[:2]:
        return 0.0
    sizes = {len(kazakh), *(len(english) + more for more in (-1, 0, 1))}
    return max(alike(english, kazakh[:size]) for size in sizes)


@lru_cache(maxsize=65_536)
def skeleton(heard: str) -> str:
    """The consonants of a sound, kindred ones as one: a quick test before a slow one."""
    return re.sub(r"(.)\1+", r"\1", heard.translate(_SKELETON))


def shared(source: Sequence[set[str]], target: Sequence[set[str]]) -> tuple[list[set[str]], list[set[str]]]:
    """The names that both sides have, under one spelling; a name that the other side nowhere has tells nothing."""
    english = defaultdict(list)
    for heard in sorted(set().union(*target)):
        english[skeleton(heard)[:2]].append(heard)
    known: dict[str, str] = {}
    for heard in sorted(set().union(*source)):
        known[heard] = next((other for other in english[skeleton(heard)[:2]] if likeness(heard, other)), "")
    both = set(known.values()) - {""}
    return [{known[heard] for heard in names} - {""} for names in source], [names & both for names in target]
