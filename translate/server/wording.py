"""A request's text as documents for the translator, and its English with every blank where it stood."""

from dataclasses import replace
from datetime import date
from typing import Protocol

from translate.document import Document, Segment
from translate.formats.kept.run import Beads, joined
from translate.formats.kept.split import Split, parsed
from translate.server.refusal import Refusal


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
        """`day` is the article's, for names that have changed; the title becomes the first row.

        Raises InputError, and Refusal for a second title.
        """
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
