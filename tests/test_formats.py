"""Every form in which a bitext is written: nothing lost, drafts marked, nothing asked for from outside."""

import csv
import io
import json
import re
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.document import Bead, Bitext, Document, Flag, Segment, TermUse
from translate.formats.writers import EXTENSIONS, TEXTS, WRITERS

DRAFT = Flag("draft", "a draft", "target", 0, 5)
TERM = TermUse("Семей", "Семей", "Semey", "already", "exact", 0, 5, 0, 5)


def bitext(*rows: tuple[str, str], draft: bool = True, titled: bool = True) -> Bitext:
    """A bitext of one-line paragraphs, two sentences in the last."""
    beads, at = [], 0
    for n, (source, target) in enumerate(rows):
        segment = Segment(at, at + len(source), source, min(n, 1))
        beads.append(Bead(segment, target, "engine", (TERM,), (DRAFT,) if draft else ()))
        at += len(source) + 1
    text = " ".join(source for source, _ in rows)
    segments = tuple(bead.segment for bead in beads)
    title = rows[0][0] if titled and rows else None
    return Bitext(Document(text, segments, 0, date(2025, 12, 19), title, "a.txt"), tuple(beads), "model:x|audarma:0")


THREE = bitext(("Тақырып", "Title"), ("Семей <b>.", 'Semey & "co".'), ("Үшінші\tбет", "Third\npage"))


def said(name: str, bitext: Bitext) -> str:
    """What a form says; of a Word file, the part that holds its text."""
    written = WRITERS[name](bitext)
    if isinstance(written, str):
        return written
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        return package.read("word/document.xml").decode("utf-8")


def test_every_form_has_an_extension() -> None:
    assert list(EXTENSIONS) == list(WRITERS)
    assert len(set(EXTENSIONS.values())) == len(WRITERS)


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_rows_give_the_same_bytes(name: str) -> None:
    assert WRITERS[name](THREE) == WRITERS[name](THREE)


def test_json_holds_every_field_of_the_promise() -> None:
    content = json.loads(TEXTS["json"](THREE))
    assert set(content) == {"signature", "date", "title", "rows"}
    assert (content["signature"], content["date"], content["title"]) == ("model:x|audarma:0", "2025-12-19", "Тақырып")
    row = content["rows"][1]
    assert list(row) == ["source", "target", "start", "end", "paragraph", "origin", "terms", "flags"]
    assert list(row["flags"][0]) == ["kind", "reason", "side", "start", "end"]
    names = "source surface target status rule start end target_start target_end"
    assert list(row["terms"][0]) == names.split()
    assert [r["paragraph"] for r in content["rows"]] == [0, 1, 1]
    # the row begins at 8: offsets on the Kazakh side count from the start of the file, in English from the row's
    assert (row["terms"][0]["start"], row["terms"][0]["end"]) == (8, 13)
    assert (row["terms"][0]["target_start"], row["flags"][0]["start"]) == (0, 0)


def test_json_writes_null_where_there_is_no_date() -> None:
    content = json.loads(TEXTS["json"](Bitext(Document("", ()), (), "s")))
    assert content == {"signature": "s", "date": None, "title": None, "rows": []}


def test_tsv_reads_back_whole() -> None:
    rows = list(csv.DictReader(io.StringIO(TEXTS["tsv"](THREE), newline=""), delimiter="\t"))
    assert [row["source"] for row in rows] == ["Тақырып", "Семей <b>.", "Үшінші\tбет"]
    assert [row["target"] for row in rows] == ["Title", 'Semey & "co".', "Third\npage"]
    assert {row["flags"] for row in rows} == {"draft"}


def test_text_is_a_line_a_sentence_with_paragraphs_apart() -> None:
    assert TEXTS["text"](THREE) == (
        '[draft] Title\n\n[draft] Semey & "co".\n[draft] Third page\n\n# model:x|audarma:0\n'
    )


def test_html_escapes_marks_and_ties_the_sides() -> None:
    page = TEXTS["html"](THREE)
    title = 'title="Семей → Semey: already right (exact)"'
    term = f'<mark class="term already" data-source="Семей" {title}>{{}}</mark>'
    assert term.format("Семей") + " &lt;b&gt;." in page
    assert term.format("Semey") + " &amp; &quot;co&quot;." in page
    assert page.count('class="mark draft"') == 3
    assert 'class="title"' in page
    assert "model:x|audarma:0" in page


def test_html_asks_for_nothing_from_outside() -> None:
    page = TEXTS["html"](THREE)
    assert not re.search(r"(src|href)\s*=|url\(|@import|<script", page)


@pytest.mark.parametrize("name", WRITERS)
def test_drafts_are_marked_in_every_form_and_nothing_else_is(name: str) -> None:
    assert "draft" in said(name, bitext(("А.", "A.")))
    assert "draft" not in said(name, bitext(("А.", "A."), draft=False))


@pytest.mark.parametrize("name", WRITERS)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_every_form_writes_any_text_as_utf8(name: str, source: str, target: str) -> None:
    assert said(name, bitext((source, target))).encode("utf-8")


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=5))
def test_json_loses_no_character(rows: list[tuple[str, str]]) -> None:
    content = json.loads(TEXTS["json"](bitext(*rows)))
    assert [(row["source"], row["target"]) for row in content["rows"]] == rows


PART = Bitext(THREE.document, THREE.beads[:1], THREE.signature)


def test_a_part_says_that_it_is_one() -> None:
    assert TEXTS["text"](PART) == "[draft] Title\n\n# 1 of 3 sentences\n# model:x|audarma:0\n"
    assert "<b>Not the whole text: 1 of 3 sentences.</b>" in TEXTS["html"](PART)
    assert not any("sentences" in said(name, THREE) for name in WRITERS)


def test_a_part_keeps_the_columns_and_the_keys() -> None:
    assert TEXTS["tsv"](PART) == "".join(TEXTS["tsv"](THREE).splitlines(keepends=True)[:2])
    assert set(json.loads(TEXTS["json"](PART))) == {"signature", "date", "title", "rows"}
