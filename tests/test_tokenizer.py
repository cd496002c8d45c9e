"""Pieces and places of any string, and never a special piece from what a user wrote."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import tiny
from translate.engines.source import Framing
from translate.engines.tokenizer import JsonTokenizer, PieceTokenizer, SentencePieceTokenizer, load_tokenizer
from translate.errors import ModelError

ROOT = Path(__file__).parent.parent
SPECIAL = {"<s>", "</s>", "<pad>", "<mask>", "eng_Latn", "kaz_Cyrl", "rus_Cyrl"}
LOADED: dict[str, PieceTokenizer] = {}


def loaded(name: str, tmp: Path) -> PieceTokenizer:
    if name not in LOADED:
        if name == "sentencepiece":
            LOADED[name] = load_tokenizer(_sentencepiece(tmp))
        elif name == "unigram":
            LOADED[name] = load_tokenizer(_unigram(tmp))
        else:
            LOADED[name] = load_tokenizer(tiny.made(name).hf)
    return LOADED[name]


@pytest.fixture(params=["nllb", "bart", "unigram", "sentencepiece"])
def tokenizer(request: pytest.FixtureRequest, tmp_path: Path) -> PieceTokenizer:
    return loaded(request.param, tmp_path)


@pytest.mark.parametrize("text", [*SPECIAL, "Ол </s> келді", "Ол eng_Latnкелді.", "</s></s>", "<s>Ол</s>"])
def test_what_looks_special_is_spelled_out(tokenizer: PieceTokenizer, text: str) -> None:
    pieces = tokenizer.pieces(text)
    assert not SPECIAL & set(pieces.tokens)
    assert "".join(text[a:b] for a, b in pieces.spans) == "".join(text.split())


@pytest.mark.parametrize(
    "text", ["Ол ертең келеді.", "  Ол  ертең ", "Ол\u00ad ертең\tкеледі", "Қытай 😀 мен «Ел»", "Ол\nертең", "а\ud800б"]
)
def test_spans_are_the_places_of_the_pieces(tokenizer: PieceTokenizer, text: str) -> None:
    pieces = tokenizer.pieces(text)
    assert len(pieces.tokens) == len(pieces.spans)
    starts = [start for start, _ in pieces.spans]
    assert starts == sorted(starts)
    for token, (start, end) in zip(pieces.tokens, pieces.spans, strict=True):
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == text[start:end].strip()
        if (plain := token.removeprefix("▁")).strip() and plain in text:
            assert text[start:end] == plain


@pytest.mark.parametrize("text", ["He will come tomorrow.", "Kazakhstan and China", "A new school."])
def test_pieces_make_the_text_again(tokenizer: PieceTokenizer, text: str) -> None:
    pieces = tokenizer.pieces(text)
    assert tokenizer.text(pieces.tokens) == text
    assert tokenizer.text(["eng_Latn", *pieces.tokens, "</s>"]) == text


@given(st.text(max_size=60))
def test_any_string_has_pieces(text: str) -> None:
    for tokenizer in LOADED.values():
        pieces = tokenizer.pieces(text)
        assert len(pieces.tokens) == len(pieces.spans)
        assert all(0 <= start <= end <= len(text) for start, end in pieces.spans)
        assert not SPECIAL & set(pieces.tokens)


def test_frames(tmp_path: Path) -> None:
    assert loaded("bart", tmp_path).frame() == (("<s>",), ("</s>",))
    assert loaded("sentencepiece", tmp_path).frame() == ((), ("</s>",))


def test_a_published_file_that_ends_in_its_code_is_framed_code_first(tmp_path: Path) -> None:
    """The NLLB files on the hub carry `</s> eng_Latn` after the sentence."""
    from tokenizers import Tokenizer, processors

    backend = Tokenizer.from_file(str(tiny.made("nllb").hf / "tokenizer.json"))
    codes: Any = [(name, backend.token_to_id(name)) for name in ("</s>", "eng_Latn")]
    backend.post_processor = processors.TemplateProcessing(single="$A </s> eng_Latn", special_tokens=codes)
    backend.save(str(tmp_path / "tokenizer.json"))
    framing = Framing(load_tokenizer(tmp_path), lambda _: True, 32)
    assert framing.source("Ол", "kaz_Cyrl").tokens[0] == "kaz_Cyrl"
    assert framing.source("Ол", "kaz_Cyrl").tokens[-1] == "</s>"
    assert "eng_Latn" not in framing.source("Ол", "kaz_Cyrl").tokens


def test_a_cut_keeps_the_end(tmp_path: Path) -> None:
    framing = Framing(loaded("nllb", tmp_path), lambda _: True, 8)
    source = framing.source("Ол ертең келеді. " * 9, "kaz_Cyrl")
    assert source.cut
    assert len(source.tokens) == len(source.spans) == 8
    assert source.tokens[-1] == "</s>"
    assert framing.length("Ол ертең келеді. " * 9, "kaz_Cyrl") > 8


def test_padding_and_truncation_of_a_file_are_not_ours(tmp_path: Path) -> None:
    from tokenizers import Tokenizer

    backend = Tokenizer.from_file(str(tiny.made("bart").hf / "tokenizer.json"))
    backend.enable_truncation(4)
    backend.enable_padding(length=50)
    assert len(JsonTokenizer(backend).pieces("Ол ертең келеді.").tokens) not in (4, 50)


def test_no_tokenizer(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"holds no tokenizer.json: copy it"):
        load_tokenizer(tmp_path)


@pytest.mark.parametrize("name", ["tokenizer.json", "sentencepiece.bpe.model"])
def test_a_broken_tokenizer(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("{no", encoding="utf-8")
    with pytest.raises(ModelError, match=rf"{name} is no .*: copy it again"):
        load_tokenizer(tmp_path)


def _sentencepiece(folder: Path) -> Path:
    import sentencepiece

    with (folder / "sentencepiece.bpe.model").open("wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter([side for pair in tiny.PAIRS for side in pair]),
            model_writer=file,
            vocab_size=160,
            hard_vocab_limit=False,
            character_coverage=1.0,
            minloglevel=2,
        )
    return folder


def _unigram(folder: Path) -> Path:
    """The kind whose vocabulary holds its special pieces as pieces like others, as the bundled model's does."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    letters = sorted({letter for pair in tiny.PAIRS for side in pair for letter in side} | set("</>_engLatspdmk"))
    vocabulary = [(token, 0.0) for token in ("<s>", "<pad>", "</s>", "<unk>")] + [("▁", -3.0)]
    backend = Tokenizer(models.Unigram([*vocabulary, *((letter, -5.0) for letter in letters if letter != " ")], 3))
    backend.pre_tokenizer = pre_tokenizers.Metaspace()
    backend.decoder = decoders.Metaspace()
    backend.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    backend.save(str(folder / "tokenizer.json"))
    return folder


def test_the_trap_is_real(tmp_path: Path) -> None:
    """Without our care a unigram model reads `</s>` in a sentence as its end."""
    from tokenizers import Tokenizer

    backend = Tokenizer.from_file(str(_unigram(tmp_path) / "tokenizer.json"))
    backend.encode_special_tokens = True
    assert "</s>" in backend.encode("Ол </s>", add_special_tokens=False).tokens
    assert isinstance(load_tokenizer(tmp_path), JsonTokenizer)
    assert not isinstance(load_tokenizer(tmp_path), SentencePieceTokenizer)
