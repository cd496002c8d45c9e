"""Other English for one sentence: what the engine's search held besides the best, each put through the whole way."""

from collections.abc import Iterator
from dataclasses import replace

from translate.document import Bead, Document
from translate.engines.others import Heard, Other
from translate.engines.remembered import Remembered
from translate.translator import Translator

# As many as a search of four beams holds anyway, so that the best stays what it is.
MOST = 3


def alternatives(translator: Translator, document: Document, index: int, most: int = MOST) -> Iterator[Bead]:
    """Beads for segment `index` of a document, the likeliest first, with their own terms and flags; none is twice.

    What a person corrected is not looked up: these are the machine's own.
    """
    part = replace(document, segments=(document.segments[index],))
    inner, heard = Remembered(translator.engine), Heard(most)
    seen: set[str] = set()
    for rank in range(most + 1):
        for row in replace(translator, engine=Other(inner, heard, rank), memory=None).stream([part]):
            if row.bead.target not in seen:
                seen.add(row.bead.target)
                yield row.bead
