"""Three columns as HTML: the Kazakh, our English and people's, with what differs marked; all text is escaped."""

from collections import Counter
from collections.abc import Sequence
from html import escape

from translate.align.compared import Compared
from translate.align.differences import Difference

_UNANSWERED = '<i class="none">Nothing in the English version answers this.</i>'
_ADDED = '<i class="none">The Kazakh has nothing of this.</i>'
_HEAD = (
    '<thead><tr><th class="number" scope="col"><span class="unseen">Row</span></th>'
    '<th scope="col" lang="kk">Қазақша</th><th scope="col">Audarma’s English</th>'
    '<th scope="col">The other English</th></tr></thead>'
)
_LEGEND = (
    '<p class="hint legend">Marked where the two differ: <mark class="differs number">a number</mark> '
    '<mark class="differs name">a name</mark> <mark class="differs word">other words</mark></p>'
)


def shown(rows: Sequence[Compared]) -> str:
    """What was found in a line, how to read the marks, and the table."""
    caption = '<caption class="unseen">Kazakh, Audarma’s English and the other English</caption>'
    body = "".join(_row(row, number) for number, row in enumerate(rows, 1))
    table = f'<table class="bitext compared">{caption}{_HEAD}<tbody>{body}</tbody></table>'
    return f'<p class="sum" role="status">{_sum(rows)}</p>{_LEGEND}{table}'


def _sum(rows: Sequence[Compared]) -> str:
    kinds: Counter[str] = Counter()
    for row in rows:
        kinds["rows"] += 1
        kinds["left out"] += bool(row.bead.source and not row.bead.target)
        kinds["added"] += bool(row.bead.target and not row.bead.source)
        kinds["unsure"] += row.whole and not row.sure
        marks = {one.kind for side in row.differences for one in side}
        kinds["number"] += "number" in marks
        kinds["name"] += "name" in marks
    told = [
        f"<b>Rows: {kinds['rows']:,}.</b>",
        f"Kazakh that the English version leaves out: {kinds['left out']:,}.",
        f"English that the Kazakh does not have: {kinds['added']:,}.",
        f"Unsure rows: {kinds['unsure']:,}.",
        f"Rows with another number: {kinds['number']:,}.",
        f"Rows with another name: {kinds['name']:,}.",
    ]
    return " ".join(f"<span>{one}</span>" for one in told)


def _row(row: Compared, number: int) -> str:
    ours, theirs = row.differences
    joined = f"{len(row.bead.source)} : {len(row.bead.target)}"
    tags = f'<span class="tag">{joined}</span>' if joined != "1 : 1" else ""
    tags += '<span class="tag unsure">unsure</span>' if row.whole and not row.sure else ""
    kind = "" if row.whole else "left-out" if row.bead.source else "added"
    return (
        f'<tr class="{kind}" data-row="{number}"><td class="number">{number}{tags}</td>'
        f'<td class="source" lang="kk">{escape(row.kazakh) or _ADDED}</td>'
        f'<td class="ours" lang="en">{_marked(row.ours, ours)}</td>'
        f'<td class="theirs" lang="en">{_marked(row.theirs, theirs) or _UNANSWERED}</td></tr>'
    )


def _marked(text: str, marks: Sequence[Difference]) -> str:
    pieces, at = [], 0
    for one in marks:
        pieces.append(escape(text[at : one.start]))
        pieces.append(f'<mark class="differs {one.kind}">{escape(text[one.start : one.end])}</mark>')
        at = one.end
    return "".join(pieces) + escape(text[at:])
