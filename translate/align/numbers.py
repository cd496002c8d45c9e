"""The numbers in Kazakh and English news, as values that can be compared: `2,5 млрд`, `2.5 billion`, `бес`, `five`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_SCALES = {
    3: "мың thousand k",
    6: "миллион млн million mln mn m",
    9: "миллиард млрд billion bln bn b",
    12: "триллион трлн trillion trln tn",
}
_SCALE = {word: power for power, words in _SCALES.items() for word in words.split()}
_KAZAKH = "бір екі үш төрт бес алты жеті сегіз тоғыз он".split()
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve".split()
_TENS_KAZAKH = "жиырма отыз қырық елу алпыс жетпіс сексен тоқсан".split()
_TENS_ENGLISH = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {
    word: 10 * number if tens else number
    for tens, words in ((0, _KAZAKH), (0, _ENGLISH), (1, _TENS_KAZAKH), (1, _TENS_ENGLISH))
    for number, word in enumerate(words, 2 if tens else 1)
}
# What a thousand's number may be written with; a comma means thousands in English and a fraction in Kazakh.
_DIGITS = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+[.,]\d+)(?![.,]?\d)"
    r"|\d+"
)
_BEHIND = re.compile(r"[ \u00a0-]?([^\W\d_]+)")
_SPELLED = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start` to `end` of a text, and every value that it may mean, the likeliest first."""

    start: int
    end: int
    values: tuple[Decimal, ...]
    spelled: bool = False

    def equals(self, other: "Number") -> bool:
        """Whether both may mean one value."""
        return not set(self.values).isdisjoint(other.values)


@lru_cache(maxsize=4_096)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order, those in digits and those in words."""
    return tuple(sorted((*_digits(text), *_spelled(text)), key=lambda number: number.start))


def _digits(text: str) -> Iterator[Number]:
    for found in _DIGITS.finditer(text):
        plain = [Decimal(value) for value in _readings(found.group())]
        behind = _BEHIND.match(text, found.end())
        power = _SCALE.get(behind[1].lower()) if behind else None
        scaled = [value.scaleb(power) for value in plain] if power else []
        # the bare value comes last: one side may give the unit in a way that is not known here
        yield Number(*found.span(), tuple(value.normalize() for value in (*scaled, *plain)))


def _readings(digits: str) -> Iterator[str]:
    """How the digits may be read, without marks: `1,234` is a thousand in English, a fraction in Kazakh."""
    bare = re.sub(r"[ \u00a0\u202f]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        yield bare.replace(",", "")
    if bare.count(",") <= 1:
        yield bare.replace(",", ".") if "." not in bare else bare.replace(",", "")


def _spelled(text: str) -> Iterator[Number]:
    for found in _SPELLED.finditer(text):
        yield Number(*found.span(), (Decimal(_WORDS[found.group().lower()]).normalize(),), spelled=True)
