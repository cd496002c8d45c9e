"""A bitext as JSON: every row with its offsets, terms and flags. The form is a promise to those who read it."""

import json
from dataclasses import asdict
from typing import Any

from translate.document import Bead, Bitext


def row(bead: Bead) -> dict[str, Any]:
    """One row; `start` and `end` count characters of the document's text."""
    segment = bead.segment
    return {
        "source": segment.text,
        "target": bead.target,
        "start": segment.start,
        "end": segment.end,
        "paragraph": segment.paragraph,
        "origin": bead.origin,
        "terms": [asdict(term) for term in bead.terms],
        "flags": [asdict(flag) for flag in bead.flags],
    }


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
