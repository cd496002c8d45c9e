"""What speaks for a bead: our translation, names, numbers and length, weighed into one score.

The translation is compared with the English as in Bleualign (Sennrich & Volk 2010), but by character n-grams, which a
weak model gets right sooner than whole words; the length as Gale & Church (1993) do. The weights were fitted to human
beads against wrong neighbours of them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from translate.align import names
from translate.align.numbers import numbers
from translate.align.overlap import Overlap, grams

# Gale and Church's variance of a sentence's length for each character of the other side.
_VARIANCE = 6.8
# Below this many characters a text's own ratio of lengths is chance.
_STEADY = 2_000


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts; 0 leaves it out."""

    bias: float = -3.0
    translation: float = 10.5
    names: float = 1.25
    numbers: float = 1.0
    length: float = 1.1


@dataclass(frozen=True)
class Evidence:
    """Two texts and what is known of their segments."""

    translation: Overlap
    names: Overlap
    numbers: Overlap
    source_lengths: tuple[int, ...]
    target_lengths: tuple[int, ...]
    ratio: float
    weights: Weights = field(default=Weights())

    @classmethod
    def of(
        cls, source: Sequence[str], target: Sequence[str], translations: Sequence[str], weights: Weights | None = None
    ) -> "Evidence":
        """Read both texts once."""
        lengths = tuple(len(text.strip()) for text in source), tuple(len(text.strip()) for text in target)
        return cls(
            Overlap.of([_grams(text) for text in translations], [_grams(text) for text in target]),
            Overlap.of(*names.shared(names.named(source), names.named(target))),
            Overlap.of([_values(text) for text in source], [_values(text) for text in target]),
            *lengths,
            (sum(lengths[1]) + _STEADY) / (sum(lengths[0]) + _STEADY),
            weights or Weights(),
        )

    def score(self, i: int, more: int, j: int, many: int) -> float:
        """The log-odds that `more` segments from i on and `many` from j on are one bead."""
        weights = self.weights
        return (
            weights.bias
            + weights.translation * (self.translation.f(i, more, j, many) or 0.0)
            + weights.names * _centred(self.names.f(i, more, j, many))
            + weights.numbers * _centred(self.numbers.f(i, more, j, many))
            - weights.length * self.length(i, more, j, many)
        )

    def length(self, i: int, more: int, j: int, many: int) -> float:
        """How odd the lengths are beside each other; far from what is usual, a little more tells no more."""
        here, there = sum(self.source_lengths[i : i + more]), sum(self.target_lengths[j : j + many])
        mean = (here * self.ratio + there) / 2
        off = (there - here * self.ratio) / math.sqrt(_VARIANCE * max(1.0, mean))
        return math.log1p(off**2)


def _grams(text: str) -> set[str]:
    """Short runs, which a weak model has right the sooner, and long ones, which say more."""
    return grams(text, 3) | grams(text, 5)


def _values(text: str) -> set[str]:
    return {str(value) for number in numbers(text) for value in number.values[:1]}


def _centred(f: float | None) -> float:
    """An F-score against what is neither for nor against; where neither side has any, nothing is said."""
    return 0.0 if f is None else f - 0.5
