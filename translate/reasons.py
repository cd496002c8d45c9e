"""Why a row is flagged: a code and what the check found, and their words in English, Kazakh and Russian.

A flag holds the English, which files, memories, the API and the command line carry; `read` finds the code and the
values in it again, so that the page can tell the reason in its reader's language, however old the row is.
"""

import csv
import re
from functools import cache
from importlib import resources
from typing import NamedTuple

LANGUAGES = ("en", "kk", "ru")
# Values that are words themselves, and the first part of their codes.
_WORDS = {"unit": "unit", "other": "unit"}
_HOLE = re.compile(r"\{(\w+)\}")


class Said(NamedTuple):
    """A reason apart from its words: the code and the values by name."""

    code: str
    values: dict[str, str]


def say(code: str, **values: object) -> str:
    """The reason in English. Raises KeyError where there is no such code, or where a value is missing."""
    return catalogue("en")[code].format_map(values)


def read(reason: str) -> Said | None:
    """The code and the values of an English reason; None where it is none that checks give."""
    for code, form in _forms():
        if found := form.fullmatch(reason):
            return Said(code, found.groupdict())
    return None


def worded(said: Said, language: str) -> str:
    """The reason in one of `LANGUAGES`."""
    words = catalogue(language)
    values = {
        name: words.get(f"{_WORDS[name]}.{value}", value) if name in _WORDS else value
        for name, value in said.values.items()
    }
    return words[said.code].format_map(values)


@cache
def catalogue(language: str) -> dict[str, str]:
    """The words of a language by code, with a hole in braces for each value."""
    text = resources.files("translate").joinpath("data", "reasons.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: row[language] for row in rows}


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What each reason looks like, those first that say the most: one that is a beginning of another comes after it."""
    plain = {code: words for code, words in catalogue("en").items() if not code.startswith("unit.")}
    ordered = sorted(plain, key=lambda code: -len(_HOLE.sub("", plain[code])))
    return tuple((code, _form(plain[code])) for code in ordered)


def _form(words: str) -> re.Pattern[str]:
    parts = _HOLE.split(words)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)), re.DOTALL
    )
