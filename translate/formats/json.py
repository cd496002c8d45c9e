"""A bitext as JSON: every row with its offsets, terms and flags. The form is a promise to those who read it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from translate.document import Bead, Bitext, Document, Flag, Segment, TermUse
from translate.errors import InputError
from translate.head import dateline


def row(bead: Bead) -> dict[str, Any]:
    """One row. Offsets on the Kazakh side count characters of the document's text, those in English the target's."""
    segment = bead.segment
    at = segment.start
    return {
        "source": segment.text,
        "target": bead.target,
        "start": segment.start,
        "end": segment.end,
        "paragraph": segment.paragraph,
        "origin": bead.origin,
        "terms": [asdict(replace(term, start=at + term.start, end=at + term.end)) for term in bead.terms],
        "flags": [asdict(_moved(flag, at) if flag.side == "source" else flag) for flag in bead.flags],
    }


def flagged(rows: Iterable[Sequence[Flag]]) -> list[dict[str, Any]]:
    """The flags of rows that others translated, an object a row, also without flags; rows count from 0."""
    return [{"row": number, "flags": [asdict(flag) for flag in flags]} for number, flags in enumerate(rows)]


def _moved(flag: Flag, by: int) -> Flag:
    return replace(flag, start=flag.start + by, end=flag.end + by)


def write(bitext: Bitext) -> str:
    """The whole bitext as one JSON object, indented, in UTF-8 letters rather than escapes."""
    document = bitext.document
    content = {
        "signature": bitext.signature,
        "date": document.date.isoformat() if document.date else None,
        "title": document.title,
        "rows": [row(bead) for bead in bitext.beads],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read(content: str | bytes, name: str) -> Bitext:
    """The bitext that was written so; what stood between its sentences comes back as blanks. Raises InputError."""
    try:
        given = json.loads(content)
        beads = tuple(_beads(given["rows"]))
        day = date.fromisoformat(given["date"]) if given["date"] else None
        return Bitext(_document(beads, day, given["title"], name), beads, str(given["signature"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(f"{name}: this is no bitext of Audarma's; run the archive again to write it anew") from error


def _beads(rows: list[dict[str, Any]]) -> list[Bead]:
    found: list[Bead] = []
    for row in rows:
        at, paragraph = row["start"], row["paragraph"]
        opens = not found or found[-1].segment.paragraph != paragraph
        head = dateline(row["source"]) if opens else 0
        segment = Segment(at, row["end"], row["source"], paragraph, head)
        uses = [TermUse(**term) for term in row["terms"]]
        terms = tuple(replace(use, start=use.start - at, end=use.end - at) for use in uses)
        flags = [Flag(**flag) for flag in row["flags"]]
        moved = tuple(_moved(flag, -at) if flag.side == "source" else flag for flag in flags)
        found.append(Bead(segment, row["target"], row["origin"], terms, moved))
    return found


def _document(beads: tuple[Bead, ...], day: date | None, title: str | None, name: str) -> Document:
    pieces, at = [], 0
    for bead in beads:
        pieces += [" " * (bead.segment.start - at), bead.segment.text]
        at = bead.segment.end
    segments = tuple(bead.segment for bead in beads)
    return Document("".join(pieces), segments, segments[0].start if segments else 0, day, title, name)
