"""A bitext as a table with tabs: a row a sentence, a header, for spreadsheets and scripts."""

import csv
import io

from translate.document import Bitext

COLUMNS = ("row", "paragraph", "source", "target", "origin", "flags", "signature")


def write(bitext: Bitext) -> str:
    """All rows under a header; a cell that holds a tab, a quote or a line break is quoted as in CSV."""
    out = io.StringIO()
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(COLUMNS)
    for n, bead in enumerate(bitext.beads):
        flags = " ".join(flag.kind for flag in bead.flags)
        segment = bead.segment
        table.writerow((n, segment.paragraph, segment.text, bead.target, bead.origin, flags, bitext.signature))
    return out.getvalue()
