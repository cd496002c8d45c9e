"""Other English for one sentence: what the engine's search held besides the best, each put through the whole way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from translate.document import Bead, Document
from translate.engines import Decoding, Engine, Hypothesis
from translate.engines.remembered import Remembered
from translate.translator import Translator

# As many as a search of four beams holds anyway, so that the best stays what it is.
MOST = 3


@dataclass(frozen=True, slots=True)
class _Ranked:
    """An engine that answers with its hypothesis number `rank`, from 0, where it is asked as `decoding` says."""

    inner: Engine
    decoding: Decoding
    rank: int
    most: int

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def longest(self) -> int:
        return self.inner.longest

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        return self.inner.lengths(sentences)

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        if replace(decoding, source=self.decoding.source) != self.decoding:
            return self.inner.translate(sentences, decoding)
        wide = replace(decoding, alternatives=self.most)
        heard = self.inner.translate(sentences, wide)
        return [(best, *best.alternatives)[min(self.rank, len(best.alternatives))] for best in heard]


def alternatives(translator: Translator, document: Document, index: int, most: int = MOST) -> Iterator[Bead]:
    """Beads for segment `index` of a document, the likeliest first, with their own terms and flags; none is twice.

    What a person corrected is not looked up: these are the machine's own.
    """
    part = replace(document, segments=(document.segments[index],))
    heard = Remembered(translator.engine)
    seen: set[str] = set()
    for rank in range(most + 1):
        engine = _Ranked(heard, translator.decoding, rank, most)
        for row in replace(translator, engine=engine, memory=None).stream([part]):
            if row.bead.target not in seen:
                seen.add(row.bead.target)
                yield row.bead
