"""English of which the model itself was unsure, told by the score of its hypothesis.

Each model has its own scale, so only a model that was measured is judged.
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources

from translate.checks.place import whole
from translate.document import Flag
from translate.reasons import say


def flags(model: str, score: float, english: str) -> Iterator[Flag]:
    """A flag on the English whose mean log-probability a piece is lower than the model's nearly always is."""
    least = limits().get(model)
    if least is not None and score < least:
        reason = say("confidence", score=f"{score:.2f}", least=least)
        yield whole("confidence", reason, "target", english)


@cache
def limits() -> dict[str, float]:
    """The least usual score of each measured model; `translate/data/confidence.csv` says where they come from."""
    text = resources.files("translate").joinpath("data", "confidence.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["model"]: float(row["least"]) for row in rows}
