"""A bitext as plain text: the English, a sentence a line, a blank line between paragraphs."""

from glossary.kazakh import readable
from translate.document import Bead, Bitext


def line(bead: Bead) -> str:
    """One row, without what a terminal would obey rather than show; a draft says so in front of its words."""
    text = " ".join(readable(bead.target).split())
    return f"[draft] {text}" if bead.draft else text


def write(bitext: Bitext) -> str:
    """All rows, then the signature on a line of its own that begins with `#`; before it, how many where not all."""
    out: list[str] = []
    for n, bead in enumerate(bitext.beads):
        if n and bead.segment.paragraph != bitext.beads[n - 1].segment.paragraph:
            out.append("")
        out.append(line(bead))
    done, total = len(bitext.beads), len(bitext.document.segments)
    partial = [f"# {done:,} of {total:,} sentences"] if done < total else []
    return "\n".join([*out, "", *partial, f"# {bitext.signature}", ""])
