"""Lays a person's entries over the seed glossary: which of two entries for one source holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from glossary.kazakh import QUOTE, normalise
from glossary.term import Term


def key(source: str) -> str:
    """Two sources with one key are one name: spelling and capitals apart, save between a name, a word, an abbreviation.

    `Біріккен Ұлттар Ұйымы` and `Біріккен Ұлттар ұйымы` are one; `бақ` (luck), `Бақ` (a name), `БАҚ` (media) are three.
    Quotation marks are one, however they are typed, as in a text that is searched.
    """
    return keys([source])[0]


def keys(sources: Sequence[str]) -> list[str]:
    """The key of each source, all at once: to normalise costs as much for one as for a thousand."""
    lines = [" ".join(source.split()) for source in sources]
    return [_class(line) + line.lower() for line in spelled("\n".join(lines)).split("\n")] if lines else []


def spelled(source: str) -> str:
    """A source in one spelling, quotation marks too."""
    return QUOTE.sub('"', normalise(source).text)


def _class(source: str) -> str:
    if len(source) > 1 and source.isupper():
        return "A"
    return "N" if source[:1].isupper() else "w"


def overlap(one: Term, other: Term) -> bool:
    """Whether there is a day on which both hold."""
    first, last = date.min, date.max
    return (one.valid_from or first) <= (other.valid_to or last) and (other.valid_from or first) <= (
        one.valid_to or last
    )


class Base:
    """The entries that a person's lie over, filed by key."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """File them."""
        self.terms = tuple(terms)
        self._keys = keys([term.source for term in self.terms])
        self.by_key: dict[str, list[Term]] = defaultdict(list)
        for name, term in zip(self._keys, self.terms, strict=True):
            self.by_key[name].append(term)

    def under(self, own: dict[str, list[Term]], name: str) -> list[Term]:
        """Those of that key which none of a person's rows, entries and removals alike, covers."""
        over = own.get(name, ())
        return [term for term in self.by_key.get(name, ()) if not any(overlap(term, row) for row in over)]

    def left(self, own: dict[str, list[Term]]) -> list[Term]:
        """All that are still in force, in order."""
        return [
            term
            for name, term in zip(self._keys, self.terms, strict=True)
            if name not in own or not any(overlap(term, row) for row in own[name])
        ]
