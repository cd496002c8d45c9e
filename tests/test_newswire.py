"""Newswire files: their first line, their paragraphs, every character kept, and bad input told in one line."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conftest import SEED
from tests.test_segment import ANY
from translate.document import Document
from translate.errors import InputError
from translate.formats.newswire import LONGEST_LINE, decode, document, parse, read

KAZAKH = "Мемлекет басшысы Қасым-Жомарт Тоқаев әкімге үлкен міндет жүктеді. Оған ұлт көңілі толды."


def joined(document: Document) -> str:
    """The text put together again from the head mark, the segments and the blanks between."""
    done, out = document.body, document.text[: document.body]
    for segment in document.segments:
        between = document.text[done : segment.start]
        assert not between.strip()
        out += between + segment.text
        done = segment.end
    assert not document.text[done:].strip()
    return out + document.text[done:]


@settings(max_examples=300, deadline=None)
@given(st.one_of(ANY, ANY.map(lambda text: " date 2025-12-19 " + text)))
@example(" date 2025-12-19 ")
@example("\r\n\ufeff date 2025-12-19 Т\r\n\r\nА. Б\x1cВ")
def test_every_character_is_kept(text: str) -> None:
    document = parse(text)
    assert joined(document) == text
    paragraphs = [number for number, line in enumerate(filter(str.strip, text.splitlines())) for _ in line[:1]]
    assert {segment.paragraph for segment in document.segments} | {0} >= set(paragraphs) - {0}
    for segment in document.segments:
        assert document.text[segment.start : segment.end] == segment.text
        assert 0 <= segment.head < len(segment.text)


def test_the_seed_article() -> None:
    document = read(SEED)
    assert document.date == date(2025, 12, 19)
    assert document.title == "Мемлекет басшысы: Жаһандық қауіпсіздік жүйесін ядролық қарумен ұстап тұруға болмайды"
    assert document.text[: document.body] == " date 2025-12-19 "
    assert document.name == str(SEED)
    assert len(document.segments) == 24
    title, first, *rest = document.segments
    assert (title.text, title.paragraph, title.head) == (document.title, 0, 0)
    assert (first.text[: first.head], first.paragraph) == ("ТОКИО. KAZINFORM – ", 1)
    assert [segment.paragraph for segment in rest] == [2, 3, *[4] * 6, 5, 6, 6, *[7] * 10, 8]
    assert not any(segment.head for segment in rest)


@pytest.mark.parametrize(
    "first",
    [
        "date 2025-12-19 Т. Бұл не? Иә",
        " \t date  2025-12-19\u00a0 Т. Бұл не? Иә  ",
        "\n\n date 2025-12-19 Т. Бұл не? Иә",
    ],
)
def test_a_title_is_one_segment(first: str) -> None:
    document = parse(first + "\r\n\r\nОл келді. Біз кеттік.\r\n")
    assert (document.date, document.title) == (date(2025, 12, 19), "Т. Бұл не? Иә")
    assert [(s.text, s.paragraph) for s in document.segments] == [
        ("Т. Бұл не? Иә", 0),
        ("Ол келді.", 1),
        ("Біз кеттік.", 1),
    ]
    assert document.segments[0].start == document.body


def test_an_impossible_date_keeps_the_title() -> None:
    document = parse("date 2025-13-45 Тақырып")
    assert (document.date, document.title, len(document.segments)) == (None, "Тақырып", 1)


def test_a_date_without_a_title() -> None:
    document = parse("date 2025-12-19\nОл келді.")
    assert (document.date, document.title) == (date(2025, 12, 19), None)
    assert [(s.text, s.paragraph) for s in document.segments] == [("Ол келді.", 1)]


@pytest.mark.parametrize(
    "text", ["Тақырып. Екі сөйлем\n\nОл келді.", "date of birth\nОл", "update 2025-12-19 Т", "Date 2025-12-19 Т"]
)
def test_without_the_mark_all_lines_are_paragraphs(text: str) -> None:
    document = parse(text)
    assert (document.body, document.date, document.title) == (0, None, None)
    assert joined(document) == text


def test_every_story_of_a_round_up_has_its_dateline() -> None:
    document = parse("date 2025-12-19 Т\nАСТАНА. KAZINFORM – Бүгін жиын өтті. Иә.\nАЛМАТЫ. ҚазАқпарат - Жол салынды.")
    assert [segment.head for segment in document.segments] == [0, 20, 0, 21]


@pytest.mark.parametrize("text", ["", " \n\t\r\n\u2028 "])
def test_an_empty_file_has_no_segments(text: str) -> None:
    assert parse(text).segments == ()


def test_control_characters_are_kept() -> None:
    document = read(io.BytesIO("Ол\x07 келді.\x1b[0m Біз\u200b кеттік.".encode()))
    assert [segment.text for segment in document.segments] == ["Ол\x07 келді.\x1b[0m Біз\u200b кеттік."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read_silently(encoding: str) -> None:
    assert decode(KAZAKH.encode(encoding), "f") == KAZAKH


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le"])
def test_utf_16_has_two_orders(encoding: str) -> None:
    assert decode(("\ufeff" + KAZAKH).encode(encoding), "f") == KAZAKH
    assert decode(("\ufeff" + KAZAKH).encode(encoding), "f", encoding) == KAZAKH


@pytest.mark.parametrize("encoding", ["kz1048", "ptcp154", "windows-1251", "koi8-r", "cp866"])
def test_older_encodings_are_recognised_and_read_when_told(encoding: str) -> None:
    text = KAZAKH if encoding in ("kz1048", "ptcp154") else "Глава государства провёл совещание в Москве."
    raw = text.encode(encoding)
    with pytest.raises(InputError, match=rf"^f: byte 0 is not UTF-8; .*read it with --encoding {encoding}[^\n]*$"):
        decode(raw, "f")
    assert decode(raw, "f", encoding) == text


def test_the_byte_is_counted_from_the_start_of_the_file() -> None:
    with pytest.raises(InputError, match=r"^f: byte 5 is not UTF-8; save it as plain text"):
        decode(b"\xef\xbb\xbfab\xe9tat", "f")


@pytest.mark.parametrize(
    ("raw", "encoding", "message"),
    [
        (b"PK\x03\x04...", None, "a Word, OpenDocument or ZIP file, not text; save it as plain text in UTF-8"),
        (b"%PDF-1.7", None, "a PDF file"),
        (b"\xd0\xcf\x11\xe0", None, "an old Word"),
        (b"\x89PNG\r\n", None, "a picture"),
        (b"ab\0c", None, "character 2 is NUL"),
        (b"ab\0c", "koi8-r", "character 2 is NUL"),
        (KAZAKH.encode("utf-16-le"), "windows-1251", "(UTF-16 needs --encoding utf-16-le)"),
        ("Глава государства.".encode("utf-16-be"), None, "(UTF-16 needs --encoding utf-16-be)"),
        (b"\xff\xfea", None, "is not UTF-16-LE"),
        (b"abc", "klingon", "can't be read as 'klingon'; try"),
        (b"abc", "base64", "can't be read as 'base64'; try"),
        (b"abc", "undefined", "can't be read as 'undefined'; try"),
        (b"\x98", "windows-1251", "byte 0 is not WINDOWS-1251; leave --encoding out"),
    ],
)
def test_what_is_no_text_says_so_in_one_line(raw: bytes, encoding: str | None, message: str) -> None:
    with pytest.raises(InputError) as raised:
        decode(raw, "news.txt", encoding)
    assert str(raised.value).startswith("news.txt: ")
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_line_too_long_is_no_paragraph() -> None:
    assert parse("а" * LONGEST_LINE).segments
    with pytest.raises(InputError, match=r"^f: line 2 has 1,000,001 characters, .*; break it into paragraphs$"):
        parse("Ол.\n" + "а" * (LONGEST_LINE + 1), "f")


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    for path, message in [
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "this is a folder"),
        (tmp_path / "a\0b", "can't be read"),
        (tmp_path / ("a" * 300), "can't be read"),
    ]:
        with pytest.raises(InputError, match=message):
            read(path)


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match=r"^secret\.txt: may not be read"):
        read(Path("secret.txt"))


def test_a_stream_has_a_name_where_it_knows_one() -> None:
    assert read(io.BytesIO("Ол.".encode())).name == "the input"
    with SEED.open("rb") as stream:
        assert read(stream).name == str(SEED)


@given(ANY, ANY)
@example("А. Б", "А.  Б")
@example(" date 2025-12-19 А", "")
@example("", "А. Б\x1cВ")
def test_a_title_from_elsewhere_is_the_first_segment(text: str, title: str) -> None:
    found = document(text, "a.txt", title, date(2020, 1, 2))
    assert joined(found) == found.text
    assert all(found.text[segment.start : segment.end] == segment.text for segment in found.segments)
    assert found.text.endswith(text)
    assert found.date
    if title.strip():
        assert found.title
        assert (found.segments[0].text, found.segments[0].paragraph) == (found.title, 0)
        assert found.title.split() == title.split()
        assert all(segment.paragraph > 0 for segment in found.segments[1:])
    else:
        assert found == replace(parse(text, "a.txt"), date=found.date)


def test_a_title_that_the_text_says_too_is_said_once() -> None:
    assert document("\n Ол  келді. Қашан?\nКеше.", title="Ол келді. Қашан?").title == "Ол  келді. Қашан?"
    assert document("Кеше.", title=" Ол\nкелді ").text == "Ол келді\nКеше."
