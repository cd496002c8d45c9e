"""A bare sentencepiece file, read by the library that wrote it and as what the installer makes of it."""

from pathlib import Path

import pytest
import sentencepiece
from tokenizers import Tokenizer

from tests import tiny
from translate.engines import build, spm
from translate.errors import ModelError

# The file's pieces, one more special piece, the codes and the mask.
ROWS = 230 + 1 + 202 + 1
LINES = [side for pair in tiny.PAIRS for side in pair]


def trained(folder: Path, kind: str, pieces: int = 230) -> Path:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES * 3),
        model_prefix=str(folder / "x"),
        vocab_size=pieces,
        model_type=kind,
        character_coverage=1.0,
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    return (folder / "x.model").rename(folder / spm.NAME)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained(tmp_path_factory.mktemp("spm"), "bpe")


def test_it_cuts_every_text_as_sentencepiece_does(file: Path) -> None:
    theirs = sentencepiece.SentencePieceProcessor(model_file=str(file))
    mine = Tokenizer.from_str(spm.tokenizer_json(file, ROWS))
    for line in (*LINES, "Алматы  мектебі!", "ﬁne ½ …", "Қытай 漢字 ашылды"):
        found = mine.encode(line, add_special_tokens=False)
        assert found.tokens == [
            piece if theirs.piece_to_id(piece) else "<unk>" for piece in theirs.encode(line, out_type=str)
        ], line
        assert found.ids == [number + 1 if number else 3 for number in theirs.encode(line)]


def test_numbers_are_fairseqs(file: Path) -> None:
    mine = Tokenizer.from_str(spm.tokenizer_json(file, ROWS))
    assert [mine.token_to_id(token) for token in ("<s>", "<pad>", "</s>", "<unk>")] == [0, 1, 2, 3]
    assert mine.token_to_id("ace_Arab") == 230 + 1
    assert mine.token_to_id("<mask>") == 230 + 1 + 202 == mine.get_vocab_size() - 1
    assert mine.token_to_id("kaz_Cyrl") is not None


def test_the_installer_takes_it_where_there_is_nothing_else(file: Path) -> None:
    assert build._tokenizer(file.parent, ROWS) == spm.tokenizer_json(file, ROWS)


def test_what_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / spm.NAME).write_bytes(b"nothing")
    with pytest.raises(ModelError, match=r"is no sentencepiece model \(.+\): fetch it again"):
        spm.tokenizer_json(tmp_path / spm.NAME, ROWS)
    (tmp_path / spm.NAME).unlink()
    with pytest.raises(ModelError, match=r"holds no tokenizer.json and no sentencepiece.bpe.model"):
        build._tokenizer(tmp_path, ROWS)


def test_what_is_not_laid_out_as_nllbs_is_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"makes 434 pieces with NLLB's codes and the model has 433 rows"):
        build._tokenizer(file.parent, ROWS - 1)
    with pytest.raises(ModelError, match=r"is no model of byte-pair encoding, as NLLB's is"):
        build._tokenizer(trained(tmp_path, "unigram", 150).parent, ROWS)
    (tmp_path / spm.NAME).write_bytes(file.read_bytes())
    (tmp_path / "vocab.json").write_text("{}")
    with pytest.raises(ModelError, match=r"holds no tokenizer.json and no sentencepiece.bpe.model of NLLB's layout"):
        build._tokenizer(tmp_path, ROWS)
