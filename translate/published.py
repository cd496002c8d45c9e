"""Figures that others published for a model and a test set, to stand beside our own.

From the External-MT-leaderboard of Helsinki-NLP (`scores/kaz-eng`): sacreBLEU's BLEU and chrF++ of the bare model.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "published.csv"


@dataclass(frozen=True, slots=True)
class Published:
    """One row. A set is known by its number of lines and the first of its references; a model by its names."""

    set: str
    lines: int
    first: str
    model: str
    names: tuple[str, ...]
    bleu: float
    chrf: float

    def of(self, model: str) -> bool:
        """Whether a model of that name or hub name is meant."""
        return any(name in model.lower() for name in self.names)


@cache
def figures() -> tuple[Published, ...]:
    """All of them."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return tuple(
            Published(
                row["set"],
                int(row["lines"]),
                row["first"],
                row["model"],
                tuple(row["names"].split("|")),
                float(row["bleu"]),
                float(row["chrf"]),
            )
            for row in csv.DictReader(file)
        )


def sets() -> tuple[str, ...]:
    """The names of the test sets."""
    return tuple(dict.fromkeys(row.set for row in figures()))


def recognised(references: Sequence[str]) -> str | None:
    """The test set that these references are, told by how many they are and by the first."""
    first = " ".join(references[0].split()) if references else ""
    return next((row.set for row in figures() if row.lines == len(references) and row.first == first), None)


def on(name: str) -> tuple[Published, ...]:
    """The rows of a test set."""
    return tuple(row for row in figures() if row.set == name)
