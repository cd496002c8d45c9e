"""A text that is written in some markup, as tokens: it stays as it was written, and its sentences become English."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from translate.formats.kept.run import Beads, Mark, New, Old, Runs, unchanged

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

    def __init__(
        self, tokens: Iterable[Token], dress: Dress, keep: Dress = str, *, lines: bool = False, tight: bool = False
    ) -> None:
        """With `lines` a line break ends a sentence; `tight` marks must touch words. Raises InputError."""
        self._dress, self._keep, self._tight = dress, keep, tight
        self._raw: list[str] = []
        self._strange: list[tuple[int, int, str]] = []
        self._runs = Runs(self._pieces(tokens), lines=lines)
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
        pieces = list(self._runs.english(beads))
        return "".join(map(self._shown, self._tightened(pieces) if self._tight else pieces))

    def _tightened(self, pieces: list[Piece]) -> list[Piece]:
        """Blanks between a mark and its words change places with the mark."""
        made: list[Piece] = []
        for piece in pieces:
            at = len(made)
            if self._blank(piece):
                while at and isinstance(before := made[at - 1], Mark) and before.kind == "open":
                    at -= 1
            elif isinstance(piece, Mark) and piece.kind == "close":
                while at and self._blank(made[at - 1]):
                    at -= 1
            made.insert(at, piece)
        return made

    def _blank(self, piece: Piece) -> bool:
        if isinstance(piece, Mark):
            return False
        return not (piece.text if isinstance(piece, New) else self._runs.text[piece.start : piece.end]).strip()

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
