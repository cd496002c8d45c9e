"""A bitext as JSON: every row with its offsets, terms and flags. The form is a promise to those who read it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any

from translate.document import Bead, Bitext, Flag


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
