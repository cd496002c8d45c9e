"""Batches of sentences by number of pieces: planned so that little is padding, halved when memory runs out."""

from collections.abc import Callable, Sequence
from typing import TypeVar

S = TypeVar("S")
R = TypeVar("R")


def plan(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Group sentences of equal length by their place, longest first; a batch stays within `budget` pieces.

    Every place is in exactly one batch. A sentence that is longer than the budget is a batch of its own.
    Equal lengths, because the same text must give the same English alone and in company: padding changes the order in
    which a runtime adds floats, int8 rounding makes the last bit a step, and a beam search then takes another way.
    Longest first: a machine that is too small for the work says so at once, not after an hour.
    """
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: (-lengths[place], place)):
        last = batches[-1] if batches else []
        if last and lengths[last[0]] == lengths[place] and lengths[place] * (len(last) + 1) <= budget:
            last.append(place)
        else:
            batches.append([place])
    return batches


def halving(run: Callable[[Sequence[S]], list[R]], batch: Sequence[S], exhausted: Callable[[Exception], bool]) -> list[R]:
    """Run a batch; when memory is exhausted run its halves, down to single sentences, whose failure is raised."""
    try:
        return run(batch)
    except Exception as error:
        if len(batch) == 1 or not exhausted(error):
            raise
    # Outside the handler: there the traceback would still hold what filled the memory.
    middle = len(batch) // 2
    return halving(run, batch[:middle], exhausted) + halving(run, batch[middle:], exhausted)
