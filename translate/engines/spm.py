"""A `tokenizer.json` from NLLB's bare sentencepiece file, for checkpoints that carry nothing else.

Numbers are fairseq's: four special pieces first, those of the file in its order, then the codes of 202 languages.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from translate.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NAME = "sentencepiece.bpe.model"
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
# The file's own unknown, beginning and end, which stand among those four.
_OWN = 3
# Where the file, a protocol buffer, holds its table of look-alike characters: normalizer_spec, precompiled_charsmap.
_NORMALIZER, _CHARSMAP = 3, 2
# And how it was learnt: trainer_spec, model_type, of which byte-pair encoding is the second.
_TRAINER, _TYPE, _BPE = 2, 3, 2


def tokenizer_json(path: Path, size: int) -> str:
    """The same tokenizer as Hugging Face's library holds it, for a model of so many rows. Raises ModelError.

    Only byte-pair encoding can be told from the file, and only NLLB puts its codes behind the pieces as is done here.
    """
    from sentencepiece import SentencePieceProcessor

    try:
        processor = SentencePieceProcessor(model_file=str(path))
        data = processor.serialized_model_proto()
    except (RuntimeError, OSError) as error:
        raise ModelError(f"{path} is no sentencepiece model ({error}): fetch it again") from error
    pieces = [str(processor.id_to_piece(number)) for number in range(_OWN, processor.get_piece_size())]
    if _field(_part(data, _TRAINER), _TYPE) != _BPE:
        raise ModelError(f"{path} is no model of byte-pair encoding, as NLLB's is: copy the original's tokenizer.json")
    tokenizer = _tokenizer(pieces, _part(_part(data, _NORMALIZER), _CHARSMAP))
    if tokenizer.get_vocab_size() > size:
        raise ModelError(
            f"{path} makes {tokenizer.get_vocab_size():,} pieces with NLLB's codes and the model has {size:,} rows: "
            "it is not NLLB's; copy the original's tokenizer.json"
        )
    return str(tokenizer.to_str())


def _tokenizer(pieces: list[str], charsmap: bytes) -> "Tokenizer":
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    vocabulary = {piece: number for number, piece in enumerate((*_SPECIAL, *pieces))}
    tokenizer = Tokenizer(
        models.BPE(vocab=vocabulary, merges=list(_merges(pieces, vocabulary)), unk_token="<unk>", fuse_unk=True)
    )
    blanks = normalizers.Replace(Regex(" {2,}"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.Precompiled(charsmap), blanks] if charsmap else [blanks])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.add_special_tokens([*_SPECIAL, *FAIRSEQ_LANGUAGE_CODES, "<mask>"])
    return tokenizer


def _merges(pieces: list[str], vocabulary: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Sentencepiece merges what makes the best piece; which two parts it is made of it doesn't write down."""
    for piece in pieces:  # the best first
        for at in range(len(piece) - 1, 0, -1):
            if piece[:at] in vocabulary and piece[at:] in vocabulary:
                yield piece[:at], piece[at:]


def _part(data: bytes, wanted: int) -> bytes:
    found = _field(data, wanted)
    return found if isinstance(found, bytes) else b""


def _field(data: bytes, wanted: int) -> bytes | int | None:
    return next((value for number, value in _fields(data) if number == wanted), None)


def _fields(data: bytes) -> Iterator[tuple[int, bytes | int]]:
    """The fields of a protocol buffer that hold bytes or whole numbers; others are passed over."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        kind = tag & 7
        if kind == 2:
            size, at = _varint(data, at)
            yield tag >> 3, data[at : at + size]
            at += size
        elif kind == 0:
            value, at = _varint(data, at)
            yield tag >> 3, value
        else:
            at += 8 if kind == 1 else 4


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at
