"""A text that is written in some markup, as tokens: it stays as it was written, and its sentences become English."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from translate.formats.kept.run import Beads, Mark, New, Old, Runs, unchanged
from translate.formats.kept.split import Split

Kind = Literal["text", "open", "close", "alone", "break"]
Dress = Callable[[str], str]
Piece = Mark[str] | Old | New


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of what is written: text, a mark inside a sentence, or what breaks sentences.

    `meant` is what a stretch of text stands for where that is something else, as with an entity.
    """

    kind: Kind
    raw: str
    name: str = ""
    meant: str | None = None


class Written:
    """Tokens, and how text is written: `dress` for English, `keep` for what was there, beside English."""

    def __init__(self, tokens: Iterable[Token], dress: Dress, keep: Dress = str, *, split: Split = "stops") -> None:
        """`split` says what else ends a sentence. Raises InputError."""
        self._dress, self._keep = dress, keep
        self._raw: list[str] = []
        self._strange: list[tuple[int, int, str]] = []
        self._runs = Runs(self._pieces(tokens), split=split)
        self.documents = self._runs.documents

    def _pieces(self, tokens: Iterable[Token]) -> Iterator[str | Mark[str]]:
        at = 0
        for token in tokens:
            self._raw.append(token.raw)
            if token.kind != "text":
                yield Mark(token.kind, token.raw, token.name)
                continue
            text = token.raw if token.meant is None else token.meant
            if token.meant is not None:
                self._strange.append((at, at + len(text), token.raw))
            at += len(text)
            yield text

    def english(self, beads: Beads) -> str:
        """All of it with the English in it; where there is no English, every character as it was."""
        if unchanged(beads):
            return "".join(self._raw)
        return "".join(map(self._shown, self._arranged(self._runs.english(beads))))

    def _arranged(self, pieces: Iterator[Piece]) -> Iterable[Piece]:
        """The pieces as this markup wants them."""
        return pieces

    def _shown(self, piece: Piece) -> str:
        if isinstance(piece, Mark):
            return piece.what
        return self._dress(piece.text) if isinstance(piece, New) else self._old(piece.start, piece.end)

    def _old(self, start: int, end: int) -> str:
        made, text = [], self._runs.text
        for first, last, raw in self._strange[bisect_left(self._strange, (start, 0, "")) :]:
            if first >= end:
                break
            made += [self._keep(text[start:first]), raw]
            start = last
        return "".join((*made, self._keep(text[start:end])))
