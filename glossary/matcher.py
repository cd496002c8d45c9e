"""Finds a glossary's entries in a text with their Kazakh endings: longest, leftmost, never two over one place."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from glossary import capitals
from glossary.index import Entry, Index, Node, candidates, gap
from glossary.kazakh import WORD, normalise
from glossary.morphology import inflection
from glossary.term import Match, Term

# What may stand between the beginning of a sentence and its first word, and what ends the sentence before.
_OPENERS = " \t\r\u00a0«»“”„\"'()[]#*-—•0123456789"
_ENDS = ".!?…:;\n\u2029"


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
        length = len(self.entry.words), len(self.entry.last.letters)
        return self.last, *length, bool(self.terms), -self.distance, max((t.priority for t in self.terms), default=0)


class Glossary:
    """A set of entries, ready to be looked for. It does not change; an edited glossary is a new one."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        """File the entries so that a text's words find them."""
        self.terms = tuple(terms)
        self._root = Index(self.terms).root

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change with any entry; the order of entries does not matter."""
        entries = sorted(repr(term) for term in self.terms)
        return hashlib.sha256("\n".join(entries).encode()).hexdigest()[:8]

    def find(self, text: str, day: date | None = None) -> list[Match]:
        """The entries in force on `day` (today's where None) that stand in the text, in any form, in order."""
        return list(_Search(self._root, text, day or date.today()).matches())


class _Search:
    """One text on its way through the index."""

    def __init__(self, root: Node, text: str, day: date) -> None:
        """Bring the text into one spelling and take its words."""
        self.root, self.typed, self.day = root, text, day
        self.plain = normalise(text)
        self.text, self.lower = self.plain.text, self.plain.text.lower()
        self.words = [word.span() for word in WORD.finditer(self.text)]

    def matches(self) -> Iterator[Match]:
        """From left to right, the best reading at each word that is still free."""
        at = 0
        while at < len(self.words):
            best = max(self.readings(at), key=lambda reading: reading.rank, default=None)
            if best and best.terms:
                yield self.match(at, best)
                at = best.last
            at += 1

    def readings(self, first: int) -> Iterator[_Reading]:
        """Every entry that begins at a word."""
        node: Node | None = self.root
        last = first
        while node:
            start, end = self.words[last]
            word = self.lower[start:end]
            for entry in candidates(node, word):
                cut = inflection(entry.last, word)
                if cut is not None:
                    reading = self.reading(entry, first, last, start + cut)
                    if reading:
                        yield reading
            last += 1
            if not node.following or last == len(self.words):
                return
            node = node.following.get(word + gap(self.text[end : self.words[last][0]]))

    def reading(self, entry: Entry, first: int, last: int, cut: int) -> _Reading | None:
        """The entry at these words, if capitals and the day allow it."""
        distance = self.distance(entry, first, last, cut)
        if distance is None:
            return None
        if not entry.terms:
            return _Reading(entry, last, cut, (), distance)
        terms = tuple(
            term
            for term in entry.terms
            if term.holds(self.day)
            and (not distance or term.kind != "keep")
            and (not entry.common or term.priority > 0 or self.is_name(first))
        )
        return _Reading(entry, last, cut, terms, distance) if terms else None

    def distance(self, entry: Entry, first: int, last: int, cut: int) -> int | None:
        """How far the capitals are from the entry's; None where they make it another word."""
        furthest = 0
        for at, source in enumerate(entry.words, first):
            start, end = self.words[at]
            one = capitals.distance(source, self.text[start : cut if at == last else end], first=at == first)
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
        before = self.text[:start].rstrip(_OPENERS)
        if before and (before[-1] not in _ENDS or (before[-1] == "." and before[-2:-1].isupper())):
            return True
        follows = self.words[at + 1 : at + 2]
        return bool(follows) and self.text[follows[0][0]].isupper() and self.text[end : follows[0][0]] == " "

    def match(self, first: int, reading: _Reading) -> Match:
        """The reading as a place in the text as it was typed."""
        end = self.words[reading.last][1]
        start, stop = self.plain.span(self.words[first][0], end)
        cut = self.plain.span(reading.cut, end)[0] if reading.cut < end else stop
        term = max(reading.terms, key=lambda term: term.priority)
        return Match(term, start, stop, self.typed[start:stop], self.typed[cut:stop])
