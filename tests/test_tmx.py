"""TMX: what is written reads back, and memories of other programs are read, hostile ones refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.test_formats import PART, THREE, bitext
from translate.errors import InputError
from translate.formats import tmx, xml

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ALLOWED = ANY.map(xml.clean).filter(str.strip)


def memory(body: str, head: str = "", encoding: str = "utf-8") -> bytes:
    """A file of another program."""
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>{head}<tmx version="1.4"><header srclang="*all*"/>'
        f"<body>{body}</body></tmx>"
    ).encode(encoding)


def unit(*variants: tuple[str, str]) -> str:
    return "<tu>" + "".join(f'<tuv xml:lang="{code}"><seg>{seg}</seg></tuv>' for code, seg in variants) + "</tu>"


@given(st.lists(st.tuples(ALLOWED, ALLOWED), max_size=4))
@example([("а\r\nб\rв", "\t<&>\"'\n")])
@example([("\x85\u2028\ufffd\U0001f600", "]]>")])
def test_what_is_written_reads_back(rows: list[tuple[str, str]]) -> None:
    assert list(tmx.read(tmx.write(bitext(*rows)).encode("utf-8"))) == rows


@given(ANY, ANY)
def test_what_xml_forbids_is_left_out_and_nothing_else(source: str, target: str) -> None:
    wanted = [(xml.clean(source), xml.clean(target))]
    read = list(tmx.read(tmx.write(bitext((source, target))).encode("utf-8")))
    assert read == [pair for pair in wanted if all(map(str.strip, pair))]


def test_the_header_and_the_rows_say_what_made_them() -> None:
    written = tmx.write(THREE)
    for part in (
        'creationtool="audarma"',
        'srclang="kk"',
        '<prop type="x-signature">model:x|audarma:0</prop>',
        '<tu tuid="2"><prop type="x-origin">engine</prop><prop type="x-flag">draft: a draft</prop>',
    ):
        assert part in written
    assert "date=" not in written
    assert "<note>1 of 3 sentences</note>" in tmx.write(PART)


def test_regional_codes_capitals_and_old_attributes_are_known() -> None:
    body = unit(("KK-kz", "Бір"), ("en-US", "One"), ("en-GB", "Won")) + unit(("ru", "Два"), ("en", "Two"))
    body += '<tu><tuv lang="EN_US"><seg>Three</seg></tuv><tuv lang="kaz"><seg>Үш</seg></tuv></tu>'
    assert list(tmx.read(memory(body))) == [("Бір", "One"), ("Үш", "Three")]


def test_units_that_lack_a_side_are_passed_over() -> None:
    body = unit(("kk", "Бір")) + unit(("kk", " "), ("en", "x")) + '<tu><tuv xml:lang="kk"/></tu><tu/>'
    assert list(tmx.read(memory(body))) == []


def test_words_inside_tags_stay_and_codes_do_not() -> None:
    seg = 'Ол <bpt i="1">&lt;b&gt;</bpt>кеше<ept i="1">&lt;/b&gt;</ept> <hi>келді <ph>{1}</ph>ме</hi>?<!-- no -->'
    assert list(tmx.read(memory(unit(("kk", seg), ("en", "Did he?"))))) == [("Ол кеше келді ме?", "Did he?")]


def test_a_namespace_a_doctype_and_notes_do_no_harm() -> None:
    data = memory(unit(("kk", "Бір"), ("en", "One")), head='<!DOCTYPE tmx SYSTEM "http://192.0.2.1/tmx14.dtd">')
    data = data.replace(b'<tmx version="1.4">', b'<tmx version="1.4" xmlns="http://www.lisa.org/tmx14">')
    assert list(tmx.read(data)) == [("Бір", "One")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1251"])
def test_the_encoding_is_found(encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    data = memory(unit(("kk", "Бiр"), ("en", "One"))).decode("utf-8").replace("utf-8", named)
    assert list(tmx.read(data.encode(encoding))) == [("Бiр", "One")]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no TMX that can be read"),
        (b"\0\0\0", "no TMX that can be read"),
        ("Бір\tOne\n".encode("windows-1251"), "no TMX that can be read"),
        (b"<html><body/></html>", "no TMX; export"),
        (memory(unit(("kk", "&i;"), ("en", "x")), head=BOMB + "]>"), "entities of its own"),
        (memory("", head='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "entities of its own"),
        (memory(unit(("kk", "Бір"), ("en", "One")))[:-20], "no TMX that can be read"),
        (memory(unit(("kk", "<hi>" * 5000 + "</hi>" * 5000), ("en", "x"))), "no TMX that can be read"),
    ],
)
def test_what_is_no_memory_is_refused_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        list(tmx.read(data, "old.tmx"))


def test_units_before_a_cut_are_read() -> None:
    units = tmx.read(memory(unit(("kk", "Бір"), ("en", "One")) * 2)[:-30])
    assert next(units) == ("Бір", "One")
    with pytest.raises(InputError, match="the TMX file"):
        list(units)
