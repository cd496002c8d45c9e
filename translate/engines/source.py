"""A sentence as a model reads it: its pieces between the special ones that the model was trained with."""

from collections.abc import Callable
from dataclasses import dataclass

from translate.engines.tokenizer import Pieces, PieceTokenizer, Span

TARGET = "eng_Latn"


@dataclass(frozen=True, slots=True)
class Source:
    """`spans` has one entry a token; a special piece has none. `cut` says that pieces were left out at the end."""

    text: str
    tokens: tuple[str, ...]
    spans: tuple[Span | None, ...]
    cut: bool

    @property
    def blank(self) -> bool:
        """Whether there is nothing to translate."""
        return not any(self.spans)


class Framing:
    """How a model wants its input: `kaz_Cyrl … </s>` if it knows language codes, else as its tokenizer frames it."""

    def __init__(self, tokenizer: PieceTokenizer, knows: Callable[[str], bool], longest: int) -> None:
        """Take the tokenizer and what the model knows; `longest` counts special pieces too."""
        self._tokenizer = tokenizer
        self._knows = knows
        self._longest = longest
        self.coded = knows(TARGET)
        # What the decoder is given to begin with, after its start piece.
        self.prefix = (TARGET,) if self.coded else ()

    def source(self, sentence: str, language: str) -> Source:
        """Frame a sentence, cut to what the model reads."""
        before, after = self._around(language)
        pieces = self._pieces(sentence)
        room = max(0, self._longest - len(before) - len(after))
        spans = (*(None for _ in before), *pieces.spans[:room], *(None for _ in after))
        return Source(sentence, (*before, *pieces.tokens[:room], *after), spans, len(pieces.tokens) > room)

    def length(self, sentence: str, language: str) -> int:
        """How many pieces a sentence has before any cut, special ones included."""
        before, after = self._around(language)
        return len(before) + len(self._pieces(sentence).tokens) + len(after)

    def _pieces(self, sentence: str) -> Pieces:
        # Of a lone control mark or soft hyphen a model makes a sentence about something.
        visible = any(letter.isprintable() and not letter.isspace() for letter in sentence)
        return self._tokenizer.pieces(sentence) if visible else Pieces((), ())

    def _around(self, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        # The tokenizer's own template is no guide where there are codes: published NLLB files end in `</s> eng_Latn`,
        # a mistake of 2022 that lost quality until it was mended in the library, never in the files.
        return ((language,), ("</s>",)) if self.coded and self._knows(language) else self._tokenizer.frame()
