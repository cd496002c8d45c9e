"""Deals the words of a sentence over several places, in proportion to what these had of its source."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

# A pause so many characters away is better than the right place.
_DRAWN = 8


def deal(lengths: Sequence[int], weights: Sequence[int], pauses: Sequence[bool] = ()) -> list[slice]:
    """Which words each place gets, given how long words are, and behind which of them a reader pauses.

    Each place has a word at least while there are words.
    """
    ends = list(accumulate(length + 1 for length in lengths))
    cuts = [0]
    for turn, reached in enumerate(accumulate(weights), 1):
        left = len(weights) - turn
        least, most = min(cuts[-1] + 1, len(lengths)), max(cuts[-1], len(lengths) - left)
        if not left:
            cuts.append(len(lengths))
        elif most <= least:
            cuts.append(least)
        else:
            wanted = ends[-1] * reached / max(1, sum(weights))
            cuts.append(min(range(least, most + 1), key=lambda n: _cost(ends, n, wanted, pauses)))
    return [slice(start, end) for start, end in pairwise(cuts)]


def _cost(ends: Sequence[int], n: int, wanted: float, pauses: Sequence[bool]) -> float:
    return abs(ends[n - 1] - wanted) - (_DRAWN if pauses and pauses[n - 1] else 0)
