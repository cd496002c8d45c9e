"""A glossary as a table: in whatever way it is written, and all that can be wrong with it, by line and at once."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import store
from glossary.conflicts import conflicts
from glossary.errors import GlossaryError
from glossary.overlay import key
from glossary.review import review
from glossary.rows import parse
from glossary.table import Row, Table
from glossary.term import Term

TARAZ = Term("Тараз", "Taraz", kind="place")


@pytest.mark.parametrize(
    "text",
    [
        "source,target,kind\nТараз,Taraz,place\n",
        "source;target;kind\r\nТараз;Taraz;place\r\n",
        "source\ttarget\tkind\rТараз\tTaraz\tplace",
        "\ufeffkind, Target ,SOURCE\nplace,Taraz,Тараз\n",
        '\n"source","target","kind"\n\n"Тараз","Taraz","Place"\n,,\n',
        "source,target,kind,valid_from,desk\n Тараз , Taraz,place\n",
        "source,target,kind\nТараз,Taraz,place,,,\n",
        "sep=;\nsource;target;kind\nТараз;Taraz;place\n",
    ],
)
def test_however_it_is_written_it_says_the_same(text: str) -> None:
    assert parse(text, "g.csv") == [TARAZ]


@pytest.mark.parametrize("day", ["2022-09-17", "17.09.2022", " 2022-09-17 "])
def test_a_day_is_read_as_people_and_spreadsheets_write_it(day: str) -> None:
    (term,) = parse(f"source,target,valid_from\nАстана,Astana,{day}\n", "g.csv")
    assert term.valid_from == date(2022, 9, 17)


def test_all_columns_are_read_and_quotes_inside_a_cell() -> None:
    text = (
        "source,target,variants,accepted,forbidden,kind,valid_from,valid_to,priority,note\n"
        '"«Нұр ""Отан""»","the ""Nur Otan"" party",A | B||,C,D,organisation,2020-01-01,2020-12-31,-2,"two\nlines"\n'
    )
    assert parse(text, "g.csv") == [
        Term(
            '«Нұр "Отан"»',
            'the "Nur Otan" party',
            ("A", "B"),
            ("D",),
            "organisation",
            date(2020, 1, 1),
            date(2020, 12, 31),
            -2,
            "two\nlines",
            ("C",),
        )
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Тараз", "one cell alone, 'Тараз'"),
        ("Тараз;Taraz;place", "parted by semicolon, but the first line by comma"),
        ("Тараз\tTaraz\tplace", "parted by tab, but the first line by comma"),
        ('Тараз;Taraz;"a town, old"', "parted by semicolon, but the first line by comma"),
        ("Тараз,Taraz, the town,place", "4 cells under 3 columns; put a cell that holds a comma in quotes"),
        ("Тараз,,place", "source or target is empty"),
        (",Taraz,place", "source or target is empty"),
        ("Taraz,Тараз,place", "target 'Тараз' is in Cyrillic"),
        ("…,dots,", "holds no word"),
        ('Тараз,"Taraz,place', "a quote"),
        ('Тараз,"the "old" town",place', "stands inside a quoted cell; write it twice"),
        ("Т" * 10_000 + ",Taraz,", "source is 10,000 characters long; a name or term has at most 500"),
        ("Тараз," + "T" * 10_000 + ",", "target is 10,000 characters long"),
        ("Тараз," + "T" * 140_000 + ",", "a cell is longer than 131,072 characters"),
        ('Тараз,"Ta\nraz",', "holds a line break"),
        ("Тараз,Taraz,city", "kind 'city' is none of person, place"),
    ],
    ids=range(16),
)
def test_a_faulty_row_is_named_and_the_next_is_read(row: str, reason: str) -> None:
    text = f"source,target,kind\nСемей,Semey,place\n{row}\nОрал,Орал,place\n"
    with pytest.raises(GlossaryError) as error:
        parse(text, "g.csv")
    assert str(error.value).startswith("g.csv: line 3: ")
    assert reason in error.value.problems[0]
    assert "'Орал' is in Cyrillic" in str(error.value)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("source,kind", "no column target in its first line; begin it with source,target"),
        ("", "no column source and target in its first line"),
        ("Тараз,Taraz", "no column source and target"),
        ("source,target;kind", "its first line is parted by comma and semicolon at once"),
        ("source,target,target", "line 1: two columns are called target"),
    ],
)
def test_a_header_that_is_none_is_refused(header: str, reason: str) -> None:
    with pytest.raises(GlossaryError, match=re.escape(reason)):
        parse(f"{header}\nТараз,Taraz\n", "g.csv")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("source,target\nТараз,Taraz\nОрал,Oral\n".encode("windows-1251"), "line 2: the glossary is not UTF-8"),
        (b"PK\x03\x04...", "an Excel workbook or ZIP file, not a table as text; save it as 'CSV UTF-8'"),
        (b"source,target\n\0\n", "line 2 holds a NUL"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "g.csv").write_bytes(data)
    with pytest.raises(GlossaryError, match=re.escape(reason)):
        store.load(tmp_path / "g.csv")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("valid_from,17/09/2022", "'17/09/2022' is no day; write it as 2022-09-17"),
        ("valid_from,44821", "is no day"),
        ("valid_to,2022-02-30", "is no day"),
        ("priority,high", "priority 'high' is no whole number"),
        ("priority," + "9" * 5000, "is no whole number"),
    ],
)
def test_a_cell_that_can_not_be_read_is_named(cell: str, reason: str) -> None:
    column, value = cell.split(",")
    with pytest.raises(GlossaryError, match=re.escape(f"line 2: {reason}") if "priority '" in reason else reason):
        parse(f"source,target,{column}\nТараз,Taraz,{value}\n", "g.csv")


def test_a_cell_in_a_column_without_a_name_is_not_lost_but_named() -> None:
    text = "source,target,,\nТараз,Taraz,,\nОрал,Oral,,west\n"
    with pytest.raises(GlossaryError, match="line 3: 'west' stands in a column without a name"):
        parse(text, "g.csv")
    assert len(parse(text.replace("west", " "), "g.csv")) == 2


def test_two_entries_for_one_source_on_one_day_are_named_with_both_lines() -> None:
    text = "source,target,valid_from,valid_to,priority\nТараз,Taraz,,2020-01-01,\nТараз,Zhambyl,2020-01-01,,\n"
    with pytest.raises(GlossaryError, match="line 3: Тараз → Zhambyl, but line 2 says Taraz for the same days"):
        parse(text, "g.csv")
    for cure in (("2020-01-01,,\n", "2020-01-02,,\n"), (",,\n", ",,1\n"), ("Zhambyl", "Taraz")):
        assert len(parse(text.replace(*cure), "g.csv")) == 2


def test_of_very_many_problems_the_first_are_told_and_all_are_kept() -> None:
    with pytest.raises(GlossaryError) as error:
        parse("source,target\n" + "Тараз,Тараз\n" * 1000, "g.csv")
    assert str(error.value).endswith("; and 980 more")
    assert len(error.value.problems) == 1000


def test_two_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    path.write_text("source,target\n" + "".join(f"Қала {n},City {n}\n" for n in range(200_000)), "utf-8")
    glossary = store.load(path)
    assert len(glossary.terms) == 200_000
    assert [match.term.target for match in glossary.find("Қала 199999-ға")] == ["City 199999"]


CELL = st.text("аА'\"=;,\t \n\r|#", max_size=8)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(",;\t"), st.lists(st.tuples(CELL, CELL, CELL), max_size=4))
def test_rows_that_nobody_edits_stay_as_they_are_to_the_byte(separator: str, rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("desk", "source", "target", "note"))
    writer.writerows((a, f"Қала{n}", "City", c) for n, (a, _, c) in enumerate(rows))
    data = out.getvalue().encode()
    table = Table.read(data, "g.csv")
    assert table.write() == data
    longer = Table(table.layout, (*table.rows, Row(TARAZ, extra=(("desk", "=x"),))))
    again = Table.read(longer.write(), "g.csv")
    assert [row.content for row in again.rows] == [row.content for row in longer.rows]
    rewritten = Table(table.layout, tuple(Row(row.term, row.removed, row.extra) for row in table.rows))
    assert [row.content for row in Table.read(rewritten.write(), "g.csv").rows] == [row.content for row in table.rows]


def test_a_removed_entry_is_none_where_the_file_stands_alone() -> None:
    assert parse("source,target,kind\nСемей,,Removed\nТараз,Taraz,place\n", "g.csv") == [TARAZ]


def test_a_source_is_the_same_in_other_capitals_and_letters_but_not_as_an_abbreviation() -> None:
    assert key("Біріккен Ұлттар ұйымы") == key("Бiріккен  Ұлттар Ұйымы")
    assert len({key("бақ"), key("Бақ"), key("БАҚ")}) == 3


def test_conflicts_name_both_entries() -> None:
    old = Term("Түркия", "Turkey", valid_to=date(2022, 5, 31))
    new = Term("Түркия", "Türkiye", forbidden=("Turkey",), valid_from=date(2022, 6, 1))
    assert conflicts([old, new]) == []
    bird = Term("күркетауық", "Turkey")
    twice = Term("Тараз", "Taraz", note="again")
    other = Term("Тараз", "Zhambyl")
    found = conflicts([old, new, bird, TARAZ, twice, other], ["a", "b", "c", "d", "e", "f"])
    told = {(conflict.kind, conflict.places) for conflict in found}
    assert told == {
        ("forbidden", ("c", "b")),
        ("duplicate", ("d", "e")),
        ("contradiction", ("d", "f")),
        ("contradiction", ("e", "f")),
    }
    assert [finding.error for finding in review([TARAZ, twice, other])] == [True, True, False]


def test_the_seed_is_without_conflict() -> None:
    """But for what one entry forbids for another's sake: Alma-Ata is the name of its day, and Kazakhstani no Kazakh."""
    found = {(conflict.one.source, conflict.other.source) for conflict in conflicts(store.seed().terms)}
    assert found == {("Алма-Ата", "Алматы"), ("қазақстандық", "қазақ"), ("Қазақстандық", "қазақ")}
