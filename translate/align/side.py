"""One of two texts that are to be aligned: its segments, and the documents by whose English the beads are told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translate.document import Document
from translate.errors import InputError
from translate.formats import newswire
from translate.language import KAZAKHS, language
from translate.rows import Row


@dataclass(frozen=True, slots=True)
class Side:
    """The segments of a text, and its documents: one, or one for each line where each `lines` is a segment."""

    name: str
    segments: tuple[str, ...]
    documents: tuple[Document, ...]
    lines: bool

    def __post_init__(self) -> None:
        """Raise InputError where there is nothing to align."""
        if not any(segment.strip() for segment in self.segments):
            raise InputError(f"{self.name} holds no text: give one with at least one sentence")

    @classmethod
    def of_lines(cls, name: str, lines: Sequence[str], spoken: str) -> "Side":
        """A text whose lines are its segments; `spoken` is its language, by FLORES-200's name. Raises InputError."""
        documents = tuple(newswire.parse(line, language=spoken) for line in lines)
        return cls(name, tuple(lines), documents, True)

    @classmethod
    def of_document(cls, name: str, document: Document) -> "Side":
        """A text whose sentences are its segments. Raises InputError."""
        return cls(name, tuple(segment.text for segment in document.segments), (document,), False)

    def translations(self, rows: Iterable[Row]) -> Iterator[str]:
        """Our English of each segment, from the rows of its documents; a line may hold several sentences, or none."""
        made: dict[int, list[str]] = {}
        for row in rows:
            made.setdefault(row.document if self.lines else row.index, []).append(row.bead.target)
        for n in range(len(self.segments)):
            yield " ".join(made.get(n, ()))


def check_languages(kazakh: Side, english: Side) -> None:
    """Raise InputError where the texts look swapped; a lone slip of language is left to the scores."""
    spoken = [language(" ".join(side.segments)) for side in (kazakh, english)]
    if spoken[0] in ("eng_Latn", "und_Latn"):
        raise InputError(f"{kazakh.name} is no Kazakh in Cyrillic: name the Kazakh text first, then the English one")
    if spoken[1] in (*KAZAKHS, "rus_Cyrl"):
        raise InputError(f"{english.name} is no English: name the Kazakh text first, then the English one")
