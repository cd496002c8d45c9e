"""How the time of some work grows with its size: what a test may ask of a machine whose speed it does not know."""

import time
from collections.abc import Callable

TRIES = 3


def growth(work: Callable[[int], object], size: int, times: int = 8) -> float:
    """How many times as long `work` takes of processor time at `times` the size; 1.0 a time is in proportion.

    What each takes is the least of a few tries, for others may hold the machine up; what begins once, or takes next to
    nothing, counts for little.
    """
    work(size)
    short = min(_seconds(work, size) for _ in range(TRIES)) + 0.01
    return min(_seconds(work, size * times) for _ in range(TRIES)) / short


def _seconds(work: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    work(size)
    return time.process_time() - began
