"""The numbers of a text with their places, whatever they are written in: figures, words, dates, clock times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal, NamedTuple

from translate.checks.figures import DIGITS, Readings, decade, figures
from translate.checks.numerals import Language, Numeral, Words, words

Weight = Literal["sure", "word", "loose"]

_TOKEN = re.compile(rf"(?P<digits>{DIGITS})|(?P<word>[^\W\d_]+)|(?P<sign>[%$€£¥₸₽])")
_GAP = re.compile(r"[\s\u00a0-]{0,2}|\s+and\s+")
_BEFORE = re.compile(r"(US\$|[$€£¥₸₽])\s?$")
_GLUED = re.compile(r"[^\W\d_](?:[-‐‑–]?)$")
_ROMAN = re.compile(r"[IVXLCІХС]+")
_LATIN = str.maketrans("ІХС", "IXC")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_TO_THE_HOUR = re.compile(r"\s?([ap])\.?m\b", re.IGNORECASE)
_LEAST_SURE = 11
_NEAR = 24
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number: all that it may mean, its unit and its place.

    Of a `sure` one the other side must have the same; a `word` (two, three) is worth a look where the other side has
    another left over; a `loose` one (half, millions, G20) only answers one of the other side.
    """

    start: int
    end: int
    readings: Readings
    weight: Weight
    unit: str | None = None
    big: Decimal = Decimal(1)


def quantities(text: str, language: Language) -> list[Quantity]:
    """The numbers of a text in their order."""
    return _shared([_measured(one, text, language) for one in _phrases(text, words(language))])


class Month(NamedTuple):
    """A month that is named, 1 to 12; it is not `sure` where the word may be another."""

    month: int
    start: int
    end: int
    sure: bool


def months(text: str, language: Language) -> Iterator[Month]:
    """The months that a text names, in their order."""
    known = words(language)
    for found in re.finditer(r"[^\W\d_]+", text):
        word = found.group()
        month = known.month(word)
        if month and (language == "kk" or word[0].isupper()):
            yield Month(month, *found.span(), sure=known.sure(word))


class _Phrase:
    """A number as it grows word by word."""

    def __init__(self, start: int, sure: bool) -> None:
        self.start = self.end = start
        self.sum: Readings = frozenset({Decimal(0)})
        self.part: Readings | None = None
        self.big = Decimal(1)
        self.sure = sure
        self.last: Numeral | None = None
        self.counted = False

    def take(self, said: Readings | Numeral, end: int) -> bool:
        """Whether the next figures or number word go on with this number; where they do, they are taken."""
        taken = self._figures(said) if isinstance(said, frozenset) else self._word(said)
        if taken:
            self.end = end
        return taken

    def _figures(self, said: Readings) -> bool:
        if self.part is not None or (self.last and max(said) >= self.last.value):
            return False
        self.part, self.last, self.counted = said, None, True
        return True

    def _word(self, said: Numeral) -> bool:
        last = self.last
        if said.kind == "big":
            if last and last.kind == "big" and last.value > said.value and self.part is None:
                return False
            part = self.part if self.part is not None else frozenset({Decimal(1)})
            if last is None or last.kind != "big" or self.part is not None:
                self.sum = frozenset(a + b * said.value for a in self.sum for b in part)
            else:
                self.sum = frozenset(a * said.value for a in self.sum)
            self.part, self.big = None, said.value
        elif self.part is None:
            self.part, self.counted = frozenset({said.value}), True
        elif said.kind == "part" or (last and last.kind == "ten" and said.kind == "one" and said.value < 10):
            self.part = frozenset(one + said.value for one in self.part)
        else:
            return False
        self.last = said
        return True

    def quantity(self) -> Quantity:
        part = self.part if self.part is not None else frozenset({Decimal(0)})
        readings = frozenset(a + b for a in self.sum for b in part)
        loose = not self.counted or (self.last is not None and self.last.kind == "part")
        sure = self.sure or min(readings) >= _LEAST_SURE
        weight: Weight = "loose" if loose else "sure" if sure and readings != {Decimal(1)} else "word"
        return Quantity(self.start, self.end, readings, weight, big=self.big)


def _phrases(text: str, known: Words) -> Iterator[Quantity]:
    """Numbers as runs of figures and number words with nothing but a blank or a hyphen between."""
    phrase: _Phrase | None = None
    for found in _TOKEN.finditer(text):
        said = found.group()
        near = phrase is not None and _GAP.fullmatch(text, phrase.end, found.start()) is not None
        if found["digits"] and len(said) <= _LONGEST:
            parts = list(figures(found))
            meant = _clock(parts[0].readings, text, found.end()) if len(parts) == 1 else frozenset()
            joined = near and meant and phrase and text[phrase.end : found.start()].isspace()
            if joined and phrase and phrase.take(meant, found.end()):
                continue
            if phrase:
                yield phrase.quantity()
                phrase = None
            glued = _GLUED.search(text[: found.start()]) is not None
            if meant and not glued:
                phrase = _Phrase(found.start(), sure=True)
                phrase.take(meant, found.end())
            else:
                yield from (Quantity(a, b, r, "loose" if glued else "sure") for r, a, b in parts)
        elif found["word"]:
            numeral = known.numeral(said)
            if numeral and near and phrase and phrase.take(numeral, found.end()):
                continue
            if phrase and (numeral or not _blank(phrase, found, text)):
                yield phrase.quantity()
                phrase = None
            if numeral:
                phrase = _Phrase(found.start(), sure=False)
                phrase.take(numeral, found.end())
            elif _ROMAN.fullmatch(said):
                yield Quantity(*found.span(), frozenset({_roman(said)}), "loose")
    if phrase:
        yield phrase.quantity()


def _blank(phrase: _Phrase, found: re.Match[str], text: str) -> bool:
    """Whether a word is no more than an English joint of the number: one hundred and five."""
    return found.group() == "and" and phrase.last is not None and phrase.last.kind == "big"


def _clock(readings: Readings, text: str, end: int) -> Readings:
    """The readings, with those of twenty-four hours where `p.m.` stands behind, and of decades."""
    if (noon := _TO_THE_HOUR.match(text, end)) and noon[1].lower() == "p":
        return readings | {one + 12 for one in readings if one < 12}
    return decade(readings, text, end)


def _roman(text: str) -> Decimal:
    values = [_ROMAN_VALUE[letter] for letter in text.translate(_LATIN)]
    return Decimal(sum(-one if one < after else one for one, after in pairwise([*values, 0])))


def _measured(one: Quantity, text: str, language: Language) -> Quantity:
    """The number with the unit that stands behind or before it."""
    known = words(language)
    behind = re.compile(r"[\s\u00a0-]{0,2}(%|[₸$€£₽¥]|[^\W\d_]+)").match(text, one.end)
    unit = known.unit(behind[1]) if behind else None
    before = _BEFORE.search(text[max(0, one.start - 4) : one.start])
    return replace(one, unit=known.unit(before[1]) if before else unit)


def _shared(found: list[Quantity]) -> list[Quantity]:
    """Of ranges the first with what is said once: 2-3 million, 2017-18."""
    for at, (one, after) in enumerate(pairwise(found)):
        if after.start - one.end > _NEAR:
            continue
        if one.big == 1 and after.big > 1:
            found[at] = one = replace(one, readings=one.readings | {value * after.big for value in one.readings})
        found[at + 1] = replace(after, readings=after.readings | _century(one, after))
    return found


def _century(one: Quantity, after: Quantity) -> Readings:
    year = next((value for value in one.readings if 1000 <= value < 2100), None)
    small = [value for value in after.readings if 0 < value < 100]
    return (
        frozenset(value + year // 100 * 100 for value in small) if year and after.start - one.end < 2 else frozenset()
    )
