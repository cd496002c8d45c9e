"""What is asked of the catalogue's index of words: for what a person looks up, and for the entries of a glossary."""

import re

from glossary.kazakh import WORD, normalise
from glossary.morphology import beginnings

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HELD = "SELECT article FROM sentence WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?)"


def wanted(query: str) -> tuple[str, tuple[str, ...]]:
    """The WHERE of a query, and what goes into it."""
    words = WORD.findall(normalise(query).text.lower())
    if not query.strip():
        return "", ()
    held = " INTERSECT ".join([_HELD] * len(words))
    asked = [f"source : ({_forms(word)})" if _CYRILLIC.search(word) else f"target : {_quoted(word)}*" for word in words]
    path = "instr(lower(name), ?) > 0"
    where = f"id IN ({held}) OR {path}" if words else path
    return f" WHERE {where}", (*asked, text(query.strip().lower()))


def entry(source: str) -> str:
    """What a sentence must hold for an entry: its words, the last in any form."""
    *firsts, last = WORD.findall(normalise(source).text.lower()) or [""]
    return " AND ".join([*map(_quoted, firsts), f"({_forms(last, bool(firsts))})"]) if last else ""


def _forms(word: str, several: bool = False) -> str:
    return " OR ".join(f"{_quoted(one)}*" for one in beginnings(word, several))


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'


def plain(sentence: str) -> str:
    """The words of a sentence as the glossary reads them."""
    return " ".join(WORD.findall(normalise(text(sentence)).text.lower()))


def text(given: str) -> str:
    """The text without halves of characters, which no database takes."""
    return given.encode("utf-8", "replace").decode()
