"""A glossary file as a person left it: what nobody edits stays as it is, to the byte."""

import csv
import io
from dataclasses import dataclass, replace

from glossary.cells import COLUMNS, REMOVED, cells, defuse, several_lines
from glossary.layout import Layout, decode, head
from glossary.problems import Problem, complain
from glossary.rows import blocks
from glossary.term import Term

_KIND = COLUMNS.index("kind")


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
        layout, lines, first = head(text, name)
        layout = replace(layout, mark=data.startswith(b"\xef\xbb\xbf"))
        unknown = [at for at, name in enumerate(layout.names) if name not in COLUMNS]
        rows: list[Row] = []
        problems: list[Problem] = []
        for block in blocks(layout, lines, first, problems):
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


def _cells(row: Row) -> tuple[str, ...]:
    content = cells(row.term)
    return (*content[:_KIND], REMOVED, *content[_KIND + 1 :]) if row.removed else content


def _ended(raw: str, layout: Layout) -> str:
    return raw if raw.endswith(("\n", "\r")) else raw + layout.newline


def _written(row: Row, layout: Layout) -> list[str]:
    known = dict(zip(COLUMNS, _cells(row), strict=True)) | {n.strip().lower(): defuse(c) for n, c in row.extra}
    return [known.get(name, "") for name in layout.names]
