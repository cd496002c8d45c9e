"""English that is much shorter or longer than people's translations are."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from translate.checks.place import whole
from translate.document import Flag
from translate.reasons import say


class Band(NamedTuple):
    """What people's English measures beside a Kazakh of at least `source` characters, as English by Kazakh."""

    source: int
    low: float
    high: float


def flags(source: str, english: str) -> Iterator[Flag]:
    """A flag on the English whose length people's translations hardly ever have."""
    kazakh, other = _size(source), _size(english)
    band = next((one for one in bands() if one.source <= kazakh), None)
    if not band or not other:
        return
    ratio = other / kazakh
    if ratio < band.low:
        reason = say("length.short", ratio=f"{ratio:.2f}", least=band.low)
        yield whole("length", reason, "target", english)
    elif ratio > band.high:
        reason = say("length.long", ratio=f"{ratio:.2f}", most=band.high)
        yield whole("length", reason, "target", english)


def _size(text: str) -> int:
    """Characters, with blanks in a row as one."""
    return len(" ".join(text.split()))


@cache
def bands() -> tuple[Band, ...]:
    """The bands, of the longest texts first; `translate/data/length.csv` says where they come from."""
    text = resources.files("translate").joinpath("data", "length.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    found = (Band(int(row["source"]), float(row["low"]), float(row["high"])) for row in rows)
    return tuple(sorted(found, reverse=True))
