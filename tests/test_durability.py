"""A glossary file outlives what is done to it: kills, several writers at once, a full disk, a locked folder."""

import errno
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from glossary.errors import GlossaryError
from glossary.store import Store
from glossary.term import Term
from tests.conftest import ROOT

# Adds entries for ever, or so many, and says of each that it is written; the source ends in a number's letters.
WRITER = """
import sys
from pathlib import Path
from glossary.store import Store
from glossary.term import Term
path, name, most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = Store(path, ())
for number in range(most):
    store.add(Term(f"{name} {number}", f"Name {number}", note="x" * 2000), who=name)
    print(number, flush=True)
"""


def writer(path: Path, name: str, most: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(path), name, str(most)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def sources(path: Path) -> list[str]:
    return [term.source for term in Store(path, ()).read().own]


def adds_up(path: Path) -> None:
    """The history, read from the beginning, is the file."""
    store = Store(path, ())
    held: list[Term] = []
    for change in store.history():
        for term in change.before:
            held.remove(term)
        held += change.after
    assert sorted(map(repr, held)) == sorted(map(repr, store.read().own))
    assert [change.number for change in store.history()] == list(range(1, len(store.history()) + 1))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_leaves_the_file_whole_and_loses_nothing_that_was_said_to_be_written(
    tmp_path: Path,
) -> None:
    chance = random.Random(3)
    path = tmp_path / "g.csv"
    written: list[str] = []
    for turn in range(12):
        child = writer(path, f"Ауыл{turn}", 10_000)
        assert child.stdout
        said = [child.stdout.readline()]
        time.sleep(chance.uniform(0, 0.15))
        child.send_signal(signal.SIGKILL)
        rest, errors = child.communicate()
        assert errors == ""
        said += rest.splitlines()
        written += [f"Ауыл{turn} {int(number)}" for number in said]
        there = sources(path)
        assert there[: len(there)] == list(dict.fromkeys(there))
        assert set(written) <= set(there)
        # what the kill left half done, one change at most, is either there or it is not
        assert len(set(there) - set(written)) <= 1 + turn
        adds_up(path)
    Store(path, ()).add(Term("Соңғы", "Last"), who="after")
    adds_up(path)
    assert list(tmp_path.glob(".*.part")) == []


KILLED = """
import os, sys
from pathlib import Path
from glossary import disk
from glossary.store import Store
from glossary.term import Term
disk.write = lambda path, data: os._exit(9)
Store(Path(sys.argv[1]), ()).add(Term("Орал", "Oral"), who="bob")
"""


def test_a_kill_between_the_two_writes_is_told_in_the_history(tmp_path: Path) -> None:
    store = Store(tmp_path / "g.csv", ())
    store.add(Term("Семей", "Semey"), who="ann")
    ran = subprocess.run([sys.executable, "-c", KILLED, str(store.path)], cwd=ROOT, check=False)
    assert ran.returncode == 9
    assert sources(store.path) == ["Семей"]
    assert [(c.number, c.action, c.who) for c in store.history()[1:]] == [
        (2, "add", "bob"),
        (3, "outside", "another program"),
    ]
    adds_up(store.path)
    assert store.add(Term("Орал", "Oral"), who="bob").number == 4
    adds_up(store.path)


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    children = [writer(path, name, 40) for name in ("Ауыл", "Қала", "Өзен")]
    for child in children:
        _, errors = child.communicate(timeout=120)
        assert (child.returncode, errors) == (0, "")
    assert sorted(sources(path)) == sorted(f"{name} {n}" for name in ("Ауыл", "Қала", "Өзен") for n in range(40))
    adds_up(path)


def test_a_lock_that_is_held_too_long_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from glossary import disk

    path = tmp_path / "g.csv"
    monkeypatch.setattr(disk, "PATIENCE", 0.2)
    with disk.lock(path), pytest.raises(GlossaryError, match=r"another program .* try again"):
        Store(path, ()).add(Term("Семей", "Semey"), who="ann")
    Store(path, ()).add(Term("Семей", "Semey"), who="ann")


FULL = """
import resource, sys
from pathlib import Path
from glossary.errors import GlossaryError
from glossary.store import Store
from glossary.term import Term
store = Store(Path(sys.argv[1]), ())
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    store.add(Term("Қала", "City", note="x" * 4000), who="ann")
except GlossaryError as error:
    print(error)
"""


@pytest.mark.parametrize("spare", [500, 10_000], ids=["the history is full", "the glossary is full"])
def test_a_full_disk_is_said_and_the_glossary_stays_as_it_was(tmp_path: Path, spare: int) -> None:
    pytest.importorskip("resource", reason="Windows can't limit the size of a file")
    path = tmp_path / "g.csv"
    # far longer than its history, for which blanks at the end of a cell are nothing
    path.write_text("source,target,note\nСемей,Semey," + " " * 20_000 + "\n", "utf-8")
    store = Store(path, ())
    store.add(Term("Тараз", "Taraz"), who="ann")
    before, history = path.read_bytes(), store.journal.path.read_bytes()
    command = [sys.executable, "-c", FULL, str(path), str(len(history) + spare)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "can't write (File too large); the glossary is as it was" in ran.stdout
    assert (path.read_bytes(), store.journal.path.read_bytes()) == (before, history)
    store.add(Term("Қала", "City", note="x" * 4000), who="ann")
    adds_up(path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [".g.csv.lock", "g.csv", "g.csv.history.jsonl"]


READER = """
import os, sys
from pathlib import Path
from glossary.errors import GlossaryError
from glossary.store import Store
from glossary.term import Term
Store(Path(sys.argv[1]) / "warm" / "g.csv", ()).add(Term("Семей", "Semey"), who="ann")
if os.geteuid() == 0:
    os.setgroups([])
    os.setuid(65534)
store = Store(Path(sys.argv[1]) / "g.csv", ())
print([term.source for term in store.read().own])
try:
    store.add(Term("Тараз", "Taraz"), who="ann")
except GlossaryError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_a_folder_nobody_may_write_to_can_be_read(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to others
        (Path(name) / "warm").mkdir()
        (Path(name) / "g.csv").write_text("source,target\nСемей,Semey\n", "utf-8")
        Path(name).chmod(0o555)
        ran = subprocess.run([sys.executable, "-c", READER, name], cwd=ROOT, capture_output=True, text=True, check=True)
        Path(name).chmod(0o755)
    assert ran.stdout.startswith("['Семей']\n")
    assert "g.csv: can't write (Permission denied); the glossary is as it was" in ran.stdout


def test_a_link_stays_a_link_and_a_missing_folder_is_made(tmp_path: Path) -> None:
    real = tmp_path / "far" / "away.csv"
    (tmp_path / "g.csv").symlink_to(real)
    Store(tmp_path / "g.csv", ()).add(Term("Семей", "Semey"), who="ann")
    assert (tmp_path / "g.csv").is_symlink()
    assert sources(real) == ["Семей"]
    assert Store(real, ()).history()[0].who == "ann"


def test_a_half_written_line_of_history_counts_for_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "g.csv", ())
    store.add(Term("Семей", "Semey"), who="ann")
    with store.journal.path.open("ab") as file:
        file.write(json.dumps({"number": 2, "who": "bob"}).encode()[:-5])
    assert [change.who for change in store.history()] == ["ann"]
    assert store.add(Term("Тараз", "Taraz"), who="eve").number == 2
    adds_up(store.path)


def test_a_very_long_line_of_history_is_read_from_behind(tmp_path: Path) -> None:
    store = Store(tmp_path / "g.csv", ())
    store.import_terms([Term(f"Қала {number}", "City") for number in range(2000)], who="ann")
    assert store.journal.path.stat().st_size > 100_000
    assert store.add(Term("Тараз", "Taraz"), who="eve").number == 2
    assert store.undo(who="eve", number=1).number == 3
    assert store.read().own == (Term("Тараз", "Taraz"),)
    adds_up(store.path)


def test_a_history_that_was_broken_by_hand_is_said_with_its_line(tmp_path: Path) -> None:
    store = Store(tmp_path / "g.csv", ())
    store.add(Term("Семей", "Semey"), who="ann")
    store.journal.path.write_bytes(b"{}\n")
    with pytest.raises(GlossaryError, match=r"line 1 is no change .* move this file away"):
        store.history()


def test_what_another_program_did_is_in_the_history_and_can_be_undone(tmp_path: Path) -> None:
    store = Store(tmp_path / "g.csv", ())
    store.add(Term("Семей", "Semey"), who="ann")
    store.add(Term("Тараз", "Taraz"), who="bob")
    # a spreadsheet that was open all the while saves what it had
    store.path.write_text("source;target;desk\nСемей;Semei;north\n", "utf-8")
    change = store.history()[-1]
    assert (change.number, change.action) == (3, "outside")
    assert {term.target for term in change.before} == {"Semey", "Taraz"}
    undone = store.undo(who="ann")
    assert (undone.number, undone.undoes) == (4, 3)
    assert {term.target for term in store.read().own} == {"Semey", "Taraz"}
    adds_up(store.path)


def test_a_change_while_another_program_writes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from glossary.journal import Journal

    store = Store(tmp_path / "g.csv", ())
    store.add(Term("Семей", "Semey"), who="ann")
    last = Journal.last

    def meddle(journal: Journal) -> object:
        store.path.write_text("source,target\nТараз,Taraz\n", "utf-8")
        return last(journal)

    monkeypatch.setattr(Journal, "last", meddle)
    with pytest.raises(GlossaryError, match="changed the glossary just now"):
        store.add(Term("Орал", "Oral"), who="bob")
    assert store.path.read_text("utf-8") == "source,target\nТараз,Taraz\n"


@pytest.mark.parametrize(
    ("number", "cure"),
    [
        (errno.ENOSPC, "make room"),
        (errno.EACCES, "give yourself the right"),
        (errno.EROFS, "choose another folder"),
        (errno.ENOTDIR, "check the path"),
    ],
)
def test_what_keeps_a_file_from_being_written_has_its_own_cure(
    number: int, cure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(GlossaryError, match=rf"{os.strerror(number)}\); the glossary is as it was: .*{cure}"):
        Store(tmp_path / "g.csv", ()).add(Term("Семей", "Semey"), who="ann")
