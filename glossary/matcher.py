"""Finds a glossary's entries in a text with their Kazakh endings: longest, leftmost, never two over one place."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from glossary import capitals
from glossary.index import Entry, Index, gap
from glossary.kazakh import WORD, normalise
from glossary.term import Match, Term

# What may stand between the beginning of a sentence and its first word, and what ends the sentence before.
_OPENERS = " \t\r\u00a0«»“”„\"'()[]#*-—•0123456789"
# So far back the end of the sentence before is looked for.
_NEAR = 40
_ENDS = ".!?…:\n\u2029"


class _Reading(NamedTuple):
    """An entry in a text: its last word is the text's word number `last`, and its ending begins at `cut`."""

    entry: Entry
    last: int
    cut: int
    terms: tuple[Term, ...]
    distance: int

    @property
    def rank(self) -> tuple[int, int, bool, int, int]:
        """The best reading is the longest; of one length, the longest stem; then capitals and priority decide."""
        priority = max((term.priority for term in self.terms), default=0)
        return self.last, len(self.entry.last.letters), bool(self.terms), -self.distance, priority


def _best(readings: Sequence[_Reading]) -> _Reading | None:
    if len(readings) < 2:
        return readings[0] if readings else None
    return max(readings, key=lambda reading: reading.rank)


class Glossary:
    """A set of entries, ready to be looked for. It does not change; an edited glossary is a new one."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        """File the entries so that a text's words find them."""
        self.terms = tuple(terms)
        self._index = Index(self.terms)

    @property
    def repeats(self) -> bool:
        """Whether any source has more than one entry."""
        return self._index.repeats

    def __reduce__(self) -> tuple[type["Glossary"], tuple[tuple[Term, ...]]]:
        """A glossary travels to another process as its entries."""
        return Glossary, (self.terms,)

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change with any entry; the order of entries does not matter."""
        entries = sorted(repr(term) for term in self.terms)
        return hashlib.sha256("\n".join(entries).encode()).hexdigest()[:8]

    def find(self, text: str, day: date | None = None) -> list[Match]:
        """The entries in force on `day` (today's where None) that stand in the text, in any form, in order."""
        return list(_Search(self._index, text, day or date.today()).matches())


class _Search:
    """One text on its way through the index."""

    def __init__(self, index: Index, text: str, day: date) -> None:
        """Bring the text into one spelling and take its words."""
        self.index, self.typed, self.day = index, text, day
        self.plain = normalise(text)
        self.text, self.lower = self.plain.text, self.plain.text.lower()
        self.words = [word.span() for word in WORD.finditer(self.text)]
        self.steps = self._steps()

    def _steps(self) -> list[str]:
        """Each word and what stands behind it, as an entry's first words are filed; nothing for the last."""
        text, lower = self.text, self.lower
        return [
            lower[start:then] if then == end + 1 and text[end] == " " else lower[start:end] + gap(text[end:then])
            for (start, end), (then, _) in pairwise(self.words)
        ] + [""] * bool(self.words)

    def matches(self) -> Iterator[Match]:
        """The entries in the text, in order; where none is a whole route, its names are looked for."""
        found = [*self.chosen()]
        if "–" in self.typed:
            held = {at for first, reading in found for at in range(first, reading.last + 1)}
            parts = [[word] if at in held else [*self.routed(*word)] for at, word in enumerate(self.words)]
            if any(len(part) > 1 for part in parts):
                self.words = [word for part in parts for word in part]
                self.steps = self._steps()
                found = [*self.chosen()]
        for first, reading in found:
            yield self.match(first, reading)

    def routed(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The names that an en dash joins in a route: `Семей–Алматы`, but neither `БҰҰ–ның` nor a hyphen's `АҚШ-Қытай`.

        Both begin with capitals; the dash is looked for as it was typed, for here it is a hyphen already.
        """
        text = self.text
        for at in range(start + 1, end - 1):
            names = text[at] == "-" and text[start].isupper() and text[at + 1].isupper()
            if names and self.typed[self.plain.span(at, at + 1)[0]] == "–":
                yield start, at
                start = at + 1
        yield start, end

    def chosen(self) -> Iterator[tuple[int, _Reading]]:
        """From left to right, the best reading at each word that is still free, and the word's number."""
        free, text, lower, prefixes, known = 0, self.text, self.lower, self.index.prefixes, self.index.alone
        for at, ((start, end), step) in enumerate(zip(self.words, self.steps, strict=True)):
            if at < free:
                continue
            alone = known(lower[start:end], text[start].islower())
            readings = [*self.several(at, step)] if step in prefixes else []
            if alone:
                readings += self.allowed(alone, at, at)
            best = _best(readings)
            if best and best.terms:
                yield at, best
                free = best.last + 1

    def several(self, first: int, prefix: str) -> Iterator[_Reading]:
        """The entries of several words that begin at a word."""
        last, small = first, self.text[self.words[first][0]].islower()
        while prefix in self.index.prefixes and last + 1 < len(self.words):
            last += 1
            start, end = self.words[last]
            if found := self.index.behind(prefix, self.lower[start:end], small):
                yield from self.allowed(found, first, last)
            prefix += self.steps[last]

    def allowed(self, found: Sequence[tuple[Entry, int]], first: int, last: int) -> Iterator[_Reading]:
        """Of the entries at these words those that capitals and the day allow."""
        start = self.words[last][0]
        for entry, cut in found:
            reading = self.reading(entry, first, last, start + cut)
            if reading:
                yield reading

    def reading(self, entry: Entry, first: int, last: int, cut: int) -> _Reading | None:
        """The entry at these words, if capitals and the day allow it."""
        distance = self.distance(entry, first, last, cut)
        if distance is None or (entry.closing and not self.closes(last)):
            return None
        if entry.always:
            return _Reading(entry, last, cut, entry.terms, distance)
        terms = tuple([term for term in entry.terms if self.allows(term, entry, first, distance)])
        return _Reading(entry, last, cut, terms, distance) if terms or not entry.terms else None

    def allows(self, term: Term, entry: Entry, first: int, distance: int) -> bool:
        """Whether a term is in force, is not one to keep as written elsewhere, and is not a common word here."""
        return (
            term.holds(self.day)
            and not (distance and term.kind == "keep")
            and (not entry.common or term.priority > 0 or self.is_name(first))
        )

    def distance(self, entry: Entry, first: int, last: int, cut: int) -> int | None:
        """How far the capitals are from the entry's; None where they make it another word."""
        furthest = 0
        for at, source in enumerate(entry.words, first):
            start, end = self.words[at]
            written = self.text[start : cut if at == last else end]
            one = 0 if written == source else capitals.distance(source, written, first=at == first)
            if one is None:
                return None
            furthest = max(furthest, one)
        end = self.words[last][1]
        if entry.last.spelled and cut < end and self.text[cut] not in "-'" and self.text[cut:end].isupper():
            return None  # АҚШтың is a slip for АҚШ-тың, but БАҚЫТ in a headline is luck
        return furthest

    def is_name(self, at: int) -> bool:
        """Whether the capital of a word says that it is a name: not where any word has one, but for a name's next."""
        start, end = self.words[at]
        if self.text[start:end].isupper() and end - start > 1:
            return False
        before = self.text[max(0, start - _NEAR) : start].rstrip(_OPENERS)
        if before and (before[-1] not in _ENDS or (before[-1] == "." and before[-2:-1].isupper())):
            return True
        follows = self.words[at + 1 : at + 2]
        return bool(follows) and self.text[follows[0][0]].isupper() and self.text[end : follows[0][0]] in (" ", "-")

    def closes(self, at: int) -> bool:
        """Whether a word ends its sentence."""
        behind = self.text[self.words[at][1] :][:1]
        return not behind or behind in _ENDS

    def match(self, first: int, reading: _Reading) -> Match:
        """The reading as a place in the text as it was typed."""
        end = self.words[reading.last][1]
        start, stop = self.plain.span(self.words[first][0], end)
        cut = self.plain.span(reading.cut, end)[0] if reading.cut < end else stop
        term = max(reading.terms, key=lambda term: term.priority)
        return Match(term, start, stop, self.typed[start:stop], self.typed[cut:stop])
