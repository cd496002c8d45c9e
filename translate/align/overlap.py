"""How much two texts' segments have in common, feature by feature, as the F-score of Popović's chrF (2015) has it."""

import math
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

# What stands in so many segments of both sides that it would make more than this many couples tells them not apart.
_COMMON = 400


@dataclass(frozen=True, slots=True)
class Overlap:
    """The weight that each segment of a side shares with each of the other, and what each holds in all.

    All weights add up, so that the score of several segments taken as one is known without reading them again.
    """

    shared: tuple[dict[int, float], ...]
    source: tuple[float, ...]
    target: tuple[float, ...]

    @classmethod
    def of(cls, source: Sequence[AbstractSet[str]], target: Sequence[AbstractSet[str]]) -> "Overlap":
        """Weigh each feature by how few segments have it."""
        left, right = _postings(source), _postings(target)
        total = len(source) + len(target)
        most = max(_COMMON, (len(source) + len(target)) // 2)
        shared: list[dict[int, float]] = [defaultdict(float) for _ in source]
        holds_left, holds_right = [0.0] * len(source), [0.0] * len(target)
        # in order, since sums of fractions depend on it and a set's order on the day
        for feature in sorted(left.keys() | right.keys()):
            here, there = left.get(feature, []), right.get(feature, [])
            if len(here) * len(there) > most:
                continue
            weight = math.log(1 + total / (len(here) + len(there)))
            for i in here:
                holds_left[i] += weight
                row = shared[i]
                for j in there:
                    row[j] += weight
            for j in there:
                holds_right[j] += weight
        return cls(tuple(map(dict, shared)), tuple(holds_left), tuple(holds_right))

    def f(self, i: int, more: int, j: int, many: int) -> float | None:
        """The F-score of `more` segments from i on with `many` from j on; None where neither holds anything."""
        held = sum(self.source[i : i + more]) + sum(self.target[j : j + many])
        if not held:
            return None
        both = sum(row[at] for row in self.shared[i : i + more] for at in range(j, j + many) if at in row)
        return 2 * both / held


def _postings(segments: Sequence[AbstractSet[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for n, features in enumerate(segments):
        for feature in features:
            found[feature].append(n)
    return found


def grams(text: str, order: int) -> set[str]:
    """The runs of so many characters in a text, words' edges with them."""
    plain = " ".join(["", *_words(text), ""])
    return {plain[at : at + order] for at in range(max(1, len(plain) - order + 1))}


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
