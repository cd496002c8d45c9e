"""What figures may mean: 1,200 is twelve hundred in English and 1.2 in Kazakh, 12.05.2021 is a day."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

Readings = frozenset[Decimal]

_DATE = r"[0-9]{1,2}[./][0-9]{1,2}[./](?:[0-9]{4}|[0-9]{2})(?![0-9])"
_GROUPED = r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f,.][0-9]{3})+(?![0-9])(?:[.,][0-9]{1,2}(?![0-9]))?"
_TIME = r"[0-9]{1,2}:[0-9]{2}(?![0-9])"
_DECIMAL = r"[0-9]+[.,][0-9]+"
DIGITS = rf"{_DATE}|{_GROUPED}|{_TIME}|{_DECIMAL}|[0-9]+"

_MARK = re.compile(r"[.,:/ \u00a0\u2009\u202f]")
_DECADE = re.compile(r"[’']?s\b|-?(?:ыншы|інші|шы|ші)?[\s-]?жылдар")


class Part(NamedTuple):
    """One number of a run of figures: what it may mean, and its place."""

    readings: Readings
    start: int
    end: int


def figures(found: re.Match[str]) -> Iterator[Part]:
    """The numbers of a run of figures that matched `DIGITS`: three of a date, else one."""
    text, at = found.group(), found.start()
    if re.fullmatch(_DATE, text):
        for one in re.finditer(r"[0-9]+", text):
            yield Part(frozenset({Decimal(one.group())}), at + one.start(), at + one.end())
    else:
        yield Part(frozenset(_readings(text)), at, found.end())


def decade(readings: Readings, text: str, end: int) -> Readings:
    """With the decade's other name where years stand behind: the 1990s are the 90s."""
    if not _DECADE.match(text, end):
        return readings
    short = {one + century for one in readings if one < 100 for century in (1900, 2000)}
    return readings | short | {one % 100 for one in readings if 1900 <= one < 2100}


def _readings(text: str) -> Iterator[Decimal]:
    marks = _MARK.findall(text)
    groups = _MARK.split(text)
    if not marks:
        yield Decimal(text)
        return
    if all(len(group) == 3 for group in groups[1:]) and ":" not in marks:
        yield Decimal("".join(groups))
    if len(marks) == 1 and marks[0] in ".,:":
        yield Decimal(".".join(groups))
    elif len(groups[-1]) != 3 or marks[-1] != marks[0]:
        yield Decimal("".join(groups[:-1]) + "." + groups[-1])
