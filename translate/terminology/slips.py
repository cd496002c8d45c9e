"""Slips of a model that copies a word out of the Kazakh: glued to another (`theyuan`), said twice (`May May`)."""

import re

from translate.terminology.draft import Draft

# Figures are none: 50 50 may be a score. Neither are marks between: very, very.
_TWICE = re.compile(r"\b([^\W\d_]+)(?: \1\b)+(?!['’-])", re.IGNORECASE)
_LISTED = re.compile(r"\b([A-Z][^\W\d_]+)(?:, \1\b)+(?!['’-])")
_COMMA = re.compile(r"(?<=[^\W_]),(?=[^\W\d_])")


def repaired(english: str, before: Draft) -> str:
    """The English without the slips that the one before, for the same Kazakh, does not have."""
    return _undoubled(_COMMA.sub(", ", loosened(english, before)), before.english)


def loosened(english: str, draft: Draft) -> str:
    """With a blank before a copied word that was glued to the one before."""
    for n in draft.missing:
        target = draft.matches[n].term.target
        if target[:1].isupper():
            english = re.sub(rf"(?<=[a-z])(?={re.escape(target)}(?!\w))", " ", english)
        elif target.isalpha() and len(target) > 3:
            english = re.sub(rf"\b(the|an?|of|in|to|and)(?={re.escape(target)}\b)", r"\1 ", english)
    return english


def _undoubled(english: str, before: str) -> str:
    """With a word once that stands twice in a row, unless it did so before (`had had`)."""
    return _once(_LISTED, _once(_TWICE, english, before), before)


def _once(twice: re.Pattern[str], english: str, before: str) -> str:
    known = {found[1].casefold() for found in twice.finditer(before)}
    return twice.sub(lambda found: found[0] if found[1].casefold() in known else found[1], english)
