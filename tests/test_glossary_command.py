"""`audarma glossary` as people use it: what is printed, what is kept, what is refused in one line."""

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from glossary import review
from glossary.store import Store, seed
from glossary.term import Term
from tests.conftest import ROOT, SEED
from translate.cli import main


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AUDARMA_MODEL", "AUDARMA_GLOSSARY", "AUDARMA_THREADS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AUDARMA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LOGNAME", "ann")


@pytest.fixture
def own(tmp_path: Path) -> Store:
    return Store(tmp_path / "data" / "glossary.csv")


def says(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["glossary", *words]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def fails(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["glossary", *words]) == 1
    said = capsys.readouterr()
    assert said.err.count("\n") == 1, said.err
    assert said.err.startswith("audarma: ")
    return said.err


def file(tmp_path: Path, content: str, name: str = "g.csv") -> str:
    (tmp_path / name).write_text(content, "utf-8")
    return str(tmp_path / name)


def test_an_entry_is_added_listed_found_and_used_by_the_next_translation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file(tmp_path, "Бүгін Жаңатөбеде жиын өтті.", "a.txt")
    assert says(capsys, "find", text) == ""
    said = says(
        capsys, "add", "Жаңатөбе", "Zhanatobe", "--kind", "place", "--variant", "Janatobe", "--from", "2020-01-01"
    )
    assert said.startswith("change 1: add by ann, ")
    assert "  + Жаңатөбе → Zhanatobe (place, 2020-01-01 to …); variants Janatobe\n" in said
    assert says(capsys, "list", "zhanatobe") == "Жаңатөбе → Zhanatobe (place, 2020-01-01 to …)  [own]\n"
    rows = json.loads(says(capsys, "find", text, "--format", "json"))
    assert {"start": 6, "end": 16, "surface": "Жаңатөбеде", "ending": "де"} | {
        "source": "Жаңатөбе",
        "target": "Zhanatobe",
        "kind": "place",
    } in rows
    assert main(["translate", text, "--format", "json", "--model", "compact"]) == 0
    terms = json.loads(capsys.readouterr().out)["rows"][0]["terms"]
    assert "Жаңатөбе" in {term["source"] for term in terms}


def test_find_counts_characters_of_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = json.loads(says(capsys, "find", str(SEED), "--format", "json"))
    text = SEED.read_bytes().decode("utf-8")
    assert len(rows) > 50
    for row in rows:
        assert list(row) == ["start", "end", "surface", "ending", "source", "target", "kind"]
        assert text[row["start"] : row["end"]] == row["surface"]
        assert row["surface"].endswith(row["ending"])
    assert rows == sorted(rows, key=lambda row: row["start"])
    lines = says(capsys, "find", str(SEED)).splitlines()
    assert lines[0].split("\t")[2:6:3] == [rows[0]["surface"], rows[0]["target"]]
    marked = file(tmp_path, "\ufeff\r\nБүгін Семейде\r\n", "b.txt")
    (row,) = json.loads(says(capsys, "find", marked, "--format", "json"))
    assert (row["start"], row["end"], row["ending"]) == (8, 15, "де")


def test_find_with_a_glossary_of_ones_own_finds_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = file(tmp_path, "Астанада бұрылыс бар.", "a.txt")
    glossary = file(tmp_path, "source,target\nбұрылыс,turn\n")
    (row,) = json.loads(says(capsys, "find", text, "--glossary", glossary, "--format", "json"))
    assert (row["source"], row["kind"]) == ("бұрылыс", "term")
    monkeypatch.setenv("AUDARMA_GLOSSARY", glossary)
    assert says(capsys, "find", text).count("\n") == 1


def test_translate_and_evaluate_take_a_glossary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    glossary = file(tmp_path, "source,target\nдәріс,talk\n")
    kazakh = file(tmp_path, "Президент дәріс оқыды.\n", "kk.txt")
    english = file(tmp_path, "The President gave a talk.\n", "en.txt")
    for words in (["translate", kazakh], ["evaluate", kazakh, english]):
        signatures = []
        for more in ([], ["--glossary", glossary]):
            assert main([*words, "--model", "compact", *more]) == 0
            said = capsys.readouterr()
            signatures += [part for part in (said.out + said.err).split("|") if part.startswith("glossary:")]
        assert len(set(signatures)) == 2
    assert main(["translate", kazakh, "--model", "compact", "--glossary", str(tmp_path / "no.csv")]) == 1
    assert "check the path" in capsys.readouterr().err


def test_remove_undo_and_history(capsys: pytest.CaptureFixture[str], own: Store) -> None:
    assert "which entry is meant? Say --target or --from: Семей → Semipalatinsk" in fails(capsys, "remove", "Семей")
    assert "- Семей → Semey (place" in says(capsys, "remove", "Семей", "--target", "Semey", "--who", "Айгүл")
    assert "no entry for it" in fails(capsys, "remove", "Жоқ нәрсе")
    assert [line.split("  [")[1] for line in says(capsys, "list", "--own").splitlines()] == ["removed]"]
    assert "change 2: undo of change 1 by ann" in says(capsys, "undo")
    said = says(capsys, "history")
    assert said.index("change 1: remove by Айгүл") < said.index("change 2: undo")
    assert says(capsys, "history", "--last", "1").count("change 1:") == 0
    says(capsys, "undo", "2")
    assert "there is no change 9 to undo" in fails(capsys, "undo", "9")
    assert len(own.history()) == 3


def test_add_says_what_is_wrong_and_what_is_there(capsys: pytest.CaptureFixture[str], own: Store) -> None:
    assert (
        "Алматы → Almaty is in the glossary already (seed); replace it (on the command line with add --replace)"
        in fails(capsys, "add", "Алматы", "Alma-Ata")
    )
    assert "is in Cyrillic" in fails(capsys, "add", "Taraz", "Тараз")
    assert "'17/09/2022' is no day" in fails(capsys, "add", "Тараз", "Taraz", "--from", "17/09/2022")
    assert not own.path.exists()
    assert "- Алматы → Almaty" in says(capsys, "add", "Алматы", "Alma-Ata", "--replace")
    (seeds,) = [term for term in seed().terms if term.source == "Алматы"]
    left = tuple(form for form in seeds.variants if form != "Alma-Ata")
    kept = tuple(form for form in seeds.forbidden if form != "Alma-Ata")
    assert own.read().own == (replace(seeds, target="Alma-Ata", variants=left, forbidden=kept),)
    says(capsys, "add", "Алматы", "Alma", "--replace", "--kind", "term", "--note", "", "--variant", "")
    (term,) = own.read().own
    assert (term.target, term.kind, term.note, term.variants) == ("Alma", "term", "", ())


def test_a_file_is_imported_once_and_clashes_are_named_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], own: Store
) -> None:
    given = file(tmp_path, "Жаңатөбе\tZhanatobe\nҚызылкөл\tKyzylkol\n", "deepl.tsv")
    said = says(capsys, "import", given)
    assert said.count("  + ") == 2
    assert "nothing to do" in says(capsys, "import", given)
    other = file(tmp_path, "Жаңатөбе,Janatobe\n", "other.csv")
    error = fails(capsys, "import", other)
    assert (
        "Жаңатөбе → Janatobe (line 1 of other.csv) clashes with Жаңатөбе → Zhanatobe (line 2 of glossary.csv)" in error
    )
    assert "nothing to do" in says(capsys, "import", other, "--clash", "mine")
    assert "+ Жаңатөбе → Janatobe" in says(capsys, "import", other, "--clash", "theirs")
    assert len(own.history()) == 2


def test_very_many_entries_are_imported_and_told_in_few_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = file(tmp_path, "source,target\n" + "".join(f"Қала{n},City {n}\n" for n in range(3000)))
    said = says(capsys, "import", given)
    assert said.count("\n") == 22
    assert "… and 2,980 more" in said


@pytest.mark.parametrize("form", ["csv", "tsv", "deepl", "google", "tbx"])
def test_what_is_exported_is_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    says(capsys, "add", "Жаңатөбе", "Zhanatobe", "--note", "=1+1")
    out = tmp_path / f"out.{form}"
    assert says(capsys, "export", "--own", "--format", form, "--output", str(out)) == ""
    says(capsys, "undo")
    assert "+ Жаңатөбе → Zhanatobe" in says(capsys, "import", str(out))


def test_the_whole_glossary_is_exported_by_the_files_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = says(capsys, "export")
    assert printed.startswith("source,target,")
    assert len(list(csv.reader(io.StringIO(printed)))) == len(seed().terms) + 1
    out = tmp_path / "all.tbx"
    says(capsys, "export", "--output", str(out))
    assert out.read_text("utf-8").startswith("<?xml")
    assert "there is no folder" in fails(capsys, "export", "--output", str(tmp_path / "no" / "out.csv"))
    workbook = tmp_path / "out.xlsx"
    assert "end the name with .csv" in fails(capsys, "export", "--output", str(workbook))
    assert not workbook.exists()
    says(capsys, "export", "--format", "csv", "--output", str(workbook))


BAD = """source,target,kind,desk
Семей,Semey,place,
Тараз,Тараз,place,
Орал;Oral;place;
Қала,"City,place,
Ауыл,Village,village,
Өзен,River,,,too many
Семей,Semei,place,
"""


def test_check_tells_every_problem_of_a_file_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, BAD)
    assert main(["glossary", "check", path]) == 1
    said = capsys.readouterr()
    assert [line.split(":")[1] for line in said.out.splitlines()] == [f" line {n}" for n in (3, 4, 5, 6, 7, 8)]
    assert said.err == f"audarma: {path}: 6 errors, 0 warnings; mend the errors\n"
    error = fails(capsys, "import", path)
    for line in (3, 4, 5, 6, 7, 8):
        assert f"line {line}: " in error


def test_check_warns_of_what_is_doubtful_and_a_sound_file_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(
        tmp_path, "source,target,variants,forbidden\nАрман,Arman,,\nТүркия,Türkiye,,Turkey\nАнадолы,Turkey,Т,\n"
    )
    said = says(capsys, "check", path)
    assert "warning: line 2: Арман is a common word too" in said
    assert "warning: line 4 and line 3: Анадолы → Turkey, but Түркия → Türkiye forbids Turkey" in said
    assert "warning: line 4: 'Т', a form of Turkey, holds Cyrillic letters" in said
    assert said.endswith("3 entries, 0 errors, 3 warnings\n")
    assert "0 errors, 0 warnings" in says(capsys, "check")


def test_check_finds_contradictions_that_were_written_by_hand(own: Store, capsys: pytest.CaptureFixture[str]) -> None:
    own.path.parent.mkdir()
    own.path.write_text("source;target\nТараз;Taraz\nТараз;Zhambyl\n", "utf-8")
    assert main(["glossary", "check"]) == 1
    said = capsys.readouterr()
    assert "error: line 2 and line 3: Тараз is both Taraz and Zhambyl" in said.out


def test_names_that_no_entry_holds_are_suggested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(3):
        file(folder, "Кеше Жаңатөбеде жиын өтті. Ол Жаңатөбеге барды.\n", f"{number}.txt")
    (folder / "photo.txt").write_bytes(b"\x89PNG\x00")
    assert main(["glossary", "suggest", str(folder), "--format", "json"]) == 0
    said = capsys.readouterr()
    (row,) = json.loads(said.out)
    assert (row["source"], row["count"]) == ("Жаңатөбе", 6)
    assert "photo.txt" in said.err
    assert main(["glossary", "suggest", str(folder), "--format", "csv"]) == 0
    given = file(tmp_path, capsys.readouterr().out, "suggested.csv")
    assert "+ Жаңатөбе → " in says(capsys, "import", given)
    assert "no such file" in fails(capsys, "suggest", str(tmp_path / "none"))
    (tmp_path / "empty").mkdir()
    assert "holds no file" in fails(capsys, "suggest", str(tmp_path / "empty"))


def test_list_looks_an_entry_up_by_any_form_and_spelling(capsys: pytest.CaptureFixture[str]) -> None:
    says(capsys, "add", "Жаңатөбе", "Zhanatobe", "--kind", "place", "--variant", "Janatobe")
    for asked in ("Жаңатөбенің", "janatobe", "Zhanatobe", "жаңа\u00adтөбе"):
        assert says(capsys, "list", asked) == "Жаңатөбе → Zhanatobe (place)  [own]\n"
    assert main(["glossary", "list", "Жоқтөбе"]) == 0
    assert capsys.readouterr() == ("", "audarma: no entry for Жоқтөбе\n")


@pytest.mark.parametrize(
    ("source", "doubt"),
    [
        ("C++", "warning: source 'C++' is looked for as 'C'; the marks around it do not count"),
        ("Арман", "warning: Арман is a common word too"),
    ],
)
def test_an_entry_that_will_not_do_what_it_seems_to_is_added_with_a_warning(
    source: str, doubt: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["glossary", "add", source, "X", "--kind", "keep"]) == 0
    said = capsys.readouterr()
    assert f"+ {source} → X" in said.out
    assert f"audarma: {doubt}" in said.err


def test_a_change_of_forms_alone_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    says(capsys, "add", "Жаңатөбе", "Zhanatobe", "--variant", "Janatobe", "--note", "desk")
    said = says(
        capsys, "add", "Жаңатөбе", "Zhanatobe", "--variant", "A", "--variant", "B", "--priority", "1", "--replace"
    )
    assert "  - Жаңатөбе → Zhanatobe (term); variants Janatobe; note desk\n" in said
    assert "  + Жаңатөбе → Zhanatobe (term); variants A|B; priority 1; note desk\n" in said


def test_the_entries_of_the_readme_can_be_added(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        shlex.split(line, comments=True)
        for line in (ROOT / "README.md").read_text("utf-8").splitlines()
        if line.startswith((".venv/bin/audarma glossary add", ".venv/bin/audarma glossary remove"))
    ]
    assert len(lines) > 2
    for words in lines:
        says(capsys, *words[2:])


WATCHED = """
import os, sys
from translate.cli import main
def hook(event, args):
    if event == "open" and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        print("WRITES", args[0])
    elif event in ("os.mkdir", "os.remove", "os.rename", "os.truncate"):
        print("WRITES", args[0])
sys.dont_write_bytecode = True
sys.addaudithook(hook)
for words in (["add", "Жаңатөбе", "Z"], ["remove", "Алматы"], ["undo"], ["list", "Z"], ["check"]):
    assert main(["glossary", *words]) == 0
"""


def test_nothing_is_ever_written_but_the_persons_own_files(tmp_path: Path) -> None:
    environ = {**os.environ, "AUDARMA_DATA": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", WATCHED]
    ran = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, encoding="utf-8")
    places = {line.split(" ", 1)[1] for line in ran.stdout.splitlines() if line.startswith("WRITES")}
    assert any(place.endswith("history.jsonl") for place in places)
    assert [place for place in places if not place.startswith(str(tmp_path))] == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has no pipes among files")
def test_what_may_never_end_is_refused_wherever_a_file_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = str(tmp_path / "pipe")
    os.mkfifo(pipe)
    text = file(tmp_path, "Алматы", "a.txt")
    for words in (
        ["find", text, "--glossary"], ["list", "--glossary"], ["find"], ["suggest"], ["check"], ["import"],
        ["add", "Тараз", "T", "--glossary"], ["undo", "--glossary"],
    ):  # fmt: skip
        assert "this is a device or a pipe" in fails(capsys, *words, pipe), words
    assert "this is a device or a pipe" in fails(capsys, "check", "/dev/zero")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "pipe"]


def test_a_plain_list_of_two_columns_takes_nothing_from_the_seed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], own: Store
) -> None:
    given = file(tmp_path, "Семей,Semey\nҚытай,China\nЖаңатөбе,Zhanatobe\n")
    said = says(capsys, "import", given)
    assert said.endswith("  + Жаңатөбе → Zhanatobe (term)\n2 entries are there already\n")
    assert own.read().own == (Term("Жаңатөбе", "Zhanatobe"),)
    assert says(capsys, "import", given) == "nothing to do: 3 entries are there already\n"
    other = file(tmp_path, "kk,en\nСемей,Semei\nҚытай,PRC\n", "other.csv")
    assert says(capsys, "import", other).endswith("\n2 entries of the seed are overlaid now\n")
    of_seed = {term.target: term for term in seed().terms if term.source in ("Семей", "Қытай")}
    new = {term.target: term for term in own.read().own}
    assert new["Semei"] == replace(of_seed["Semey"], target="Semei", variants=("Semipalatinsk",))
    assert new["PRC"] == replace(of_seed["China"], target="PRC", accepted=("Chinese", "Sino"))
    assert of_seed["Semipalatinsk"] in own.read().terms
    said = says(capsys, "import", given, "--clash", "mine")
    assert said == "nothing to do: 1 entry is there already, 2 entries give way to your own\n"


def test_days_that_a_list_can_not_mean_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], own: Store
) -> None:
    says(capsys, "add", "Жаңатөбе", "Old", "--to", "2001-01-01")
    given = file(tmp_path, "Тараз,Taras\nЖаңатөбе,New\n")
    why = "Жаңатөбе → New: it has entries for certain days, but none for today; give valid_from and valid_to"
    assert f"line 2 of g.csv: {why}" in fails(capsys, "import", given)
    assert why in fails(capsys, "add", "Жаңатөбе", "New", "--replace")
    says(capsys, "add", "Жаңатөбе", "New", "--replace", "--from", "2001-01-02")
    assert {term.target for term in own.read().own} == {"Old", "New"}


def test_what_was_removed_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    says(capsys, "remove", "Жамбыл облысы")
    said = says(capsys, "list", "--own")
    assert said.endswith(" (removed)  [removed]\n")
    (row,) = json.loads(says(capsys, "list", "--own", "--format", "json"))
    assert (row["kind"], row["origin"]) == ("removed", "removed")


def test_an_undo_says_how_to_step_further_back(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(1, 4):
        says(capsys, "add", f"Жаңатөбе {number}", "Z")
    assert "one step further back: audarma glossary undo 2 (" in says(capsys, "undo")
    assert "audarma glossary undo 1 (" in says(capsys, "undo", "2")
    assert "further" not in says(capsys, "undo", "1")
    assert "further" not in says(capsys, "undo"), "the undo is undone"


def test_an_undo_steps_back_in_the_glossary_that_was_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = ("--glossary", str(tmp_path / "of the desk.csv"))
    says(capsys, "add", "Жаңатөбе", "Own")
    for number in (1, 2):
        says(capsys, "add", f"Ескітөбе {number}", "Z", *file)
    (further,) = [line for line in says(capsys, "undo", *file).splitlines() if "further" in line]
    command = shlex.split(further.removeprefix("one step further back: ").partition(" (")[0])
    assert command == ["audarma", "glossary", "undo", "1", *file]
    says(capsys, *command[2:])
    assert "Own" in says(capsys, "list", "--own")


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_that_nothing_is_suggested_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    text = file(tmp_path, "Кеше Алматыда жиын өтті.\n", "a.txt")
    assert main(["glossary", "suggest", text, "--least", "3", "--format", form]) == 0
    said = capsys.readouterr()
    assert said.err == "audarma: no names that the texts hold 3 times or more and no entry has\n"
    assert said.out == {"text": "", "json": "[]\n"}.get(form, said.out)


ODD = """source,target
# a comment,x
+Абай,Abai
Тоқаев (Касым),Tokayev
A"б,Ab
Т. Рысқұлов,T. Ryskulov
Батыс Еуропа – Батыс Қытай,Western Europe – Western China
"""


def test_an_entry_that_finds_nothing_or_more_than_it_says_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(tmp_path, ODD)
    checked = says(capsys, "check", path)
    assert main(["glossary", "import", path]) == 0
    imported = capsys.readouterr().err
    for said in (checked, imported):
        for line in ("2: source '# a comment' begins with #", "3: source '+Абай' is looked for as 'Абай'"):
            assert f"warning: line {line}" in said
        assert said.count(": nothing will match but a text with") == 2
        assert not any(f"warning: line {number}:" in said for number in (6, 7))
    assert imported.count("warning: ") == 4
    assert "nothing will match but a text with '\"'" in imported


def test_forms_in_one_cell_with_a_semicolon_are_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(
        tmp_path, 'source,target,variants,accepted\nЖаңатөбе,Zhanatobe,Janatobe; Jana-Tobe,"Washington, D.C."\n'
    )
    told = "warning: line 2: 'Janatobe; Jana-Tobe' is one form as it stands; | parts several: a|b"
    assert told in says(capsys, "check", path)
    assert main(["glossary", "import", path]) == 0
    assert f"audarma: {told}\n" == capsys.readouterr().err


def test_the_seed_finds_what_it_says() -> None:
    assert {term.source for term in seed().terms if [*review.unlikely(term)]} == {"ОПЕК+"}


def test_very_many_entries_are_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review, "MANY", 1)
    path = file(tmp_path, "Жаңатөбе,A\nҚызылкөл,B\n")
    assert "warning: 2 entries are more than 1: each change" in says(capsys, "check", path)
    assert main(["glossary", "import", path]) == 0
    assert "warning: 2 entries are more than 1: each change takes seconds" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "lost"),
    [
        ("source;target;Owner;note; desk \nЖаңатөбе;Zhanatobe;ann;x;y\n", "Owner, desk"),
        ("kk,en,ru,description\nЖаңатөбе,Zhanatobe,Жанатобе,x\n", "ru"),
        ("source,target,note,\nЖаңатөбе,Zhanatobe,x,\n", ""),
        ("kk,en,description\nЖаңатөбе,Zhanatobe,x\n", ""),
        ("Жаңатөбе,Zhanatobe\n", ""),
    ],
)
def test_columns_that_an_import_does_not_keep_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, lost: str
) -> None:
    assert main(["glossary", "import", file(tmp_path, content)]) == 0
    told = f"audarma: warning: not kept: {lost}; an entry has no place for it, put what matters into note\n"
    assert capsys.readouterr().err == (told if lost else "")


@pytest.mark.parametrize("form", ["csv", "tsv", "tbx"])
def test_a_day_is_refused_by_a_form_that_holds_all_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    said = fails(capsys, "export", "--date", "2020-01-01", "--output", str(tmp_path / f"g.{form}"))
    assert f"{form} holds all with their days: leave --date out" in said
    assert list(tmp_path.glob("g.*")) == []
    assert "Nur-Sultan" in says(capsys, "export", "--date", "2020-01-01", "--format", "deepl")


def test_forms_that_add_parts_are_told(capsys: pytest.CaptureFixture[str], own: Store) -> None:
    assert main(["glossary", "add", "Жаңатөбе", "Zhanatobe", "--variant", "Jana|Jano", "--forbidden", "Yana"]) == 0
    assert own.read().own[0].variants == ("Jana", "Jano")
    assert capsys.readouterr().err == "audarma: 'Jana|Jano' is taken for several forms, for | parts them\n"


def test_check_takes_a_glossary_as_the_other_commands_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = file(tmp_path, "source,target\nЖаңатөбе,A\n"), file(tmp_path, "source,target\nА,\n", "bad.csv")
    assert says(capsys, "check", "--glossary", good) == f"{good}: 1 entry, 0 errors, 0 warnings\n"
    assert main(["glossary", "check", "--glossary", bad]) == 1
    said = capsys.readouterr()
    assert "error: line 2: source or target is empty" in said.out
    assert said.err == f"audarma: {bad}: 1 error, 0 warnings; mend the errors\n"
    assert "two files are named" in fails(capsys, "check", good, "--glossary", bad)
    assert "no column source and target" in fails(capsys, "check", "--glossary", file(tmp_path, "А,A\n", "d.csv"))
    assert "can't" in fails(capsys, "check", "--glossary", str(tmp_path / "no.csv"))


def test_a_source_is_one_in_whatever_quotation_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], own: Store
) -> None:
    twice = file(tmp_path, 'source,target\n«Жаңа көл» орталығы,A\n"""Жаңа көл"" орталығы",A\n')
    assert "line 2 and line 3: " in says(capsys, "check", twice)
    two = file(tmp_path, "source,target\n«Жаңа көл» орталығы,A\n“Жаңа көл” орталығы,B\n")
    assert "line 3" in fails(capsys, "import", two)
    says(capsys, "add", "«Жаңа көл» орталығы", "Zhana Kol Centre")
    assert "is in the glossary already" in fails(capsys, "add", '"Жаңа көл" орталығы', "x")
    says(capsys, "remove", '"Жаңа көл" орталығы')
    assert own.read().own == ()


def test_a_suggested_person_is_called_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = file(tmp_path, "Кеше Жанболат Кенжеғалов келді. Біз Жанболат Кенжеғаловты көрдік.\n", "a.txt")
    (row,) = json.loads(says(capsys, "suggest", text, "--format", "json"))
    assert (row["source"], row["kind"]) == ("Жанболат Кенжеғалов", "person")
    (row,) = csv.DictReader(io.StringIO(says(capsys, "suggest", text, "--format", "csv")))
    assert row["kind"] == "person"


def test_a_target_with_its_article_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = file(tmp_path, "source,target\nЖаңатөбе,the New Hill\nГаага,The Hague\nҚызыл,a reddish one\n")
    checked = says(capsys, "check", path)
    told = "target 'the New Hill' begins with an article, which the English has by itself; write 'New Hill'"
    assert f"warning: line 2: {told}" in checked
    assert "warning: line 4" in checked
    assert "Hague" not in checked
    assert main(["glossary", "add", "Жаңатөбе", "the New Hill"]) == 0
    assert capsys.readouterr().err == f"audarma: warning: {told}\n"
