"""The batch: nothing lost, nothing done twice, and every bad file named."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.matcher import Glossary
from glossary.term import Term
from tests.conftest import ROOT
from translate.archive import Order, Report, Watch, archive, memory_of
from translate.archive.files import Files
from translate.archive.progress import Sight
from translate.archive.scan import Refused, scan
from translate.engines.fake import FakeEngine
from translate.errors import InputError, OutputError
from translate.hands import Threads
from translate.memory import Memory
from translate.translator import Translator

TERMS = (Term("Семей", "Semey", kind="place"), Term("министр", "minister"))
ARTICLES = {
    "a.txt": " date 2020-01-02 Министр келді\nСЕМЕЙ. KAZINFORM – Министр Семейге келді. Ол ертең кетеді.",
    "deep/er/b.txt": "Ол ертең кетеді. Жаңа мектеп ашылды.",
    "deep/c.txt": "Қала тұрғындары қуанды.\nБүгін ауа райы суық болады.",
}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    for name, text in ARTICLES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "in", tmp_path / "out"


class Desk:
    """Runs an archive with a fake engine, and tells what that was asked."""

    def __init__(self, source: Path, out: Path, terms: Sequence[Term] = TERMS, **changes: object) -> None:
        self.engine, self.order = FakeEngine(), replace(Order(source, out), **changes)  # type: ignore[arg-type]
        self.terms, self.said = terms, list[str]()

    def run(self) -> Report:
        return archive(self.order, self._translator, "lines", self.said.append)

    def _translator(self, memory: Memory) -> Translator:
        return Translator(self.engine, Glossary(self.terms), "fake", memory=memory)

    @property
    def asked(self) -> list[str]:
        return [sentence for call in self.engine.history for sentence in call.sentences]


def tree(folder: Path) -> dict[str, bytes]:
    """What lies in an output folder, but for the run's own files and what tells the time."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".audarma" not in path.parts and path.name not in ("report.json", "report.html")
    }


def test_a_folder_is_translated_at_any_depth(folders: tuple[Path, Path]) -> None:
    source, out = folders
    report = Desk(source, out).run()
    assert (report.files, report.tally.articles, report.tally.rows) == (3, 3, 7)
    for name, text in ARTICLES.items():
        content = json.loads((out / f"{name}.json").read_text("utf-8"))
        assert all(text[row["start"] : row["end"]] == row["source"] for row in content["rows"])
        assert (out / f"{name}.html").is_file()
    first = json.loads((out / "a.txt.json").read_text("utf-8"))
    assert (first["date"], len(first["rows"])) == ("2020-01-02", 3)
    assert "Semey" in first["rows"][1]["target"]


def test_the_english_is_that_of_the_text_box(folders: tuple[Path, Path]) -> None:
    from translate.formats import json as form
    from translate.formats import newswire

    source, out = folders
    Desk(source, out).run()
    alone = Translator(FakeEngine(), Glossary(TERMS), "fake")
    for name in ARTICLES:
        assert (out / f"{name}.json").read_text("utf-8") == form.write(alone.translate(newswire.read(source / name)))


def test_a_second_run_does_nothing(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    before = {path: path.stat().st_mtime_ns for path in folders[1].rglob("*") if ".audarma" not in path.parts}
    second = Desk(*folders)
    report = second.run()
    assert (report.known, report.sentences, second.asked) == (3, 0, [])
    changed = {path for path, at in before.items() if path.stat().st_mtime_ns != at and path.is_file()}
    assert {path.name for path in changed} <= {"errors.jsonl"}


def test_a_changed_file_is_done_again_and_only_its_new_sentences_are_asked(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    (folders[0] / "deep" / "c.txt").write_text("Қала тұрғындары қуанды. Күн шықты.", "utf-8")
    second = Desk(*folders)
    assert second.run().known == 2
    assert second.asked == ["Күн шықты."]


def test_an_edited_entry_touches_its_sentences_alone(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    untouched = (folders[1] / "deep" / "c.txt.json").stat().st_mtime_ns
    second = Desk(*folders, terms=(Term("Семей", "Semei", kind="place"), TERMS[1]))
    second.run()
    assert second.asked
    assert all("Семей" in one or "Semei" in one for one in second.asked)
    assert "Semei" in (folders[1] / "a.txt.json").read_text("utf-8")
    assert (folders[1] / "deep" / "c.txt.json").stat().st_mtime_ns == untouched
    third = Desk(*folders, terms=second.terms)
    assert third.run().known == 3


def test_a_correction_is_written_and_never_overwritten(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    with Memory.open(memory_of(folders[1])) as memory:
        memory.correct("Ол ертең кетеді.", "She leaves tomorrow.", who="editor")
    for changes in ({}, {"terms": (Term("мектеп", "school"),)}):
        desk = Desk(*folders, **changes)  # type: ignore[arg-type]
        desk.run()
        for name in ("a.txt", "deep/er/b.txt"):
            rows = json.loads((folders[1] / f"{name}.json").read_text("utf-8"))["rows"]
            [row] = [row for row in rows if row["source"] == "Ол ертең кетеді."]
            assert (row["target"], row["origin"]) == ("She leaves tomorrow.", "corrected")
            assert "Ол ертең кетеді." not in desk.asked


def test_a_new_format_asks_the_engine_for_nothing(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    second = Desk(*folders, formats=("json", "html", "tsv", "tmx", "xliff", "docx", "text"))
    second.run()
    assert second.asked == []
    assert all((folders[1] / f"a.txt{end}").stat().st_size for end in (".tsv", ".tmx", ".xlf", ".docx", ".txt"))


def test_a_format_that_is_asked_for_no_more_tells_nothing_old(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    with Memory.open(memory_of(folders[1])) as memory:
        memory.correct("Ол ертең кетеді.", "She leaves tomorrow.")
    Desk(*folders, formats=("json",)).run()
    assert "She leaves tomorrow." in (folders[1] / "a.txt.html").read_text("utf-8")
    (folders[1] / "a.txt.html").unlink()
    Desk(*folders, formats=("json",)).run()
    assert not (folders[1] / "a.txt.html").exists()


def test_files_of_two_versions_do_not_outlive_a_kill(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the page and the JSON of an edited article, and then the edit is taken back."""
    Desk(*folders).run()
    before, whole = tree(folders[1]), Files.write

    def killed(self: Files, name: str, content: str | bytes) -> bool:
        if name == "a.txt.json":
            raise KeyboardInterrupt
        return whole(self, name, content)

    monkeypatch.setattr(Files, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        Desk(*folders, terms=(Term("Семей", "Semei", kind="place"), TERMS[1])).run()
    monkeypatch.undo()
    assert (folders[1] / "a.txt.html").read_bytes() != before["a.txt.html"]
    Desk(*folders).run()
    assert tree(folders[1]) == before


def test_an_index_that_a_kill_left_unwritten_is_written_by_the_next_run(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk(*folders).run()
    (folders[0] / "new.txt").write_text("Күн шықты.", "utf-8")

    def killed(*given: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("translate.archive.index.build", killed)
    with pytest.raises(KeyboardInterrupt):
        Desk(*folders).run()
    monkeypatch.undo()
    assert Desk(*folders).run().known == 4
    assert "4 articles" in (folders[1] / "index.html").read_text("utf-8")
    assert json.loads((folders[1] / "report.json").read_bytes())["files"] == 4


def test_an_article_that_is_gone_leaves_the_index(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    (folders[0] / "a.txt").unlink()
    Desk(*folders).run()
    assert "2 articles" in (folders[1] / "index.html").read_text("utf-8")
    assert json.loads((folders[1] / "report.json").read_bytes())["files"] == 2
    assert (folders[1] / "a.txt.json").is_file()


def test_bad_files_are_named_and_the_run_goes_on(folders: tuple[Path, Path], tmp_path: Path) -> None:
    source, out = folders
    (source / "empty.txt").write_bytes(b"")
    (source / "bytes.txt").write_bytes(b"\xff\xfe\x00\xd8\x00")
    (source / "broken.docx").write_bytes(b"PK not a file")
    (tmp_path / "secret.txt").write_text("Құпия.", "utf-8")
    (source / "link.txt").symlink_to(tmp_path / "secret.txt")
    (source / "gone.txt").symlink_to(source / "nothing.txt")
    (source / "records.jsonl").write_text('{"text": "Күн шықты."}\n{"text": 5}\nnone\n', "utf-8")
    report = Desk(source, out).run()
    named = dict(report.errors)
    assert set(named) >= {"empty.txt", "bytes.txt", "broken.docx", "link.txt", "gone.txt"}
    assert "leads out of the folder" in named["link.txt"]
    assert sum(path.startswith("records.jsonl/") for path in named) == 2
    lines = [json.loads(line) for line in (out / "errors.jsonl").read_text("utf-8").splitlines()]
    assert {line["path"] for line in lines} == set(named)
    assert (report.tally.articles, (out / "records.jsonl" / "000001.json").is_file()) == (4, True)
    assert not list(out.rglob("secret*"))
    again = Desk(source, out)
    assert dict(again.run().errors) == named
    assert again.asked == []


def test_the_progress_counts_each_article_and_each_error(folders: tuple[Path, Path]) -> None:
    source, out = folders
    (source / "records.jsonl").write_text('{"text": "Күн шықты."}\nnone\n' * 3, "utf-8")
    (source / "empty.txt").write_bytes(b"")
    seen = list[Sight]()
    desk = Desk(source, out)
    archive(desk.order, desk._translator, "none", print, Watch(seen.append))
    last = seen[-1]
    assert (last.files, last.of, last.articles, last.errors, last.eta) == (5, 5, 6, 4, 0)


def test_odd_names_survive(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    names = ["жаңалық «бір».txt", "a b'c\"d.txt", "new\nline.txt", "#100%?.txt", ".hidden.txt", "-rf.txt"]
    for name in names:
        (source / name).write_text("Күн шықты.", "utf-8")
    raw = os.fsdecode(b"\xff\xfe.txt")
    (source / raw).write_text("Күн шықты.", "utf-8")
    report = Desk(source, tmp_path / "out").run()
    assert (report.files, report.errors) == (7, ())
    assert all((tmp_path / "out" / f"{name}.json").is_file() for name in [*names, raw])
    assert Desk(source, tmp_path / "out").run().known == 7


def test_the_scan_passes_over_what_is_written(folders: tuple[Path, Path]) -> None:
    source, _ = folders
    out = source / "out"
    Desk(source, out).run()
    assert Desk(source, out).run().known == 3
    assert {one.path for one in scan(source, out) if not isinstance(one, Refused)} == set(ARTICLES)


def test_impossible_folders_are_refused(folders: tuple[Path, Path]) -> None:
    source, out = folders
    with pytest.raises(InputError, match="no such folder"):
        Desk(source / "none", out).run()
    with pytest.raises(OutputError, match="is the folder that is read"):
        Desk(source, source).run()
    with pytest.raises(OutputError, match="lies inside"):
        Desk(source / "deep", source).run()
    (out.parent / "file").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="can't write"):
        Desk(source, out.parent / "file").run()


def test_a_second_run_at_once_is_refused(folders: tuple[Path, Path]) -> None:
    first = Desk(*folders)

    def meanwhile(sentence: str) -> str:
        with pytest.raises(OutputError, match="another run is writing to"):
            Desk(*folders).run()
        return "English"

    first.engine = FakeEngine(meanwhile)
    assert first.run().files == 3


def test_a_run_that_is_refused_takes_nothing_from_the_one_at_work(folders: tuple[Path, Path]) -> None:
    first, part = Desk(*folders), folders[1] / ".audarma" / "7000.part"

    def meanwhile(sentence: str) -> str:
        part.write_text("half of an article", "utf-8")
        with pytest.raises(OutputError, match="another run"):
            Desk(*folders).run()
        assert part.exists()
        return "English"

    first.engine = FakeEngine(meanwhile)
    first.run()
    Desk(*folders).run()
    assert not part.exists()


def test_a_memory_that_was_being_saved_at_a_kill_keeps_its_corrections(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    path = memory_of(folders[1])
    with Memory.open(path) as memory:
        memory.correct("Ол ертең кетеді.", "She leaves tomorrow.")
    path.rename(path.with_name(f"{path.name}.part"))
    second = Desk(*folders)
    second.run()
    assert second.asked == []
    with Memory.open(path) as memory:
        assert [one.target for one in memory.corrections()] == ["She leaves tomorrow."]


def test_a_full_disk_stops_in_words_and_loses_nothing(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    whole = Files.write

    def full(self: Files, name: str, content: str | bytes) -> bool:
        if name.startswith("deep/c"):
            raise OutputError(f"{name}: can't write ({os.strerror(errno.ENOSPC)}); mend that, and start again")
        return whole(self, name, content)

    monkeypatch.setattr(Files, "write", full)
    first = Desk(*folders)
    with pytest.raises(OutputError, match="No space left"):
        first.run()
    monkeypatch.undo()
    second = Desk(*folders)
    assert second.run().files == 3
    assert not set(first.asked) & set(second.asked)


def test_a_damaged_memory_is_said_and_survived(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    path = memory_of(folders[1])
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\x5a" * (len(raw) - 4096)
    path.write_bytes(raw)
    (folders[0] / "new.txt").write_text("Күн шықты.", "utf-8")
    second = Desk(*folders)
    assert second.run().files == 4
    assert any("damaged" in note for note in second.said)


# --- killed


COUNTED = """
import os, sys, time
from pathlib import Path
from glossary.matcher import Glossary
from glossary.term import Term
from translate.archive import Order, archive
from translate.engines.fake import FakeEngine
from translate.translator import Translator
source, out, asked, pause = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4])
class Slow(FakeEngine):
    def translate(self, sentences, decoding):
        with asked.open("a") as file:
            file.write("".join(f"{len(sentences)}\\t{one}\\n" for one in sentences))
        time.sleep(pause)
        return super().translate(sentences, decoding)
def opened(memory):
    return Translator(Slow(), Glossary([Term("Семей", "Semey", kind="place")]), "fake", window=16, memory=memory)
report = archive(Order(source, out), opened, "lines", print)
print(report.complete, len(report.errors))
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """200 articles of sentences that are all different."""
    source = tmp_path / "in"
    chance = random.Random(5)
    words = "қала үй мектеп жол кітап адам жыл күн тау су Семей министр".split()
    number = 0
    for n in range(200):
        folder = source / f"{n % 7}"
        folder.mkdir(parents=True, exist_ok=True)
        sentences = []
        for _ in range(chance.randint(1, 9)):
            number += 1
            sentences.append(f"{' '.join(chance.choices(words, k=5)).capitalize()} {number} болды.")
        (folder / f"{n}.txt").write_text(" ".join(sentences), "utf-8")
    return source


def started(source: Path, out: Path, asked: Path, pause: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", COUNTED, *map(str, (source, out, asked, pause))]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def firsts(asked: Path) -> list[str]:
    """The sentences sent to the engine, but for those that it read again with a term inside."""
    return [line for line in asked.read_text("utf-8").splitlines() if "Semey" not in line]


def test_killed_five_times_no_stored_sentence_is_sent_again(many: Path, tmp_path: Path) -> None:
    """And what lies there in the end is what an unbroken run leaves, byte for byte."""
    whole = started(many, tmp_path / "whole", tmp_path / "asked-whole", 0)
    assert whole.communicate(timeout=120)[0] == "True 0\n"
    unbroken = firsts(tmp_path / "asked-whole")
    out, asked, chance = tmp_path / "out", tmp_path / "asked", random.Random(11)
    for kill in range(5):
        run = started(many, out, asked, 0.02)
        before = asked.stat().st_size if asked.exists() else 0
        deadline = time.monotonic() + 60
        while not (asked.exists() and asked.stat().st_size > before) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.uniform(0.02, 0.4))
        assert run.poll() is None, f"run {kill} was over before it was killed"
        run.kill()
        run.communicate()
    last = started(many, out, asked, 0)
    assert last.communicate(timeout=120)[0] == "True 0\n"
    sent = firsts(asked)
    in_hand = Threads.most * max(int(line.split("\t")[0]) for line in sent)
    assert len(unbroken) < len(sent) <= len(unbroken) + 5 * in_hand
    assert tree(out) == tree(tmp_path / "whole")
    assert not list(out.rglob("*.part"))


def test_interrupted_it_keeps_the_batch_in_hand_and_says_how_to_go_on(many: Path, tmp_path: Path) -> None:
    out, asked = tmp_path / "out", tmp_path / "asked"
    run = started(many, out, asked, 0.1)
    while not asked.exists() or asked.read_text("utf-8").count("\n") < 40:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    printed, noted = run.communicate(timeout=60)
    assert printed == "False 0\n"
    assert "Ctrl-C again gives it up" in noted
    sent = firsts(asked)
    with Memory.open(memory_of(out)) as memory:
        assert memory.count() == len(sent)
    again = started(many, out, asked, 0)
    assert again.communicate(timeout=120)[0] == "True 0\n"
    lines = [line.split("\t")[1] for line in asked.read_text("utf-8").splitlines()]
    assert len(lines) == len(set(lines))


@pytest.fixture(autouse=True)
def _quiet(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    yield
    capsys.readouterr()


# --- the commands


def audarma(*arguments: object, data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "translate.cli", *map(str, arguments)]
    environment = os.environ | {"AUDARMA_DATA": str(data), "AUDARMA_THREADS": "1"}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, timeout=300)


def test_the_commands_as_a_person_uses_them(folders: tuple[Path, Path], tmp_path: Path) -> None:
    source, out = folders
    first = audarma("archive", source, out, "--formats", "tmx", data=tmp_path)
    assert (first.returncode, first.stdout.splitlines()[-1]) == (0, "no errors"), first.stderr
    assert "3 files, 3 articles, 7 sentences" in first.stdout
    (source / "bad.docx").write_bytes(b"nothing")
    corrected = audarma("memory", "correct", out, "Ол ертең кетеді.", "She leaves.", "--who", "me", data=tmp_path)
    assert corrected.returncode == 0, corrected.stderr
    second = audarma("archive", source, out, "--formats", "tmx", "--json-progress", data=tmp_path)
    assert second.returncode == 1
    assert "1 files or records failed" in second.stderr
    told = [json.loads(line) for line in second.stderr.splitlines() if line.startswith("{")]
    assert told[-1]["done"]
    assert told[-1]["errors"] == 1
    assert "She leaves." in (out / "a.txt.tmx").read_text("utf-8")
    listed = audarma("memory", "list", out, data=tmp_path).stdout
    assert "Ол ертең кетеді.\n    She leaves.\n    me" in listed
    near = audarma("memory", "find", out, "Ол бүгін ертең кетеді.", "--least", "0.6", data=tmp_path).stdout
    assert "{+бүгін+}" in near
    assert audarma("memory", "export", out, tmp_path / "own.tmx", data=tmp_path).returncode == 0
    other = tmp_path / "other"
    audarma("archive", source / "deep", other, "--formats", "json", data=tmp_path)
    assert "1 sentences taken" in audarma("memory", "import", other, tmp_path / "own.tmx", data=tmp_path).stdout
    audarma("archive", source / "deep", other, data=tmp_path)
    assert "She leaves." in (other / "er" / "b.txt.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("archive", "none", "out"), 1, "there is no such folder"),
        (("archive", "in", "out", "--formats", "pdf"), 2, "pdf is no format"),
        (("archive", "in", "out", "--fields", "a,b"), 2, "give three names"),
        (("archive", "in"), 2, "required: OUT"),
        (("memory", "list", "in"), 1, "holds no memory"),
        (("memory", "find", "in", "сөз", "--least", "7"), 2, "give a share"),
    ],
)
def test_wrong_use_is_said_in_one_line(
    folders: tuple[Path, Path], tmp_path: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    named = [tmp_path / one if one in ("in", "out", "none") else one for one in arguments]
    ran = audarma(*named, data=tmp_path)
    assert ran.returncode == status
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
