"""A block of Markdown: what is no mark looks like none, and what is one touches its words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from translate.formats.kept.run import Beads, Mark, New, unchanged
from translate.formats.kept.written import Piece, Token, Written

# What would be markup in English that holds it by chance: anywhere, at entities, at the begin of a line.
_SPECIAL = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|~~|&(?=#?\w+;)")
_LEADING = re.compile(r"(?:[-+>]|#{1,6}|=+)(?=\s|\Z)|(?<=\d)[.)](?=\s|\Z)")
_NUMBER = re.compile(r"\d{1,9}(?=[.)](?:\s|\Z))")
# Struck through twice at the begin of a line, where it would begin a block of code; a blank by number begins none.
_FENCE = re.compile(r"^([ >]*)(?=~{3})", re.MULTILINE)


class Block(Written):
    """The content of one block."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        """See `Written`."""
        super().__init__(tokens, _dressed, _kept)

    def english(self, beads: Beads) -> str:
        """See `Written`; no mark that moved to the begin of a line may be read as another one there."""
        made = super().english(beads)
        return made if unchanged(beads) else _FENCE.sub(r"\1&#32;", made)

    def _arranged(self, pieces: Iterator[Piece]) -> Iterable[Piece]:
        return self._told_apart(self._tightened(pieces))

    def _tightened(self, pieces: Iterator[Piece]) -> list[Piece]:
        """Blanks between a mark and its words change places with the mark, since `** word**` is no emphasis."""
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
        return not isinstance(piece, Mark) and not self._said(piece).strip()

    def _said(self, piece: Piece | None) -> str:
        if piece is None or isinstance(piece, Mark):
            return ""
        return piece.text if isinstance(piece, New) else self._runs.text[piece.start : piece.end]

    def _told_apart(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Two stars that come together are one mark, and a parser may pair others than were meant.

        So what is inside another is written as the other mark that means the same, but not inside a word, where that
        one is none.
        """
        told = [*pieces]
        open_: list[tuple[int, Mark[str], str]] = []
        for at, piece in enumerate(pieces):
            if not (isinstance(piece, Mark) and piece.name == "em"):
                continue
            if piece.kind == "open":
                open_.append((at, piece, {"*": "_", "_": "*"}[open_[-1][2]] if open_ else piece.what))
            elif open_:
                begin, opening, what = open_.pop()
                before = self._said(pieces[begin - 1] if begin else None)[-1:]
                after = self._said(pieces[at + 1] if at + 1 < len(pieces) else None)[:1]
                if what == "*" or not (before.isalnum() or after.isalnum()):
                    told[begin], told[at] = replace(opening, what=what), replace(piece, what=what)
        return told


def _dressed(text: str) -> str:
    """English as Markdown means it."""
    number = _NUMBER.match(text)
    at = number.end() if number else 0
    mark = "\\" if _LEADING.match(text, at) else ""
    return text[:at] + mark + (text[at:] if mark else _kept(text[at:]))


def _kept(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found.group(), text)
