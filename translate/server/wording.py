"""A request's text as documents for the translator, and its English with every blank where it stood."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, Protocol

from translate.document import Bead, Document, Segment
from translate.errors import InputError
from translate.formats import newswire
from translate.server.refusal import Refusal

Beads = Sequence[Sequence[Bead]]
# What ends a sentence: stops and line breaks, stops alone, or nothing.
Split = Literal["lines", "stops", "whole"]
# One blank for one break, so that no character moves.
_BREAKS = dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")


class Wording(Protocol):
    """A text of a request: the documents that it holds, and what it becomes with their beads."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """What is to be translated."""
        ...

    def english(self, beads: Beads) -> str:
        """The whole text with the English in it."""
        ...


class Plain:
    """A text without tags."""

    def __init__(self, text: str, day: date | None = None, title: str | None = None, split: Split = "lines") -> None:
        """`day` is the article's, for names that have changed; the title becomes the first row. Raises Refusal."""
        self._typed = text
        document = parsed(text, split)
        if day:
            document = replace(document, date=day)
        if title and title.strip():
            document = _titled(document, title)
            self._typed = document.text
        self.documents = (document,)

    def english(self, beads: Beads) -> str:
        """The whole text with the English in it."""
        return joined(replace(self.documents[0], text=self._typed), beads[0])


class Whole:
    """A document that was read from a file."""

    def __init__(self, document: Document) -> None:
        """Its text is the file's, without what the file's form needs."""
        self.documents = (document,)

    def english(self, beads: Beads) -> str:
        """The whole text with the English in it."""
        return joined(self.documents[0], beads[0])


def parsed(text: str, split: Split = "lines") -> Document:
    """The document that a text is. Raises Refusal."""
    try:
        if split == "lines":
            return newswire.parse(text)
        text = text.translate(_BREAKS)
        return newswire.parse(text) if split == "stops" else _whole(text)
    except InputError as error:
        raise Refusal(400, str(error)) from None


def _whole(text: str) -> Document:
    """A text that is one sentence, but for the blanks around it."""
    inner = text.strip()
    start = text.find(inner) if inner else 0
    segments = (Segment(start, start + len(inner), inner, 0),) if inner else ()
    return Document(text, segments, whole=True)


def joined(document: Document, beads: Sequence[Bead]) -> str:
    """The document's text with each segment's English in its place; what lay between them stays as it was."""
    made, at = [], 0
    for bead in beads:
        between = document.text[at : bead.segment.start]
        # sentences that are written close up in Kazakh have a blank between them in English
        made += [between or (" " if at else ""), bead.target]
        at = bead.segment.end
    return "".join((*made, document.text[at:]))


def _titled(document: Document, title: str) -> Document:
    if document.title:
        raise Refusal(400, "the text begins with a date line and a title of its own; leave title out")
    title = " ".join(title.split())
    by = len(title) + 2
    moved = tuple(
        replace(segment, start=segment.start + by, end=segment.end + by, paragraph=segment.paragraph + 1)
        for segment in document.segments
    )
    head = Segment(0, len(title), title, 0)
    return Document(f"{title}\n\n{document.text}", (head, *moved), 0, document.date, title)
