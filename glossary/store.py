"""Reads a glossary from a CSV file, and says all that is wrong with it at once."""

import csv
import io
from datetime import date
from importlib import resources
from operator import itemgetter
from pathlib import Path
from typing import cast

from glossary.errors import GlossaryError
from glossary.kazakh import WORD
from glossary.matcher import Glossary
from glossary.term import KINDS, Kind, Term

REQUIRED = ("source", "target")
COLUMNS = (*REQUIRED, "variants", "forbidden", "kind", "valid_from", "valid_to", "priority", "note", "accepted")


def seed() -> Glossary:
    """The glossary that comes with the package: all the tables in glossary/data."""
    tables = (file for file in resources.files("glossary").joinpath("data").iterdir() if file.name.endswith(".csv"))
    in_order = sorted(tables, key=lambda file: file.name)
    return Glossary(term for file in in_order for term in parse(file.read_text("utf-8"), file.name))


def load(path: Path) -> Glossary:
    """The glossary in a CSV file (UTF-8; columns beyond source and target may be missing). Raises GlossaryError."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise GlossaryError(f"{path}: can't read the glossary ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise GlossaryError(f"{path}: the glossary is not UTF-8; save it as 'CSV UTF-8'") from error
    return Glossary(parse(text, str(path)))


def parse(text: str, name: str) -> list[Term]:
    """The entries of a CSV text with a header row. Raises GlossaryError with every faulty line's number."""
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows, [])
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise GlossaryError(f"{name}: no column {' and '.join(missing)} in its first line; begin it with source,target")
    terms: list[Term] = []
    problems: list[str] = []
    # where each column stands; one that is missing is the empty cell behind the last
    ordered = itemgetter(*(header.index(column) if column in header else len(header) for column in COLUMNS))
    short = [""] * len(header)
    for row in filter(None, rows):
        try:
            cells = row if len(row) == len(header) else (row + short)[: len(header)]
            terms.append(_term(*ordered([*cells, ""])))
        except ValueError as error:
            problems.append(f"line {rows.line_num}: {error}")
    if problems:
        raise GlossaryError(f"{name}: {'; '.join(problems)}")
    return terms


def _term(source: str, target: str, *cells: str) -> Term:
    variants, forbidden, kind, valid_from, valid_to, priority, note, accepted = cells
    source, target = source.strip(), target.strip()
    if not source or not target:
        raise ValueError("source or target is empty; fill both in")
    if not WORD.search(source):
        raise ValueError(f"source {source!r} holds no word; give one, for nothing else is looked for")
    return Term(
        source,
        target,
        _several(variants),
        _several(forbidden),
        _kind(kind.strip()),
        _day(valid_from.strip()),
        _day(valid_to.strip()),
        int(priority.strip() or 0),
        note.strip(),
        _several(accepted),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip()) if cell else ()


def _kind(cell: str) -> Kind:
    if not cell:
        return "term"
    if cell not in KINDS:
        raise ValueError(f"kind {cell!r} is none of {', '.join(KINDS)}")
    return cast(Kind, cell)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
