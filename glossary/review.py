"""What an editor should look at in a glossary: its conflicts, and entries that will not do what they seem to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glossary.conflicts import conflicts
from glossary.term import Term
from glossary.traps import common

_CYRILLIC = re.compile("[\u0400-\u052f]")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be looked at, and where; an error must be mended."""

    error: bool
    place: str
    reason: str

    def __str__(self) -> str:
        """As it is told."""
        place = f"{self.place}: " if self.place else ""
        return f"{'error' if self.error else 'warning'}: {place}{self.reason}"


def review(terms: Sequence[Term], places: Sequence[str] = ()) -> list[Finding]:
    """All that is to be looked at, errors first; `places` says of each entry where it stands."""
    where = places or [""] * len(terms)
    found = [
        Finding(conflict.error, " and ".join(filter(None, conflict.places)), conflict.reason)
        for conflict in conflicts(terms, where)
    ]
    for term, place in zip(terms, where, strict=True):
        found += [Finding(False, place, reason) for reason in _doubts(term)]
    return sorted(found, key=lambda finding: not finding.error)


def _doubts(term: Term) -> Iterator[str]:
    if term.kind not in ("keep", "organisation") and not _CYRILLIC.search(term.source):
        yield f"source {term.source!r} holds no Kazakh letter; if it is to stay as it is, its kind is keep"
    if strange := next((form for form in (*term.variants, *term.accepted) if _CYRILLIC.search(form)), None):
        yield f"{strange!r}, a form of {term.target}, holds Cyrillic letters; is it spelled as it looks?"
    if twice := next((form for form in term.variants if form in term.accepted or form == term.target), None):
        yield f"{twice!r} is a variant of {term.target}, to be replaced, and also right as it stands; choose one"
    if term.priority <= 0 and term.source[:1].isupper() and term.source.lower() in common():
        yield f"{term.source} is a common word too, found only where capitals prove it a name; priority 1 finds all"
