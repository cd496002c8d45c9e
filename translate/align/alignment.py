"""A bead between two texts that were written apart: which segments of one say what which of the other say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alignment:
    """Segments of both sides that belong together, by their indices; one side is empty where nothing answers it.

    `score` is from 0 to 1, how sure the bead is; one with an empty side has 0.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float
