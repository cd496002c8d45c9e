"""Which of the other alphabets a Kazakh sentence is written in, and its Cyrillic."""

import re
from dataclasses import replace
from typing import Literal, get_args

from translate.latin import arabic
from translate.latin.known import known
from translate.latin.older import WORDS, Older, modern
from translate.latin.respelled import WORD, Respelled, respell
from translate.latin.spelling import small
from translate.wordlist import seen

Letters = Literal["kaz_Latn", "kaz_2017", "kaz_2018", "kaz_Arab"]
_OLDER: tuple[Older, ...] = get_args(Older)
_WHOLE = re.compile(f"{WORD.pattern}(?:['’ʼ‘`´]{WORD.pattern})*")
# What the alphabet of 2021 has, and no older one.
_MODERN = re.compile("[äğñşūŋöüÄĞÑŞŪŊÖÜİ]")


def respelled(typed: str, letters: str, head: int = 0) -> Respelled | None:
    """The text in Cyrillic; None where it is in no letters of these."""
    if letters == "kaz_Latn":
        return respell(typed, head)
    if letters == "kaz_Arab":
        return arabic.respell(typed, head)
    if letters not in _OLDER:
        return None
    old: Older = "kaz_2017" if letters == "kaz_2017" else "kaz_2018"
    between = modern(typed, old, head)
    last = respell(between.text, head)
    return replace(last, typed=typed, places=tuple(between.span(*place) for place in last.places))


def latin_words(sentence: str) -> dict[Letters, tuple[int, int]]:
    """For each Latin alphabet how many words the sentence has, and how many of them are known in it."""
    found: dict[Letters, tuple[int, int]] = {"kaz_Latn": _counted(sentence)}
    if not _MODERN.search(sentence):
        for old in _OLDER:
            between = modern(sentence, old).text if WORDS[old].search(sentence) else sentence
            found[old] = _counted(between)
    return found


def arabic_words(sentence: str) -> tuple[int, int]:
    """How many words in Arabic letters a sentence has, and how many of them are known Kazakh ones."""
    words = list(arabic.words(sentence))
    return len(words), sum(word in seen("kk") for word in words)


def _counted(text: str) -> tuple[int, int]:
    """Words and known ones; two with an apostrophe between are one, which only the alphabet of 2017 makes known."""
    whole = [word for word in _WHOLE.findall(text) if len(word) > 1]
    return len(whole), sum(known(small(word)) for word in whole)
