"""Readers: what stands in a file comes out whole and under its name; hostile files do no harm and are told in words."""

import codecs
import gzip
import io
import json
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Iterable
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.test_newswire import joined
from translate.document import Document
from translate.errors import InputError
from translate.formats.readers import PACKED, SUFFIXES, Article, Fields, Problem, bounds, packed, read, suffix

ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
PLAIN = Fields()


def articles(path: str, data: bytes, fields: Fields = PLAIN, encoding: str | None = None) -> dict[str, Document]:
    """The articles by name, of a file without problems. The laws of documents hold for each."""
    found = list(read(path, data, fields, encoding))
    assert [problem for problem in found if isinstance(problem, Problem)] == []
    for article in found:
        assert isinstance(article, Article)
        document = article.document
        assert joined(document) == document.text
        assert all(document.text[segment.start : segment.end] == segment.text for segment in document.segments)
        assert document.title is None or document.segments[0].text == document.title
    return {article.name: article.document for article in found if isinstance(article, Article)}


def told(path: str, data: bytes) -> tuple[list[str], dict[str, str]]:
    """The names of the articles, and the problems by name."""
    found = list(read(path, data))
    names = [article.name for article in found if isinstance(article, Article)]
    return names, {problem.name: problem.reason for problem in found if isinstance(problem, Problem)}


def lines(document: Document) -> list[str]:
    return document.text.splitlines()


def solid(text: str) -> str:
    return "".join(text.split())


def zipped(members: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: Iterable[tuple[str | tarfile.TarInfo, bytes]], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            entry = tarfile.TarInfo(name) if isinstance(name, str) else name
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


# --- which file is read


def test_the_suffix_decides_whatever_its_letters() -> None:
    assert [suffix(path) for path in ("a.TXT", "b.tar.GZ", "c.tgz", "d.gz", "e", "f.pdf")] == [
        ".txt",
        ".tar.gz",
        ".tgz",
        "",
        "",
        "",
    ]
    assert set(packed._READ) == set(SUFFIXES) - set(PACKED)
    with pytest.raises(InputError, match=r"f\.pdf: .*\.docx"):
        list(read("f.pdf", b"%PDF"))


def test_a_text_is_read_as_the_newswire_writes_it() -> None:
    data = " date 2025-12-19 Тақырып. Екі\nОл келді. Ол кетті.\n".encode("utf-16")
    document = articles("a.txt", data)[""]
    assert (str(document.date), document.title, document.name) == ("2025-12-19", "Тақырып. Екі", "a.txt")


# --- web pages

PAGE = """<!doctype html><html><head><title>Тақырып бір | Сайт</title>
<meta property="article:published_time" content="2021-05-06T23:30:00+06:00">{head}</head>
<body><header>Сайт</header><nav>Мәзір</nav>{body}<footer>Мекенжай</footer><script>let a = "<p>";</script>
</body></html>"""


def page(body: str, head: str = "") -> Document:
    return articles("a.html", PAGE.format(body=body, head=head).encode("utf-8"))[""]


@given(ANY)
@example(" date 2025-12-19 <b>&amp;")
@example("\ufeffА\u2028Б\u00adВ\ufffe\U0001f600")
def test_any_text_survives_a_page(text: str) -> None:
    data = f'<html><head><meta charset="utf-8"></head><body><p>{escape(text)}</p></body></html>'.encode()
    assert solid(articles("a.html", data)[""].text) == solid(text)


def test_what_stands_around_the_article_is_left_out() -> None:
    document = page("<main><h1>Тақырып <i>бір</i></h1><aside>Жарнама</aside><p>Мәтін.</p><form>Пікір</form></main>")
    assert lines(document) == ["Тақырып бір", "Мәтін."]
    assert (document.title, str(document.date)) == ("Тақырып бір", "2021-05-06")


def test_the_article_is_found_among_teasers() -> None:
    teaser = "<article><h2>Басқа</h2></article>"
    document = page(
        f"<main>{teaser}<article><header><h1>Т</h1></header><p>Ұзақ мәтін осында.</p></article>{teaser}</main>"
    )
    assert lines(document) == ["Т", "Ұзақ мәтін осында."]
    assert lines(page("<main>" + "<article><p>Бір</p></article>" * 3 + "</main>"))[1:] == ["Бір"] * 3


def test_each_block_is_a_paragraph_and_words_do_not_run_together() -> None:
    body = (
        "<div>Бір <b>е</b>кі\n  үш<br>төрт<aside>x</aside>бес<script>x</script>алты<!-- x -->жеті</div>"
        "<ul><li>А<li>Ә</ul><table><tr><td>Б<td>В</table>&nbsp;<pre>Г\nҒ</pre>&laquo;Д&raquo; &#1178;&amp;"
    )
    assert lines(page(body))[1:] == ["Бір екі үш", "төрт", "бесалтыжеті", "А", "Ә", "Б", "В", "Г Ғ", "«Д» Қ&"]


def test_the_title_is_said_once_and_comes_from_the_head_where_no_heading_is() -> None:
    assert lines(page("<p>Мәтін.</p>", '<meta property="og:title" content="Ашық тақырып">'))[0] == "Тақырып бір | Сайт"
    document = articles("a.htm", "<title>Тақырып</title><h2>Тақырып</h2><p>Мәтін.</p>".encode())[""]
    assert lines(document) == ["Тақырып", "Мәтін."]


def test_a_form_around_the_whole_page_is_no_form() -> None:
    assert lines(page("<form><p>Мәтін осында.</p><form>Іздеу</form></form>"))[1:2] == ["Мәтін осында."]


@pytest.mark.parametrize(
    ("encoding", "charset", "mark"),
    [
        ("utf-8", "utf-8", b""),
        ("utf-8", "windows-1251", b""),  # saved again by a program that did not mend what the page says
        ("utf-16-le", "utf-8", codecs.BOM_UTF16_LE),
        ("kz1048", "kz-1048", b""),
        ("windows-1251", "WINDOWS-1251", b""),
    ],
)
def test_the_encoding_is_found(encoding: str, charset: str, mark: bytes) -> None:
    text = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"><p>Ол келдi.</p>'
    assert articles("a.html", mark + text.encode(encoding))[""].text == "Ол келдi."


def test_a_wrong_encoding_is_told_and_one_that_is_named_counts() -> None:
    data = "<meta charset=unicode_escape><p>{}</p>".format("Ол келді ғой. " * 9).encode("kz1048")
    with pytest.raises(InputError, match=r"a\.html: byte .* read it with --encoding"):
        articles("a.html", data)
    assert articles("a.html", data, encoding="kz1048")[""].text.startswith("Ол келді ғой.")
    with pytest.raises(InputError, match="is NUL"):
        articles("a.html", b"<p>a\0b</p>")


def test_control_characters_do_no_harm() -> None:
    body = "<p>А<script>x</script>\x01Б &#x1;&#xd800;&#0;</p><aside>x</aside>\x02В"
    assert lines(page(body))[1:] == ["А\x01Б \x01\ufffd\ufffd", "\x02В"]


@pytest.mark.parametrize("data", [b"", b" \n", b"<!-- -->", b"<html></html>", b"<script>x</script>"])
def test_an_empty_page_is_an_empty_document(data: bytes) -> None:
    assert articles("a.html", data)[""].segments == ()


def test_a_page_nested_too_deep_is_refused_rather_than_cut() -> None:
    with pytest.raises(InputError, match="nested too deep"):
        articles("a.html", b"<div>" * 50_000 + b"x")
    assert articles("a.html", b"<b>" * 1000 + "Сөз".encode())[""].text == "Сөз"


# --- JSON


def test_one_object_is_one_article() -> None:
    record = {"title": "Тақырып. Бір", "text": "Мәтін.\nЕкінші жол.", "date": "2021-05-06T10:00:00Z"}
    document = articles("a.json", json.dumps(record).encode())[""]
    assert lines(document) == ["Тақырып. Бір", "Мәтін.", "Екінші жол."]
    assert (document.title, str(document.date)) == ("Тақырып. Бір", "2021-05-06")


def test_a_list_has_an_article_a_record_and_fields_may_be_named() -> None:
    records = [{"t": ["Бір.", "Екі."], "d": "06.05.2021"}, {"t": " date 2020-01-02 Тақырып\nҮш.", "d": "2021-13-45"}]
    found = articles("dir/a.json", json.dumps(records).encode(), Fields(text="t", date="d"))
    assert [str(document.date) for document in found.values()] == ["2021-05-06", "2020-01-02"]
    assert [document.title for document in found.values()] == [None, "Тақырып"]
    assert [document.name for document in found.values()] == ["dir/a.json/000001", "dir/a.json/000002"]


def test_a_bad_record_stops_no_other() -> None:
    records = [1, None, {}, {"text": 5}, {"text": ["a", 1]}, {"text": "a", "title": 1}, {"text": " "}, {"text": "a\0b"}]
    names, problems = told("a.json", json.dumps([*records, {"text": "Ол."}]).encode())
    assert names == ["000009"]
    assert list(problems) == [f"{number:06}" for number in range(1, 9)]
    assert all(reason.startswith("a.json: record ") and ";" in reason for reason in problems.values())


def test_lines_are_records_under_the_number_of_their_line() -> None:
    data = b'\xef\xbb\xbf{"text": "A\\u2028B"}\r\n\r\n{"text":\n\xff\xfe\n[]\n{"text": "\xe2\x80\xa8C"}'
    names, problems = told("a.jsonl", data)
    assert names == ["000001", "000006"]
    assert [reason.partition(": ")[2][:6] for reason in problems.values()] == ["line 3", "line 4", "line 5"]


def test_lines_in_utf16_are_read() -> None:
    assert list(articles("a.jsonl", '{"text": "Ол."}\n{"text": "Ол."}'.encode("utf-16"))) == ["000001", "000002"]


def test_half_a_pair_of_surrogates_can_be_written_again() -> None:
    assert articles("a.json", b'{"text": "a\\ud83d b\\ud83d\\ude00"}')[""].text == "a\ufffd b\U0001f600"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no JSON"),
        (b'{"text": "a"', "no JSON .* at line 1, column 13"),
        (b'{"text": "a"}\n{"text": "b"}', "name it .jsonl"),
        (b"[" * 200_000, "without end"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "can't be read"),
        (b'{"signature": "model:x", "rows": []}', "Audarma wrote"),
        (b'{"text": "a\0"}', "NUL"),
        (b'"text"', "no object"),
        ('{"text": "Ол сонда біздің ауылға келді ғой"}'.encode("kz1048"), "older encoding"),
    ],
)
def test_json_that_is_no_article_is_refused_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=rf"^a\.json: .*{reason}"):
        list(read("a.json", data))


def test_a_file_that_holds_no_record_at_all_is_given_up() -> None:
    with pytest.raises(InputError, match="is this JSONL"):
        list(read("a.jsonl", b"\x89PNG\n" * 5000))


# --- packed folders

MEMBERS: list[tuple[str, bytes]] = [
    ("2021/a.txt", " date 2021-05-06 Тақырып\nОл келді.".encode()),
    ("2021/b.html", "<p>Ол кетті.</p>".encode()),
    ("Қазақ/c.jsonl", '{"text": "Бір."}\n{"text": "Екі."}\n'.encode()),
    ("pic.png", b"\x89PNG"),
    ("__MACOSX/2021/._a.txt", b"\0\5\x16\7"),
]
NAMES = ["2021/a.txt", "2021/b.html", "Қазақ/c.jsonl/000001", "Қазақ/c.jsonl/000002"]


@pytest.mark.parametrize(("path", "data"), [("x.zip", zipped(MEMBERS)), ("x.TGZ", tarred(MEMBERS))])
def test_members_are_read_under_their_paths(path: str, data: bytes) -> None:
    found = articles(path, data)
    assert list(found) == NAMES
    assert found["2021/a.txt"].name == f"{path}/2021/a.txt"
    assert str(found["2021/a.txt"].date) == "2021-05-06"


HOSTILE = ["../a.txt", "b/../../a.txt", "/etc/a.txt", "C:/a.txt", "c:a.txt", "..\\a.txt", "dir\\a.txt", "//host/a.txt"]


@pytest.mark.parametrize("name", [*HOSTILE, "a\x1b.txt"])
def test_a_name_that_leads_out_is_a_problem(name: str) -> None:
    for path, data in (("x.zip", zipped([(name, b"A"), *MEMBERS])), ("x.tgz", tarred([(name, b"A"), *MEMBERS]))):
        names, problems = told(path, data)
        assert names == NAMES
        assert ["lead out of the folder" in reason for reason in problems.values()] == [True]
        assert all(name.isprintable() for name in problems)


def test_a_bad_member_stops_no_other() -> None:
    bad = [
        ("bad.txt", b"\xff\xfe\xff"),
        ("n.zip", b""),
        ("n.tar.gz", b""),
        ("bad.docx", b"PK"),
        ("2021/a.txt", b"again"),
    ]
    for path, data in (("x.zip", None), ("x.tgz", tarred([*MEMBERS, *bad]))):
        if data is None:
            with pytest.warns(UserWarning, match="Duplicate name"):
                data = zipped([*MEMBERS, *bad])
        names, problems = told(path, data)
        assert names == NAMES
        assert list(problems) == ["bad.txt", "n.zip", "n.tar.gz", "bad.docx", "2021/a.txt"]
        assert all(reason.startswith(path) for reason in problems.values())


def test_links_and_devices_are_problems() -> None:
    kinds = {"l.txt": tarfile.SYMTYPE, "h.txt": tarfile.LNKTYPE, "d.txt": tarfile.CHRTYPE, "f.txt": tarfile.FIFOTYPE}
    entries = []
    for name, kind in kinds.items():
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, "/etc/passwd"
        entries.append((entry, b""))
    names, problems = told("x.tgz", tarred([*entries, *MEMBERS]))
    assert (names, list(problems)) == (NAMES, list(kinds))
    link = zipfile.ZipInfo("l.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    names, problems = told("x.zip", zipped([(link, b"/etc/passwd"), *MEMBERS]))
    assert (names, list(problems)) == (NAMES, ["l.txt"])


def test_names_in_another_encoding_survive() -> None:
    name = "Жаңалық.txt"
    plain = zipped([("x" * len(name.encode()), b"A"), ("y" * 9 + ".txt", b"A")])
    data = plain.replace(b"x" * len(name.encode()), name.encode()).replace(b"y" * 9, "Жазгытуры".encode("cp866"))
    assert list(articles("x.zip", data)) == [name, "Жазгытуры.txt"]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", encoding="cp866", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("Жазгытуры.txt"))
    assert list(articles("x.tgz", out.getvalue())) == ["Жазгытуры.txt"]


def test_a_member_with_a_password_is_a_problem() -> None:
    data = bytearray(zipped([("a.txt", b"A" * 50), ("b.txt", b"B")]))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    names, problems = told("x.zip", bytes(data))
    assert names == ["b.txt"]
    assert "password" in problems["a.txt"]


def test_a_member_packed_in_a_rare_way_is_a_problem() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", b"A" * 100_000)
    assert "seldom used" in told("x.zip", out.getvalue())[1]["a.txt"]


def test_a_bomb_is_a_problem_and_is_not_unpacked() -> None:
    data = zipped([("bomb.txt", b"\0" * 30_000_000), *MEMBERS])
    tracemalloc.start()
    names, problems = told("x.zip", data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (names, list(problems)) == (NAMES, ["bomb.txt"])
    assert peak < 5_000_000
    with pytest.raises(InputError, match="more than any archive of texts"):
        told("x.tgz", tarred([("bomb.txt", b"\0" * 30_000_000)]))


def test_a_member_that_lies_about_its_size_is_a_problem() -> None:
    data = bytearray(zipped([("a.txt", b"A" * 5000), ("b.txt", b"B")]))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    names, problems = told("x.zip", bytes(data))
    assert (names, list(problems)) == (["b.txt"], ["a.txt"])


def test_there_are_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    two = [("x.zip", zipped([("a.txt", b"A" * 9), ("b.txt", b"B" * 9)]))]
    two.append(("x.tgz", tarred([("a.txt", b"A" * 9), ("b.txt", b"B" * 9)])))
    for path, data in two:
        with monkeypatch.context() as patch:
            patch.setattr(bounds, "MEMBER", 8)
            assert told(path, data)[0] == []
        with monkeypatch.context() as patch:
            patch.setattr(bounds, "MEMBERS", 1)
            with pytest.raises(InputError, match="more than 1 members"):
                told(path, data)
        with monkeypatch.context() as patch:
            patch.setattr(bounds, "TOTAL", 15)
            with pytest.raises(InputError, match=f"^{path}: it unpacks to more than"):
                told(path, data)


def test_a_header_without_end_is_refused() -> None:
    """An extended header says how long it is, and the library would read all of it."""
    entry = tarfile.TarInfo("a.txt")
    entry.pax_headers = {"comment": "x" * 3_000_000}
    with pytest.raises(InputError, match="a header has no end"):
        told("x.tgz", tarred([(entry, b"A")]))


@pytest.mark.parametrize("path", ["x.zip", "x.tgz", "x.tar.gz"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x1f\x8b\x08\0", b"\0" * 2000, b"Word"])
def test_what_is_no_archive_is_refused_in_words(path: str, data: bytes) -> None:
    with pytest.raises(InputError, match=rf"^{path}: this .*; pack it again"):
        told(path, data)


def test_members_before_a_cut_are_read_and_the_cut_is_told() -> None:
    big = bytes(range(256)) * 2
    found = read("x.tgz", tarred([*MEMBERS, ("z.png", big)])[:-40])
    assert isinstance(next(found), Article)
    with pytest.raises(InputError, match="not to its end"):
        list(found)
    raw = bytearray(tarred(MEMBERS, "w"))
    raw[1024 + 148] ^= 0xFF  # the checksum of the second header
    with pytest.raises(InputError, match="not to its end"):
        told("x.tgz", gzip.compress(bytes(raw)))


@pytest.mark.parametrize("path", ["x.zip", "x.tgz", "a.docx", "a.html", "a.json", "a.jsonl", "a.txt"])
@given(st.binary(max_size=200))
def test_no_bytes_bring_a_reader_down(path: str, data: bytes) -> None:
    try:
        list(read(path, data))
    except InputError as error:
        assert str(error).startswith(path)  # noqa: PT017 - any bytes may be text too


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@pytest.mark.parametrize("path", ["x.zip", "x.tgz"])
def test_no_spoilt_archive_brings_a_reader_down(path: str, at: int, spoilt: bytes) -> None:
    data = WHOLE[path]
    at %= len(data)
    try:
        list(read(path, data[:at] + spoilt + data[at + len(spoilt) :]))
    except InputError as error:
        assert str(error).startswith(path)  # noqa: PT017 - and some bytes don't matter


WHOLE = {"x.zip": zipped(MEMBERS), "x.tgz": tarred(MEMBERS)}
