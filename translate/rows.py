"""A row of a translation as it becomes ready, and the place of a segment that is to become one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from translate.consistency import Renderings
from translate.document import Bead, Document


@dataclass(frozen=True, slots=True)
class Row:
    """A bead as it becomes ready: `index` in its document, `document` among those given, both from 0."""

    document: int
    index: int
    bead: Bead


@dataclass(frozen=True, slots=True)
class Place:
    """A segment that is to be translated: `index` in its document, which is the one of that number.

    `renderings` are the names of the document's rows before it, which are given out in order.
    """

    number: int
    document: Document
    index: int
    renderings: Renderings


def places(documents: Iterable[Document]) -> Iterator[Place]:
    """Those of all segments, in the order of documents and segments; a document is read when its turn comes."""
    for number, document in enumerate(documents):
        renderings = Renderings()
        for index in range(len(document.segments)):
            yield Place(number, document, index, renderings)
