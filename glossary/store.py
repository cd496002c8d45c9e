"""Reads a glossary from a CSV file, and says all that is wrong with it at once."""

import csv
import io
from datetime import date
from importlib import resources
from pathlib import Path
from typing import get_args

from glossary.errors import GlossaryError
from glossary.matcher import Glossary
from glossary.term import KINDS, Kind, Term

REQUIRED = ("source", "target")


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
    rows = csv.DictReader(io.StringIO(text, newline=""), restval="")
    missing = [column for column in REQUIRED if column not in (rows.fieldnames or ())]
    if missing:
        raise GlossaryError(f"{name}: no column {' and '.join(missing)} in its first line; begin it with source,target")
    terms: list[Term] = []
    problems: list[str] = []
    for row in rows:
        try:
            terms.append(_term(row))
        except ValueError as error:
            problems.append(f"line {rows.line_num}: {error}")
    if problems:
        raise GlossaryError(f"{name}: {'; '.join(problems)}")
    return terms


def _term(row: dict[str, str]) -> Term:
    source, target, kind = (row.get(column, "").strip() for column in ("source", "target", "kind"))
    if not source or not target:
        raise ValueError("source or target is empty; fill both in")
    return Term(
        source=source,
        target=target,
        variants=_several(row.get("variants", "")),
        forbidden=_several(row.get("forbidden", "")),
        kind=_kind(kind),
        valid_from=_day(row.get("valid_from", "")),
        valid_to=_day(row.get("valid_to", "")),
        priority=int(row.get("priority", "").strip() or 0),
        note=row.get("note", "").strip(),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _kind(cell: str) -> Kind:
    for kind in get_args(Kind):
        if cell == kind:
            return kind  # type: ignore[no-any-return]
    if cell:
        raise ValueError(f"kind {cell!r} is none of {', '.join(KINDS)}")
    return "term"


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell.strip()) if cell.strip() else None
