"""A bitext as plain text: the English, a sentence a line, a blank line between paragraphs."""

from collections.abc import Iterable, Iterator

from glossary.kazakh import readable
from translate.document import Bead, Bitext


def line(bead: Bead) -> str:
    """One row, without what a terminal would obey rather than show; a draft says so in front of its words."""
    text = " ".join(readable(bead.target).split())
    return f"[draft] {text}" if bead.draft else text


def lines(beads: Iterable[Bead]) -> Iterator[str]:
    """The rows as they come, with an empty line wherever a paragraph begins after another."""
    paragraph: int | None = None
    for bead in beads:
        if paragraph not in (None, bead.segment.paragraph):
            yield ""
        paragraph = bead.segment.paragraph
        yield line(bead)


def write(bitext: Bitext) -> str:
    """All rows, then the signature on a line of its own that begins with `#`; before it, how many where not all."""
    done, total = len(bitext.beads), len(bitext.document.segments)
    partial = [f"# {done:,} of {total:,} sentences"] if done < total else []
    return "\n".join([*lines(bitext.beads), "", *partial, f"# {bitext.signature}", ""])
