"""`audarma check`, end to end."""

import json
from pathlib import Path

import pytest

from translate.cli import main

KAZAKH = "Ол жиынға келмеді.\nЗалда 300 адам отыр.\nБұл жаңа заң.\n"
ENGLISH = "He did not come to the meeting.\nThere are 400 people in the hall.\nThis is a new law.\n"


def files(folder: Path, kazakh: str = KAZAKH, english: str = ENGLISH) -> list[str]:
    paths = [folder / "kk.txt", folder / "en.txt"]
    for path, text in zip(paths, (kazakh, english), strict=True):
        path.write_text(text, "utf-8")
    return [str(path) for path in paths]


def test_json_has_an_object_for_each_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *files(tmp_path), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["row"] for row in rows] == [0, 1, 2]
    assert [[flag["kind"] for flag in row["flags"]] for row in rows] == [[], ["number", "number"], []]
    first = rows[1]["flags"][0]
    assert set(first) == {"kind", "reason", "side", "start", "end"}
    assert (first["side"], KAZAKH.splitlines()[1][first["start"] : first["end"]]) == ("source", "300")


def test_text_shows_flagged_rows_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *files(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "row 2: Залда 300 адам отыр.\n    There are 400 people in the hall.\n  number: " in said
    assert said.endswith("flagged rows: 1, of 3\n  number 1\n")
    assert "row 1:" not in said


def test_empty_files_have_no_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *files(tmp_path, "", ""), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_files_that_do_not_agree_are_an_error_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *files(tmp_path, english="One line.\n")]) == 1
    error = capsys.readouterr().err
    assert "3 lines" in error
    assert "en.txt has 1: give files that agree line by line" in error


def test_a_missing_file_is_an_error_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.txt"), files(tmp_path)[1]]) == 1
    assert "none.txt" in capsys.readouterr().err
