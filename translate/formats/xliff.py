"""A bitext as XLIFF 2.1, for translators' editors: a unit a paragraph, a segment a sentence, flags as notes."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from translate.document import Bead, Bitext
from translate.formats import xml

_EMPTY = '<unit id="u1"><segment id="s1"><source></source></segment></unit>\n'  # a file must hold a unit


def write(bitext: Bitext) -> str:
    """All paragraphs; the blanks between two sentences stand there too, so that the text can be put together again."""
    document = bitext.document
    numbered = enumerate(bitext.beads, 1)
    paragraphs = [list(rows) for _, rows in groupby(numbered, key=lambda row: row[1].segment.paragraph)]
    units = "".join(_unit(rows, number, document.text) for number, rows in enumerate(paragraphs, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" '
        'srcLang="kk" trgLang="en">\n'
        f'<file id="f1" original={xml.attribute(document.name)} xml:space="preserve">\n'
        f"{_about(bitext)}{units or _EMPTY}</file>\n</xliff>\n"
    )


def _about(bitext: Bitext) -> str:
    document, done = bitext.document, len(bitext.beads)
    notes = [("signature", bitext.signature)]
    if document.date:
        notes.append(("date", document.date.isoformat()))
    if done < len(document.segments):
        notes.append(("partial", f"{done:,} of {len(document.segments):,} sentences"))
    return _notes((f"n{number}", *note) for number, note in enumerate(notes, 1))


def _unit(rows: Sequence[tuple[int, Bead]], number: int, text: str) -> str:
    notes = _notes(
        (f"s{row}.{n}", flag.kind, f"s{row}: {flag.reason}")
        for row, bead in rows
        for n, flag in enumerate(bead.flags, 1)
    )
    parts, end = [], rows[0][1].segment.start
    for row, bead in rows:
        if blanks := xml.content(text[end : bead.segment.start]):
            parts.append(f"<ignorable><source>{blanks}</source></ignorable>\n")
        parts.append(_segment(row, bead))
        end = bead.segment.end
    return f'<unit id="u{number}">\n{notes}{"".join(parts)}</unit>\n'


def _segment(row: int, bead: Bead) -> str:
    """A person's correction is final; what the English came from is said in Audarma's own part of the state."""
    state = "final" if bead.origin == "corrected" else "translated"
    return (
        f'<segment id="s{row}" state="{state}" subState="audarma:{bead.origin}">'
        f"<source>{xml.content(bead.segment.text)}</source><target>{xml.content(bead.target)}</target></segment>\n"
    )


def _notes(notes: Iterator[tuple[str, str, str]]) -> str:
    """Notes of an identity, a category and words; nothing where there are none, as the format wants it."""
    written = "".join(
        f'<note id="{identity}" category={xml.attribute(category)}>{xml.content(said)}</note>\n'
        for identity, category, said in notes
    )
    return f"<notes>\n{written}</notes>\n" if written else ""
