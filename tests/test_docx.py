"""Word files: what is written opens in Word's own library, and reads back as the newsroom's files do."""

import io
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.growth import growth
from tests.test_formats import PART, THREE, bitext
from translate.document import Bitext
from translate.errors import InputError
from translate.formats import docx as writer
from translate.formats import xml
from translate.formats.readers import docx as reader


def opened(written: bytes) -> Any:
    import docx

    return docx.Document(io.BytesIO(written))


def saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def blank() -> Any:
    import docx

    return docx.Document()


def cells(bitext: Bitext) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(writer.write(bitext)).tables[0].rows]


def test_a_row_holds_both_sides_and_the_flags() -> None:
    assert cells(THREE) == [
        ["Қазақша", "English"],
        ["Тақырып", "draft Title"],
        ["Семей <b>.", 'draft Semey & "co".'],
        ["Үшінші\tбет", "draft Third\npage"],
    ]
    assert cells(bitext(("А.", "A."), draft=False))[1] == ["А.", "A."]


def test_a_flag_is_set_off_from_the_words() -> None:
    mark, words = opened(writer.write(THREE)).tables[0].rows[2].cells[1].paragraphs[0].runs
    assert (mark.text, mark.font.small_caps, str(mark.font.color.rgb)) == ("draft ", True, "9C5700")
    assert not words.font.small_caps


def test_what_to_beware_of_stands_above_and_the_signature_below() -> None:
    texts = [paragraph.text for paragraph in opened(writer.write(PART)).paragraphs]
    assert texts[:2] == ["2025-12-19", "Not the whole text: 1 of 3 sentences."]
    assert texts[2].startswith("Machine drafts")
    assert texts[3:] == ["model:x|audarma:0"]


def test_each_side_is_in_its_language() -> None:
    file = opened(writer.write(THREE))
    assert {cell.paragraphs[0].style.name for row in file.tables[0].rows[1:] for cell in row.cells} == {
        "Kazakh",
        "English",
    }
    assert 'w:lang w:val="kk-KZ"' in file.styles["Kazakh"].element.xml


def test_the_bytes_are_the_same_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = writer.write(THREE)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert writer.write(THREE) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "1980-01-01T00:00:00Z" in package.read("docProps/core.xml").decode()


@settings(max_examples=20)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_written(source: str, target: str) -> None:
    row = cells(bitext((source, target), draft=False))[1]
    assert ["".join(text.split()) for text in row] == ["".join(xml.clean(text).split()) for text in (source, target)]


def test_paragraphs_cells_and_links_are_read_in_their_order() -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    file = blank()
    file.add_paragraph("Бірінші сөйлем. Екінші сөйлем.")
    table = file.add_table(rows=2, cols=2)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "Ұяшық."
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Бірге."
    table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "Ішкі."
    paragraph = file.add_paragraph("Сілтеме ")
    link = "<w:hyperlink {}><w:r><w:t>осында</w:t></w:r></w:hyperlink>"
    moved = "<w:moveFrom {} w:id='1'><w:r><w:t>ескі</w:t></w:r></w:moveFrom>"
    deleted = "<w:del {} w:id='2'><w:r><w:delText>жоқ</w:delText></w:r></w:del>"
    added = "<w:ins {} w:id='3'><w:r><w:t>.</w:t><w:br/><w:t>Жаңа жол.</w:t></w:r></w:ins>"
    for part in (link, moved, deleted, added):
        paragraph._p.append(parse_xml(part.format(nsdecls("w"))))
    document = reader.read("a.docx", saved(file))
    assert [segment.text for segment in document.segments] == [
        "Бірінші сөйлем.",
        "Екінші сөйлем.",
        "Бірге.",
        "Ұяшық.",
        "Ішкі.",
        "Ұяшық.",
        "Сілтеме осында.",
        "Жаңа жол.",
    ]


def test_a_text_box_is_read_once() -> None:
    from docx.oxml import parse_xml

    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>Қорапта.</w:t></w:r></w:p></w:txbxContent>"
    choice = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    file = blank()
    file.add_paragraph("Сыртта.")._p.append(
        parse_xml(f'<w:r xmlns:w="{w}" xmlns:mc="{mc}"><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>')
    )
    assert reader.read("a.docx", saved(file)).text == "Сыртта.\nҚорапта."


def test_the_first_heading_is_the_title_and_else_the_property_is() -> None:
    file = blank()
    file.add_heading("Тоқаев келді. Не айтты?", 1)
    file.add_paragraph("Ол келді.")
    file.core_properties.created = datetime(2021, 5, 6, 7)
    document = reader.read("a.docx", saved(file))
    assert (document.title, str(document.date)) == ("Тоқаев келді. Не айтты?", "2021-05-06")
    assert [segment.text for segment in document.segments] == ["Тоқаев келді. Не айтты?", "Ол келді."]
    plain = blank()
    plain.add_paragraph("Ол келді.")
    assert reader.read("a.docx", saved(plain)).title is None
    assert reader.read("a.docx", saved(plain)).date is None
    plain.core_properties.title = "Тақырып"
    assert reader.read("a.docx", saved(plain)).text == "Тақырып\nОл келді."


def test_a_translation_is_no_article() -> None:
    with pytest.raises(InputError, match="Audarma wrote"):
        reader.read("a.docx", writer.write(THREE))


BROKEN = [b"", b"PK", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"\0" * 100, "Қазақ".encode()]


@pytest.mark.parametrize("data", BROKEN)
def test_what_is_no_word_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^a\.docx: .*save it as \.docx"):
        reader.read("a.docx", data)


def test_a_file_that_is_cut_or_spoilt_is_read_or_refused() -> None:
    whole = saved(blank())
    for at in range(0, len(whole), len(whole) // 40):
        for data in (whole[:at], whole[:at] + b"\xff\0\xff" + whole[at + 3 :]):
            with suppress(InputError):
                reader.read("a.docx", data)


def repacked(parts: dict[str, bytes]) -> bytes:
    """A Word file with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(blank()))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("content", [b"", b"<a/>", b"<a>", b"\0"])
def test_a_broken_part_is_read_past_or_told(part: str, content: bytes) -> None:
    try:
        assert reader.read("a.docx", repacked({part: content})).segments == ()
    except InputError as error:
        assert str(error).startswith("a.docx: this is no Word file")  # noqa: PT017 - some parts may be anything


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(InputError, match="200 times its size"):
        reader.read("a.docx", repacked({"word/media/a.png": b"\0" * 5_000_000}))
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'{entities}<w:document xmlns:w="{w}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
    assert "aaa" not in reader.read("a.docx", repacked({"word/document.xml": body.encode()})).text


def test_the_time_of_writing_grows_with_the_rows_and_no_faster() -> None:
    assert growth(lambda rows: writer.write(bitext(*(("Ол келді.", "He came."),) * rows)), 125) < 3 * 8


def test_importing_stays_cheap() -> None:
    probe = (
        "import sys, translate.formats.writers, translate.formats.readers\n"
        "print([name for name in ('lxml', 'docx') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
