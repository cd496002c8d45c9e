"""Rows: what is read many at a time is what is read one by one."""

import csv
import io

import pytest

from glossary import cells, rows
from glossary.cells import COLUMNS
from glossary.layout import head
from glossary.term import Term

NAMES = [f"Атау{number}" for number in range(1, 2501)]


def written(*others: str) -> str:
    """A file of many entries, with other lines among them."""
    lines = ["source,target,note", *(f"{name},Name,{at}" for at, name in enumerate(NAMES))]
    for at, line in enumerate(others, 1):
        lines.insert(at * 700, line)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "others",
    [
        (),
        ('Ауыл,Village,"two\nlines"',),
        ("", ",,"),
        ("Ауыл,Village",),
        ('"Ауыл,Village', "Ауыл,Village,,,,"),
        (" ,x",),
    ],
)
def test_each_entry_has_its_line_whatever_stands_before_it(others: tuple[str, ...]) -> None:
    text = written(*others)
    lines = text.split("\n")
    places, entries, problems = rows.read(text, "name")
    assert set(NAMES) <= {entry.source for entry in entries}
    assert all(lines[place - 1].startswith(entry.source) for place, entry in zip(places, entries, strict=True))
    assert [lines[problem.line - 1] for problem in problems] == [line for line in others if line in FAULTY]


FAULTY = ('"Ауыл,Village', " ,x")


@pytest.mark.parametrize(
    "text", ["", "a", "a\n", "a\nb", "a\r\nb\r\n", "a\rb", "a\x0bb\n", "a\n\u2028", "a\x85b\nc", "\n\n"]
)
def test_lines_end_as_a_file_has_them(text: str) -> None:
    header = "source,target\n"
    assert head(header + text, "name")[1] == list(io.StringIO(header + text, newline=""))


def test_entries_in_columns_are_those_that_are_made_one_by_one() -> None:
    text = "Ұлт,nation,a|b,c,,place,2019-03-01,2020-01-01,3,note\n'=Ел, country ,,,d|e,,,,,\n"
    found = cells.terms(list(zip(*csv.reader(io.StringIO(text)), strict=True)))
    assert [cells.term(row) for row in csv.reader(io.StringIO(text))] == found
    assert found[1] == Term("=Ел", "country", forbidden=("d", "e"))
    assert hash(found[1]) == hash(Term("=Ел", "country", forbidden=("d", "e")))
    assert len(COLUMNS) == len(Term.__slots__)
