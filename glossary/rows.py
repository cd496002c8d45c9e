"""Reads the entries of a CSV text, each with its lines; what is wrong with one does no harm to the next."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import compress, islice
from operator import itemgetter
from typing import NamedTuple

from glossary.cells import COLUMNS, REMOVED, faults, suspect, term, terms
from glossary.layout import SEPARATORS, Layout, head, otherwise
from glossary.problems import Problem, complain, contradicting
from glossary.term import Term

_KIND = COLUMNS.index("kind")
# So many rows are read at a time.
_BLOCK = 1_000
# So many broken records are looked for: each costs a search through the rest.
_MOST_BROKEN = 1_000


class Block(NamedTuple):
    """Some of a file's rows, each with its first and last line and its cells, and what they say."""

    rows: list[tuple[int, int, list[str]]]
    terms: list[Term]
    removed: list[bool]


def parse(text: str, name: str) -> list[Term]:
    """The entries of a CSV text with a header row. Raises GlossaryError with every faulty line's number."""
    return placed(text, name)[1]


def placed(text: str, name: str) -> tuple[list[int], list[Term]]:
    """The lines and the entries of a CSV text. Raises GlossaryError with every faulty line's number."""
    places, entries, problems = read(text, name)
    complain(name, [*problems, *contradicting(places, entries)])
    return places, entries


def read(text: str, name: str) -> tuple[list[int], list[Term], list[Problem]]:
    """The lines and the entries that can be read, and what is wrong with the others. Raises GlossaryError for a header.

    Whether entries contradict each other is left to be seen.
    """
    layout, lines, first = head(text, name)
    places: list[int] = []
    entries: list[Term] = []
    problems: list[Problem] = []
    for block in blocks(layout, lines, first, problems):
        there = [not removed for removed in block.removed]
        places += compress([start for start, _, _ in block.rows], there)
        entries += compress(block.terms, there)
    return places, entries, problems


def records(lines: Sequence[str], separator: str, first: int = 0) -> Iterator[tuple[int, int, list[str] | str]]:
    """Each record: its first and last line, from 1, and its cells or why it has none, without harm to the next."""
    at, broken = first, 0
    while at < len(lines) and broken < _MOST_BROKEN:
        reader = csv.reader(islice(lines, at, None), delimiter=separator, strict=True)
        begun = 0
        try:
            for row in reader:
                last = reader.line_num
                yield at + begun + 1, at + last, row
                begun = last
            return
        except csv.Error as error:
            at += begun + 1
            yield at, at, _why(error)
            broken += 1


def _why(error: csv.Error) -> str:
    if "end of data" in str(error):
        return 'a cell begins with a quote (") that nothing closes; close it, or write the quote twice'
    if "field larger" in str(error):
        return f"a cell is longer than {csv.field_size_limit():,} characters; is a closing quote missing?"
    return 'a quote (") stands inside a quoted cell; write it twice, as in "the ""Nur"" party"'


def blocks(layout: Layout, lines: list[str], first: int, problems: list[Problem]) -> Iterator[Block]:
    """The rows, so many at a time that they cost little; what is wrong with any of them is added to the problems."""
    at = first
    while at < len(lines):
        if plain := _plain(layout, lines[at : at + _BLOCK]):
            numbers = range(at + 1, at + len(plain) + 1)
            yield _block(layout, list(zip(numbers, numbers, plain, strict=True)), problems)
            at += len(plain)
            continue
        read, broken = _rows(layout, lines, at), False
        while some := list(islice(read, _BLOCK)):
            wrong = [Problem(start, row) for start, _, row in some if isinstance(row, str)]
            problems += wrong
            yield _block(layout, [(start, end, row) for start, end, row in some if not isinstance(row, str)], problems)
            at, broken = some[-1][1], broken or bool(wrong)
            if not broken:
                break
        else:
            return


def _plain(layout: Layout, lines: list[str]) -> list[list[str]]:
    """The rows of these lines where each line is one and has all its cells, as nearly always; else none."""
    if not all(layout.names):
        return []
    try:
        rows = list(csv.reader(lines, delimiter=layout.separator, strict=True))
    except csv.Error:
        return []
    whole = len(rows) == len(lines) and {*map(len, rows)} == {len(layout.header)} and all(map(itemgetter(0), rows))
    return rows if whole else []


def _block(layout: Layout, rows: list[tuple[int, int, list[str]]], problems: list[Problem]) -> Block:
    """Read as if nothing were wrong, and again row by row where something is."""
    names = layout.names
    columns = [*zip(*[row for _, _, row in rows], strict=True)] or [()] * len(names)
    empty = ("",) * len(rows)
    ordered = [columns[names.index(column)] if column in names else empty for column in COLUMNS]
    try:
        found = terms(ordered)
        if not suspect(ordered, found):
            return Block(rows, found, [False] * len(rows))
    except ValueError:
        pass
    block = Block([], [], [])
    for row, content in zip(rows, zip(*ordered, strict=True), strict=True):
        try:
            entry, removed = _term(content)
        except ValueError as error:
            problems.append(Problem(row[0], str(error)))
            continue
        if wrong := _wrong(entry, removed):
            problems.append(Problem(row[0], wrong))
        block.rows.append(row)
        block.terms.append(entry)
        block.removed.append(removed)
    return block


def _rows(layout: Layout, lines: list[str], first: int) -> Iterator[tuple[int, int, list[str] | str]]:
    """Each row's first and last line and its cells, as many as the header's, or what is wrong; blank rows have none."""
    width = len(layout.header)
    short = [""] * width
    source = layout.names.index("source") if "source" in layout.names else 0
    nameless = [at for at, name in enumerate(layout.names) if not name]
    for start, end, row in records(lines, layout.separator, first):
        if isinstance(row, str):
            yield start, end, row
        elif nameless and (lost := "".join(row[at].strip() for at in nameless if at < len(row))):
            yield start, end, f"{lost[:40]!r} stands in a column without a name; name it in the first line"
        elif len(row) == width and row[0]:
            yield start, end, row
        elif not any(map(str.strip, row)):
            continue
        elif any(map(str.strip, row[width:])):
            yield start, end, _too_many(row, layout)
        elif len(row) < 2:
            yield start, end, too_few(row[0], layout.separator)
        elif other := otherwise((row + short)[source]):
            yield start, end, _parted(other, layout.separator)
        else:
            yield start, end, (row + short)[:width]


def _too_many(row: list[str], layout: Layout) -> str:
    name = SEPARATORS[layout.separator]
    return f"{len(row)} cells under {len(layout.header)} columns; put a cell that holds a {name} in quotes"


def too_few(cell: str, separator: str) -> str:
    """Why a row with one cell is none, most often for being parted by another character than the others."""
    own = SEPARATORS[separator]
    other = next((name for mark, name in SEPARATORS.items() if mark in cell and mark != separator), None)
    if other:
        return _parted(other, separator)
    return f"one cell alone, {cell[:40]!r}; give source and target, parted by {own}"


def _parted(other: str, separator: str) -> str:
    return f"parted by {other}, but the first line by {SEPARATORS[separator]}; use one of them throughout"


def _term(row: tuple[str, ...]) -> tuple[Term, bool]:
    """The entry in the cells under COLUMNS, and whether it says that one of the seed is removed."""
    if row[_KIND].strip().lower() != REMOVED:
        return term(row), False
    return term((*row[:_KIND], "", *row[_KIND + 1 :])), True


def _wrong(found: Term, removed: bool) -> str:
    """All that is wrong with an entry in one line; one that is removed needs no target."""
    return "; ".join(faults(replace(found, target=found.target or "-") if removed else found))
