"""How a glossary's text file is written: its encoding, what parts its cells, and the names in its header."""

import csv
import io
import re
from dataclasses import dataclass

from glossary.cells import COLUMNS, REQUIRED
from glossary.errors import GlossaryError

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
# Kazakh, and behind what may part cells only Latin letters.
_BEHIND = re.compile(r"[\u0400-\u052f][^,;\t]*([,;\t])[^\w\n]*[A-Za-z][^\u0400-\u052f]*$")
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


def otherwise(source: str) -> str:
    """What seems to part a Kazakh source from its English inside one cell: comma, semicolon or tab; else nothing."""
    found = _BEHIND.search(source)
    return SEPARATORS[found[1]] if found else ""


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


def head(text: str, name: str) -> tuple[Layout, list[str], int]:
    """The layout that the header tells, all lines, and which comes after it. Raises GlossaryError where it is none."""
    lines = _lines(text.removeprefix("\ufeff"))
    at = next((number for number, line in enumerate(lines) if line.strip()), 0)
    before = ""
    if at < len(lines) and lines[at].lower().startswith("sep="):
        before, at = lines[at], at + 1
    line = lines[at] if at < len(lines) else ""
    newline = line[len(line.rstrip("\r\n")) :] or "\n"
    for separator in SEPARATORS:
        header = _cells(line, separator)
        layout = Layout(tuple(header), separator, newline, before=before, raw=line)
        if set(REQUIRED) <= set(layout.names):
            if twice := next((column for column in layout.names if column and layout.names.count(column) > 1), None):
                raise GlossaryError(f"{name}: line {at + 1}: two columns are called {twice}; rename or remove one")
            return layout, lines, at + 1
    raise GlossaryError(f"{name}: {_no_header(line, at + 1)}")


def _lines(text: str) -> list[str]:
    """The lines with their ends, as a file has them; `splitlines` knows others too, but nearly no file holds one."""
    lines = text.splitlines(keepends=True)
    ends = text.count("\n")
    if len(lines) - ends in (0, 1) and (len(lines) == ends) == text.endswith("\n"):
        return lines
    return list(io.StringIO(text, newline=""))


def _no_header(line: str, number: int) -> str:
    there = [separator for separator in SEPARATORS if separator in line]
    if len(there) > 1 and all(column in line.lower() for column in REQUIRED):
        names = " and ".join(SEPARATORS[separator] for separator in there)
        return f"line {number}: its first line is parted by {names} at once; use one of them throughout"
    words = line.lower().replace(";", ",").replace("\t", ",").split(",")
    missing = [column for column in REQUIRED if column not in (word.strip(' "\r\n') for word in words)]
    return f"no column {' and '.join(missing or REQUIRED)} in its first line; begin it with source,target"


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return []
