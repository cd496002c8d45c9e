"""The archive tab behind its widgets: what may be named, what runs, what is refused, and what a reader is shown."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from glossary.suggest import Suggestion
from glossary.term import Term
from page import archived
from page.archive import Archive
from page.batch import Batch, Batches
from page.desk import Desk
from page.edit import Edit, Import
from page.job import end_all
from page.outlook import Open
from page.proposals import Proposals, listed
from page.reach import Reach
from page.update import unchanged
from tests.browser import Bench
from tests.server import until
from tests.test_app import loops  # noqa: F401 - a fixture
from translate.archive.standing import standing

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path / "data")
    root = tmp_path / "news"
    for n in range(30):
        (root / "in").mkdir(parents=True, exist_ok=True)
        (root / "in" / f"{n:02}.txt").write_text(f"Кеше Шабақтыбай {n} рет келді. Жаңа мектеп ашылды {n}.", "utf-8")
    made.settings = replace(made.settings, archives=(root,))
    return made


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench.settings, opener=bench.open)


@pytest.fixture
def batches(desk: Desk) -> Iterator[Batches]:
    yield Batches(desk)
    end_all()


@pytest.fixture
def tab(desk: Desk, batches: Batches) -> Iterator[Archive]:
    with gr.Blocks(analytics_enabled=False):
        yield Archive(desk, batches)


def start(tab: Archive, source: str = "news/in", out: str = "news/out", model: str = "quick", **given: Any) -> Any:
    return tab._start(source, out, "", 0, given.get("formats", ["html"]), model, "day")


def only(batches: Batches) -> Batch:
    [batch] = batches._of.values()
    return batch


def done(batch: Batch) -> None:
    until(lambda: not batch.busy)


def test_a_run_is_the_server_s_and_its_articles_can_be_read(tab: Archive, batches: Batches) -> None:
    update = start(tab)
    assert update[tab.notice] == ""
    done(only(batches))
    look = tab._look("news/out", "", 0, None)
    assert "Done. 30 articles finished: 60 sentences in this run, 60 of them new" in look[tab.status]
    assert look[tab.timer].active is False
    assert look[tab.articles.place] == "1–25 of 30"
    assert tab._look("news/out", "", 0, look[tab.seen]).keys().isdisjoint(tab.articles.listed), "drawn only once"
    mark = look[tab.articles.list].split('data-press="')[1].split('"')[0]
    read = tab._read("news/out", gr.EventData(None, {"mark": mark}))
    assert read[tab.articles.rows].count("<tr") == 3
    assert 'class="source" lang="kk">Кеше Шабақтыбай 0 рет келді.' in read[tab.articles.rows]
    gone = tab._read("news/out", gr.EventData(None, {"mark": "99999"}))
    assert "look it up again" in gone[tab.articles.heading]


@pytest.mark.parametrize(
    ("source", "out", "model", "told"),
    [
        ("", "news/out", "quick", "Choose the folder"),
        ("news/in", "", "quick", "Choose the folder"),
        ("/etc", "news/out", "quick", "in no folder that this server allows"),
        ("news/in", "news/../../x", "quick", "in no folder that this server allows"),
        ("news/none", "news/out", "quick", "There is no folder"),
        ("news/in", "news/out", HOSTILE, "no model"),
    ],
)
def test_what_can_not_be_done_is_refused_in_words(
    tab: Archive, tmp_path: Path, source: str, out: str, model: str, told: str
) -> None:
    update = start(tab, source, out, model)
    assert told in update[tab.notice]
    assert "<script>" not in update[tab.notice]
    assert sorted(path.name for path in (tmp_path / "news").iterdir()) == ["in"]


@pytest.mark.parametrize(("out", "told"), [("news/in", "is the folder that is read"), ("news", "lies inside")])
def test_folders_that_do_not_go_together_are_told_by_the_run(
    tab: Archive, batches: Batches, out: str, told: str
) -> None:
    start(tab, out=out)
    done(only(batches))
    assert told in tab._look(out, "", 0, None)[tab.status]


def test_two_runs_into_one_folder_are_refused_and_stop_keeps_what_is_done(tab: Archive, batches: Batches) -> None:
    start(tab, model="steady")
    batch = only(batches)
    until(lambda: batch.sight is not None and batch.sight.sentences > 3)
    assert "is writing to out already" in start(tab)[tab.notice]
    look = tab._look("news/out", "", 0, None)
    assert "of 30 files" in look[tab.status]
    assert (look[tab.go]["interactive"], look[tab.stop]["interactive"], look[tab.timer].active) == (False, True, True)
    assert "Stopping" in tab._stop("news/out", "", 0)[tab.status]
    done(batch)
    look = tab._look("news/out", "", 0, None)
    assert "Stopped." in look[tab.status]
    assert look[tab.go]["value"] == "Go on"


def test_another_program_s_run_is_told(tab: Archive, batches: Batches, tmp_path: Path) -> None:
    from filelock import FileLock

    (tmp_path / "news" / "out" / ".audarma").mkdir(parents=True)
    with FileLock(tmp_path / "news" / "out" / ".audarma" / "lock"):
        start(tab)
        done(only(batches))
    assert "another run is writing to" in tab._look("news/out", "", 0, None)[tab.status]


def test_the_end_of_the_server_ends_a_run_and_the_next_one_goes_on(
    tab: Archive, batches: Batches, bench: Bench, tmp_path: Path
) -> None:
    start(tab, model="slow")
    batch = only(batches)
    until(lambda: batch.sight is not None)
    end_all()
    assert not any(thread.name == "audarma-archive" for thread in threading.enumerate())
    kept = standing(tmp_path / "news" / "out").kept
    assert kept
    assert kept.left == "stopped"
    with gr.Blocks(analytics_enabled=False):
        again = Archive(Desk(bench.settings, opener=bench.open), Batches(Desk(bench.settings, opener=bench.open)))
    opened = again._open(None, "", 0, None)
    assert "The last run was stopped." in opened[again.status]
    assert opened[again.source]["value"] == "news/in"
    assert opened[again.out]["value"] == "news/out"
    assert opened[again.model] == "slow"
    assert opened[again.go]["value"] == "Go on"


def test_a_model_that_fails_is_told_and_no_traceback(tab: Archive, batches: Batches) -> None:
    for model, told in (("broken", "has no weights"), ("buggy", "Something went wrong inside Audarma")):
        start(tab, model=model)
        done(only(batches))
        assert told in tab._look("news/out", "", 0, None)[tab.status]
    assert "secret" not in tab._look("news/out", "", 0, None)[tab.status]


def test_a_server_that_allows_nothing_says_how_to(bench: Bench) -> None:
    desk = Desk(replace(bench.settings, archives=()), opener=bench.open)
    with gr.Blocks(analytics_enabled=False) as blocks:
        Archive(desk, Batches(desk))
    shown = " ".join(str(block.value) for block in blocks.blocks.values() if isinstance(block, gr.HTML))
    assert "audarma serve --archives FOLDER" in shown
    assert "AUDARMA_ARCHIVES" in shown


def test_names_and_reasons_are_escaped() -> None:
    assert "<script>" not in archived.errors(1, [(HOSTILE, HOSTILE)])
    assert "And 300 more" in archived.errors(301, [("a", "b")])
    assert archived.place(0, 0, 25) == ""


def last(updates: Iterator[dict[Any, Any]]) -> dict[Any, Any]:
    return {widget: value for update in updates for widget, value in update.items()}


def test_an_edit_is_tried_saved_and_its_sentences_are_done_again(
    tab: Archive, desk: Desk, batches: Batches, bench: Bench
) -> None:
    start(tab)
    done(only(batches))
    with gr.Blocks(analytics_enabled=False):
        reach = Reach(desk, batches)
    edit = Edit(None, Term("Шабақтыбай", "Shabaktybay"))
    looking = reach.look(edit, Open("", "quick", "day", "news/out"))
    counted = last(looking.count())
    assert "<b>It touches 30 sentences</b> in 30 articles of 30." in counted[reach.changes]
    assert last(looking.examples())[reach.changes].count("<li>") == 12
    reached = counted[reach.reached]
    assert reach._saved(edit, None, reached) == unchanged(), "not saved yet"
    edit.make(desk.shelf.store, "me")
    saved = reach._saved(None, edit.new, reached)
    assert (saved[reach.again]["value"], saved[reach.again]["visible"]) == (
        "Translate 30 sentences of 30 articles again",
        True,
    )
    before = len(bench.engines["quick"].sentences)
    assert "Translating 30 sentences" in reach._again(reached)[reach.told]
    done(only(batches))
    assert not any("мектеп" in one for one in bench.engines["quick"].sentences[before:])
    assert "Shabaktybay" in tab._look("news/out", "Shabaktybay", 0, None)[tab.articles.list]


def test_an_imported_glossary_is_tried_on_the_archive_and_its_sentences_are_done_again(
    tab: Archive, desk: Desk, batches: Batches, bench: Bench
) -> None:
    start(tab)
    done(only(batches))
    with gr.Blocks(analytics_enabled=False):
        first = Reach(desk, batches)
        reach = Reach(desk, batches, "import-reach", first.archive)
    given = Import("names.csv", (Term("Шабақтыбай", "Shabaktybay"), Term("Жоқтыбай", "Zhoktybay")))
    looking = reach.look(given, Open("", "quick", "day", "news/out"))
    counted = last(looking.count())
    assert "<b>It touches 30 sentences</b> in 30 articles of 30." in counted[reach.changes]
    reached = counted[reach.reached]
    assert reach._saved(given, given, reached) == unchanged(), "not imported yet"
    assert reach._saved(None, given, reached) == unchanged(), "refused: the file is still in hand"
    given.make(desk.shelf.store, "me")
    assert reach._saved(None, None, reached)[reach.again]["visible"]
    before = len(bench.engines["quick"].sentences)
    assert "Translating 30 sentences" in reach._again(reached)[reach.told]
    done(only(batches))
    assert not any("мектеп" in one for one in bench.engines["quick"].sentences[before:])
    assert "Shabaktybay" in tab._look("news/out", "Shabaktybay", 0, None)[tab.articles.list]


def test_an_archive_from_elsewhere_or_none_is_no_trouble(desk: Desk, batches: Batches, tmp_path: Path) -> None:
    with gr.Blocks(analytics_enabled=False):
        reach = Reach(desk, batches)
    edit = Edit(None, Term("Шабақтыбай", "Shabaktybay"))
    assert last(reach.look(edit, Open("", "quick", "day", None)).count())[reach.changes] == ""
    told = last(reach.look(edit, Open("", "quick", "day", "/etc")).count())[reach.told]
    assert "in no folder that this server allows" in told
    (tmp_path / "news" / "bare").mkdir()
    looking = reach.look(edit, Open("", "quick", "day", "news/bare"))
    reached = last(looking.count())[reach.reached]
    assert reached.sentences == 0
    assert "start the run on the Archive tab" in reach._again(reached)[reach.told]


def test_names_are_proposed_from_the_archive(tab: Archive, desk: Desk, batches: Batches) -> None:
    start(tab)
    done(only(batches))
    with gr.Blocks(analytics_enabled=False):
        proposals = Proposals(desk)
    found = last(proposals._find("news/out"))
    assert "1 name that no entry holds stands 3 times or more in news/out" in found[proposals.told]
    assert 'data-press="Шабақтыбай"' in found[proposals.list]
    assert "start one first" in last(proposals._find(None))[proposals.told]
    assert "<script>" not in listed([Suggestion(HOSTILE, HOSTILE, 3, ((HOSTILE, 3),), (HOSTILE,))])
