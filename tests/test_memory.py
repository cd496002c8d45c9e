"""A translation memory gives back what it was given, whatever is done to its file, and finds what is alike."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from translate.document import Flag, TermUse
from translate.errors import MemoryFileError
from translate.memory import Correction, Memory, Stored, database, difference, key, likeness, search
from translate.memory.likeness import bound, folded

FULL = Stored(
    "President Toqaev\u2028said \x00 «yes» 🐎.",
    (
        TermUse("Тоқаев", "Тоқаевтың", "Toqaev", "replaced", "near", 3, 12, 10, 16),
        TermUse("Астана", "Астанада", "Astana", "not_applied", "", 13, 21),
    ),
    (Flag("number", 'it says "7", not 70', "target", 2, 3), Flag("draft", "", "source", 0, 0)),
    "engine",
)
WORDS = [word for path in sorted((ROOT / "seeds").glob("*.txt"))[:40] for word in path.read_text("utf-8").split()]
# What a person may type and a file may hold: no lone surrogates.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SHORT = st.text("аб қҚ.«\n", max_size=16)


def plain(english: str) -> Stored:
    return Stored(english, (), (), "engine")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(tmp_path / "folder" / "memory.db") as opened:
        yield opened


# What is given comes back


def test_every_field_comes_back_from_a_file_that_was_closed(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "memory.db"
    copied = Stored("", (), (), "copied")
    with Memory.open(path) as memory:
        memory.store([("one", "Тоқаев  келді.", FULL), ("two", "***", copied)])
    with Memory.open(path) as memory:
        assert memory.many(["one", "none", "two"]) == {"one": FULL, "two": copied}
        assert (memory.count(), memory.notes) == (2, ())


def test_a_key_that_is_stored_again_has_what_came_last(memory: Memory) -> None:
    memory.store([("k", "Сөз", plain("Word"))])
    memory.store([("k", "Сөз", FULL), ("k", "Сөйлем", plain("Sentence"))])
    assert memory.many(["k"]) == {"k": plain("Sentence")}
    assert memory.count() == 1


@settings(max_examples=30)
@given(source=TEXT, target=TEXT, reason=TEXT)
def test_any_text_comes_back(source: str, target: str, reason: str) -> None:
    made = Stored(
        target, (TermUse(source, target, reason, "already", "r", 0, 1),), (Flag("k", reason, "source", 0, 1),), "engine"
    )
    with tempfile.TemporaryDirectory() as name, Memory.open(Path(name) / "m") as memory:
        memory.store([(key(source), source, made)])
        assert memory.many([key(source)]) == {key(source): made}
        assert source.strip() == "" or memory.similar(source)[0].likeness == 1


def test_half_a_surrogate_pair_is_left_out_and_the_rest_is_stored(memory: Memory) -> None:
    memory.store([("a", "\ud800", plain("x")), ("b", "Сөз", plain("\udc00")), ("c", "Сөз", plain("Word"))])
    assert memory.many(["a", "b", "c"]) == {"c": plain("Word")}
    assert memory.corrected(["\ud800"]) == {}
    assert memory.similar("\ud800") == []
    with pytest.raises(MemoryFileError, match="half a character"):
        memory.correct("Сөз", "\ud800")
    assert list(memory.corrections()) == []


def test_a_batch_is_stored_as_a_whole_or_not_at_all(memory: Memory) -> None:
    class Odd(str):
        def split(self, *_: object) -> list[str]:
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        memory.store([("a", "Сөз", plain("Word")), ("b", Odd("Сөз"), plain("Word"))])
    assert memory.count() == 0
    memory.store([("a", "Сөз", plain("Word"))])
    assert memory.count() == 1


# Keys


def test_a_key_is_32_hex_digits_and_the_same_in_every_run() -> None:
    assert key("Сәлем", "model") == "b6a1c2109e1d5b12727faa872c087211"
    assert key("\ud800") != key("\ud801")


@given(st.lists(SHORT, max_size=4), st.lists(SHORT, max_size=4))
def test_keys_are_the_same_for_the_same_parts_alone(one: list[str], other: list[str]) -> None:
    assert (key(*one) == key(*other)) == (one == other)


@given(st.text("ab", max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_a_key_says_where_its_parts_end(text: str, cut: int, other: int) -> None:
    cut, other = min(cut, len(text)), min(other, len(text))
    assert (key(text[:cut], text[cut:]) == key(text[:other], text[other:])) == (cut == other)


# Corrections


def test_a_correction_wins_and_the_earlier_ones_are_history(memory: Memory) -> None:
    when = datetime(2026, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
    memory.store([("k", "Ол келді.", plain("It came."))])
    memory.correct("Ол келді.", "She came.")
    memory.correct("Басқа сөз.", "Another word.")
    memory.correct(" Ол\n келді. ", "He came.", who="Ann", when=when, terms=[("ол", "he"), ("кел", "come")])
    now = Correction("Ол келді.", "He came.", "Ann", when, (("ол", "he"), ("кел", "come")))
    assert memory.corrected(["Ол  келді.", "Ол Келді.", "Жоқ"]) == {"Ол  келді.": now}
    assert [made.target for made in memory.history("Ол келді.")] == ["He came.", "She came."]
    assert [made.target for made in memory.corrections()] == ["Another word.", "He came."]
    # the machine's own is what it was, and does not hide a person's
    assert memory.many(["k"]) == {"k": plain("It came.")}
    memory.store([("other model", "Ол келді.", plain("It has come."))])
    assert [(hit.target, hit.origin) for hit in memory.similar("Ол келді.")] == [("He came.", "corrected")]


def test_a_correction_without_a_day_is_of_today(memory: Memory) -> None:
    memory.correct("Сөз", "Word")
    (made,) = memory.corrections()
    assert abs((datetime.now(UTC) - made.when).total_seconds()) < 60


def test_a_correction_of_nothing_is_refused(memory: Memory) -> None:
    with pytest.raises(MemoryFileError, match="give the Kazakh one"):
        memory.correct(" \n", "Word")


def test_a_correction_that_is_withdrawn_is_history_and_no_more(memory: Memory) -> None:
    memory.store([("k", "Ол келді.", plain("It came."))])
    memory.withdraw("Ол келді.", who="Ann")
    assert memory.history("Ол келді.") == [], "there was none"
    memory.correct("Ол келді.", "He came.", who="Ann")
    memory.withdraw("Ол  келді.", who="Bob")
    assert memory.corrected(["Ол келді."]) == {}
    assert list(memory.corrections()) == []
    assert [(made.target, made.who) for made in memory.history("Ол келді.")] == [("", "Bob"), ("He came.", "Ann")]
    assert [(hit.target, hit.origin) for hit in memory.similar("Ол келді.")] == [("It came.", "engine")]
    memory.correct("Ол келді.", "He has come.")
    assert memory.corrected(["Ол келді."])["Ол келді."].target == "He has come."


# Likeness


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("үйге барды", "үйден барды", 16 / 21),
        ("Ол  КЕЛДІ.", "ол келді.", 1.0),
        ("«сөз»", "сөз", 6 / 8),
        ("бір екі үш", "бір үш", 12 / 16),
        ("бір екі", "екі бір", 6 / 14),
        ("abc", "xyz", 0.0),
        ("", "abc", 0.0),
        ("", " ", 1.0),
    ],
)
def test_likeness_is_twice_what_is_kept_over_all(one: str, other: str, expected: float) -> None:
    assert likeness(one, other) == pytest.approx(expected)


@given(SHORT, SHORT)
def test_likeness_is_the_same_both_ways_and_1_for_the_same_alone(one: str, other: str) -> None:
    how = likeness(one, other)
    assert how == likeness(other, one)
    assert 0 <= how <= 1
    assert (how == 1) == (folded(one) == folded(other))
    assert bound(folded(one), folded(other)) >= how


@given(SHORT, SHORT)
def test_the_marks_of_a_difference_are_both_texts(one: str, other: str) -> None:
    marks = difference(one, other)
    assert "".join(text for mark, text in marks if mark != "new") == one
    assert "".join(text for mark, text in marks if mark != "gone") == other
    assert all(text for _, text in marks)
    assert (one == other) == all(mark == "same" for mark, _ in marks)


def test_a_difference_is_told_in_words() -> None:
    assert difference("Ол үйге кеше барды.", "Ол үйден барды.") == [
        ("same", "Ол"),
        ("gone", " үйге кеше"),
        ("new", " үйден"),
        ("same", " барды."),
    ]


# Similar sentences


def sentence(chance: random.Random) -> str:
    at = chance.randrange(len(WORDS) - 30)
    return " ".join(WORDS[at : at + chance.randint(2, 24)])


def edited(text: str, chance: random.Random) -> str:
    """The text with one to four words put in, taken out, exchanged or misspelt."""
    words = text.split()
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(words))
        word = words[at]
        cut = chance.randrange(len(word))
        new = chance.choice(WORDS)
        words[at : at + 1] = chance.choice(
            [[], [new], [word, new], [word[:cut] + "ы" + word[cut + 1 :]], [word + "дан"]]
        )
        words = words or [new]
    return " ".join(words)


def test_at_least_98_in_100_best_hits_of_all_are_found(memory: Memory) -> None:
    chance = random.Random(11)
    held = list(dict.fromkeys(sentence(chance) for _ in range(500)))
    memory.store([(key(text), text, plain(text.upper())) for text in held])
    asked = [edited(chance.choice(held), chance) for _ in range(180)]
    true = [
        max((likeness(text, other) for other in held if bound(folded(text), folded(other)) >= 0.75), default=0.0)
        for text in asked
    ]
    found = [memory.similar(text) for text in asked]
    due = [(best, hits) for best, hits in zip(true, found, strict=True) if best >= 0.75]
    right = sum(bool(hits) and hits[0].likeness == best for best, hits in due)
    assert len(due) > 120
    assert right / len(due) >= 0.98
    # and nothing is found that is not there
    assert all(hits == [] for best, hits in zip(true, found, strict=True) if best < 0.75)
    assert all(hit.target == hit.source.upper() for hits in found for hit in hits)


def test_a_sentence_of_common_words_alone_is_found_among_many(memory: Memory) -> None:
    chance = random.Random(5)
    common = "және бұл да мен ол үшін бір деп екі жыл".split()
    held = dict.fromkeys(" ".join([*chance.choices(common, k=6), str(n)]) for n in range(6000))
    memory.store([(key(text), text, plain("x")) for text in held])
    memory.store([("k", "үшін деп және екі ол жыл бір", plain("found"))])
    assert memory.similar("үшін деп және екі ол жыл бір бірге")[0].target == "found"


def test_hits_come_best_first_and_a_persons_before_a_machines(memory: Memory) -> None:
    memory.store([(text, text, plain(text)) for text in ("бір екі үш төрт бес", "бір екі үш төрт алт", "бір екі үш")])
    memory.correct("бір екі үш төрт жет", "by hand")
    hits = memory.similar("бір екі үш төрт беш")
    assert [hit.likeness for hit in hits] == sorted((hit.likeness for hit in hits), reverse=True)
    assert hits[0].source == "бір екі үш төрт бес"
    tied = memory.similar("бір екі үш төрт оно")
    assert [hit.origin for hit in tied] == ["corrected", "engine", "engine"]
    assert len({hit.likeness for hit in tied}) == 1
    assert memory.similar("бір екі үш төрт оно", most=1) == tied[:1]
    assert memory.similar("бір екі үш төрт бес", least=0.99) == memory.similar("бір екі үш төрт бес", most=1)
    assert memory.similar("мүлде басқа сөйлем") == []


def test_a_broken_index_is_made_anew(memory: Memory) -> None:
    memory.store([("k", "Ол үйге барды", plain("He went home"))])
    with sqlite3.connect(memory.path) as other:
        other.execute("UPDATE near_data SET block = x'00ff00ff00ff' WHERE id > 10")
    other.close()
    fresh = Memory.open(memory.path)
    assert [hit.target for hit in fresh.similar("Ол үйден барды")] == ["He went home"]
    fresh.close()


# What befalls a file

WRITER = """
import sys
from pathlib import Path
from translate.memory import Memory, Stored
memory, name, most = Memory.open(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for batch in range(most):
    names = [f"{batch} {n}" for n in range(20)]
    rows = [(f"{name} {of}", f"{name} сөйлем {of}", Stored("x" * 200, (), (), "engine")) for of in names]
    memory.store(rows)
    print(batch, flush=True)
"""


def writer(path: Path, name: str, most: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(path), name, str(most)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_loses_no_batch_that_was_stored(tmp_path: Path) -> None:
    chance, path = random.Random(3), tmp_path / "memory.db"
    stored: list[str] = []
    for turn in range(5):
        with writer(path, f"ауыл{turn}", 100_000) as child:
            assert child.stdout
            assert child.stderr
            said = [child.stdout.readline()]
            time.sleep(chance.uniform(0, 0.3))
            child.send_signal(signal.SIGKILL)
            # not communicate(), which passes over what readline() has taken in already
            said += child.stdout.read().splitlines()
            assert (child.wait(), child.stderr.read()) == (-signal.SIGKILL, "")
        stored += [f"ауыл{turn} {int(batch)} {n}" for batch in said for n in range(20)]
        with Memory.open(path) as memory:
            assert memory.notes == ()
            assert memory.many(stored).keys() == set(stored)
            # a batch that was not yet told is there as a whole or not at all
            assert memory.count() % 20 == 0
            assert memory.count() - len(stored) <= 20 * (turn + 1)
            assert memory.similar(f"ауыл{turn} сөйлем 0 0", most=1)[0].likeness == 1


def test_two_processes_write_at_once_and_a_third_reads(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    children = [writer(path, name, 30) for name in ("қала", "өзен")]
    with Memory.open(path) as memory:
        seen = [memory.count()]
        while any(child.poll() is None for child in children):
            seen.append(memory.count())
            time.sleep(0.02)
        for child in children:
            _, errors = child.communicate(timeout=60)
            assert (child.returncode, errors) == (0, "")
        assert seen == sorted(seen)
        assert memory.count() == 2 * 30 * 20
        assert memory.many(["қала 29 19", "өзен 0 0"]).keys() == {"қала 29 19", "өзен 0 0"}


def test_threads_share_a_memory(memory: Memory) -> None:
    def work(name: str) -> None:
        for n in range(30):
            memory.store([(f"{name} {n}", f"{name} {n}", plain("x"))])
            memory.similar(f"{name} {n}")

    threads = [threading.Thread(target=work, args=(name,)) for name in ("бір", "екі", "үш")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert memory.count() == 90


def filled(path: Path, rows: int = 4000) -> dict[str, str]:
    """A memory with corrections among its rows, and what it holds."""
    chance = random.Random(8)
    texts = {key(str(n)): f"{n} {sentence(chance)}" for n in range(rows)}
    with Memory.open(path) as memory:
        memory.store([(mark, text, plain(text.upper())) for mark, text in texts.items()])
        for n in range(60):
            memory.correct(f"түзету {n}", f"correction {n}", who="Ann", terms=[("түзету", "correction")])
    return texts


@pytest.mark.parametrize("junk", [b"\x00", b"\xff", None])
def test_of_a_file_overwritten_in_the_middle_what_can_be_read_is_saved(tmp_path: Path, junk: bytes | None) -> None:
    path = tmp_path / "memory.db"
    texts = filled(path)
    size, chance = path.stat().st_size, random.Random(4)
    with path.open("r+b") as file:
        for at in (size // 3, size // 2, size // 3 * 2):
            file.seek(at // 4096 * 4096)
            file.write(junk * 8192 if junk else chance.randbytes(8192))
    broken = path.read_bytes()
    with Memory.open(path) as memory:
        (note,) = memory.notes
        aside = tmp_path / "memory.db.damaged-1"
        assert f"The damaged file lies in {aside}" in note
        assert aside.read_bytes() == broken
        saved = memory.many(list(texts))
        assert f"{len(saved):,} of 4,000 machine translations were saved" in note
        assert len(saved) > 0.9 * len(texts)
        assert all(made == plain(texts[mark].upper()) for mark, made in saved.items())
        assert len(list(memory.corrections())) >= 50
        memory.store([("new", "Жаңа сөйлем", plain("A new sentence"))])
        memory.check()
    with Memory.open(path) as memory:
        assert memory.notes == ()
        assert memory.count() == len(saved) + 1
    assert not list(tmp_path.glob("*.part"))
    assert sorted(tmp_path.glob("*.damaged-*")) == [aside]


def test_all_corrections_outlive_the_loss_of_all_sentences(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    texts = filled(path, 500)
    page = 4096
    with sqlite3.connect(path) as other:
        root = other.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sentence'").fetchone()[0]
    other.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * page)
    with Memory.open(path) as memory:
        assert "all 60 corrections by hand were saved; all 500 machine translations were saved." in memory.notes[0]
        assert [made.target for made in memory.corrections()] == [f"correction {n}" for n in range(60)]
        assert {made.terms for made in memory.corrections()} == {(("түзету", "correction"),)}
        assert memory.many(list(texts)).keys() == texts.keys()
        assert memory.similar("түзету 7", most=1)[0].target == "correction 7"


def test_damage_while_the_file_is_open_is_told(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    filled(path, 3000)
    with Memory.open(path) as memory:
        # what was read stays in the cache, where no damage reaches it
        memory._connection.execute("PRAGMA cache_size=1")
        memory._connection.execute("PRAGMA shrink_memory")
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * (path.stat().st_size - 4096))
        with pytest.raises(MemoryFileError, match="is damaged; start again"):
            memory.check()
        assert memory.notes == ()


def test_a_second_damage_is_set_aside_beside_the_first(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    for n in (1, 2):
        filled(path, 200)
        with path.open("r+b") as file:
            file.seek(3 * 4096)
            file.write(b"\xff" * 8192)
        with Memory.open(path) as memory:
            assert f"memory.db.damaged-{n}" in memory.notes[0]


def test_what_a_kill_left_of_a_saving_is_taken_up(tmp_path: Path) -> None:
    path, part = tmp_path / "memory.db", tmp_path / "memory.db.part"
    filled(path, 50)
    path.rename(part)
    with Memory.open(path) as memory:
        assert memory.count() == 50
    part.write_bytes(b"half of it")
    with Memory.open(path) as memory:
        assert memory.count() == 50
    assert not part.exists()


# What is refused


def test_a_file_of_another_kind_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Сәлем, әлем! This is no database.", "utf-8")
    before = path.read_bytes()
    with pytest.raises(MemoryFileError, match=r"notes\.txt: this is no translation memory"):
        Memory.open(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE machine (id, key)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(MemoryFileError, match="another program's database"):
        Memory.open(path)
    # broken, it is no more ours than it was
    path.write_bytes(before[:4096] + b"\xff" * (len(before) - 4096))
    with pytest.raises(MemoryFileError):
        Memory.open(path)
    assert path.read_bytes() == before[:4096] + b"\xff" * (len(before) - 4096)


def test_an_empty_file_is_a_new_memory(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    path.touch()
    with Memory.open(path) as memory:
        assert (memory.count(), memory.notes) == (0, ())


def test_a_newer_programs_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    Memory.open(path).close()
    with sqlite3.connect(path) as other:
        other.execute(f"PRAGMA user_version={database.VERSION + 1}")
    other.close()
    with pytest.raises(MemoryFileError, match=r"a newer Audarma made this .* update Audarma"):
        Memory.open(path)


def test_a_folder_and_a_place_under_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MemoryFileError, match="this is a folder; name a file in it"):
        Memory.open(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(MemoryFileError, match=r"can't be opened .* name another place"):
        Memory.open(tmp_path / "file" / "memory.db")


def test_a_full_disk_is_told_and_nothing_is_lost(memory: Memory) -> None:
    memory.store([("k", "Сөз", plain("Word"))])
    pages = memory._connection.execute("PRAGMA page_count").fetchone()[0]
    memory._connection.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(MemoryFileError, match=r"memory\.db: the disk is full, .* make room"):
        memory.store([(str(n), f"сөз {n}", plain("x" * 1000)) for n in range(100)])
    assert memory.many(["k", "0"]) == {"k": plain("Word")}
    memory._connection.execute("PRAGMA max_page_count=1000000")
    memory.store([("0", "сөз", plain("word"))])
    assert memory.count() == 2


def test_another_program_that_writes_for_too_long_is_told(memory: Memory) -> None:
    memory._connection.execute("PRAGMA busy_timeout=50")
    other = sqlite3.connect(memory.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(MemoryFileError, match="another program has been writing"):
        memory.store([("k", "Сөз", plain("Word"))])
    other.close()
    memory.store([("k", "Сөз", plain("Word"))])
    assert memory.count() == 1


STRANGER = """
import os, sys
from pathlib import Path
from translate.errors import MemoryFileError
from translate.memory import Memory
Memory.open(Path(sys.argv[1]) / "warm" / "memory.db").close()
if os.geteuid() == 0:
    os.setgroups([])
    os.setuid(65534)
try:
    Memory.open(Path(sys.argv[1]) / "memory.db")
except MemoryFileError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_a_folder_nobody_may_write_to_is_told() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to others
        (Path(name) / "warm").mkdir()
        Path(name).chmod(0o555)
        ran = subprocess.run(
            [sys.executable, "-c", STRANGER, name], cwd=ROOT, capture_output=True, text=True, check=True
        )
        Path(name).chmod(0o755)
    assert "memory.db: can't write there (Permission denied); allow writing to its folder" in ran.stdout


def test_the_index_holds_each_word_by_its_beginning_and_its_middle() -> None:
    assert search.features("Қазақстанның ҮЙІ, үйі 7") == [("hқазақ", "mзақст"), ("hүйі",), ("h7",)]
