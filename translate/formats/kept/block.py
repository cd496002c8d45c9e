"""A block of Markdown: what is no mark looks like none, and what is one touches its words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from translate.formats.kept.run import Mark, New
from translate.formats.kept.written import Piece, Token, Written

# What would be markup in English that holds it by chance: anywhere, at entities, at the begin of a line.
_SPECIAL = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|~~|&(?=#?\w+;)")
_LEADING = re.compile(r"(?:[-+>]|#{1,6}|=+)(?=\s|\Z)|(?<=\d)[.)](?=\s|\Z)")
_NUMBER = re.compile(r"\d{1,9}(?=[.)](?:\s|\Z))")


class Block(Written):
    """The content of one block."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        """See `Written`."""
        super().__init__(tokens, _dressed, _kept)

    def _arranged(self, pieces: Iterator[Piece]) -> Iterable[Piece]:
        return _told_apart(self._tightened(pieces))

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
        if isinstance(piece, Mark):
            return False
        return not (piece.text if isinstance(piece, New) else self._runs.text[piece.start : piece.end]).strip()


def _told_apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Two stars that come together are one mark: the second is written as the other one that means the same."""
    open_: list[str] = []
    before: Piece | None = None
    for piece in pieces:
        if isinstance(piece, Mark) and piece.name == "em" and piece.kind == "open":
            follows = isinstance(before, Mark) and before.kind == "open" and before.name == "em"
            open_.append({"*": "_", "_": "*"}[open_[-1]] if follows and open_ else piece.what)
            piece = replace(piece, what=open_[-1])
        elif isinstance(piece, Mark) and piece.name == "em" and open_:
            piece = replace(piece, what=open_.pop())
        yield piece
        before = piece


def _dressed(text: str) -> str:
    """English as Markdown means it."""
    number = _NUMBER.match(text)
    at = number.end() if number else 0
    mark = "\\" if _LEADING.match(text, at) else ""
    return text[:at] + mark + (text[at:] if mark else _kept(text[at:]))


def _kept(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found.group(), text)
