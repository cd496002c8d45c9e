"""The glossary tab behind its widgets: what is listed, what an edit would change, who was quicker, what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.cells import faults
from glossary.conflicts import conflicts
from glossary.errors import GlossaryError
from glossary.store import Store, seed
from glossary.term import Term
from page import changes, entry, exchange, intake, listing, words
from page.batch import Batches
from page.desk import Desk
from page.edit import Edit, Import
from page.glossary import Glossary
from page.shelf import Shelf
from page.update import unchanged
from tests.browser import Bench
from tests.conftest import SEED
from tests.test_app import loops  # noqa: F401 - a fixture
from translate.engines import Decoding
from translate.engines.fake import FakeEngine
from translate.engines.remembered import MOST, Remembered
from translate.formats import newswire
from translate.models import Model
from translate.settings import Settings

TEXT = SEED.read_bytes().decode("utf-8")
ENTRY = ("Шабақты өзені", "Shabakty River", "", "", "", "place", "", "", "", "")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "data")


@pytest.fixture
def tab(bench: Bench) -> Iterator[Glossary]:
    with gr.Blocks(analytics_enabled=False):
        yield laid(Desk(bench.settings, opener=bench.open), intake.samples(SEED.parent))


def laid(desk: Desk, samples: list[tuple[str, str]]) -> Glossary:
    return Glossary(desk, samples, Batches(desk))


def store(tab: Glossary) -> Store:
    return tab._shelf.store


def pressed(mark: str) -> gr.EventData:
    return gr.EventData(None, {"mark": mark})


def last(updates: Iterator[dict[Any, Any]]) -> dict[Any, Any]:
    """All that a handler has set in the end."""
    return {widget: value for update in updates for widget, value in update.items()}


def look(tab: Glossary, typed: tuple[str, ...], old: Term | None = None, box: str = "") -> dict[Any, Any]:
    return last(tab._look(old, box, "quick", "day", "", *typed))


def save(tab: Glossary, typed: tuple[str, ...], seen: object, old: Term | None = None, who: str = "") -> dict[Any, Any]:
    return last(tab._save("", False, 0, who, seen, old, "", "quick", "day", "", *typed))  # type: ignore[arg-type]


# the shelf and the desk


def test_an_edit_is_in_the_very_next_translation_and_no_model_is_loaded_again(bench: Bench) -> None:
    desk = Desk(bench.settings, opener=bench.open)
    before = desk.translator("quick")
    desk.shelf.store.add(Term("Шабақты өзені", "Shabakty River"), who="test")
    after = desk.translator("quick")
    assert [term.target for term in after.glossary.terms if term.source == "Шабақты өзені"] == ["Shabakty River"]
    assert (bench.loads, after.engine) == (["quick"], before.engine)
    assert after.signature != before.signature


def test_a_file_that_another_program_breaks_leaves_the_glossary_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("source,target\nНұра,Nura\n", "utf-8")
    shelf = Shelf(Settings(tmp_path, glossary=path))
    assert [term.source for term in shelf.state().terms] == ["Нұра"]
    path.write_text("source,target\nНұра,Nura\nЕртіс,\n", "utf-8")
    assert [term.source for term in shelf.state().terms] == ["Нұра"]
    assert "line 3" in shelf.trouble
    assert "stays as it was" in shelf.trouble
    path.write_text("source,target\nЕртіс,Irtysh\n", "utf-8")
    assert [term.source for term in shelf.state().terms] == ["Ертіс"]
    assert shelf.trouble == ""


def test_a_glossary_that_was_named_replaces_the_seed_and_must_be_there(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    with pytest.raises(GlossaryError, match="check AUDARMA_GLOSSARY"):
        Shelf(Settings(tmp_path, glossary=path)).state()
    path.write_text("source,target\nНұра,Nura\n", "utf-8")
    shelf = Shelf(Settings(tmp_path, glossary=path))
    assert len(shelf.state().terms) == 1
    assert "this file alone" in words.file_note(shelf, shelf.state())
    own = Shelf(Settings(tmp_path / "data"))
    assert len(own.state().terms) == len(seed().terms)
    assert "comes with Audarma" in words.file_note(own, own.state())


def test_a_file_that_can_not_be_written_is_for_reading_only(tab: Glossary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("page.shelf.os.access", lambda *_: False)
    update = tab.refresh("", False, 0)
    assert "can be read here but not changed" in update[tab.file]
    assert update[tab.save]["interactive"] is False
    assert update[tab.exchange.open]["interactive"] is False
    assert tab._filled(seed().terms[0])[tab.delete]["interactive"] is False
    assert len(update[tab.finder.list]) > 1000, "it can be read all the same"


def test_a_file_that_is_not_there_yet_can_be_written(tmp_path: Path) -> None:
    assert Shelf(Settings(tmp_path / "not" / "there")).closed == ""
    (tmp_path / "file").write_text("")
    assert "can't be written" in Shelf(Settings(tmp_path / "file" / "folder")).closed


def test_a_glossary_that_can_not_be_read_from_the_start_is_told(tmp_path: Path, bench: Bench) -> None:
    path = tmp_path / "own.csv"
    path.write_text("source,target\nНұра,\n", "utf-8")
    with gr.Blocks(analytics_enabled=False):
        tab = laid(Desk(replace(bench.settings, glossary=path), opener=bench.open), [])
    told = [
        tab.refresh("", False, 0)[tab.file],
        tab.take("Нұра", None)[tab.outlook.notice],
        tab._pick(pressed("0"))[tab.outlook.notice],
        look(tab, ENTRY)[tab.outlook.notice],
        last(tab._choose(Import("a.csv", ()), "mine", "", "quick", "day"))[tab.exchange.outlook.notice],
    ]
    assert all("own.csv: line 2" in html for html in told)


# the list


def test_ten_thousand_entries_are_shown_a_page_at_a_time() -> None:
    terms = [Term(f"Сөз{n}", f"word{n}") for n in range(10_000)]
    first = listing.entries(terms, 0, frozenset())
    assert first.count("<tr>") == 1 + listing.ROWS
    assert listing.pages(len(terms)) == 500
    assert "word9999<" in listing.entries(terms, 499, frozenset())
    assert listing.place(10_000, 499, 10_000) == "9,981–10,000 of 10,000"
    assert (listing.pages(0), listing.place(0, 0, 10_000)) == (1, "None of 10,000")


def test_turning_stops_at_both_ends(tab: Glossary) -> None:
    finder = tab.finder
    first = tab._back("", False, 0)
    assert (first[finder.page], first[finder.back]["interactive"], first[finder.on]["interactive"]) == (0, False, True)
    end = listing.pages(len(seed().terms)) - 1
    assert tab._on("", False, end)[finder.page] == end
    assert tab._on("", False, end)[finder.on]["interactive"] is False
    assert tab._on("", False, 0)[finder.page] == 1


def test_own_entries_are_told_from_the_seed_s(tab: Glossary) -> None:
    assert "No entry holds that" in tab._find("", True)[tab.finder.list]
    store(tab).add(entry.read(ENTRY), who="test")
    shown = tab._find("Шабақты өзенінен", True)[tab.finder.list]
    assert shown.count("data-press") == 1
    assert '<span class="tag">own</span>' in shown


def test_a_picked_entry_fills_the_form_and_one_that_is_gone_says_so(tab: Glossary) -> None:
    term = next(term for term in seed().terms if term.valid_from)
    filled = tab._pick(pressed(listing.mark(term)))
    assert filled[tab.old] == term
    assert [filled[field] for field in tab.entry.fields] == list(entry.values(term))
    assert "changed or deleted meanwhile" in tab._pick(pressed("0"))[tab.outlook.notice]


# the form


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({1: ""}, "source or target is empty"),
        ({0: "…"}, "holds no word"),
        ({1: "Нура"}, "is in cyrillic"),
        ({6: "17 September"}, "no day; write it as 2022-09-17"),
        ({6: "2022-01-02", 7: "2022-01-01"}, "before valid_from"),
        ({8: "first"}, "no whole number"),
        ({0: "а" * 10_000}, "10,000 characters"),
        ({4: "Shabakty River"}, "also forbidden"),
        ({5: "river"}, "kind"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_and_nothing_is_saved(
    tab: Glossary, change: dict[int, str], told: str
) -> None:
    typed = tuple(change.get(at, cell) for at, cell in enumerate(ENTRY))
    for update in (look(tab, typed), save(tab, typed, None)):
        assert told in update[tab.outlook.notice].lower()
        assert 'role="alert"' in update[tab.outlook.notice]
        assert update[tab.outlook.seen] is None
        assert not any(field in update for field in tab.entry.fields), "what was typed stays"
    assert store(tab).history() == ()


@given(st.sampled_from(seed().terms))
def test_every_entry_of_the_seed_comes_back_from_the_form(term: Term) -> None:
    assert entry.read(entry.values(term)) == term


def test_all_fields_are_read() -> None:
    typed = ("Нұра", "Nura", "Noora|Nurah", "the Nura", " Noura ", "place", "2022-09-17", "2023-01-01", "2", "a river")
    days = (date(2022, 9, 17), date(2023, 1, 1))
    wanted = Term("Нұра", "Nura", ("Noora", "Nurah"), ("Noura",), "place", *days, 2, "a river", ("the Nura",))
    assert entry.read(typed) == wanted
    assert entry.read((*ENTRY[:5], None, None, None, None, None)) == Term("Шабақты өзені", "Shabakty River")


def test_nothing_is_saved_that_was_not_looked_at(tab: Glossary) -> None:
    first = save(tab, ENTRY, None)
    assert "Save again" in first[tab.outlook.notice]
    assert "Nothing changes" in first[tab.outlook.changes]
    assert store(tab).history() == ()
    other = (*ENTRY[:1], "Nura", *ENTRY[2:])
    assert "Save again" in save(tab, other, first[tab.outlook.seen])[tab.outlook.notice], "another was looked at"
    saved = save(tab, ENTRY, first[tab.outlook.seen], who="  Айгерім ")
    assert "Saved: Шабақты өзені → Shabakty River" in saved[tab.outlook.notice]
    assert [(change.who, change.action) for change in store(tab).history()] == [("Айгерім", "add")]
    assert saved[tab.old] == entry.read(ENTRY)
    assert "Шабақты" in saved[tab.history]


def test_what_it_would_change_is_shown_for_the_open_text_and_the_samples(tab: Glossary) -> None:
    update = look(tab, ("Хиросима", "Hirosima", *ENTRY[2:]), old=None, box="Ол Шабақты өзенінен өтті.")
    assert "already" in update[tab.outlook.notice] or update[tab.outlook.seen]
    term = store(tab).read().glossary.find("Хиросима")[0].term
    update = look(tab, entry.values(replace(term, target="Hirosima")), old=term, box="Хиросимаға барды.")
    shown = update[tab.outlook.changes]
    assert "sentences</b> in 2 texts of 2" in shown
    assert "the open text, sentence 1" in shown
    assert shown.count("<li>") > 1
    assert isinstance(update[tab.outlook.seen], Edit)


def test_the_open_text_is_not_looked_through_twice(tab: Glossary) -> None:
    update = look(tab, ("Нагасаки қасіреті", "Nagasaki tragedy", *ENTRY[2:]), box=TEXT.replace("\n", "\r\n"))
    assert "(1 text)" in update[tab.outlook.changes] or "of 1." in update[tab.outlook.changes]


def test_a_model_that_fails_leaves_the_count(tab: Glossary) -> None:
    update = last(tab._look(None, "Шабақты өзенінен өтті.", "broken", "day", "", *ENTRY))
    assert "<b>It touches 1 sentence</b>" in update[tab.outlook.changes]
    assert "has no weights" in update[tab.outlook.changes]
    assert update[tab.outlook.seen] == Edit(None, entry.read(ENTRY)), "it may be saved all the same"


def test_a_deletion_is_looked_at_too(tab: Glossary) -> None:
    term = seed().terms[0]
    first = last(tab._delete("", False, 0, "", None, term, "", "quick", "day"))
    assert "Not deleted yet" in first[tab.outlook.notice]
    assert store(tab).read().removed == ()
    done = last(tab._delete("", False, 0, "", first[tab.outlook.seen], term, "", "quick", "day"))
    assert "Deleted" in done[tab.outlook.notice]
    assert done[tab.old] is None
    assert term not in store(tab).read().terms
    # to yield nothing at all would empty the form
    assert list(tab._delete("", False, 0, "", None, None, "", "quick", "day")) == [{tab.delete: gr.update()}]


def test_who_comes_second_is_refused_and_keeps_what_was_typed(tab: Glossary) -> None:
    store(tab).add(entry.read(ENTRY), who="first")
    old = entry.read(ENTRY)
    mine = (*ENTRY[:1], "the Shabakty", *ENTRY[2:])
    seen = look(tab, mine, old)[tab.outlook.seen]
    store(tab).replace(old, replace(old, target="Nura"), who="second")
    update = save(tab, mine, seen, old)
    assert "someone else changed it" in update[tab.outlook.notice]
    assert not any(field in update for field in tab.entry.fields)
    assert [term.target for term in store(tab).read().own] == ["Nura"]


def test_a_change_can_be_undone_and_one_that_was_overtaken_says_why(tab: Glossary) -> None:
    store(tab).add(entry.read(ENTRY), who="test")
    store(tab).replace(entry.read(ENTRY), replace(entry.read(ENTRY), target="Nura"), who="test")
    refused = tab._undo("", False, 0, "me", pressed("1"))
    assert "undo that one first" in refused[tab.undone]
    tab._undo("", False, 0, "me", pressed("2"))
    done = tab._undo("", False, 0, "me", pressed("1"))
    assert store(tab).read().own == ()
    assert done[tab.history].count("undone") == 2
    assert 'role="alert"' in tab._undo("", False, 0, "me", pressed("nonsense"))[tab.undone]


# spans


@pytest.mark.parametrize(
    ("span", "source", "target", "known"),
    [
        ("Нұрғалиевтің ", "Нұрғалиев", "Nurgaliyev", False),
        ("«Тоқаевтың", "Тоқаев", "Tokayev", True),
        ("Токио қаласындағы", "Токио қаласы", "Tokio kalasy", False),
        (HOSTILE, "script>alert(1)</script", "script>alert(1)</script", False),
        ("  ", "", "", False),
    ],
)
def test_a_span_of_the_text_opens_the_form(tab: Glossary, span: str, source: str, target: str, known: bool) -> None:
    filled = tab.take(span, None)
    assert (filled[tab.entry.fields[0]], filled[tab.entry.fields[1]]) == (source, target)
    assert (filled[tab.old] is not None) == known


def test_a_span_is_read_as_of_the_article_s_day(tab: Glossary, bench: Bench) -> None:
    old = bench.open(bench.settings, Model("quick", Path(), "")).translate(
        newswire.parse(" date 2000-01-01 Тақырып\nСемейде.")
    )
    assert tab.take("Семейде", old)[tab.entry.fields[1]] == "Semipalatinsk"
    assert tab.take("Семейде", None)[tab.entry.fields[1]] == "Semey"


# files


def test_a_faulty_file_is_refused_line_by_line_and_nothing_is_changed(tab: Glossary, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("source,target\nНұра,Nura\nЕртіс,\n,Ili\n", "utf-8")
    update = last(tab._open(str(file), "mine", "", "quick", "day"))
    told = update[tab.exchange.outlook.notice]
    assert "line 3" in told
    assert "line 4" in told
    assert update[tab.exchange.make]["interactive"] is False
    assert not file.exists(), "no copy stays on the server"
    assert store(tab).read().own == ()


def test_an_import_is_looked_at_and_then_made(tab: Glossary, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("source,target\nШабақты өзені,Shabakty River\nІле өзені,the Ile\n", "utf-8")
    update = last(tab._open(str(file), "mine", "Іле өзеніне барды.", "quick", "day"))
    outlook = tab.exchange.outlook
    assert "terms.csv: 2 entries, 2 not here yet. Nothing is imported yet." in update[outlook.notice]
    assert "It touches 1 sentence" in update[outlook.changes]
    assert store(tab).read().own == ()
    done = tab._import("", False, 0, "me", update[outlook.seen])
    assert "Imported 2 entries of terms.csv" in done[outlook.notice]
    assert len(store(tab).read().own) == 2
    assert tab._import("", False, 0, "me", None) == unchanged()


def test_columns_that_an_import_does_not_keep_are_named(tab: Glossary, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("source,target,Owner <b>\nШабақты өзені,Shabakty River,ann\n", "utf-8")
    told = last(tab._open(str(file), "mine", "", "quick", "day"))[tab.exchange.outlook.notice]
    assert "Nothing is imported yet. Not kept: Owner &lt;b&gt;." in told


def test_a_person_says_whose_entry_stays(tab: Glossary) -> None:
    store(tab).add(entry.read(ENTRY), who="test")
    given = Import("a.csv", (replace(entry.read(ENTRY), target="the Shabakty"),))
    for clash, target in (("mine", "Shabakty River"), ("theirs", "the Shabakty")):
        update = last(tab._choose(given, clash, "", "quick", "day"))
        tab._import("", False, 0, "", update[tab.exchange.outlook.seen])
        assert [term.target for term in store(tab).read().own] == [target]


@pytest.mark.parametrize("form", ["csv", "tsv", "tbx"])
def test_what_is_exported_is_what_can_be_imported(tab: Glossary, form: str) -> None:
    store(tab).add(replace(entry.read(ENTRY), note=HOSTILE, variants=("=1+1",)), who="test")
    state = tab._shelf.state
    parcel = exchange._written(state, form, "own")
    assert parcel["file"] == f"glossary.own.{form}"
    file = Path(str(tab._shelf.store.path) + f".{form}")
    file.write_text(parcel["text"], "utf-8")
    assert exchange.read(str(file)).terms == state().own
    assert exchange._written(state, form, "all")["file"] == f"glossary.{form}"


def test_a_file_that_is_too_large_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "LARGEST", 1_000_000)
    file = tmp_path / "big.csv"
    file.write_bytes(b"a" * 1_000_001)
    with pytest.raises(GlossaryError, match="up to 1 MB; run `audarma glossary import`"):
        exchange.read(str(file))
    assert not file.exists()
    with pytest.raises(GlossaryError, match="open it again"):
        exchange.read(str(file))


# words


def test_whatever_was_typed_is_shown_as_text(tab: Glossary) -> None:
    term = Term(f"Нұра {HOSTILE}", f"Nura {HOSTILE}", (HOSTILE,), ('"><b>',), "place", note=HOSTILE, accepted=("<i>",))
    assert not list(faults(term))
    store(tab).add(term, who=HOSTILE)
    update = tab.refresh("", True, 0)
    for html in (update[tab.finder.list], update[tab.history], update[tab.file], listing.brief(term)[:0]):
        assert not any(tag in html for tag in ("<script", "<i>", '"><b>'))
    seen = look(tab, entry.values(term), term, box=f"Нұра {HOSTILE} келді.")
    for html in (seen[tab.outlook.changes], seen[tab.outlook.notice]):
        assert "<script" not in html


def test_both_sides_of_a_change_are_escaped_and_marked() -> None:
    old, new = changes._compared("A <b> went & came", "A <b> ran & came back")
    assert old == "A &lt;b&gt; <del>went</del> &amp; came"
    assert new == "A &lt;b&gt; <ins>ran</ins> &amp; came <ins>back</ins>"


def test_a_long_history_is_cut(tab: Glossary) -> None:
    store(tab).add(entry.read(ENTRY), who="test")
    shown = listing.history(store(tab).history() * (listing.MOST_CHANGES + 9), False)
    assert shown.count("<li>") == listing.MOST_CHANGES
    assert "9 older changes" in shown


def test_conflicts_name_both_entries(tab: Glossary) -> None:
    given = [Term("Нұра", "Nura"), Term("Нұра", "Noora")]
    shown = listing.conflicts(conflicts(given))
    assert all(f'data-press="{listing.mark(term)}"' in shown for term in given)
    assert listing.conflicts(conflicts(given) * 200).count("<li>") == listing.MOST_CONFLICTS
    assert "None" in listing.conflicts([])


def test_an_engine_that_remembers_is_asked_once(bench: Bench) -> None:
    engine = FakeEngine()
    remembered = Remembered(engine)
    said = [remembered.translate(["а б", "в"], Decoding()), remembered.translate(["в", "а б", "в"], Decoding())]
    assert [[one.text for one in several] for several in said] == [["б а", "в"], ["в", "б а", "в"]]
    assert [call.sentences for call in engine.history] == [("а б", "в")]
    remembered.translate(["в"], Decoding(beam=1))
    assert len(engine.history) == 2
    assert (remembered.name, remembered.longest, remembered.lengths(["а б"])) == ("fake-words", 256, [2])
    remembered.translate([str(n) for n in range(MOST + 1)], Decoding())
    assert remembered.translate(["в"], Decoding())[0].text == "в"
