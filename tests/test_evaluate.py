"""What `audarma evaluate` tells beside its scores: published figures, flags, COMET where it is installed."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from translate import comet, evaluate, published
from translate.cli import main
from translate.commands import options
from translate.document import Bead, Flag, Segment
from translate.engines import Decoding, Hypothesis
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


class Listening(FakeEngine):
    """Notes what it is asked, and says it again in small letters with a blank before the stop."""

    longest = 40

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        self.asked += sentences
        return [Hypothesis(one.lower().replace(".", " ."), truncated="!" in one) for one in sentences]


def test_the_bare_model_reads_a_line_as_one_and_is_left_as_it_spoke() -> None:
    engine = Listening()
    lines = ["Бір. Екі.", "", "АСТАНА. KAZINFORM – Ол.", "No Cyrillic", "ҮШ", " Төрт!  "]
    said = list(evaluate.bare(engine, lines, Decoding(ladder=False)))
    assert [one.text for one in said] == ["бір . екі .", "", "астана . kazinform – ол .", "no cyrillic", "үш", "төрт!"]
    assert engine.asked == [line.strip() for line in lines if line]
    assert [one.truncated for one in said] == [False] * 5 + [True]


def test_the_bare_model_gets_a_line_in_parts_where_it_cannot_read_it_whole() -> None:
    engine = Listening()
    line = "Бір екі үш төрт бес алты. " * 3
    assert len(list(evaluate.bare(engine, [line, "Бір."] * 70, Decoding()))) == 140
    assert all(engine.lengths([one])[0] <= engine.longest for one in engine.asked)
    assert "Бір." in engine.asked


def test_plain_scores_the_bare_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from glossary.matcher import Glossary
    from glossary.term import Term

    (tmp_path / "kk").write_text("Бір. Тоқаев келді\n", "utf-8")
    (tmp_path / "en").write_text("бір . тоқаев келді\n", "utf-8")
    engine = Listening()
    made = Translator(engine, Glossary([Term("Тоқаев", "Tokayev")]), "nllb-600m")
    monkeypatch.setattr(options, "translator", lambda *_: made)
    assert main(["evaluate", str(tmp_path / "kk"), str(tmp_path / "en"), "--plain"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1].startswith("chrF++ 100.0")
    assert said[2] == "truncated lines: 0, of 1"
    assert said[-1].endswith("|plain")
    assert engine.asked == ["Бір. Тоқаев келді"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--plain", "--terms"], "--plain reads no glossary: leave --terms out"),
        (["--plain", "--glossary", "g.csv"], "--plain reads no glossary: leave --glossary out"),
        (["--plain", "--date", "2019-05-31"], "--plain reads no glossary: leave --date out"),
        (["--plain", "--spelling", "today"], "--plain reads no glossary: leave --spelling out"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    files: list[str], words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([*files, *words])
    assert left.value.code == 2
    said = capsys.readouterr()
    assert reason in said.err
    assert said.out == ""


def test_terms_tell_all_that_is_told_without_them(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.ckpt").write_bytes(b"")
    model = SimpleNamespace(predict=lambda rows, **_: SimpleNamespace(system_score=0.8125))
    monkeypatch.setattr(comet, "load", lambda _: model)
    assert main([*files, "--terms", "--comet", str(tmp_path / "a.ckpt"), "--set", "flores200-devtest"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^COMET +0\.812 +0\.812$", said, re.MULTILINE)
    assert "published on flores200-devtest: NLLB-200-distilled-600M BLEU 29.3" in said
    assert "flagged rows: none, of 1000" in said
    assert "sentences a second" in said


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
