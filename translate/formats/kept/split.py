"""What ends a sentence of a text, as whoever sends it wants it."""

from typing import Literal

from translate.document import Document, Segment
from translate.formats import newswire

# Stops and line breaks, stops alone, or nothing.
Split = Literal["lines", "stops", "whole"]
# One blank for one break, so that no character moves.
BREAKS = dict.fromkeys(map(ord, "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")


def parsed(text: str, split: Split) -> Document:
    """The document that a text is; where line breaks end no sentence they are blanks in it. Raises InputError."""
    if split == "lines":
        return newswire.parse(text)
    text = text.translate(BREAKS)
    return newswire.parse(text) if split == "stops" else _whole(text)


def _whole(text: str) -> Document:
    """A text that is one sentence, but for the blanks around it."""
    inner = text.strip()
    start = text.find(inner) if inner else 0
    segments = (Segment(start, start + len(inner), inner, 0),) if inner else ()
    return Document(text, segments, whole=True)
