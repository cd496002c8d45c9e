"""The page's sheet behind its widgets: what a row holds, what a correction changes, who may overtake whom."""

import json
import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from page import lines
from page.corrections import Corrections, Overtaken
from page.desk import Desk
from page.editing import EMPTY, GONE, Editing
from page.job import Job
from tests.browser import Bench
from translate.alternatives import alternatives
from translate.document import Bead, Bitext, Document, Flag, Segment
from translate.engines import Decoding, Hypothesis
from translate.errors import MemoryFileError
from translate.formats import newswire
from translate.memory import Memory
from translate.memory.person import MEMORY

TEXT = "Ол келді.\nОлар кетті.\nОл келді."


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench.settings, opener=bench.open)


def translated(desk: Desk, text: str = TEXT) -> tuple[Job, Bitext, str]:
    job = Job(desk, "quick", newswire.parse(text))
    last = list(job.run(0.01))[-1]
    return job, last.bitext, last.rows


def ask(desk: Desk, job: Job | None, bitext: Bitext | None, deed: str, **given: Any) -> dict[str, Any]:
    return Editing(desk).answer(job, bitext, SimpleNamespace(deed=deed, **given))


def english(job: Job, bitext: Bitext) -> list[str]:
    return [bead.target for bead in job.sheet.shown(bitext).beads]


def test_a_row_says_where_links_and_flags_are_in_the_units_of_a_browser() -> None:
    source, target = "😀 Ол 25 рет келді.", "😀 He came 25 times."
    flags = (Flag("number", "look", "target", 10, 12), Flag("draft", "weak", "target", 0, 5))
    bead = Bead(Segment(0, len(source), source, 0), target, "engine", flags=flags)
    row = lines.row(Bitext(Document(source, (bead.segment,)), (bead,), ""), 0)
    links, places = (json.loads(unescape(found)) for found in re.findall(r'data-(?:links|flags)="([^"]*)"', row))
    units = [text.encode("utf-16-le") for text in (source, target)]
    ((a, b, c, d),) = links
    assert [units[0][2 * a : 2 * b].decode("utf-16-le"), units[1][2 * c : 2 * d].decode("utf-16-le")] == ["25", "25"]
    ((kind, side, start, end),) = places
    assert (kind, side, units[1][2 * start : 2 * end].decode("utf-16-le")) == ("number", "target", "25")
    assert "<li" in row
    assert ">Number</b> <span>look</span>" in row


def test_a_correction_goes_to_every_row_of_its_sentence_and_to_the_next_translation(desk: Desk) -> None:
    job, bitext, _ = translated(desk)
    patch = ask(desk, job, bitext, "keep", row=1, text=" He \n came. ", who="Ann")
    assert len(patch["rows"]) == 2
    assert all("Corrected by Ann" in row for row in patch["rows"])
    assert (patch["undo"], patch["redo"]) == (1, 0)
    assert english(job, bitext) == ["He came.", "English: Олар кетті.", "He came."]
    again, other, html = translated(desk)
    assert english(again, other) == english(job, bitext)
    assert [bead.origin for bead in other.beads] == ["corrected", "engine", "corrected"]
    assert html.count("Corrected by Ann") == 2


def test_undo_and_redo_go_all_the_way_back_and_forth(desk: Desk) -> None:
    job, bitext, _ = translated(desk)
    seen = [english(job, bitext)]
    for row, text in ((1, "He came."), (2, "They left."), (1, "He has come.")):
        ask(desk, job, bitext, "keep", row=row, text=text, who="Ann")
        seen.append(english(job, bitext))
    for wanted in reversed(seen[:-1]):
        assert "alert" not in ask(desk, job, bitext, "undo")
        assert english(job, bitext) == wanted == english(*translated(desk)[:2])
    assert ask(desk, job, bitext, "undo")["said"].startswith("There is nothing")
    for wanted in seen[1:]:
        assert "alert" not in ask(desk, job, bitext, "redo")
        assert english(job, bitext) == wanted == english(*translated(desk)[:2])
    history = desk.corrections.history("Ол келді.")
    assert {one.who for one in history} == {"Ann", ""}
    assert [one.target for one in history].count("") == 1, "that it was taken back is history as well"


def test_nobody_writes_over_what_he_has_not_seen(desk: Desk) -> None:
    (job, bitext, _), (other, seen, _) = translated(desk), translated(desk)
    ask(desk, job, bitext, "keep", row=1, text="He came.", who="Ann")
    refused = ask(desk, other, seen, "keep", row=1, text="He arrived.")
    assert "Ann wrote “He came.” meanwhile" in refused["alert"]
    assert english(*translated(desk)[:2])[0] == "He came."
    assert "alert" not in ask(desk, other, seen, "keep", row=1, text="He arrived.")
    assert "is not taken back" in ask(desk, job, bitext, "undo")["alert"]
    assert english(*translated(desk)[:2])[0] == "He arrived."


def test_a_draft_that_is_accepted_is_no_draft_any_more(desk: Desk) -> None:
    job, bitext, _ = translated(desk)
    assert bitext.beads[1].draft
    ask(desk, job, bitext, "accept", row=2)
    assert not job.sheet.shown(bitext).beads[1].draft
    assert english(job, bitext)[1] == bitext.beads[1].target


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"row": 1, "text": " \n\u0007"}, EMPTY),
        ({"row": 1, "text": "x" * 5001}, "longer than any sentence"),
        ({"row": 9, "text": "x"}, "not here any more"),
        ({"row": "1; drop", "text": "x"}, "not here any more"),
        ({"row": True, "text": None}, EMPTY),
    ],
)
def test_what_makes_no_sense_is_told_and_changes_nothing(desk: Desk, given: dict[str, Any], words: str) -> None:
    job, bitext, _ = translated(desk)
    assert words in ask(desk, job, bitext, "keep", **given)["alert"]
    assert english(job, bitext) == [bead.target for bead in bitext.beads]
    assert not desk.corrections.path.exists()


def test_a_page_whose_server_was_started_anew_is_told(desk: Desk) -> None:
    assert ask(desk, None, None, "keep", row=1, text="x")["alert"] == GONE
    job, bitext, _ = translated(desk)
    assert ask(desk, job, bitext, "format the disk", row=1)["alert"] == GONE


def test_a_broken_memory_stops_no_translation_and_takes_no_correction(desk: Desk, bench: Bench) -> None:
    (bench.settings.data / MEMORY).write_text("no memory")
    job, bitext, _ = translated(desk)
    assert len(bitext.beads) == 3
    assert "no translation memory" in desk.corrections.trouble
    assert "no translation memory" in ask(desk, job, bitext, "keep", row=1, text="He came.")["alert"]


def test_a_term_that_changed_since_a_correction_is_flagged(desk: Desk) -> None:
    desk.corrections.keep("Ол Астанаға келді.", "He came to Nur-Sultan.", "Ann", (("Астана", "Nur-Sultan"),), None)
    _, bitext, html = translated(desk, "Ол Астанаға келді.")
    assert [flag.kind for flag in bitext.beads[0].flags] == ["term"]
    assert "corrected when Астана was Nur-Sultan; the glossary has Astana now" in html


def test_nothing_but_corrections_is_kept(tmp_path: Path, desk: Desk) -> None:
    translated(desk)
    assert not (tmp_path / MEMORY).exists()
    desk.corrections.keep("Ол", "He", "Ann", (), None)
    translated(desk)
    with Memory.open(tmp_path / MEMORY) as memory:
        assert memory.count() == 0


def test_corrections_know_whether_someone_was_quicker(tmp_path: Path) -> None:
    one, other = Corrections(tmp_path / MEMORY), Corrections(tmp_path / MEMORY)
    made = one.keep("Ол", "He", "Ann", (), None)
    with pytest.raises(Overtaken):
        other.keep("Ол", "She", "Bob", (), None)
    assert other.standing("Ол") == made
    other.withdraw("Ол", "Bob", made)
    with pytest.raises(Overtaken, match="took the correction back"):
        one.withdraw("Ол", "Ann", made)
    with pytest.raises(MemoryFileError, match="needs its English"):
        one.keep("Ол", " ", "Ann", (), None)


class _Wordy:
    """An engine with three hypotheses, of which two are alike."""

    name, longest = "wordy", 100

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        return [1 for _ in sentences]

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        others = tuple(map(Hypothesis, ("He has come.", "He came.", "It came.")[: decoding.alternatives]))
        return [Hypothesis("He came.", alternatives=others) for _ in sentences]


def test_other_wordings_are_the_engines_own_and_none_is_twice(desk: Desk) -> None:
    from dataclasses import replace

    translator = replace(desk.translator("quick"), engine=_Wordy())
    found = [bead.target for bead in alternatives(translator, newswire.parse("Кіріспе.\nОл келді."), 1)]
    assert found == ["He came.", "He has come.", "It came."]


def test_other_wordings_begin_with_what_people_wrote(desk: Desk) -> None:
    job, bitext, _ = translated(desk)
    ask(desk, job, bitext, "keep", row=1, text="He <came>.", who="Ann")
    ask(desk, job, bitext, "keep", row=1, text="He has come.", who="Bob")
    told = ask(desk, job, bitext, "others", row=1)["others"]
    assert 'data-wording="He &lt;came&gt;."' in told
    assert "earlier by Ann" in told
    assert told.index("earlier by Ann") < told.index("by the machine")
    assert "Who changed what" in told
