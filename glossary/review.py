"""What an editor should look at in a glossary: its conflicts, and entries that will not do what they seem to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glossary.conflicts import conflicts
from glossary.kazakh import WORD, normalise
from glossary.layout import otherwise
from glossary.term import Term
from glossary.traps import common

# Beyond so many entries each change of a file takes seconds, for it reads and writes them all.
MANY = 50_000
_CYRILLIC = re.compile("[\u0400-\u052f]")
# What may stand in a source beside its words: what is found in more than one spelling, or is of the name.
_PLAIN = re.compile(r"[\s.,&/«»–-]*")
_ARTICLE = re.compile("(?:the|an?) (?=.)")
_QUOTE = re.compile('[«»“”„"]')


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
    if much := many(len(terms)):
        found.append(Finding(False, "", much))
    for term, place in zip(terms, where, strict=True):
        found += [Finding(False, place, reason) for reason in (*unlikely(term), *_doubts(term))]
    return sorted(found, key=lambda finding: not finding.error)


def many(entries: int) -> str:
    """What to know of a glossary of so many entries; empty where there is nothing."""
    if entries <= MANY:
        return ""
    return f"{entries:,} entries are more than {MANY:,}: each change takes seconds, for it reads and writes them all"


def unlikely(term: Term) -> Iterator[str]:
    """Why an entry finds other words than it seems to, or none, in the Kazakh or in the English."""
    source = " ".join(normalise(term.source).text.split())
    if source.startswith("#"):
        yield f"source {term.source[:40]!r} begins with #, but no line is a comment here; take it out"
        return
    words = list(WORD.finditer(source))
    if not words:
        return  # an error, which is told elsewhere
    first, last = words[0].start(), words[-1].end()
    odd = _PLAIN.sub("", WORD.sub("", source[first:last]))
    if len(_QUOTE.findall(source)) % 2 == 0:
        odd = _QUOTE.sub("", odd)
    if odd:
        yield f"source {term.source[:40]!r}: nothing will match but a text with {odd[0]!r} at this place; take it out"
    elif source[:first].strip('«“„"') or source[last:].strip('»”“".!?'):
        yield f"source {term.source[:40]!r} is looked for as {source[first:last]!r}; the marks around it do not count"
    if several := next((form for form in (*term.variants, *term.accepted, *term.forbidden) if ";" in form), None):
        yield f"{several[:40]!r} is one form as it stands; | parts several: a|b"


def _doubts(term: Term) -> Iterator[str]:
    if term.kind not in ("keep", "organisation") and not _CYRILLIC.search(term.source):
        yield f"source {term.source!r} holds no Kazakh letter; if it is to stay as it is, its kind is keep"
    if other := otherwise(term.source):
        yield f"source {term.source[:40]!r} goes on in English behind a {other}; was its line parted by another mark?"
    if article := _ARTICLE.match(term.target):
        shorter = term.target[article.end() :]
        yield f"target {term.target[:40]!r} begins with an article, which the English has by itself; write {shorter!r}"
    if strange := next((form for form in (*term.variants, *term.accepted) if _CYRILLIC.search(form)), None):
        yield f"{strange!r}, a form of {term.target}, holds Cyrillic letters; is it spelled as it looks?"
    if twice := next((form for form in term.variants if form in term.accepted or form == term.target), None):
        yield f"{twice!r} is a variant of {term.target}, to be replaced, and also right as it stands; choose one"
    if term.priority <= 0 and term.source[:1].isupper() and term.source.lower() in common():
        yield f"{term.source} is a common word too, found only where capitals prove it a name; priority 1 finds all"
