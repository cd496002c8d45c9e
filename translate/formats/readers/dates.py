"""Finds the day in a date as web pages and records write it."""

import re
from datetime import date

_ISO = re.compile(r"\s*(\d{4})-(\d\d?)-(\d\d?)(?!\d)")
_DOTTED = re.compile(r"\s*(\d\d?)\.(\d\d?)\.(\d{4})(?!\d)")  # as in Kazakhstan: the day first


def day(written: object) -> date | None:
    """The day of `2025-12-19`, `2025-12-19T10:30:00+05:00` or `19.12.2025`; of anything else, none."""
    if not isinstance(written, str):
        return None
    if found := _ISO.match(written):
        year, month, number = found.groups()
    elif found := _DOTTED.match(written):
        number, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None
