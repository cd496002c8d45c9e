"""Finds a glossary's entries in a text with their Kazakh endings: longest, leftmost, never two over one place."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from glossary import capitals, person, sweep
from glossary.forms import gap
from glossary.index import Entry, Index
from glossary.kazakh import WORD, normalise
from glossary.term import Match, Term

# What may stand between the beginning of a sentence and its first word, and what ends the sentence before.
_OPENERS = " \t\r\u00a0«»“”„\"'()[]#*-—•0123456789"
# So far back the end of the sentence before is looked for.
_NEAR = 40
_ENDS = ".!?…:\n\u2029"
# Stops that are sure, and the endings that an accusative after a consonant and a verb's past share.
_STOPS, _PAST = frozenset(".!?…"), frozenset("ды ді ты ті".split())
# What follows a family's name where it is that of a place: Әуезов ауданы.
_OF_PLACES = re.compile(r"атындағы|аудан|ауыл|аул|даңғыл|кент|көше|қала|совхоз")
# Parts a text into what stands between its words and, at each second place, its words.
_WORDS = re.compile(f"({WORD.pattern})")


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
        with sweep.paused():
            return list(_Search(self._index, text, day or date.today()).matches())


class _Search:
    """One text on its way through the index."""

    def __init__(self, index: Index, text: str, day: date) -> None:
        """Bring the text into one spelling and take its words."""
        self.index, self.typed, self.day = index, text, day
        self.plain = normalise(text)
        self.text = self.plain.text
        parts = _WORDS.split(self.text)
        places = list(accumulate(map(len, parts)))
        self._take(places[:-1:2], places[1::2], parts[1::2], parts[2:-1:2])

    def _take(self, starts: list[int], ends: list[int], words: list[str], between: list[str]) -> None:
        """Take the words, where they begin and end, and each with what stands behind it, as an entry's are filed.

        Most words and all gaps recur, and what can be found out about one is found out once. A list for each thing, not
        a tuple for each word: Python would look through a hundred thousand of them for circles.
        """
        self.starts, self.ends, self.words = starts, ends, words
        lower = self.lower = {word: word.lower() for word in set(words)}
        spaced = {word: small + " " for word, small in lower.items()}
        gaps = {written: gap(written) for written in set(between)}
        steps = [
            spaced[word] if written == " " else lower[word] + gaps[written]
            for word, written in zip(words, between, strict=False)
        ]
        self.steps = steps + [lower[word] for word in words[-1:]]  # nothing stands behind the last one

    def matches(self) -> Iterator[Match]:
        """The entries in the text, in order; where none is a whole route, its names are looked for."""
        found = [*self.chosen()]
        if "–" in self.typed:
            held = {at for first, reading in found for at in range(first, reading.last + 1)}
            joined = [at for at, word in enumerate(self.words) if "-" in word and at not in held]
            routes = {at: names for at in joined if len(names := [*self.routed(self.starts[at], self.ends[at])]) > 1}
            if routes:
                self._part(routes)
                found = [*self.chosen()]
        for first, reading in found:
            yield self.match(first, reading)

    def _part(self, routes: dict[int, list[tuple[int, int]]]) -> None:
        """Take the names of each route, which is a word's number, in the place of the word."""
        places = [
            place
            for at, word in enumerate(zip(self.starts, self.ends, strict=True))
            for place in routes.get(at, (word,))
        ]
        text, starts, ends = self.text, [start for start, _ in places], [end for _, end in places]
        words = [text[start:end] for start, end in places]
        self._take(starts, ends, words, [text[end:then] for end, then in zip(ends, starts[1:], strict=False)])

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
        free, words, steps, known, openings = 0, self.words, self.steps, self.index.alone, self.index.openings
        alone = {word: found for word in set(words) if (found := known(word))}
        begins = [at for at, word in enumerate(words) if word in alone or steps[at] in openings]
        for at in begins:
            if at < free:
                continue
            readings = self.several(at) if steps[at] in openings else []
            if words[at] in alone:
                readings += self.allowed(alone[words[at]], at, at)
            best = _best(readings)
            if best and best.terms:
                yield at, best
            if best and (best.terms or best.entry.whole):
                free = best.last + 1

    def several(self, first: int) -> list[_Reading]:
        """The entries of several words that begin at a word."""
        prefix, small = self.steps[first], self.words[first][0].islower()
        phrases = self.index.phrases(prefix)
        readings: list[_Reading] = []
        for last in range(first + 1, len(self.words)):
            if not phrases.opens(prefix, self.steps[last], small):
                break
            if found := self.index.forms(phrases, prefix, self.lower[self.words[last]], small):
                readings += self.allowed(found, first, last)
            prefix += self.steps[last]
            if prefix not in phrases.prefixes:
                break
        return readings

    def allowed(self, found: Sequence[tuple[Entry, int]], first: int, last: int) -> list[_Reading]:
        """Of the entries at these words those that capitals and the day allow."""
        start = self.starts[last]
        readings = [self.reading(entry, first, last, start + cut) for entry, cut in found]
        return [reading for reading in readings if reading]

    def reading(self, entry: Entry, first: int, last: int, cut: int) -> _Reading | None:
        """The entry at these words, if capitals and the day allow it."""
        distance = self.distance(entry, first, last, cut)
        if distance is None or (entry.closing and not self.closes(last)) or self.is_first_name(entry, last, cut):
            return None
        if self.is_verb(entry, last, cut):
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
        furthest, end = 0, self.ends[last]
        for at, source in enumerate(entry.words, first):
            written = self.words[at] if at < last else self.text[self.starts[at] : cut]
            one = 0 if written == source else capitals.distance(source, written, first=at == first)
            if one is None:
                return None
            furthest = one or furthest
        if entry.last.spelled and cut < end and self.text[cut] not in "-'" and self.text[cut:end].isupper():
            return None  # АҚШтың is a slip for АҚШ-тың, but БАҚЫТ in a headline is luck
        return furthest

    def is_name(self, at: int) -> bool:
        """Whether the capital of a word says that it is a name: not where any word has one, but for a name's next."""
        start, end, word = self.starts[at], self.ends[at], self.words[at]
        if word.isupper() and len(word) > 1:
            return False
        before = self.text[max(0, start - _NEAR) : start].rstrip(_OPENERS)
        if before and (before[-1] not in _ENDS or (before[-1] == "." and before[-2:-1].isupper())):
            return True
        follows = self.words[at + 1][:1] if at + 1 < len(self.words) else ""
        return follows.isupper() and self.text[end : self.starts[at + 1]] in (" ", "-")

    def is_first_name(self, entry: Entry, last: int, cut: int) -> bool:
        """Whether a place's name is somebody's, by what stands behind it: Орал Байғонысұлы, Еділ Ермекбаев."""
        if cut < self.ends[last] or last + 1 >= len(self.words) or len(entry.words) > 1:
            return False
        if not person.is_family(self.words[last + 1]):
            return False
        after = self.words[last + 2] if last + 2 < len(self.words) else ""
        beside = self.text[self.ends[last] : self.starts[last + 1]] == " " and not _OF_PLACES.match(after)
        return beside and bool(entry.terms) and all(term.kind == "place" for term in entry.terms)

    def is_verb(self, entry: Entry, last: int, cut: int) -> bool:
        """Whether a common noun's accusative is a verb's past, which alone closes a sentence: қорықты, айтысты."""
        end = self.ends[last]
        ends = bool(entry.terms) and self.text[end : end + 1] in _STOPS
        return ends and not entry.last.name and self.text[cut:end].lower() in _PAST

    def closes(self, at: int) -> bool:
        """Whether a word ends its sentence."""
        behind = self.text[self.ends[at] : self.ends[at] + 1]
        return not behind or behind in _ENDS

    def match(self, first: int, reading: _Reading) -> Match:
        """The reading as a place in the text as it was typed."""
        end = self.ends[reading.last]
        start, stop = self.plain.span(self.starts[first], end)
        cut = self.plain.span(reading.cut, end)[0] if reading.cut < end else stop
        term, *others = reading.terms
        if others:
            term = max(reading.terms, key=lambda term: term.priority)
        return Match(term, start, stop, self.typed[start:stop], self.typed[cut:stop])
