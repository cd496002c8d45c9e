"""What a person corrected on the page holds in every way a text is translated, unless the command is to do without."""

import json
import urllib.request
from pathlib import Path

import pytest

from page.corrections import Corrections
from tests.browser import started
from translate.archive import memory_of
from translate.cli import main
from translate.memory import Memory
from translate.memory.person import MEMORY, Person

pytestmark = pytest.mark.usefixtures("own_settings")

SENTENCE = "Ол ертең Астанаға кетеді."
OURS = "She will leave for Astana tomorrow, says the editor."
LATER = "She leaves for Astana tomorrow."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder, in whose memory the page keeps what is corrected on it."""
    Corrections(tmp_path / "data" / MEMORY).keep(SENTENCE, OURS, "Айгерім", (), None)
    return tmp_path / "data"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(f"Жаңалық\n{SENTENCE} Олар келді.\n", "utf-8")
    return path


def rows(content: str) -> dict[str, tuple[str, str]]:
    return {row["source"]: (row["target"], row["origin"]) for row in json.loads(content)["rows"]}


def test_a_translated_file_has_the_persons_words(data: Path, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["translate", str(article), "--model", "compact", "--format", "json"]
    assert main(command) == 0
    assert rows(capsys.readouterr().out)[SENTENCE] == (OURS, "corrected")
    assert main([*command, "--no-corrections"]) == 0
    target, origin = rows(capsys.readouterr().out)[SENTENCE]
    assert target != OURS
    assert origin == "engine"


def test_a_file_that_keeps_its_form_has_them_too(data: Path, article: Path, tmp_path: Path) -> None:
    made = tmp_path / "out.txt"
    command = ["translate", str(article), "--keep-form", "--output", str(made), "--model", "compact"]
    assert main(command) == 0
    assert OURS in made.read_text("utf-8")
    assert main([*command, "--no-corrections"]) == 0
    assert OURS not in made.read_text("utf-8")


def test_an_archive_takes_what_is_corrected_on_the_page_after_it_was_finished(
    data: Path, article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    command = ["archive", str(article.parent), str(out), "--model", "compact"]

    def made() -> tuple[str, str]:
        return rows((out / "a.txt.json").read_text("utf-8"))[SENTENCE]

    assert main([*command, "--no-corrections"]) == 0
    machine = made()
    assert machine[1] in ("engine", "memory")
    assert main(command) == 0, "the finished article is written anew"
    assert made() == (OURS, "corrected")
    with Memory.open(memory_of(out)) as memory:
        memory.correct(SENTENCE, LATER, who="archivist")
    assert main(command) == 0
    assert made() == (LATER, "corrected"), "of two corrections the later one holds"
    page = Corrections(data / MEMORY)
    page.keep(SENTENCE, OURS, "Айгерім", (), page.standing(SENTENCE))
    assert main(command) == 0
    assert made() == (OURS, "corrected")
    with Memory.open(memory_of(out)) as memory:
        assert [one.target for one in memory.corrections()] == [LATER], "the archive's own memory is left as it is"


def test_programs_are_answered_with_them(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDARMA_DATA", str(data))
    for words in (("--api-only",), ("--api",)):
        with started(tmp_path / "log", "--model", "compact", *words) as (url, _):
            body = json.dumps({"text": [SENTENCE], "source_lang": "KK", "target_lang": "EN"}).encode()
            asked = urllib.request.Request(
                f"{url.rstrip('/')}/v2/translate", body, {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(asked, timeout=120) as answer:
                assert json.load(answer)["translations"][0]["text"] == OURS, words


def test_a_memory_that_cannot_be_read_is_told_and_stops_nobody(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / MEMORY).write_text("this is no memory at all, and longer than a header " * 20)
    assert main(["translate", str(article), "--model", "compact"]) == 0
    said = capsys.readouterr()
    assert said.out.count("\n") >= 3
    assert "corrections are not used" in said.err


def test_without_a_memory_nothing_is_made(tmp_path: Path) -> None:
    person = Person(tmp_path / "data" / MEMORY)
    assert (person.corrected([SENTENCE]), person.corrections()) == ({}, [])
    assert not (tmp_path / "data").exists()
