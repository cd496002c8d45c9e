"""A stretch of text with marks in it, between two breaks: one way for all formats to put the marks into English.

A mark is whatever a format has inside a sentence: a tag, a style's begin and end, a footnote's number. No model says
which English word a mark belongs to. What is known is used: an element around words whose English is known, as that of
a name or a number is, goes around these; any other goes around its whole sentence. What closes an earlier sentence's
element stands before the English, what opens a later one's or stands alone after it; but where that would leave an
element without words, as one from the midst of a sentence to the midst of the next, it goes around both. So what was
nested well stays so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from translate.document import Bead, Document
from translate.formats.kept.place import Span, placed
from translate.formats.kept.split import Split, parsed

Beads = Sequence[Sequence[Bead]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark(Generic[T]):
    """Something that stands in the text: the begin or the end of an element of that name, or a thing by itself.

    A break is one that no sentence goes over.
    """

    kind: Literal["open", "close", "alone", "break"]
    what: T
    name: str = ""


@dataclass(frozen=True, slots=True)
class Old:
    """Characters of the text that stay as they were."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class New:
    """English, or a blank before it."""

    text: str


class Runs(Generic[T]):
    """Text and marks, and the breaks that part it into runs; all its characters are counted together."""

    def __init__(self, pieces: Iterable[str | Mark[T]], *, split: Split = "stops") -> None:
        """`split` says what else ends a sentence. Raises InputError."""
        self._parts: list[Mark[T] | tuple[int, Run[T]]] = []
        self._length = 0
        waiting: list[str | Mark[T]] = []
        for piece in pieces:
            if isinstance(piece, Mark) and piece.kind == "break":
                self._finish(waiting, split)
                self._parts.append(piece)
            else:
                waiting.append(piece)
        self._finish(waiting, split)
        runs = [part[1] for part in self._parts if isinstance(part, tuple)]
        self.text = "".join(run.text for run in runs)
        self.documents = tuple(run.document for run in runs)

    def _finish(self, waiting: list[str | Mark[T]], split: Split) -> None:
        if waiting:
            run = Run(waiting, split=split)
            self._parts.append((self._length, run))
            self._length += len(run.text)
            waiting.clear()

    def english(self, beads: Beads) -> Iterator[Mark[T] | Old | New]:
        """The pieces of the English, given the beads of each document."""
        found = iter(beads)
        for part in self._parts:
            if isinstance(part, Mark):
                yield part
                continue
            by, run = part
            for piece in run.english(next(found)):
                yield Old(piece.start + by, piece.end + by) if isinstance(piece, Old) else piece


def unchanged(beads: Beads) -> bool:
    """Whether every sentence stays as it is."""
    return all(bead.target == bead.segment.text for its in beads for bead in its)


def joined(document: Document, beads: Sequence[Bead]) -> str:
    """The document's text with each segment's English in its place; what lay between them stays as it was."""
    made, at = [], 0
    for bead in beads:
        between = document.text[at : bead.segment.start]
        # sentences that are written close up in Kazakh have a blank between them in English
        made += [between or (" " if at else ""), bead.target]
        at = bead.segment.end
    return "".join((*made, document.text[at:]))


class Run(Generic[T]):
    """Text and marks without a break between them; its text is one document."""

    def __init__(self, pieces: Sequence[str | Mark[T]], *, split: Split = "stops") -> None:
        """`split` says what else ends a sentence. Raises InputError."""
        self._marks: list[tuple[int, Mark[T]]] = []
        texts, at = [], 0
        for piece in pieces:
            if isinstance(piece, str):
                texts.append(piece)
                at += len(piece)
            else:
                self._marks.append((at, piece))
        self.text = "".join(texts)
        self.document: Document = parsed(self.text, split)

    def english(self, beads: Sequence[Bead]) -> Iterator[Mark[T] | Old | New]:
        """The pieces of the English. A sentence that stays as it was keeps its marks where they stood."""
        sides = [(bead.segment, bead.target) for bead in beads]
        spans = [(one.start, one.end) if one.text != target else None for one, target in sides]
        marks, at, fresh = _Marks(self._marks, spans), 0, False
        for bead in beads:
            start, end = bead.segment.start, bead.segment.end
            changed = bead.target != bead.segment.text
            inside = marks.inside(start, end) if changed else []
            yield from marks.between(at, start)
            if at == start and at and (changed or fresh):
                # sentences that are written close up in Kazakh have a blank between them in English
                yield New(" ")
            if changed:
                yield from _around(bead, inside)
            else:
                yield from marks.between(start, end, through=False)
            at, fresh = end, changed
        yield from marks.between(at, len(self.text))


@dataclass(frozen=True, slots=True)
class _Placed(Generic[T]):
    """A mark and its place in its sentence; a `wide` one's element goes around all of the sentence's English."""

    place: int
    mark: Mark[T]
    wide: bool


class _Marks(Generic[T]):
    """The marks of a run, taken from left to right."""

    def __init__(self, marks: Sequence[tuple[int, Mark[T]]], spans: Sequence[Span | None]) -> None:
        """`spans` are where the sentences stand, and None for each that stays as it was."""
        self._marks, self._next = marks, 0
        self._taken: set[int] = set()
        self._wide = frozenset(_astride(marks, spans))

    def inside(self, start: int, end: int) -> list[_Placed[T]]:
        """The marks inside a sentence, and those at its ends whose elements lie in it; nobody else gets them."""
        found: set[int] = set()
        open_: list[int] = []
        for n in range(self._next, len(self._marks)):
            place, mark = self._marks[n]
            if place > end:
                break
            if n in self._taken:
                continue
            if start < place < end:
                found.add(n)
            if mark.kind == "open" and place >= start:
                open_.append(n)
            elif mark.kind == "close" and open_ and self._marks[open_[-1]][1].name == mark.name:
                begin = open_.pop()
                if self._marks[begin][0] < place:
                    found |= {begin, n}
        self._taken |= found
        return [_Placed(self._marks[n][0] - start, self._marks[n][1], n in self._wide) for n in sorted(found)]

    def between(self, start: int, end: int, *, through: bool = True) -> Iterator[Mark[T] | Old | New]:
        """What stays as it is, with the marks in it, and those at its end if it goes `through`."""
        while self._next < len(self._marks) and self._marks[self._next][0] < end + through:
            place, mark = self._marks[self._next]
            if self._next not in self._taken:
                # what closes where the next sentence begins is seen before what opens there: both stand here
                if place > start:
                    yield Old(start, place)
                yield mark
                start = max(start, place)
            self._next += 1
        if end > start:
            yield Old(start, end)


def _astride(marks: Sequence[tuple[int, Mark[T]]], spans: Sequence[Span | None]) -> Iterator[int]:
    """The marks of elements that begin in one sentence and end in the next, and so hold no sentence whole."""
    sentences = [(n, span) for n, span in enumerate(spans) if span]
    at = 0
    open_: list[tuple[int, str, int | None]] = []
    for number, (place, mark) in enumerate(marks):
        while at < len(sentences) and sentences[at][1][1] <= place:
            at += 1
        n = sentences[at][0] if at < len(sentences) and sentences[at][1][0] < place else None
        if mark.kind == "open":
            open_.append((number, mark.name, n))
        elif mark.kind == "close" and open_ and open_[-1][1] == mark.name:
            begin, _, began = open_.pop()
            if began is not None and n is not None and n == began + 1:
                yield from (begin, number)


@dataclass(frozen=True, slots=True)
class _Element(Generic[T]):
    """A begin and its end in one sentence, and the characters of the sentence between them."""

    order: int
    span: Span
    begin: Mark[T]
    finish: Mark[T]


def _around(bead: Bead, inside: Sequence[_Placed[T]]) -> Iterator[Mark[T] | Old | New]:
    """A sentence's English with its marks."""
    before, elements, words, after = _sorted(inside, bead.segment.text)
    yield from before
    yield from _woven(bead, elements, words)
    yield from after


def _sorted(
    inside: Sequence[_Placed[T]], text: str
) -> tuple[list[Mark[T]], list[_Element[T]], list[tuple[int, Mark[T]]], list[Mark[T]]]:
    """What goes before the English, the elements in it by their begin, what stands like a word, and what goes after."""
    closes: list[Mark[T]] = []
    late: list[Mark[T]] = []
    elements: list[_Element[T]] = []
    words: list[tuple[int, Mark[T]]] = []
    open_: list[tuple[int, int, Mark[T]]] = []
    wide = 0  # so many of those that stay open, the outermost ones, begin before the English
    after: list[Mark[T] | None] = []
    for one in inside:
        place, mark = one.place, one.mark
        if mark.kind == "open":
            open_.append((len(after), place, mark))
            after.append(mark)
            # one that begins behind what ends late is around the next sentence alone
            wide = len(open_) if one.wide and not late else wide
        elif mark.kind == "alone":
            worded = text[place - 1].isspace() and not text[place].isalnum() and not (open_ and open_[-1][1] == place)
            words += [(place, mark)] if worded else []
            after += [] if worded else [mark]
        elif not (open_ and open_[-1][2].name == mark.name):
            # what is around one that ends late ends later still
            (late if late or one.wide else closes).append(mark)
        else:
            order, start, begin = open_.pop()
            if start == place:
                # no words in it: it stands alone, with all that is in it
                after.append(mark)
            else:
                after[order] = None
                elements.append(_Element(order, (start, place), begin, mark))
    elements.sort(key=lambda element: element.order)
    for order, _, _ in open_[:wide]:
        after[order] = None
    early = [mark for _, _, mark in open_[:wide]]
    return closes + early, elements, words, late + [mark for mark in after if mark]


def _woven(
    bead: Bead, elements: Sequence[_Element[T]], words: Sequence[tuple[int, Mark[T]]]
) -> Iterator[Mark[T] | New]:
    """A sentence's English with the elements in it, and what stands like a word, as code does, about where it stood."""
    text = bead.target
    spans = placed(bead, [element.span for element in elements])
    # (place, kept apart from what is inside it, what stands there)
    events: list[tuple[tuple[int, ...], Mark[T], bool]] = []
    for n, (element, (start, end)) in enumerate(zip(elements, spans, strict=True)):
        # of two that begin together the longer is the outer one, and of two that are alike the one that was; one
        # without words ends before anything else does or begins
        events.append(((start, 2, -end, n) if end > start else (start, 1, n, 0), element.begin, False))
        events.append(((end, 0, -start, -n) if end > start else (start, 1, n, 1), element.finish, False))
    for place, mark in words:
        events.append(((_gap(text, place / len(bead.segment.text)), -1), mark, True))
    at = 0
    for (place, *_), mark, apart in sorted(events, key=lambda event: event[0]):
        if place > at:
            yield New(text[at:place])
            at = place
        if apart:
            yield New(" ")
        yield mark
    if at < len(text):
        yield New(text[at:])


def _gap(text: str, share: float) -> int:
    """The end of the word at that share of a text."""
    ends = [found.end() for found in re.finditer(r"\S+", text)]
    return min(ends, key=lambda end: abs(end - share * len(text)), default=0)
