"""Text into pieces and back, the same for every runtime: by `tokenizer.json`, else by a sentencepiece file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from translate.errors import ModelError

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor
    from tokenizers import Tokenizer

Span = tuple[int, int]
SENTENCEPIECE_FILES = ("sentencepiece.bpe.model", "source.spm", "sentencepiece.model")
# Half of a UTF-16 pair is no character: it comes from broken JSON, and neither library takes it.
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence in pieces, without special ones; `spans` are their places in the sentence."""

    tokens: tuple[str, ...]
    spans: tuple[Span, ...]


class PieceTokenizer(Protocol):
    """What an engine needs of a tokenizer."""

    def pieces(self, text: str) -> Pieces:
        """Cut any string into pieces of the vocabulary; what looks like a special piece is spelled letter by letter."""
        ...

    def text(self, tokens: Sequence[str]) -> str:
        """Put pieces together again, special ones left out."""
        ...

    def frame(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The special pieces before and after a sentence, for a model without language codes."""
        ...


def load_tokenizer(directory: Path) -> PieceTokenizer:
    """Read the tokenizer that lies in a model's folder."""
    if (directory / "tokenizer.json").is_file():
        return JsonTokenizer.load(directory / "tokenizer.json")
    for name in SENTENCEPIECE_FILES:
        if (directory / name).is_file():
            return SentencePieceTokenizer.load(directory / name)
    raise ModelError(f"{directory} holds no tokenizer.json: copy it from the original model")


class JsonTokenizer:
    """A `tokenizer.json` as Hugging Face's models carry it."""

    def __init__(self, tokenizer: "Tokenizer") -> None:
        """Take a loaded tokenizer; it is this object's own from here on."""
        self._tokenizer = tokenizer
        self._special = {token.content for token in tokenizer.get_added_tokens_decoder().values()}
        framed = tokenizer.encode("", add_special_tokens=True).tokens
        self._frame = (tuple(framed[:-1]), tuple(framed[-1:]))
        # From here on special pieces inside a text are text: added ones are not looked for ...
        tokenizer.encode_special_tokens = True
        tokenizer.no_padding()
        tokenizer.no_truncation()

    @classmethod
    def load(cls, path: Path) -> "JsonTokenizer":
        """Read the file, or say in one line why it can't be."""
        from tokenizers import Tokenizer

        try:
            return cls(Tokenizer.from_file(str(path)))
        except Exception as error:  # the library raises a bare Exception
            raise ModelError(f"{path} is no tokenizer ({error}): copy it again from the original model") from error

    def pieces(self, text: str) -> Pieces:
        """Cut a string into pieces; see `PieceTokenizer`."""
        text = _SURROGATE.sub("\ufffd", text)
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        tokens: list[str] = []
        spans: list[Span] = []
        for token, (start, end) in zip(encoding.tokens, encoding.offsets, strict=True):
            # ... and where the vocabulary itself holds one ("</s>" is a piece of a unigram model), it is spelled out.
            if token in self._special and text[start:end].strip() == token:
                tokens += token
                spans += [(at, at + 1) for at in range(end - len(token), end)]
            else:
                tokens.append(token)
                # A lone blank put before the first word is reported over that word's first letter.
                spans.append(_without_blanks(text, start, start if token == "▁" else end))
        return Pieces(tuple(tokens), tuple(spans))

    def text(self, tokens: Sequence[str]) -> str:
        """Put pieces together again, special ones left out."""
        ids = [self._tokenizer.token_to_id(token) for token in tokens if token not in self._special]
        return self._tokenizer.decode([i for i in ids if i is not None]).strip()

    def frame(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The special pieces around a sentence, as the file's own template has them."""
        return self._frame

    def id(self, token: str) -> int | None:
        """The number of a piece, for a runtime that wants numbers."""
        found = self._tokenizer.token_to_id(token)
        return None if found is None else int(found)

    def token(self, number: int) -> str:
        """The piece of a number."""
        return str(self._tokenizer.id_to_token(number) or "")


class SentencePieceTokenizer:
    """A bare sentencepiece file, as older converted directories carry it."""

    def __init__(self, processor: "SentencePieceProcessor") -> None:
        """Take a loaded file."""
        self._processor = processor

    @classmethod
    def load(cls, path: Path) -> "SentencePieceTokenizer":
        """Read the file, or say in one line why it can't be."""
        from sentencepiece import SentencePieceProcessor

        try:
            return cls(SentencePieceProcessor(model_file=str(path)))
        except (RuntimeError, OSError) as error:
            raise ModelError(f"{path} is no sentencepiece model ({error}): copy it again") from error

    def pieces(self, text: str) -> Pieces:
        """Cut a string into pieces; control symbols in it are text to sentencepiece anyway."""
        text = _SURROGATE.sub("\ufffd", text)
        found = self._processor.encode(text, out_type="offset_mapping")
        tokens = tuple(map(str, found["pieces"]))
        spans = tuple(_without_blanks(text, start, end) for start, end in found["offsets"])
        return Pieces(tokens, spans)

    def text(self, tokens: Sequence[str]) -> str:
        """Put pieces together again; what is no piece of this file is special."""
        unknown = self._processor.unk_id()
        return str(self._processor.decode([t for t in tokens if self._processor.piece_to_id(t) != unknown])).strip()

    def frame(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Only an end: that is what models with a bare sentencepiece file (Marian, OpenNMT) are trained with."""
        return (), ("</s>",)


def _without_blanks(text: str, start: int, end: int) -> Span:
    """The span without the blank that sentencepiece counts to the word after it."""
    while start < end and text[start].isspace():
        start += 1
    return start, end
