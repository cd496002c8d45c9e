"""A person's glossary over the seed: what holds, who changed it, how that is undone; the file keeps its form."""

import gc
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary import disk
from glossary import store as reading
from glossary.errors import GlossaryError
from glossary.inherit import EVERYTHING, completed
from glossary.store import Change, Store
from glossary.term import KINDS, Term

SEMEY = Term("Семей", "Semey", kind="place", note="seed")
ASTANA_BEFORE = Term("Астана", "Astana", valid_to=date(2019, 3, 22))
ASTANA_AFTER = Term("Астана", "Astana", valid_from=date(2022, 9, 17))
UN = Term("Біріккен Ұлттар Ұйымы", "United Nations")
UN_SMALL = Term("Біріккен Ұлттар ұйымы", "United Nations")
MEDIA = Term("БАҚ", "media")
BASE = (SEMEY, ASTANA_BEFORE, ASTANA_AFTER, UN, UN_SMALL, MEDIA)
OWN = Term("Семей", "Semei", kind="place")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "g.csv", BASE)


def of(store: Store, source: str) -> list[str]:
    return [term.target for term in store.read().terms if term.source == source]


def test_without_a_file_the_seed_is_in_force_and_nothing_is_written(store: Store) -> None:
    assert store.read().terms == BASE
    assert store.history() == ()
    assert list(store.path.parent.iterdir()) == []


def test_the_seed_that_comes_with_the_package_is_the_base_where_none_is_given(tmp_path: Path) -> None:
    assert Store(tmp_path / "g.csv").read().terms == reading.seed().terms


def test_an_added_entry_is_in_force_at_once(store: Store) -> None:
    before = store.read()
    change = store.add(Term("Жаңатас", "Zhanatas"), who="ann")
    assert (change.number, change.who, change.action, change.before) == (1, "ann", "add", ())
    assert datetime.now(UTC) - change.when < timedelta(minutes=1)
    after = store.read()
    assert after.own == (Term("Жаңатас", "Zhanatas"),)
    assert after.stamp != before.stamp
    assert [match.term.target for match in after.glossary.find("Жаңатаста")] == ["Zhanatas"]


def test_an_entry_that_is_there_is_not_added_but_may_be_put_over(store: Store) -> None:
    with pytest.raises(GlossaryError, match=r"Семей → Semey is in the glossary already \(seed\); replace it"):
        store.add(OWN, who="ann")
    change = store.put(OWN, who="ann")
    assert (change.before, change.after) == ((SEMEY,), (OWN,))
    with pytest.raises(GlossaryError, match=r"Семей → Semei is in the glossary already \(line 2 of g.csv\)"):
        store.add(Term("Семей", "Semipalatinsk"), who="bob")
    store.put(Term("Семей", "Semipalatinsk"), who="bob")
    assert of(store, "Семей") == ["Semipalatinsk"]


def test_days_that_do_not_overlap_do_not_clash(store: Store) -> None:
    store.add(Term("Астана", "Nur-Sultan", valid_from=date(2019, 3, 23), valid_to=date(2022, 9, 16)), who="ann")
    assert of(store, "Астана") == ["Nur-Sultan", "Astana", "Astana"]
    with pytest.raises(GlossaryError, match="already"):
        store.add(Term("Астана", "Akmola", valid_to=date(2019, 3, 22)), who="ann")


def test_capitals_and_letters_that_look_alike_make_no_other_source_but_an_abbreviation_is_another(store: Store) -> None:
    store.put(Term("Бiрiккен Ұлттар Ұйымы", "the UN"), who="ann")  # Latin i
    assert [term.target for term in store.read().terms if term.source.startswith("Б")] == ["the UN", "media"]
    store.add(Term("бақ", "luck"), who="ann")
    assert of(store, "БАҚ") == ["media"]


def test_replacing_an_entry_of_the_seed_covers_it_and_one_of_the_file_keeps_its_place(store: Store) -> None:
    store.add(Term("Тараз", "Taraz"), who="ann")
    assert store.replace(SEMEY, OWN, who="ann").before == (SEMEY,)
    store.replace(Term("Тараз", "Taraz"), Term("Тараз", "Zhambyl"), who="ann")
    assert store.read().own == (Term("Тараз", "Zhambyl"), OWN)


def test_an_entry_of_the_seed_that_gets_another_source_is_gone_from_the_old_one(store: Store) -> None:
    store.replace(SEMEY, Term("Семипалатинск", "Semipalatinsk"), who="ann")
    assert of(store, "Семей") == []
    assert store.read().removed == (Term("Семей", "Semey"),)


def test_a_stale_edit_is_refused_and_says_what_is_there_now(store: Store) -> None:
    store.replace(SEMEY, OWN, who="ann")
    with pytest.raises(GlossaryError, match=r"no longer so in the glossary: it is now Семей → Semei; someone else"):
        store.replace(SEMEY, Term("Семей", "Sem"), who="bob")
    store.remove(MEDIA, who="ann")
    with pytest.raises(GlossaryError, match="it is gone"):
        store.remove(MEDIA, who="bob")
    assert len(store.history()) == 2


def test_a_replacement_must_not_meet_a_third_entry(store: Store) -> None:
    store.add(Term("Тараз", "Taraz"), who="ann")
    with pytest.raises(GlossaryError, match="Семей → Semey is in the glossary too"):
        store.replace(Term("Тараз", "Taraz"), OWN, who="ann")


def test_a_removed_entry_of_the_seed_stays_away_and_is_told_in_the_file(store: Store) -> None:
    change = store.remove(SEMEY, who="ann")
    assert (change.before, change.after) == ((SEMEY,), ())
    assert of(store, "Семей") == []
    assert "Семей,Semey,,,,removed" in store.path.read_text("utf-8-sig")
    # a new release that spells it otherwise does not bring it back
    assert of(Store(store.path, (Term("Семей", "Semei"),)), "Семей") == []


def test_removing_an_own_entry_uncovers_the_seeds(store: Store) -> None:
    store.replace(SEMEY, OWN, who="ann")
    change = store.remove(OWN, who="ann")
    assert (change.before, change.after) == ((OWN,), (SEMEY,))
    assert of(store, "Семей") == ["Semey"]


def test_a_new_seed_reaches_those_who_have_a_file(store: Store) -> None:
    store.replace(SEMEY, OWN, who="ann")
    newer = Store(store.path, (SEMEY, Term("Қонаев", "Konayev")))
    assert {term.target for term in newer.read().terms} == {"Semei", "Konayev"}


def test_undo_takes_back_the_last_change_and_itself(store: Store) -> None:
    store.replace(SEMEY, OWN, who="ann")
    first = store.path.read_bytes()
    undone = store.undo(who="bob")
    assert (undone.action, undone.undoes, undone.after) == ("undo", 1, (SEMEY,))
    assert of(store, "Семей") == ["Semey"]
    assert store.undo(who="bob").undoes == 2
    assert store.path.read_bytes() == first


def test_undo_of_an_older_change_leaves_the_later_ones(store: Store) -> None:
    store.remove(SEMEY, who="ann")
    store.add(Term("Тараз", "Taraz"), who="ann")
    store.undo(who="ann", number=1)
    assert (of(store, "Семей"), of(store, "Тараз")) == (["Semey"], ["Taraz"])


def test_undo_is_refused_where_a_later_change_touched_the_entry_and_says_which(store: Store) -> None:
    store.add(Term("Тараз", "Taraz"), who="ann")
    store.replace(Term("Тараз", "Taraz"), Term("Тараз", "Zhambyl"), who="bob")
    with pytest.raises(GlossaryError, match=r"change 1 can't be undone: change 2 \(replace by bob\) touched Тараз"):
        store.undo(who="ann", number=1)
    store.undo(who="ann", number=2)
    store.undo(who="ann", number=1)
    assert of(store, "Тараз") == []
    with pytest.raises(GlossaryError, match="can't be undone"):
        store.undo(who="ann", number=1)


def test_undo_brings_no_second_entry_beside_a_new_one(store: Store) -> None:
    store.add(Term("Тараз", "Taraz"), who="ann")
    store.remove(Term("Тараз", "Taraz"), who="ann")
    store.add(Term("Тараз", "Zhambyl"), who="bob")
    with pytest.raises(GlossaryError, match=r"change 3 \(add by bob\) touched Тараз later"):
        store.undo(who="ann", number=2)


@pytest.mark.parametrize("number", [None, 7])
def test_undo_of_nothing_is_said(store: Store, number: int | None) -> None:
    with pytest.raises(GlossaryError, match=r"no change (7 )?to undo"):
        store.undo(who="ann", number=number)


def test_the_history_tells_who_did_what_in_order_and_outlives_the_program(store: Store) -> None:
    done = [store.add(Term("Тараз", "Taraz"), who=" Айгүл\nС. "), store.remove(SEMEY, who="bob"), store.undo(who="eve")]
    told = Store(store.path, BASE).history()
    assert [(c.number, c.who, c.action) for c in told] == [
        (1, "Айгүл С.", "add"),
        (2, "bob", "remove"),
        (3, "eve", "undo"),
    ]
    assert [(c.before, c.after, c.undoes) for c in told] == [(c.before, c.after, c.undoes) for c in done]
    assert all(change.when.tzinfo == UTC for change in told)


def test_a_change_without_a_name_is_refused(store: Store) -> None:
    with pytest.raises(GlossaryError, match="no name is given"):
        store.add(Term("Тараз", "Taraz"), who=" \n")


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        (Term("", "X"), "empty"),
        (Term("Тараз", ""), "empty"),
        (Term("—", "X"), "no word"),
        (Term("Taraz", "Тараз"), "in Cyrillic"),
        (Term("Т" * 501, "X"), "501 characters"),
        (Term("Тараз", "a\nb"), "line break"),
        (Term("Тараз", "T", variants=("a|b",)), "parts the forms"),
        (Term("Тараз", "T", forbidden=("T",)), "also forbidden"),
        (Term("Тараз", "T", forbidden=("U",), accepted=("U",)), "both accepted and forbidden"),
        (Term("Тараз", "T", valid_from=date(2020, 1, 2), valid_to=date(2020, 1, 1)), "before valid_from"),
        (Term("Тараз", "T", note="n" * 5001), "5,001 characters"),
        (Term("Тараз", "T", note="\x00"), "no text"),
        (Term("Тараз", "T\ud800"), "holds the character"),
        (Term("Тараз", "T", priority=10**7), "too far"),
        (Term("Тараз", "T", variants=tuple(map(str, range(201)))), "at most 200"),
    ],
)
def test_an_entry_that_could_not_be_used_or_read_again_is_refused(store: Store, term: Term, reason: str) -> None:
    for change in (store.add, store.put):
        with pytest.raises(GlossaryError, match=reason):
            change(term, who="ann")
    with pytest.raises(GlossaryError, match=reason):
        store.import_terms([term], who="ann")
    assert not store.path.exists()


def test_an_import_is_one_change_and_one_undo(store: Store) -> None:
    change = store.import_terms([OWN, Term("Тараз", "Taraz"), MEDIA], who="ann")
    assert (change.before, change.after) == ((SEMEY,), (OWN, Term("Тараз", "Taraz")))
    assert set(store.read().own) == {OWN, Term("Тараз", "Taraz")}
    store.undo(who="ann")
    assert store.read().terms == BASE


def test_an_import_of_what_is_in_force_already_changes_nothing(store: Store) -> None:
    assert store.import_terms(BASE, who="ann").number == 0
    assert store.history() == ()


def test_an_import_that_clashes_is_refused_with_both_lines_until_it_is_said_which_wins(store: Store) -> None:
    store.put(OWN, who="ann")
    store.remove(MEDIA, who="ann")
    theirs = [Term("Семей", "Semipalatinsk"), Term("БАҚ", "the media"), Term("Тараз", "Taraz")]
    with pytest.raises(GlossaryError) as error:
        store.import_terms(theirs, who="bob", places=["line 7", "line 8", "line 9"])
    assert "Семей → Semipalatinsk (line 7) clashes with Семей → Semei (line 2 of g.csv)" in str(error.value)
    assert "БАҚ → the media (line 8) clashes with БАҚ (removed) (line 3 of g.csv)" in str(error.value)
    assert store.import_terms(theirs, who="bob", clash="mine").after == (Term("Тараз", "Taraz"),)
    assert (of(store, "Семей"), of(store, "БАҚ")) == (["Semei"], [])
    store.import_terms(theirs, who="bob", clash="theirs")
    assert (of(store, "Семей"), of(store, "БАҚ")) == (["Semipalatinsk"], ["the media"])


def test_an_import_that_contradicts_itself_is_refused(store: Store) -> None:
    with pytest.raises(GlossaryError, match="entry 1 and entry 2: Тараз is both Taraz and Zhambyl"):
        store.import_terms([Term("Тараз", "Taraz"), Term("Тараз", "Zhambyl")], who="ann")


EXCEL = '\ufeffNote;Target;Source;Desk;Kind\r\n"a ""b""";Taraz;Тараз;south;place\r\n ;Oral;Орал;;\r\n;;;;\r\n'


def test_a_file_from_a_spreadsheet_keeps_its_form_and_what_is_unknown_here(store: Store) -> None:
    store.path.write_bytes(EXCEL.encode())
    store.add(Term("Жаңатас", "Zhanatas", variants=("A", "B"), valid_from=date(2022, 9, 17)), who="ann")
    written = store.path.read_bytes().decode()
    assert written.startswith("\ufeffNote;Target;Source;Desk;Kind;variants;valid_from\r\n")
    assert '"a ""b""";Taraz;Тараз;south;place\r\n ;Oral;Орал;;\r\n' in written
    assert ";Zhanatas;Жаңатас;;term;A|B;2022-09-17\r\n" in written
    store.replace(Term("Тараз", "Taraz", kind="place", note='a "b"'), Term("Тараз", "Zhambyl"), who="ann")
    assert ";Zhambyl;Тараз;south;term;;\r\n" in store.path.read_text("utf-8").replace("\n", "\r\n")
    store.undo(who="ann")
    store.undo(who="ann", number=2)
    assert '"a ""b""";Taraz;Тараз;south;place' in store.path.read_text("utf-8")


def test_a_file_that_was_broken_by_hand_is_left_alone(store: Store) -> None:
    store.add(Term("Тараз", "Taraz"), who="ann")
    broken = store.path.read_bytes() + "Қала\n".encode()
    store.path.write_bytes(broken)
    for change in (lambda: store.add(Term("Орал", "Oral"), who="ann"), store.read, store.history):
        with pytest.raises(GlossaryError, match="line 3"):
            change()
    assert store.path.read_bytes() == broken


def test_a_new_file_opens_in_a_spreadsheet_and_runs_nothing(store: Store) -> None:
    store.add(Term("Тараз", "@taraz", note="=1+1", variants=("+7", "x")), who="ann")
    assert store.path.read_bytes().startswith(b"\xef\xbb\xbfsource,target,")
    assert "Тараз,'@taraz,'+7|x,,,term,,,,'=1+1" in store.path.read_text("utf-8-sig")
    assert store.read().own == (Term("Тараз", "@taraz", note="=1+1", variants=("+7", "x")),)


SOURCES = st.sampled_from(["Тараз", "Орал", "Семей", "Астана", "бақ", "БАҚ"])
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 4))
TERMS = st.builds(Term, SOURCES, st.sampled_from(["A", "=B", "C"]), valid_from=DAYS, valid_to=DAYS)
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "put", "replace", "remove", "undo", "import"]), TERMS, st.integers(0, 9))
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_done_the_history_adds_up_and_can_be_walked_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Term, int]]
) -> None:
    store = Store(tmp_path_factory.mktemp("store") / "g.csv", BASE)
    states = [store.read().terms]
    for action, term, number in steps:
        there = store.read().terms
        try:
            change = _do(store, action, term, number, there)
        except GlossaryError:
            assert store.read().terms == there
            continue
        if change.number:
            states.append(store.read().terms)
            assert _changed(there, change) == sorted(map(repr, store.read().terms))
    assert len(store.history()) == len(states) - 1
    for number in range(len(states) - 1, 0, -1):
        store.undo(who="ann", number=number)
        assert sorted(map(repr, store.read().terms)) == sorted(map(repr, states[number - 1]))


def _do(store: Store, action: str, term: Term, number: int, there: tuple[Term, ...]) -> Change:
    one = there[number % len(there)] if there else term
    if action == "replace":
        return store.replace(one, term, who="ann")
    if action == "remove":
        return store.remove(one, who="ann")
    if action == "undo":
        return store.undo(who="ann", number=number or None)
    if action == "import":
        return store.import_terms([term], who="ann", clash="theirs" if number % 2 else "mine")
    return (store.add if action == "add" else store.put)(term, who="ann")


def _changed(terms: tuple[Term, ...], change: Change) -> list[str]:
    """What was in force, less what the change took out, with what it put in."""
    left = list(terms)
    for term in change.before:
        left.remove(term)
    return sorted(map(repr, [*left, *change.after]))


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _huge(path: Path) -> Path:
    path.touch()
    os.truncate(path, disk.LARGEST + 1)
    return path


def _link(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
@pytest.mark.parametrize(
    ("make", "reason"),
    [(_pipe, "a device or a pipe"), (_link, "a device or a pipe"), (_folder, "a folder"), (_huge, "64,000,001 bytes")],
)
def test_what_is_no_plain_file_or_too_large_is_neither_read_nor_written(
    tmp_path: Path, make: Callable[[Path], Path], reason: str
) -> None:
    place = make(tmp_path / "g.csv")
    store = Store(place, BASE)
    for read in (lambda: reading.load(place), store.read, store.history, lambda: disk.take(place)):
        with pytest.raises(GlossaryError, match=reason):
            read()
    if make is not _link:  # whatever is written would lie beside the device
        with pytest.raises(GlossaryError, match=reason):
            store.add(OWN, who="ann")


def test_a_glossary_does_not_outgrow_what_can_be_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "LARGEST", 100)
    with pytest.raises(GlossaryError, match="beyond 100 bytes; nothing was done"):
        store.add(Term("Тараз", "Taraz", note="n" * 100), who="ann")
    assert not store.path.exists()


PLAIN = frozenset(("source", "target"))
COLUMNS_SAID = st.sets(st.sampled_from(sorted(EVERYTHING - PLAIN))).map(lambda more: PLAIN | more)
FORMS = st.sets(st.sampled_from("ABCDE"), max_size=2).map(sorted).map(tuple)


ONE = st.builds(Term, st.just("Тараз"), st.sampled_from("ABC"), FORMS, FORMS, st.sampled_from(KINDS))
DATED = st.builds(Term, st.just("Тараз"), st.sampled_from("ABC"), FORMS, FORMS, st.sampled_from(KINDS), DAYS, DAYS)


@given(ONE, st.lists(DATED), COLUMNS_SAID)
def test_an_entry_keeps_what_it_says_and_gets_what_it_does_not(
    term: Term, there: list[Term], said: frozenset[str]
) -> None:
    try:
        full = completed(term, there, said, date(2020, 1, 2))
    except ValueError:
        assert there
        assert not any(other.holds(date(2020, 1, 2)) for other in there)
        return
    assert (full.source, full.target) == (term.source, term.target)
    for name in EVERYTHING:
        if name in said or getattr(term, name) != getattr(Term("", ""), name):
            assert getattr(full, name) == getattr(term, name)
    assert completed(full, there, said, date(2020, 1, 2)) == full


def test_an_import_that_says_everything_takes_nothing_over(store: Store) -> None:
    store.import_terms([Term("Семей", "Semei")], who="ann")
    assert store.read().own == (Term("Семей", "Semei"),)


def test_an_import_of_two_columns_changes_the_target_alone(store: Store) -> None:
    change = store.import_terms([Term("Семей", "Semei"), Term("Астана", "Astana")], who="ann", said=PLAIN)
    assert store.read().own == (replace(SEMEY, target="Semei"),)
    assert (change.there, change.seed, change.kept) == (1, 1, 0)
    again = store.import_terms([Term("Астана", "Aqmola")], who="ann", said=PLAIN)
    assert (again.before, again.after) == ((ASTANA_AFTER,), (replace(ASTANA_AFTER, target="Aqmola"),))
    assert ASTANA_BEFORE in store.read().terms


def test_the_collector_goes_on_whatever_happens(store: Store) -> None:
    store.add(Term("Тараз", "Taraz"), who="ann")
    with pytest.raises(GlossaryError):
        store.add(Term("Тараз", "Taras"), who="ann")
    store.path.write_text("no header", "utf-8")
    with pytest.raises(GlossaryError):
        store.read()
    assert gc.isenabled()


def test_a_clash_does_not_change_how_the_entries_behind_it_are_read(store: Store) -> None:
    old = Term("Қызылкөл", "Kyzylkol", valid_to=date(2000, 1, 1))
    store.import_terms([Term("Жаңатас", "Zhanatas"), old], who="ann")
    given = [Term("Жаңатас", "Janatas"), Term("Қызылкөл", "Red Lake")]
    with pytest.raises(GlossaryError, match=r"Жаңатас → Janatas clashes .*; Қызылкөл → Red Lake clashes with"):
        store.import_terms(given, who="bob")
