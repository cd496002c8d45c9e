"""In which words two English versions of one sentence differ: numbers and names first, then all else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from glossary.kazakh import WORD
from translate.align.names import bare
from translate.align.numbers import Number, numbers
from translate.checks.vocabulary import is_ordinary
from translate.lexicon import fold, openers

Kind = Literal["number", "name", "word"]

# What stands before a sentence's first word, and what joins two words that differ into one mark.
_OPENS = re.compile(r"(?:^|[.!?…:])[\s\"'“”«»(—–-]*\Z")
_GAP = re.compile(r"[\s,;:–—-]*")


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in one version that the other has not, in characters of its text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    number: Number | None
    first: bool = False

    @property
    def key(self) -> str:
        """What is the same in both versions where the word is: five is 5, `Tokayev’s` is Tokayev."""
        return f"#{self.number.values[0]}" if self.number else bare(self.text).casefold()


def differences(one: str, other: str) -> tuple[list[Difference], list[Difference]]:
    """What each of two versions has that the other lacks, in order; words that only moved count as such."""
    left, right = _words(one), _words(other)
    matcher = SequenceMatcher(None, [word.key for word in left], [word.key for word in right], autojunk=False)
    here: list[_Word] = []
    there: list[_Word] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            here += left[a:b]
            there += right[c:d]
    return _marks(one, here, right), _marks(other, there, left)


def _marks(text: str, odd: Sequence[_Word], others: Sequence[_Word]) -> list[Difference]:
    found: list[Difference] = []
    keys = {word.key for word in others}
    for kind, run in groupby(odd, key=lambda word: _kind(word, others, keys)):
        for word in run:
            last = found[-1] if found else None
            if last and last.kind == kind == "word" and _GAP.fullmatch(text, last.end, word.start):
                found[-1] = Difference(kind, last.start, word.end)
            else:
                found.append(Difference(kind, word.start, word.end))
    return found


def _kind(word: _Word, others: Sequence[_Word], keys: set[str]) -> Kind:
    if word.number:
        number = word.number
        same = any(other.number and number.equals(other.number) for other in others)
        return "word" if same else "number"
    named = word.text[0].isupper() and len(word.text) > 1 and word.key not in keys
    return "name" if named and not (word.first and _common(word.text)) else "word"


def _common(word: str) -> bool:
    """Whether a word that opens a sentence has its capital from that alone."""
    return fold(word) in openers() or is_ordinary(bare(word).partition("'")[0].partition("’")[0])


def _words(text: str) -> list[_Word]:
    """The numbers and the words of a text, in order."""
    counted = numbers(text)
    found = [_Word(number.start, number.end, text[number.start : number.end], number) for number in counted]
    taken = {place for number in counted for place in range(number.start, number.end)}
    found += [
        _Word(*word.span(), word.group(), None, bool(_OPENS.search(text, 0, word.start())))
        for word in WORD.finditer(text)
        if taken.isdisjoint(range(*word.span()))
    ]
    return sorted(found, key=lambda word: word.start)
