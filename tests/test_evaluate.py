"""What `audarma evaluate` tells beside its scores: published figures, flags, COMET where it is installed."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from translate import comet, evaluate, published
from translate.cli import main
from translate.commands import options
from translate.document import Bead, Flag, Segment
from translate.engines.fake import FakeEngine
from translate.errors import InputError
from translate.translator import Translator

FIRST = "Wonderful headphones."


def test_published_figures_are_those_of_the_leaderboard() -> None:
    rows = {(row.set, row.model): (row.bleu, row.chrf) for row in published.figures()}
    assert rows["flores200-devtest", "NLLB-200-distilled-600M"] == (29.3, 54.2)
    assert rows["flores200-devtest", "NLLB-200-distilled-1.3B"] == (32.6, 57.2)
    assert rows["newstest2019", "NLLB-200-distilled-600M"] == (26.0, 51.9)
    assert rows["newstest2019", "NLLB-200-distilled-1.3B"] == (27.5, 53.2)


def test_a_set_is_told_by_its_references() -> None:
    assert published.recognised([FIRST, *["x"] * 999]) == "newstest2019"
    assert published.recognised([FIRST, *["x"] * 998]) is None
    assert published.recognised(["x"] * 1000) is None
    assert published.recognised([]) is None


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("nllb-600m", "NLLB-200-distilled-600M"),
        ("facebook/nllb-200-distilled-1.3B", "NLLB-200-distilled-1.3B"),
        ("nllb-200-3.3B", "NLLB-200-3.3B"),
        ("compact", ""),
        ("nllb-200-1.3B", ""),
    ],
)
def test_a_model_is_told_by_its_names(name: str, model: str) -> None:
    assert "".join(row.model for row in published.on("newstest2019") if row.of(name)) == model


def test_flags_are_counted_by_row() -> None:
    segment = Segment(0, 1, "А", 0)
    flag = Flag("term", "", "source", 0, 1)
    beads = [Bead(segment, "A", "engine", flags=(flag, flag)), Bead(segment, "A", "engine", flags=(flag,))]
    assert evaluate.flags(beads) == "term 2"
    assert evaluate.flags([]) == "none"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (tmp_path / "kk").write_text("ТОҚАЕВ КЕЛДІ\n" * 1000, "utf-8")
    (tmp_path / "en").write_text(f"{FIRST}\n" * 1000, "utf-8")
    engine = FakeEngine({"Тоқаев келді.": "Tokayev came.", "ТОҚАЕВ КЕЛДІ": "he came"})
    from glossary.matcher import Glossary
    from glossary.term import Term

    made = Translator(engine, Glossary([Term("Тоқаев", "Tokayev")]), "nllb-600m")
    monkeypatch.setattr(options, "translator", lambda *_: made)
    return ["evaluate", str(tmp_path / "kk"), str(tmp_path / "en")]


def test_evaluate_sets_the_published_figure_beside_ours(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(files) == 0
    said = capsys.readouterr().out
    assert "published on newstest2019: NLLB-200-distilled-600M BLEU 26.0, chrF++ 51.9" in said
    assert "1.3B" not in said
    assert "flagged rows: none, of 1000" in said
    assert main([*files, "--set", "flores200-devtest", "--plain"]) == 0
    said = capsys.readouterr().out
    assert "flores200-devtest: NLLB-200-distilled-600M BLEU 29.3" in said
    assert "headlines" not in said
    assert "ladder" not in said


def test_evaluate_names_the_sets_it_knows(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*files, "--set", "wmt"])
    assert "flores200-devtest, newstest2019" in capsys.readouterr().err


def test_comet_is_asked_where_it_is_installed(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "comet" / "checkpoints"
    folder.mkdir(parents=True)
    (folder / "model.ckpt").write_bytes(b"")
    asked: list[Any] = []

    def predict(rows: list[dict[str, str]], **_: Any) -> Any:
        asked.extend(rows)
        return SimpleNamespace(system_score=0.8125)

    module = ModuleType("comet")
    module.__dict__["load_from_checkpoint"] = lambda path, **_: SimpleNamespace(predict=predict)
    monkeypatch.setitem(sys.modules, "comet", module)
    assert main([*files, "--comet", str(tmp_path / "comet")]) == 0
    assert "COMET 0.812  comet" in capsys.readouterr().out
    assert asked[0] == {"src": "ТОҚАЕВ КЕЛДІ", "mt": "TOKAYEV CAME", "ref": FIRST}


def test_comet_that_is_missing_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="no COMET checkpoint"):
        comet.load(tmp_path / "none.ckpt")
    (tmp_path / "a.ckpt").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "comet", None)
    with pytest.raises(InputError, match="COMET is not installed"):
        comet.load(tmp_path / "a.ckpt")
