"""Glossaries in other programs' forms: what each can hold comes back as it was, and what is none is refused by line."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import cells, exchange, store
from glossary.errors import GlossaryError
from glossary.term import KINDS, Term

FULL = Term(
    "Түркия",
    "Türkiye",
    variants=("Turkiye",),
    forbidden=("Turkey", "turkey"),
    kind="place",
    valid_from=date(2022, 6, 1),
    priority=2,
    note='the "official" name, <b>&\nsince 2022',
    accepted=("Turkish",),
)

# What a cell may begin with, and what parts cells, forms and lines; letters of both alphabets.
FORM = st.text("Aa '=+-@＝;,\"<&>#é", min_size=1, max_size=12).map(str.strip).filter(bool)
DAY = st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))


@st.composite
def terms(draw: st.DrawFn) -> list[Term]:
    """Entries that may stand in one glossary: each with a source of its own."""
    made = draw(
        st.lists(
            st.builds(
                Term,
                FORM,
                FORM,
                st.lists(FORM, max_size=2, unique=True).map(tuple),
                st.lists(FORM, max_size=2, unique=True).map(tuple),
                st.sampled_from(KINDS),
                DAY,
                DAY,
                st.integers(-3, 3),
                st.text("Aa '=+-@,;\"<&>\n\t|", max_size=12).map(str.strip),
                st.lists(FORM, max_size=2, unique=True).map(tuple),
            ).filter(lambda term: not list(cells.faults(term))),
            max_size=2,
        )
    )
    return [replace(term, source=f"Қала{number} {term.source}") for number, term in enumerate(made)]


def back(several: list[Term], form: str) -> list[Term]:
    return exchange.read(exchange.write(several, form).encode(), form, f"g.{form}") if several else []


@pytest.mark.parametrize("form", ["csv", "tsv"])
@settings(max_examples=40, deadline=None)
@given(several=terms())
def test_a_table_holds_everything(form: str, several: list[Term]) -> None:
    assert back(several, form) == several


@settings(max_examples=40, deadline=None)
@given(several=terms())
def test_tbx_holds_everything_but_the_blanks_inside_a_form(several: list[Term]) -> None:
    def plain(*forms: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(" ".join(form.split()) for form in forms))

    assert back(several, "tbx") == [
        replace(
            term,
            source=plain(term.source)[0],
            target=plain(term.target)[0],
            variants=plain(*term.variants),
            accepted=plain(*term.accepted),
            forbidden=plain(*term.forbidden),
        )
        for term in several
    ]


@pytest.mark.parametrize("form", ["deepl", "google"])
@settings(max_examples=40, deadline=None)
@given(several=terms())
def test_deepl_and_google_hold_source_and_target_of_the_day(form: str, several: list[Term]) -> None:
    day = date(2020, 1, 1)
    of_day = [term for term in several if term.holds(day)]
    read = exchange.read(exchange.write(several, form, day).encode(), form, "g") if of_day else []
    notes = form == "google"
    assert read == [Term(term.source, term.target, note=term.note if notes else "") for term in of_day]


def test_a_source_with_two_entries_goes_out_once_where_a_form_holds_one() -> None:
    old, new = Term("Астана", "Nur-Sultan", valid_to=date(2022, 9, 16)), Term("Астана", "Astana", priority=1)
    assert exchange.write([old, new], "deepl", date(2020, 1, 1)) == "Астана,Astana\n"
    assert exchange.write([old], "deepl", date(2023, 1, 1)) == ""


def test_the_whole_seed_comes_back() -> None:
    seed = store.seed().terms
    for form in ("csv", "tsv", "tbx"):
        assert set(exchange.read(exchange.write(seed, form).encode(), None, "seed")) == set(seed), form


@pytest.mark.parametrize("form", exchange.FORMS)
def test_a_form_is_known_by_what_it_looks_like(form: str) -> None:
    written = exchange.write([FULL, Term("Тараз", "Taraz")], form)
    assert exchange.recognise(written.encode(), "a file") == form
    assert [term.source for term in exchange.read(written.encode(), None, "a file")] == ["Түркия", "Тараз"]


@pytest.mark.parametrize(
    "content",
    [
        "Тараз,Taraz\n",
        "Тараз\tTaraz\n",
        "Тараз;Taraz\n",
        '"Тараз","Taraz"\r\n',
        "Тараз,Taraz,kk,en\n",
        "Тараз,Taraz,KK,EN-US,0.9\n",
        "kk,en\nТараз,Taraz\n",
        "en-US,ru,kk-KZ,pos,description\nTaraz,Тараз,Тараз,noun,\n",
        "ru,kk,en\nТараз,Тараз,Taraz\n",
        "ru-RU;zh_CN;kk;en;description\r\nТараз;;Тараз;Taraz;\r\n",
        "pos,kk,en\nnoun,Тараз,Taraz\n",
        "\ufeffSource;Target\nТараз;Taraz\n",
        "sep=;\r\nsource;target\r\nТараз;Taraz\r\n",
        "note,target,source\n,Taraz,Тараз\n",
    ],
)
def test_what_other_programs_write_is_read(content: str) -> None:
    assert exchange.read(content.encode(), None, "g.csv") == [Term("Тараз", "Taraz")]


def test_a_row_of_deepl_that_looks_like_codes_is_none() -> None:
    for name in ("BBC", "uk", "eco"):
        assert exchange.recognise(f"{name},{name},kk,en\n".encode(), "g.csv") == "deepl"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Тараз,Taraz\nСемей\n", "line 2: one cell alone"),
        ("Тараз,Taraz\nСемей;Semey\n", "line 2: parted by semicolon, but the first line by comma"),
        ("Тараз,Taraz,ru,en\n", "line 1: language 'ru' where kk"),
        (
            "Қазақша;Ағылшынша\nТараз;Taraz\n",
            "line 1: target 'Ағылшынша' is in Cyrillic; if this line names the columns",
        ),
        (
            "Taraz,Тараз\n",
            "line 1: target 'Тараз' is in Cyrillic; put the English there (are source and target swapped?)",
        ),
        ("term,translation\nТараз,Taraz\n", "line 1: 'term' is no Kazakh; if this line names the columns"),
        ("kk,en\nТараз,Taraz,x\n", "line 2: 3 cells under 2 columns"),
        ("Тараз,Taraz\nТараз,Zhambyl\n", "line 2: Тараз → Zhambyl, but line 1 says Taraz"),
        ('Тараз,"Taraz\n', "line 1: a cell begins with a quote"),
        ("", "no entry in Kazakh and English"),
    ],
)
def test_what_is_none_is_refused_by_line(content: str, reason: str) -> None:
    with pytest.raises(GlossaryError, match=re.escape(reason)):
        exchange.read(content.encode(), None, "g.csv")


def test_a_form_that_is_unknown_is_refused() -> None:
    for call in (lambda: exchange.write([FULL], "tmx"), lambda: exchange.read(b"", "tmx", "g")):
        with pytest.raises(GlossaryError, match="no form 'tmx'"):
            call()


@given(st.text("'=+-@＝ \t\r\nAб", max_size=8))
def test_no_cell_is_run_by_a_spreadsheet_and_each_comes_back(text: str) -> None:
    safe = cells.defuse(text)
    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", safe)
    assert cells.restore(safe) == text


@pytest.mark.parametrize("form", ["csv", "tsv", "deepl", "google"])
def test_no_cell_of_an_export_begins_a_formula(form: str) -> None:
    bad = ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)")
    several = [Term(f"Қала{n} {b}", b, forbidden=(b + "x",), note=b) for n, b in enumerate(bad)]
    written = exchange.write(several, form).removeprefix("\ufeff")
    rows = csv.reader(io.StringIO(written), delimiter="\t" if form == "tsv" else ",")
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []


def test_tbx_says_what_is_preferred_admitted_and_deprecated() -> None:
    root = ElementTree.fromstring(exchange.write([FULL], "tbx"))
    name = "{urn:iso:std:iso:30042:ed-2}"
    assert (root.tag, root.get("type"), root.get("style")) == (f"{name}tbx", "TBX-Basic", "dca")
    found = {
        group.findtext(f"{name}term"): [note.text for note in group.iter(f"{name}termNote")]
        for group in root.iter(f"{name}termSec")
    }
    assert found == {
        "Түркия": [],
        "Türkiye": ["preferredTerm-admn-sts"],
        "Turkiye": ["admittedTerm-admn-sts", "variant"],
        "Turkish": ["admittedTerm-admn-sts"],
        "Turkey": ["deprecatedTerm-admn-sts"],
        "turkey": ["deprecatedTerm-admn-sts"],
    }


MARTIF = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="1"><descrip type="subjectField">politics</descrip>
  <langSet xml:lang="ru"><tig><term>Сенат</term></tig></langSet>
  <langSet xml:lang="kk-KZ"><tig><term>Сенат</term></tig><ntig><termGrp><term>Парламент
    Сенаты</term></termGrp></ntig></langSet>
  <langSet xml:lang="en"><tig><term>Upper House</term>
    <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig>
    <tig><term>the Senate</term></tig>
    <tig><term>Senate</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
</termEntry>
<termEntry id="2"><langSet xml:lang="ru"><tig><term>без перевода</term></tig></langSet></termEntry>
</body></text></martif>"""


def test_older_tbx_is_read_and_every_kazakh_term_is_an_entry() -> None:
    read = exchange.read(MARTIF.encode(), None, "g.tbx")
    assert [term.source for term in read] == ["Сенат", "Парламент Сенаты"]
    for term in read:
        assert (term.target, term.accepted, term.forbidden) == ("Senate", ("the Senate",), ("Upper House",))


DCT = """<tbx type="TBX-Basic" style="dct" xml:lang="kk" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:b="x"><text><body>
<conceptEntry id="a"><langSec xml:lang="kk"><termSec><term>Тараз</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Taraz</term></termSec><termSec><term>Jambyl</term>
<b:administrativeStatus>deprecatedTerm-admn-sts</b:administrativeStatus></termSec></langSec></conceptEntry>
</body></text></tbx>"""


def test_tbx_with_elements_for_categories_is_read() -> None:
    assert exchange.read(DCT.encode(), None, "g") == [Term("Тараз", "Taraz", forbidden=("Jambyl",))]


LAUGHS = """<?xml version="1.0"?><!DOCTYPE martif [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<martif><text><body><termEntry>&b;</termEntry></body></text></martif>"""
OUTSIDE = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m><termEntry>&x;</termEntry></m>'
DTD = '<!DOCTYPE m SYSTEM "http://example.org/m.dtd"><m><termEntry>&x;</termEntry></m>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LAUGHS, "line 1: this XML defines or uses entities"),
        (OUTSIDE, "defines or uses entities"),
        (DTD, "defines or uses entities"),
        ('<?xml version="1.0" encoding="utf-99"?><tbx/>', "line 1: XML in an encoding that can't be read"),
        ('<?xml version="1.0" encoding="big5"?><tbx/>', "line 1: XML in an encoding that can't be read"),
        ("<tbx><text>", "line 1: this is no well-formed XML"),
        ("<html></html>", "no entry (conceptEntry or termEntry)"),
        ("<a>" * 200, "nested too deep"),
        (DCT.replace("Taraz", "Тараз"), "line 2: target 'Тараз' is in Cyrillic"),
        (
            MARTIF.replace("preferredTerm", "deprecatedTerm").replace("the Senate", ""),
            "every English term is deprecated",
        ),
        (DCT.replace('"kk"><t', '"ru"><t'), "no entry in Kazakh and English"),
    ],
)
def test_xml_that_is_dangerous_broken_or_no_glossary_is_refused(content: str, reason: str) -> None:
    with pytest.raises(GlossaryError, match=re.escape(reason)):
        exchange.read(content.encode(), None, "g.tbx")
