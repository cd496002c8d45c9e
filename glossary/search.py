"""Finds entries for a person who looks one up: by Kazakh in any form, by English, by any other spelling."""

from collections.abc import Iterable, Iterator

from glossary.kazakh import normalise
from glossary.morphology import ending
from glossary.term import Term


def search(terms: Iterable[Term], query: str) -> list[Term]:
    """The entries that a query means, the nearest first; all of them where it is blank."""
    asked = _plain(query)
    if not asked:
        return list(terms)
    ranked = [(rank, term) for term in terms if (rank := _rank(term, asked)) is not None]
    return [term for _, term in sorted(ranked, key=lambda one: one[0])]


def _rank(term: Term, asked: str) -> int | None:
    """How far the entry is from what was asked; None where it has nothing to do with it."""
    source, target = _plain(term.source), _plain(term.target)
    if asked in (source, target):
        return 0
    # an inflected form shares its first letters with its entry; trying all entries would cost a second
    if source[:2] == asked[:2] and ending(term.source, asked) is not None:
        return 1
    if source.startswith(asked) or target.startswith(asked):
        return 2
    forms = [source, target, *map(_plain, _others(term))]
    if any(asked in form for form in forms):
        return 3
    everything = " ".join(forms)
    return 4 if all(word in everything for word in asked.split()) else None


def _others(term: Term) -> Iterator[str]:
    yield from term.accepted
    yield from term.variants
    yield from term.forbidden
    yield term.note


def _plain(text: str) -> str:
    return " ".join(normalise(text).text.casefold().split())
