"""A bitext as plain text: the English, a sentence a line, a blank line between paragraphs."""

from glossary.kazakh import readable
from translate.document import Bead, Bitext


def line(bead: Bead) -> str:
    """One row, without what a terminal would obey rather than show; a draft says so in front of its words."""
    text = " ".join(readable(bead.target).split())
    return f"[draft] {text}" if bead.draft else text


def write(bitext: Bitext) -> str:
    """All rows, then the signature on a line of its own that begins with `#`."""
    out: list[str] = []
    for n, bead in enumerate(bitext.beads):
        if n and bead.segment.paragraph != bitext.beads[n - 1].segment.paragraph:
            out.append("")
        out.append(line(bead))
    return "\n".join([*out, "", f"# {bitext.signature}", ""])
