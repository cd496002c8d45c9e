"""How far a run is: a bar for a person, lines for a log, JSON for a machine; a time left that settles."""

import io
import json

import pytest

from translate.archive import progress
from translate.archive.ledger import Finished, Tally
from translate.archive.progress import Progress, form
from translate.archive.report import Report
from translate.archive.scan import Source


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("time.monotonic", made.monotonic)
    return made


def run(kind: progress.Form, clock: Clock, files: int = 10) -> tuple[Progress, io.StringIO]:
    """Ten files of 100 bytes and 5 sentences, 2 seconds each."""
    out = io.StringIO()
    told = Progress(kind, out, 100 * files, files)
    for n in range(files):
        for _ in range(5):
            clock.now += 0.4
            told.row(f"{n}.txt")
        told.article(f"{n}.txt", 60)
        told.file(f"{n}.txt", 40)
    told.end()
    return told, out


def test_lines_come_now_and_then_and_the_last_tells_all(clock: Clock) -> None:
    told, out = run("lines", clock)
    lines = out.getvalue().splitlines()
    assert lines[-1] == "10 of 10 files, 10 articles, 50 sentences, 2.5/s"
    assert 2 <= len(lines) <= 4
    assert told.seconds == pytest.approx(20)


def test_the_time_left_settles_on_the_truth(clock: Clock) -> None:
    _, out = run("json", clock, files=100)
    sights = [json.loads(line) for line in out.getvalue().splitlines()]
    for sight in sights[20:-10]:
        truth = 2 * (100 - sight["files"])
        assert sight["eta"] == pytest.approx(truth, abs=6 + 0.05 * truth)
    assert sights[-1] == {
        "files": 100,
        "of": 100,
        "articles": 100,
        "sentences": 500,
        "rate": pytest.approx(2.5, abs=0.2),
        "eta": pytest.approx(0, abs=1),
        "errors": 0,
        "file": "",
        "done": True,
    }


def test_a_bar_stays_on_its_line(clock: Clock) -> None:
    _, out = run("bar", clock)
    text = out.getvalue()
    assert text.startswith("\r[")
    assert "[##########..........] 5 of 10 files" in text
    assert text.count("\n") == 1
    assert all(len(part) <= 119 for part in text.split("\r"))


def test_the_time_left_of_one_large_file_is_told_by_its_articles(clock: Clock) -> None:
    out = io.StringIO()
    told = Progress("json", out, 1_000, 1)
    for _ in range(50):
        clock.now += 2
        told.article("all.jsonl", 10)
    sight = json.loads(out.getvalue().splitlines()[-1])
    assert (sight["files"], sight["articles"]) == (0, 50)
    assert sight["eta"] == pytest.approx(100, abs=3)


@pytest.mark.parametrize("columns", [40, 119])
def test_a_bar_is_no_longer_than_its_terminal(clock: Clock, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out = run("bar", clock)
    assert max(len(part.rstrip("\n")) for part in out.getvalue().split("\r")) < columns


def test_a_name_gives_a_terminal_no_orders(clock: Clock) -> None:
    out = io.StringIO()
    told = Progress("lines", out, 1, 1)
    clock.now += 60
    told.row("new\nline\x1b[31m.txt")
    assert out.getvalue().endswith("new line [31m.txt\n")


def test_a_name_that_is_no_text_can_be_shown(clock: Clock) -> None:
    out = io.StringIO()
    told = Progress("lines", out, 1, 1)
    clock.now += 60
    told.row("\udcff.txt")
    assert "\\udcff.txt" in out.getvalue()


def test_what_is_written_to_tells_the_form() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert (form(True), form(False, Terminal()), form(False, io.StringIO())) == ("json", "bar", "lines")


def test_a_report_adds_up_and_shows_markup_as_text() -> None:
    def finished(path: str, *counts: tuple[str, int]) -> Finished:
        return Finished(Source(path, 1, 1), "made", (), Tally(1, 3, 30, (("draft", 3),), counts))

    report = Report.of(
        [finished("a", ("Семей", 2)), finished("b", ("Семей", 1), ("<b>", 1))],
        signature="model:x",
        known=1,
        sentences=3,
        asked=2,
        seconds=1.5,
        complete=False,
        errors=[("<script>", "can't <i>be</i> read"), ("\udcff", "odd")],
    )
    content = json.loads(report.json())
    assert content["tally"] == {
        "articles": 2,
        "rows": 6,
        "characters": 60,
        "flags": {"draft": 6},
        "unapplied": {"<b>": 1, "Семей": 3},
    }
    assert content["errors"][1]["path"] == "\\udcff"
    page = report.html()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert page.index("Семей") < page.index("&lt;b&gt;")
    assert "start it again to go on" in page
    assert "2.0 a second" in report.lines()[1]
