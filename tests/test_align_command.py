"""`audarma align` as people use it: the three forms, whole files and lines, and what goes wrong in one line."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from translate.align import Alignment
from translate.align.tmx import tmx
from translate.align.writers import WRITERS
from translate.cli import main

pytestmark = pytest.mark.usefixtures("own_settings")

KAZAKH = "Қазақстан Президенті Токиода дәріс оқыды. Ол 2024 ж. басталды.\nАстанада 15 адам қатысты.\n"
ENGLISH = "Kazakhstan’s President gave a lecture in Tokyo. It began in 2024.\n\n15 people took part in Astana.\n"


@pytest.fixture
def kazakh(tmp_path: Path) -> str:
    path = tmp_path / "kk.txt"
    path.write_text(KAZAKH, "utf-8")
    return str(path)


@pytest.fixture
def english(tmp_path: Path) -> str:
    path = tmp_path / "en.txt"
    path.write_text(ENGLISH, "utf-8")
    return str(path)


def says(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["align", *words, "--model", "compact"]) == 0
    return capsys.readouterr().out


def fails(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["align", *words]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1, said.err
    assert said.err.startswith("audarma: ")
    return said.err


def test_json_numbers_the_sentences_from_0(kazakh: str, english: str, capsys: pytest.CaptureFixture[str]) -> None:
    content = json.loads(says(capsys, kazakh, english))
    assert [(bead["source"], bead["target"]) for bead in content["beads"]] == [([n], [n]) for n in range(3)]
    assert all(0.5 < bead["score"] <= 1 for bead in content["beads"])


def test_lines_are_numbered_as_they_stand_in_the_files(
    kazakh: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = json.loads(says(capsys, kazakh, english, "--lines"))
    assert [(bead["source"], bead["target"]) for bead in content["beads"]] == [([0], [0]), ([], [1]), ([1], [2])]


def test_tsv_holds_three_cells_a_line(kazakh: str, english: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [line.split("\t") for line in says(capsys, kazakh, english, "--format", "tsv").splitlines()]
    assert [row[:2] for row in rows][2] == ["Астанада 15 адам қатысты.", "15 people took part in Astana."]
    assert all(0 <= float(row[2]) <= 1 for row in rows)


def test_tmx_is_well_formed_and_goes_to_a_file(kazakh: str, english: str, tmp_path: Path) -> None:
    made = tmp_path / "made.tmx"
    words = ["align", kazakh, english, "--model", "compact", "--format", "tmx", "--output", str(made)]
    assert main(words) == 0
    root = ET.parse(made).getroot()
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    assert len(root.findall("body/tu")) == 3


def test_tmx_leaves_out_what_has_no_answer_and_what_xml_may_not_hold() -> None:
    written = tmx([("а & \x00б", "<a>", 0.5), ("жоқ", "", 0.0), ("", "none", 0.0)])
    root = ET.fromstring(written.split("\n", 2)[2])
    assert [segment.text for segment in root.iter("seg")] == ["а & б", "<a>"]


def test_a_tab_or_a_line_break_in_a_segment_breaks_no_row() -> None:
    beads = [Alignment((0, 1), (0,), 0.75), Alignment((), (1,), 0.0)]
    written = WRITERS["tsv"](beads, ["а\tб", "в\nг"], ["a", "b"])
    assert written == "а б в г\ta\t0.75\n\tb\t0.0\n"
    assert json.loads(WRITERS["json"]([], [], [])) == {"beads": []}


def test_a_missing_file_is_named(kazakh: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere.txt: no such file" in fails(capsys, kazakh, "nowhere.txt")
    assert "nowhere.txt: no such file" in fails(capsys, "nowhere.txt", kazakh, "--lines")


@pytest.mark.parametrize("more", [(), ("--lines",)])
def test_a_binary_file_is_no_text(
    more: tuple[str, ...], kazakh: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe")
    assert str(path) in fails(capsys, kazakh, str(path), *more)


@pytest.mark.parametrize("more", [(), ("--lines",)])
def test_an_empty_file_holds_no_text(
    more: tuple[str, ...], kazakh: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("\n \n", "utf-8")
    assert "holds no text" in fails(capsys, kazakh, str(path), *more)


def test_swapped_files_are_told(kazakh: str, english: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "name the Kazakh text first" in fails(capsys, english, kazakh)
    assert "is no English" in fails(capsys, kazakh, kazakh)


def test_the_output_may_be_neither_of_the_files(kazakh: str, english: str, capsys: pytest.CaptureFixture[str]) -> None:
    for file in (kazakh, english):
        assert "the very file that is read" in fails(capsys, kazakh, english, "--output", file)
