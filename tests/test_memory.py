"""The memory: every field comes back, a kill loses nothing that was kept, damage is mended, likeness is fair."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from translate.document import Flag, TermUse
from translate.errors import MemoryFileError
from translate.memory import Memory, Stored
from translate.memory.difference import difference
from translate.memory.similar import likeness

USE = TermUse("Семей", "Семейде", "Semey", "redecoded", "inline", 3, 10, 4, 9)
FLAG = Flag("term", "check „it“ \u2028 🙂", "target", 4, 9)
ROW = Stored("In Semey.", (USE,), (FLAG,), "engine")


def plain(target: str) -> Stored:
    return Stored(target, (), (), "engine")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "memory.sqlite"


def test_every_field_comes_back(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.store([("k1", "Ол Семейде.", ROW), ("k2", "Жоқ.", Stored("", (), (), "copied"))])
    with Memory.open(path) as memory:
        assert memory.many(["k2", "none", "k1"]) == {"k1": ROW, "k2": Stored("", (), (), "copied")}
        assert (memory.count(), memory.notes) == (2, ())


@settings(deadline=None, max_examples=30)
@given(
    st.dictionaries(st.text(max_size=9), st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=40)
)
def test_any_text_comes_back(rows: dict[str, str]) -> None:
    with Memory(Path("none"), *_base()) as memory:
        memory.store((f"{n}", source, plain(source)) for n, source in enumerate(rows.values()))
        found = memory.many([f"{n}" for n in range(len(rows))])
        assert [found[f"{n}"].target for n in range(len(rows))] == list(rows.values())


def _base() -> tuple[sqlite3.Connection, tuple[str, ...]]:
    from translate.memory.database import connected

    return connected(Path(":memory:")), ()


def test_more_keys_than_one_question_holds(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.store((f"{n}", f"Сөз {n}.", plain(f"{n}")) for n in range(1234))
        assert len(memory.many([f"{n}" for n in range(2000)])) == 1234


def test_what_is_kept_twice_stays_as_it_was(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.store([("k", "Бір.", plain("One."))])
        memory.store([("k", "Бір.", plain("Other."))])
        assert memory.many(["k"])["k"].target == "One."


def test_corrections_win_by_their_sentence_and_keep_their_history(path: Path) -> None:
    day = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    with Memory.open(path) as memory:
        memory.correct("Ол  келді.", "He came.", who="a", when=day, terms=[("Семей", "Semey")])
        memory.correct("Ол келді.", "She came.", who="b", when=day)
        assert list(memory.corrected(["Ол келді.", "Ол\u00a0келді.", "Ол кетті."])) == ["Ол келді.", "Ол\u00a0келді."]
        assert memory.corrected(["Ол келді."])["Ол келді."].target == "She came."
        assert [(one.target, one.who, one.when) for one in memory.history("Ол келді.")] == [
            ("She came.", "b", day),
            ("He came.", "a", day),
        ]
        assert memory.history("Ол келді.")[1].terms == (("Семей", "Semey"),)
        assert [one.target for one in memory.corrections()] == ["She came."]


def test_two_may_write_at_once_and_many_read(path: Path) -> None:
    with Memory.open(path) as one, Memory.open(path) as other:
        one.store([("a", "Бір.", plain("One."))])
        other.store([("b", "Екі.", plain("Two."))])
        assert set(one.many(["a", "b"])) == set(other.many(["a", "b"])) == {"a", "b"}


WRITER = """
import sys
from pathlib import Path
from translate.memory import Memory, Stored
memory = Memory.open(Path(sys.argv[1]))
n = 0
while True:
    memory.store((f"{n + k}", f"Сөйлем {n + k} болды.", Stored(f"{n + k}", (), (), "engine")) for k in range(8))
    n += 8
    print(n, flush=True)
"""


def test_a_kill_loses_nothing_that_was_kept(path: Path) -> None:
    chance, kept = random.Random(3), 0
    for _ in range(3):
        path.unlink(missing_ok=True)
        run = subprocess.Popen([sys.executable, "-c", WRITER, path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert run.stdout
        run.stdout.readline()
        time.sleep(chance.uniform(0.05, 0.3))
        run.kill()
        told = run.communicate()[0].split()
        kept = int(told[-1]) if told else 8
        with Memory.open(path) as memory:
            assert memory.notes == ()
            assert memory.count() >= kept
            assert memory.count() % 8 == 0
            assert len(memory.many([f"{n}" for n in range(kept)])) == kept


def test_a_damaged_file_is_set_aside_and_what_can_be_read_is_saved(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.store((f"{n}", f"Бұл {n} сөйлем болды.", plain(f"Sentence {n}")) for n in range(3000))
        memory.correct("Ол келді.", "He came.")
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 40 * 4096] = b"\x5a" * (40 * 4096)
    path.write_bytes(raw)
    with Memory.open(path) as memory:
        [note] = memory.notes
        assert "was damaged" in note
        assert "memory.sqlite.damaged-1" in note
        assert 0 < memory.count() < 3000
        assert f"{memory.count():,} translations and 1 corrections could be saved" in note
        assert memory.corrected(["Ол келді."])
        known = memory.many([f"{n}" for n in range(3000)])
        assert all(row.target == f"Sentence {number}" for number, row in known.items())
        assert memory.similar("Бұл 5 сөйлем болды.")
    assert path.with_name("memory.sqlite.damaged-1").read_bytes()[middle : middle + 9] == b"\x5a" * 9
    with Memory.open(path) as memory:
        assert memory.notes == ()


def test_what_is_no_memory_is_left_as_it_is(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("a letter, not a database", "utf-8")
    with pytest.raises(MemoryFileError, match="is no memory, and is left as it is"):
        Memory.open(path)
    assert path.read_text("utf-8") == "a letter, not a database"


def test_a_newer_file_is_refused(path: Path) -> None:
    Memory.open(path).close()
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA user_version=9")
    base.close()
    with pytest.raises(MemoryFileError, match="newer Audarma"):
        Memory.open(path)


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_place_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(MemoryFileError, match="can't be"):
        Memory.open(tmp_path / "file" / "memory.sqlite")


# --- similar sentences


def test_the_likest_come_first_and_a_person_before_a_machine(path: Path) -> None:
    with Memory.open(path) as memory:
        memory.store(
            (f"{n}", source, plain(source.upper()))
            for n, source in enumerate(
                ["Үкімет жаңа заң қабылдады.", "Үкімет жаңа заң жобасын қабылдады.", "Күн шықты.", "Үкімет отырды."]
            )
        )
        found = memory.similar("Үкімет жаңа заңды қабылдады.")
        assert [one.source for one in found] == ["Үкімет жаңа заң қабылдады.", "Үкімет жаңа заң жобасын қабылдады."]
        assert found[0].target == "ҮКІМЕТ ЖАҢА ЗАҢ ҚАБЫЛДАДЫ."
        assert 0.75 <= found[1].likeness < found[0].likeness < 1
        memory.correct("Үкімет жаңа заң қабылдады.", "The government passed a law.")
        best = memory.similar("үкімет жаңа  заң қабылдады.")[0]
        assert (best.likeness, best.target, best.origin) == (1, "The government passed a law.", "corrected")
        assert memory.similar("Мүлде басқа нәрсе туралы сөз.") == []


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_fair(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


def test_hardly_any_best_hit_is_missed() -> None:
    """Against a look at every sentence: of random edits that stay three quarters alike, 98 in 100 are found."""
    chance = random.Random(9)
    words = [f"{''.join(chance.choices('абгдежзиклмнопрст', k=chance.randint(2, 9)))}" for _ in range(400)]
    weights = [1 / (n + 1) for n in range(400)]  # as in a language: few words are common
    rows = [" ".join(chance.choices(words, weights, k=chance.randint(4, 18))) for _ in range(3000)]
    with Memory(Path("none"), *_base()) as memory:
        memory.store((f"{n}", row, plain(f"{n}")) for n, row in enumerate(rows))
        asked = found = 0
        for _ in range(150):
            edited = chance.choice(rows).split()
            for _ in range(chance.randint(1, 3)):
                edited[chance.randrange(len(edited))] = chance.choice(words)
            query = " ".join(edited)
            best = max(likeness(query, row) for row in rows)
            if best >= 0.75:
                asked += 1
                found += [one.likeness for one in memory.similar(query, most=1)] == [best]
    assert asked > 60
    assert found >= 0.98 * asked


@given(st.lists(st.sampled_from("а б в г".split())), st.lists(st.sampled_from("а б в г".split())))
def test_a_difference_holds_both_sentences(one: list[str], other: list[str]) -> None:
    marked = difference(" ".join(one), " ".join(other))
    assert " ".join(words for kind, words in marked if kind != "new").split() == one
    assert " ".join(words for kind, words in marked if kind != "gone").split() == other
