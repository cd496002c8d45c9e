"""Batches of sentences by number of pieces: planned so that company changes nothing, halved when memory runs out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from translate.engines.lanes import wide

S = TypeVar("S")
R = TypeVar("R")

# What a batch holds at most, in source pieces: larger ones were no faster on a CPU (benchmarks/company.py).
BUDGET = 1024
# What a source piece takes in bytes, times the decoder's layers and width and the beam: keys and values of both
# attentions in float32, and the sums. Measured on NLLB-600M's shape, 30 pieces in and 24 out.
PIECE = 14
# The share of its weights' size that a large model's batches may take: with Python and the library 1.6 times the file.
SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Room:
    """How much memory the batches of a model may take, in bytes, and how much a source piece takes for each beam."""

    bytes: int
    piece: int

    @classmethod
    def of(cls, weights: int, layers: int, width: int, workers: int = 1) -> "Room":
        """The room of a model whose weights fill so many bytes, for each of the workers that share it."""
        return cls(int(SHARE * weights / workers), PIECE * layers * width)

    def budget(self, beam: int) -> int:
        """The most source pieces of a batch."""
        return max(1, min(BUDGET, self.bytes // (self.piece * beam)))


def step(length: int) -> int:
    """The longest sentence that is about as long: lengths in steps of 8, and below 16 each by itself."""
    return length if length < 16 else length // 8 * 8 + 7


def rung(length: int) -> int:
    """The longest sentence that may share a batch with one of this length.

    The same text must give the same English alone and in company. Padding makes a runtime add floats in another order;
    int8 rounding makes the last bit a step, and a beam search then takes another way. So lengths are mixed only where
    matrix kernels treat them alike. With AVX-512 that is within a step. With AVX2 they treat no two lengths alike: in
    company of 16 to 96, 4 to 7 % of the texts came out otherwise, and of equal lengths none; that costs a fifth to a
    third of the processor time (benchmarks/company.py). A GPU goes by its processor: none was measured.
    """
    return step(length) if wide() else length


def plan(lengths: Sequence[int], budget: int = BUDGET) -> list[list[int]]:
    """Group sentences of one rung by their place, longest first; `rows * longest` of a batch stays within `budget`.

    Every place is in exactly one batch. A sentence that is longer than the budget is a batch of its own.
    Longest first: a machine that is too small for the work says so at once, not after an hour.
    """
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: (-lengths[place], place)):
        last = batches[-1] if batches else []
        longest = lengths[last[0]] if last else 0
        if last and rung(longest) == rung(lengths[place]) and longest * (len(last) + 1) <= budget:
            last.append(place)
        else:
            batches.append([place])
    return batches


def halving(
    start: Callable[[Sequence[S]], Callable[[], list[R]]],
    batch: Sequence[S],
    exhausted: Callable[[Exception], bool],
    started: Callable[[], list[R]] | None = None,
) -> list[R]:
    """Wait for a batch; when memory is exhausted run its halves, down to single sentences, whose failure is raised.

    `start` begins the work on a batch and returns what waits for its result; `started` is such a thing already begun.
    """
    try:
        return (started or start(batch))()
    except Exception as error:
        if len(batch) == 1 or not exhausted(error):
            raise
    # Outside the handler: there the traceback would still hold what filled the memory.
    middle = len(batch) // 2
    return halving(start, batch[:middle], exhausted) + halving(start, batch[middle:], exhausted)
