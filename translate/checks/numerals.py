"""Number words, months and units of the two languages, as the data files have them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

Language = Literal["kk", "en"]

# Endings of number words and units; Kazakh words that only look like a number with one: оны (him), үшін (for).
_ENDINGS = tuple(
    "ыншысы іншісі ыншы інші ншы нші шы ші еуі ауы еу ау сы сі і ы ін ын дың дің тың тің ның нің ды ді ты ті ны ні "
    "ға ге қа ке на не нан нен дан ден тан тен да де та те нда нде мен бен пен дық дік тық тік дай дей тай тей лық лік "
    "ына іне ында інде ынан інен ының інің ымен імен сына сіне сында сінде сынан сінен сының сінің сын сін лап леп "
    "дар дер лар лер тар тер дардың лардың".split()
)
# The endings by the order in which they are tried, and how long the longest is.
_RANK = {end: rank for rank, end in reversed([*enumerate(_ENDINGS)])}
_LONGEST = max(map(len, _ENDINGS))
_OTHERS = frozenset("оны онда онан онсыз онау үшін үшы бесі жүзі жүзге жүзінде жүзін жүзіне".split())
_SHORTEST = 2


class Numeral(NamedTuple):
    """What a number word is worth, and how it joins its neighbours."""

    kind: str  # one, ten, big or part
    value: Decimal


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, in small letters; `inflected` says that endings may hang on them."""

    numerals: dict[str, Numeral]
    months: dict[str, int]
    unsure: frozenset[str]
    units: dict[str, str]
    inflected: bool

    def numeral(self, word: str) -> Numeral | None:
        """The number that a word says, whatever its ending."""
        return next((self.numerals[stem] for stem in self._stems(word) if stem in self.numerals), None)

    def month(self, word: str) -> int | None:
        """The month that a word names."""
        return next((self.months[stem] for stem in self._stems(word) if stem in self.months), None)

    def sure(self, word: str) -> bool:
        """Whether a month's word is no other word."""
        return self.unsure.isdisjoint(self._stems(word))

    def unit(self, word: str) -> str | None:
        """The unit that a word or sign names."""
        return next((self.units[stem] for stem in self._stems(word) if stem in self.units), None)

    def _stems(self, word: str) -> Iterator[str]:
        small = word.lower()
        yield small
        if not self.inflected:
            if small.endswith("s") and len(small) > _SHORTEST:
                yield small[:-1]
            return
        if small in _OTHERS:
            return
        # a word has few ends of its own, and there are many endings
        ends = [small[-size:] for size in range(1, min(_LONGEST, len(small) - _SHORTEST) + 1)]
        for end in sorted((end for end in ends if end in _RANK), key=_RANK.__getitem__):
            yield small[: -len(end)].rstrip("-")


@cache
def words(language: Language) -> Words:
    """The number words, months and units of a language."""
    column = "kazakh" if language == "kk" else "english"
    numerals = {
        word: Numeral(row["kind"], Decimal(row["value"]))
        for row in _rows("numerals.csv")
        if row["language"] == language
        for word in row["words"].split()
    }
    months = _rows("months.csv")
    return Words(
        numerals,
        {word.lower(): int(row["month"]) for row in months for word in row[column].split()},
        frozenset(word.lower() for row in months for word in row["unsure"].split()),
        {word.lower(): row["unit"] for row in _rows("units.csv") for word in row[column].split()},
        language == "kk",
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("translate").joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
