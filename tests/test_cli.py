"""The command line as people use it: what comes out, where, and with which exit status."""

import argparse
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEED
from translate.cli import main, parser

pytestmark = pytest.mark.usefixtures("own_settings")

SENTENCE = "Қазақстан Президенті Токиода дәріс оқыды."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(f" date 2025-12-19 Дәріс туралы\n{SENTENCE} Ол 2024 ж. басталды.\n", "utf-8")
    return path


def fails(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line that a command that fails says."""
    assert main(words) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1, said.err
    assert said.err.startswith("audarma: ")
    return said.err


def test_the_seed_article_becomes_24_english_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", str(SEED), "--model", "compact", "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    text = SEED.read_bytes().decode("utf-8")
    assert (content["date"], len(content["rows"])) == ("2025-12-19", 24)
    assert content["title"] == content["rows"][0]["source"]
    assert content["rows"][1]["target"].startswith("TOKYO. KAZINFORM – ")
    assert content["signature"].startswith("model:compact|engine:ct2-int8-beam4")
    assert content["signature"].endswith("|draft")
    for row in content["rows"]:
        assert text[row["start"] : row["end"]] == row["source"]
        assert row["origin"] == "engine"
        assert row["target"].isascii() or "’" in row["target"] or set(row["target"]) & set("–“”—")
        assert "draft" in {flag["kind"] for flag in row["flags"]}
    blanks = "".join(text[a["end"] : b["start"]] for a, b in zip(content["rows"], content["rows"][1:], strict=False))
    assert blanks.isspace()


def test_text_holds_a_line_a_sentence_and_the_signature_goes_elsewhere(
    article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["translate", str(article)]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert [line.startswith("[draft] ") for line in lines] == [True, False, True, True]
    assert lines[1] == ""
    assert said.err.startswith("model:compact|")


def test_standard_input_gives_what_the_file_gives(
    article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["translate", str(article), "--format", "json"]) == 0
    by_file = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(article.read_bytes())))
    assert main(["translate", "-", "--format", "json"]) == 0
    assert capsys.readouterr().out == by_file


@pytest.mark.parametrize("form", ["text", "tsv", "html", "tmx", "xliff"])
def test_output_goes_to_a_file(article: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["translate", str(article), "--format", form, "--output", str(out)]) == 0
    assert capsys.readouterr().out == ""
    written = out.read_text("utf-8")
    assert "model:compact|" in written
    assert written.count("draft") >= 3
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_word_file_goes_to_a_file_alone(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "name a file for it with --output" in fails(capsys, "translate", str(article), "--format", "docx")
    out = tmp_path / "out.docx"
    assert main(["translate", str(article), "--format", "docx", "--output", str(out)]) == 0
    with zipfile.ZipFile(out) as package:
        written = package.read("word/document.xml").decode("utf-8")
    assert "model:compact|" in written
    assert capsys.readouterr().out == ""


def test_an_output_that_cannot_be_written_is_said(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "there is no folder" in fails(capsys, "translate", str(article), "--output", str(tmp_path / "no" / "out"))
    assert "very file that is read" in fails(capsys, "translate", str(article), "--output", str(article))
    assert SENTENCE in article.read_text("utf-8")


def test_a_glossary_of_ones_own_is_used(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "g.csv").write_text("source,target\nдәріс,talk\n", "utf-8")
    monkeypatch.setenv("AUDARMA_GLOSSARY", str(tmp_path / "g.csv"))
    assert main(["translate", str(article), "--format", "json"]) == 0
    terms = [term for row in json.loads(capsys.readouterr().out)["rows"] for term in row["terms"]]
    assert {(term["source"], term["target"]) for term in terms} == {("дәріс", "talk")}
    assert {term["status"] for term in terms} <= {"already", "replaced", "redecoded", "not_applied"}


def test_segments_count_characters_of_the_file(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["segment", str(article), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    text = article.read_text("utf-8")
    assert [list(row) for row in rows] == [["start", "end", "text", "paragraph"]] * 3
    assert [row["text"] for row in rows] == ["Дәріс туралы", SENTENCE, "Ол 2024 ж. басталды."]
    assert [row["paragraph"] for row in rows] == [0, 1, 1]
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_segments_as_text_are_a_line_each(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["segment", str(article)]) == 0
    assert capsys.readouterr().out == f"Дәріс туралы\n\n{SENTENCE}\nОл 2024 ж. басталды.\n"


def test_the_models_are_listed_with_licence_and_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["models", "list"]) == 0
    said = capsys.readouterr().out
    assert "* compact" in said
    assert said.count("CC-BY-NC-4.0") == 3
    assert str(tmp_path / "data" / "models" / "nllb-600m") in said


def test_evaluate_gives_scores_with_signatures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kk").write_text(f"{SENTENCE}\n\n{SENTENCE}\n", "utf-8")
    (tmp_path / "en").write_text("The President spoke in Tokyo.\n\nThe President spoke in Tokyo.\n", "utf-8")
    assert main(["evaluate", str(tmp_path / "kk"), str(tmp_path / "en")]) == 0
    bleu, chrf, flags, speed, signature = capsys.readouterr().out.splitlines()
    assert bleu.startswith("BLEU ")
    assert "tok:13a" in bleu
    assert chrf.startswith("chrF++ ")
    assert "nw:2" in chrf
    assert flags.startswith("flagged rows: draft 2")
    assert "sentences a second" in speed
    assert signature.startswith("model:compact|")


def test_evaluate_terms_sets_the_glossary_beside_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kk").write_text("Тоқаев Токиода сөз сөйледі.\n", "utf-8")
    (tmp_path / "en").write_text("Tokayev spoke in Tokyo.\n", "utf-8")
    (tmp_path / "g.csv").write_text("source,target,kind\nТоқаев,Tokayev,person\nТокио,Tokyo,place\n", "utf-8")
    files = [str(tmp_path / "kk"), str(tmp_path / "en")]
    assert main(["evaluate", *files, "--terms", "--glossary", str(tmp_path / "g.csv"), "--date", "2019-05-31"]) == 0
    said = capsys.readouterr().out
    assert "2 terms, those that the reference has too" in said
    assert [line.split()[0] for line in said.splitlines()[1:3]] == ["BLEU", "chrF++"]
    assert re.search(r"terms right +\d+\.\d% +\d+\.\d%", said)
    assert "already" in said


def test_a_day_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["evaluate", "kk", "en", "--date", "May"])
    assert "May is no day: write it as 2019-05-31" in capsys.readouterr().err


def test_evaluate_refuses_files_that_do_not_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kk").write_text("Бір.\nЕкі.\n", "utf-8")
    (tmp_path / "en").write_text("One.\n", "utf-8")
    assert "2 source lines but 1 reference" in fails(capsys, "evaluate", str(tmp_path / "kk"), str(tmp_path / "en"))


KAZAKH = "Қазақстанда бүгін күн жылы болады, деп хабарлайды. "


@pytest.mark.parametrize("command", ["translate", "segment"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Привет, это русский текст в старой кодировке".encode("windows-1251"), "--encoding windows-1251"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00word/document.xml", "save it as"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "save it as"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00", ""),
    ],
)
def test_what_is_no_text_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, content: bytes, expected: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    said = fails(capsys, command, str(path))
    assert "bad.txt" in said
    assert expected in said


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n  ", b"\xef\xbb\xbf"])
def test_a_file_without_text_has_no_segments_and_no_translation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    assert main(["segment", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert "holds no text" in fails(capsys, "translate", str(path))


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "none.txt" in fails(capsys, "translate", str(tmp_path / "none.txt"))
    assert str(tmp_path) in fails(capsys, "translate", str(tmp_path))


def test_windows_1251_is_read_when_it_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("Абай барды.".encode("windows-1251"))
    assert main(["segment", str(path), "--encoding", "windows-1251"]) == 0
    assert capsys.readouterr().out == "Абай барды.\n"
    assert "klingon" in fails(capsys, "segment", str(path), "--encoding", "klingon")


def test_a_line_of_ten_megabytes_is_refused_in_words_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "long.txt"
    path.write_text(KAZAKH * (10_000_000 // len(KAZAKH.encode())), "utf-8")
    began = time.monotonic()
    assert "long.txt" in fails(capsys, "translate", str(path))
    assert time.monotonic() - began < 60


def test_latin_script_is_copied_with_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "latin.txt"
    path.write_text("Il est arrivé hier soir. Nous le savons.\n", "utf-8")
    assert main(["translate", str(path), "--format", "json"]) == 0
    said = capsys.readouterr()
    rows = json.loads(said.out)["rows"]
    assert [(row["origin"], row["target"]) for row in rows] == [("copied", row["source"]) for row in rows]
    assert [flag["kind"] for row in rows for flag in row["flags"]] == ["language"] * len(rows)
    assert "None of it is Kazakh" in said.err


def test_russian_is_translated_with_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ru.txt"
    path.write_text("Президент выступил с лекцией в Токио.\n", "utf-8")
    assert main(["translate", str(path)]) == 0
    assert "Russian" in capsys.readouterr().err


def test_control_characters_are_kept_in_the_source_and_kept_from_the_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.txt"
    path.write_text(f"\x01{SENTENCE}\x02\n\x03\n", "utf-8")
    assert main(["translate", str(path), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["source"], row["origin"]) for row in rows] == [(f"\x01{SENTENCE}\x02", "engine"), ("\x03", "copied")]


def test_a_model_folder_that_lacks_a_file_is_said(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    assert "broken" in fails(capsys, "translate", str(article), "--model", str(broken))
    (broken / "config.json").write_text("{}")
    assert "broken" in fails(capsys, "translate", str(article), "--model", str(broken))


@pytest.mark.parametrize(
    "words", [[], ["translate"], ["translate", "a", "--format", "pdf"], ["serve", "--port", "70000"], ["frobnicate"]]
)
def test_wrong_usage_is_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert "usage: audarma" in capsys.readouterr().err


def run(*words: str) -> "subprocess.Popen[bytes]":
    """The command in a process of its own."""
    environ = os.environ | {"AUDARMA_MODEL": "compact"}
    # a shell starts what runs in the background deaf to Ctrl-C, and children inherit that
    heeding = "import signal, runpy; signal.signal(signal.SIGINT, signal.default_int_handler); "
    return subprocess.Popen(
        [sys.executable, "-c", heeding + "runpy.run_module('translate.cli', run_name='__main__')", *words],
        cwd=ROOT,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_ctrl_c_is_status_130_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(KAZAKH * 400, "utf-8")
    with run("translate", str(path)) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it is at work
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert err.endswith(b"audarma: interrupted\n")


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(KAZAKH * 5000, "utf-8")
    with run("segment", str(path)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize(
    "words", [["segment", str(SEED)], ["segment", str(SEED), "--format", "json"], ["models", "list"]]
)
def test_a_full_disk_behind_standard_output_is_said(words: list[str]) -> None:
    if not Path("/dev/full").is_char_device():
        pytest.skip("no /dev/full on this machine")
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "translate.cli", *words], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert ran.returncode == 1
    assert ran.stderr.count(b"\n") == 1
    assert b"standard output: can't write" in ran.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("segment a.txt >&-", b"standard output is closed"),
        ("models list >&-", b"standard output is closed"),
        ("translate - <&-", b"standard input is closed"),
    ],
)
def test_a_closed_stream_is_said(article: Path, command: str, said: bytes) -> None:
    shell = f"{sys.executable} -m translate.cli {command.replace('a.txt', str(article))}"
    ran = subprocess.run(["sh", "-c", shell], cwd=ROOT, stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 1
    assert said in ran.stderr
    assert ran.stderr.count(b"\n") == 1


def test_offsets_count_the_files_characters_whatever_its_line_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dos.txt"
    text = f" date 2025-12-19 Дәріс туралы\r\n\r\n{SENTENCE} Ол келді.\r\nСоңы.\r\n"
    path.write_bytes(text.encode())
    assert main(["segment", str(path), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [text[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert [row["paragraph"] for row in rows] == [0, 1, 1, 2]
    assert text[rows[2]["end"] : rows[3]["start"]] == "\r\n"


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "esc.txt"
    path.write_text("\x1b[31mThe end.\x1b[0m\n", "utf-8")
    assert main(["segment", str(path)]) == 0
    assert main(["translate", str(path)]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_help_costs_little() -> None:
    """At most 12 bare interpreter starts, the fastest of several of each: so imports must be lazy."""

    def fastest(*words: str) -> float:
        times = []
        for _ in range(7):
            began = time.perf_counter()
            subprocess.run([sys.executable, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - began)
        return min(times)

    assert fastest("-m", "translate.cli", "--help") <= 12 * fastest("-c", "pass")


def commands(top: argparse.ArgumentParser, path: str = "audarma") -> list[str]:
    """Every command that does something, as it is typed."""
    below = [action.choices for action in top._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        return [path]
    return [name for word, inner in below[0].items() for name in commands(inner, f"{path} {word}")]


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "audarma models list" in commands(parser())
    assert [command for command in commands(parser()) if command not in readme] == []
