"""A glossary as a CSV text: found by its header, read with the line of every row, written back as a person left it."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from glossary.cells import COLUMNS, REMOVED, REQUIRED, cells, defuse, faults, several_lines, suspect, term, terms
from glossary.conflicts import contradictions
from glossary.errors import GlossaryError
from glossary.term import Term

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_KIND = COLUMNS.index("kind")
# So many rows are read at a time.
_BLOCK = 1_000
# So many problems are told in one message; nobody mends more by reading them.
_MOST_TOLD, _MOST_SOUGHT = 20, 1_000
_MAGIC = {b"PK\x03\x04": "an Excel workbook or ZIP file", b"\xd0\xcf\x11\xe0": "an old Excel workbook"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written: what parts its cells, how its lines end, and the names in its header."""

    header: tuple[str, ...] = COLUMNS
    separator: str = ","
    newline: str = "\n"
    mark: bool = False  # a byte-order mark, by which Excel knows UTF-8
    before: str = ""  # the line `sep=;`, by which Excel knows the separator
    raw: str = ""  # the header as it stands in the file

    @property
    def names(self) -> tuple[str, ...]:
        """The columns as they are known here, whatever capitals and blanks the header has."""
        return tuple(name.strip().lower() for name in self.header)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a line, counted from 1."""

    line: int
    reason: str

    def __str__(self) -> str:
        """As it is told."""
        return f"line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in the file, or a `removed` one of the seed; `extra` are its cells in columns unknown here.

    `raw` is the row as it stands in the file, so that what nobody edits keeps its quotes and blanks; two rows are the
    same where they say the same.
    """

    term: Term
    removed: bool = False
    extra: tuple[tuple[str, str], ...] = ()
    raw: str = ""
    line: int = 0

    @property
    def content(self) -> tuple[Term, bool, tuple[tuple[str, str], ...]]:
        """What the row says, wherever and however it is written."""
        return self.term, self.removed, self.extra


@dataclass(frozen=True, slots=True)
class Table:
    """A file's layout and its rows, in order."""

    layout: Layout
    rows: tuple[Row, ...]

    @classmethod
    def read(cls, data: bytes, name: str) -> "Table":
        """The table in a file's bytes; none at all are an empty one. Raises GlossaryError with every problem."""
        if not data.strip():
            return cls(Layout(mark=True), ())
        text = decode(data, name)
        layout, lines, first = _head(text, name)
        layout = replace(layout, mark=data.startswith(b"\xef\xbb\xbf"))
        unknown = [at for at, name in enumerate(layout.names) if name not in COLUMNS]
        rows: list[Row] = []
        problems: list[Problem] = []
        for block in _blocks(layout, lines, first, problems):
            for (start, end, found), entry, removed in zip(block.rows, block.terms, block.removed, strict=True):
                extra = tuple([(layout.header[at], cell) for at in unknown if (cell := several_lines(found[at]))])
                rows.append(Row(entry, removed, extra, "".join(lines[start - 1 : end]), start))
        complain(name, problems)
        return cls(layout, tuple(rows))

    def write(self) -> bytes:
        """The file: rows that were read as they stood there, the others in the file's own way, with what it lacks."""
        layout = self._widened()
        out = io.StringIO(newline="")
        out.write(layout.before)
        writer = csv.writer(out, delimiter=layout.separator, lineterminator=layout.newline)
        if layout.raw and layout == self.layout:
            out.write(_ended(layout.raw, layout))
        else:
            writer.writerow(layout.header)
        for row in self.rows:
            if row.raw:
                out.write(_ended(row.raw, layout))
            else:
                writer.writerow(_written(row, layout))
        return (b"\xef\xbb\xbf" if layout.mark else b"") + out.getvalue().encode("utf-8")

    def _widened(self) -> Layout:
        """The layout with the columns that new rows need and the header lacks."""
        known = set(self.layout.names)
        needed: dict[str, str] = {}
        for row in self.rows:
            if not row.raw:
                content = zip(COLUMNS, _cells(row), strict=True)
                needed |= {name: name for name, cell in content if cell and name not in known}
                needed |= {name: name for name, _ in row.extra if name.strip().lower() not in known}
        if "kind" in needed and all(row.raw or _cells(row)[_KIND] == "term" for row in self.rows):
            del needed["kind"]
        return replace(self.layout, header=(*self.layout.header, *needed))


def parse(text: str, name: str) -> list[Term]:
    """The entries of a CSV text with a header row. Raises GlossaryError with every faulty line's number."""
    return placed(text, name)[1]


def placed(text: str, name: str) -> tuple[list[int], list[Term]]:
    """The lines and the entries of a CSV text. Raises GlossaryError with every faulty line's number."""
    layout, lines, first = _head(text, name)
    places: list[int] = []
    entries: list[Term] = []
    problems: list[Problem] = []
    for block in _blocks(layout, lines, first, problems):
        for (start, _, _), entry, removed in zip(block.rows, block.terms, block.removed, strict=True):
            if not removed:
                places.append(start)
                entries.append(entry)
    complain(name, [*problems, *contradicting(places, entries)])
    return places, entries


def contradicting(places: Sequence[int], entries: Sequence[Term]) -> Iterator[Problem]:
    """Where an entry says for one source and day what another does not, with the line of each."""
    for one, other in contradictions(entries):
        first, second = entries[one], entries[other]
        yield Problem(
            places[other],
            f"{second.source} → {second.target}, but line {places[one]} says {first.target} for the same days; "
            f"remove one, or set valid_from and valid_to",
        )


def decode(data: bytes, name: str) -> str:
    """The text of a file in UTF-8, with or without a mark. Raises GlossaryError with the line that is not."""
    what = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    if what:
        raise GlossaryError(f"{name}: this is {what}, not a table as text; save it as 'CSV UTF-8'")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise GlossaryError(f"{name}: line {line}: the glossary is not UTF-8; save it as 'CSV UTF-8'") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise GlossaryError(f"{name}: line {line} holds a NUL, so this is no table; save it as 'CSV UTF-8'")
    return text


def complain(name: str, problems: Sequence[Problem]) -> None:
    """Raise GlossaryError with all problems, if there are any."""
    if problems:
        told = [str(problem) for problem in sorted(problems, key=lambda problem: problem.line)]
        more = len(told) - _MOST_TOLD
        message = f"{name}: {'; '.join(told[:_MOST_TOLD])}" + (f"; and {more:,} more" if more > 0 else "")
        raise GlossaryError(message, told)


def records(lines: Sequence[str], separator: str, first: int = 0) -> Iterator[tuple[int, int, list[str] | str]]:
    """Each record: its first and last line, from 1, and its cells or why it has none, without harm to the next."""
    at, broken = first, 0
    while at < len(lines) and broken < _MOST_SOUGHT:
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


def _head(text: str, name: str) -> tuple[Layout, list[str], int]:
    """The layout that the header tells, all lines, and which comes after it. Raises GlossaryError where it is none."""
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    at = next((number for number, line in enumerate(lines) if line.strip()), 0)
    before = ""
    if at < len(lines) and lines[at].lower().startswith("sep="):
        before, at = lines[at], at + 1
    line = lines[at] if at < len(lines) else ""
    newline = line[len(line.rstrip("\r\n")) :] or "\n"
    for separator in SEPARATORS:
        header = next((cells for _, _, cells in records([line], separator)), [])
        layout = Layout(tuple(header), separator, newline, before=before, raw=line)
        if isinstance(header, list) and set(REQUIRED) <= set(layout.names):
            if twice := next((column for column in layout.names if column and layout.names.count(column) > 1), None):
                raise GlossaryError(f"{name}: line {at + 1}: two columns are called {twice}; rename or remove one")
            return layout, lines, at + 1
    raise GlossaryError(f"{name}: {_no_header(line, at + 1)}")


def _no_header(line: str, number: int) -> str:
    there = [separator for separator in SEPARATORS if separator in line]
    if len(there) > 1 and all(column in line.lower() for column in REQUIRED):
        names = " and ".join(SEPARATORS[separator] for separator in there)
        return f"line {number}: its first line is parted by {names} at once; use one of them throughout"
    words = line.lower().replace(";", ",").replace("\t", ",").split(",")
    missing = [column for column in REQUIRED if column not in (word.strip(' "\r\n') for word in words)]
    return f"no column {' and '.join(missing or REQUIRED)} in its first line; begin it with source,target"


def _rows(layout: Layout, lines: list[str], first: int) -> Iterator[tuple[int, int, list[str] | str]]:
    """Each row's first and last line and its cells, as many as the header's, or what is wrong; blank rows have none."""
    width = len(layout.header)
    short = [""] * width
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
        return f"parted by {other}, but the first line by {own}; use one of them throughout"
    return f"one cell alone, {cell[:40]!r}; give source and target, parted by {own}"


class _Block(NamedTuple):
    """Some of a file's rows, each with its first and last line and its cells, and what they say."""

    rows: list[tuple[int, int, list[str]]]
    terms: list[Term]
    removed: list[bool]


def _blocks(layout: Layout, lines: list[str], first: int, problems: list[Problem]) -> Iterator[_Block]:
    """The rows, so many at a time that they cost little; what is wrong with any of them is added to the problems."""
    read = _rows(layout, lines, first)
    while some := list(islice(read, _BLOCK)):
        problems += [Problem(start, row) for start, _, row in some if isinstance(row, str)]
        yield _block(layout, [(start, end, row) for start, end, row in some if not isinstance(row, str)], problems)


def _block(layout: Layout, rows: list[tuple[int, int, list[str]]], problems: list[Problem]) -> _Block:
    """Read as if nothing were wrong, and again row by row where something is."""
    names = layout.names
    columns = [*zip(*[row for _, _, row in rows], strict=True)] or [()] * len(names)
    empty = ("",) * len(rows)
    ordered = [columns[names.index(column)] if column in names else empty for column in COLUMNS]
    try:
        found = terms(ordered)
        if not suspect(found):
            return _Block(rows, found, [False] * len(rows))
    except ValueError:
        pass
    block = _Block([], [], [])
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


def _term(row: tuple[str, ...]) -> tuple[Term, bool]:
    """The entry in the cells under COLUMNS, and whether it says that one of the seed is removed."""
    if row[_KIND].strip().lower() != REMOVED:
        return term(row), False
    return term((*row[:_KIND], "", *row[_KIND + 1 :])), True


def _wrong(found: Term, removed: bool) -> str:
    """All that is wrong with an entry in one line; one that is removed needs no target."""
    return "; ".join(faults(replace(found, target=found.target or "-") if removed else found))


def _cells(row: Row) -> tuple[str, ...]:
    content = cells(row.term)
    return (*content[:_KIND], REMOVED, *content[_KIND + 1 :]) if row.removed else content


def _ended(raw: str, layout: Layout) -> str:
    return raw if raw.endswith(("\n", "\r")) else raw + layout.newline


def _written(row: Row, layout: Layout) -> list[str]:
    known = dict(zip(COLUMNS, _cells(row), strict=True)) | {n.strip().lower(): defuse(c) for n, c in row.extra}
    return [known.get(name, "") for name in layout.names]
