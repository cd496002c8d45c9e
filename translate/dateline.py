"""Renders the dateline of a news story by rule: `ТОКИО. KAZINFORM – ` becomes `TOKYO. KAZINFORM – `."""

import re
from datetime import date

from glossary.kazakh import WORD, readable
from glossary.matcher import Glossary
from glossary.romanisation import romanise

_MONTHS = {
    "қаңтар": "January",
    "ақпан": "February",
    "наурыз": "March",
    "сәуір": "April",
    "мамыр": "May",
    "маусым": "June",
    "шілде": "July",
    "тамыз": "August",
    "қыркүйек": "September",
    "қазан": "October",
    "қараша": "November",
    "желтоқсан": "December",
}
_BLANKS = re.compile(r"\s+")


def render(head: str, glossary: Glossary, day: date | None) -> str:
    """The English of a dateline: places and agencies by the glossary, months by name, the rest romanised."""
    out: list[str] = []
    done = 0
    for match in glossary.find(head, day):
        out.append(_words(head[done : match.start]))
        shouted = match.surface.isupper() and len(match.surface) > 1
        out.append(match.term.target.upper() if shouted else match.term.target)
        done = match.end
    out.append(_words(head[done:]))
    text = _BLANKS.sub(" ", readable("".join(out)))
    return text + " " if head[-1:].isspace() else text


def _words(text: str) -> str:
    return WORD.sub(lambda word: _word(word.group()), text)


def _word(word: str) -> str:
    month = _MONTHS.get(word.lower())
    if month:
        return month.upper() if word.isupper() else month
    return romanise(word)
