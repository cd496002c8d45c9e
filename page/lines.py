"""One row as the page shows it: both sides, what is linked, what is flagged and who corrected it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from translate import reasons
from translate.align.words import links
from translate.document import Bead, Bitext, Flag, Side, TermUse
from translate.formats import highlight
from translate.memory.values import Correction

# What a reader is told of each kind of flag. A draft is no finding: all rows of a weak model are drafts.
KINDS = {
    "empty": "Nothing there",
    "copied": "Copied",
    "cyrillic": "Cyrillic left",
    "repetition": "Repetition",
    "length": "Length",
    "number": "Number",
    "name": "Name",
    "negation": "Negation",
    "quotation": "Quotation",
    "term": "Term",
    "truncated": "Cut off",
    "confidence": "Unsure",
    "dateline": "Dateline",
    "language": "Other language",
}
BADGES = ("draft",)


def rows(bitext: Bitext, start: int = 0, said: dict[str, Correction] | None = None) -> str:
    """The rows from `start` on; `said` holds who corrected which sentence and when."""
    return "".join(
        row(bitext, n, (said or {}).get(bitext.beads[n].segment.text)) for n in range(start, len(bitext.beads))
    )


def row(bitext: Bitext, n: int, said: Correction | None = None) -> str:
    """Row number `n` from 0. Offsets in its data count the browser's units: UTF-16, within the text of a side."""
    bead = bitext.beads[n]
    first = n > 0 and bead.segment.paragraph != bitext.beads[n - 1].segment.paragraph
    title = n == 0 and bitext.document.title is not None
    kinds = (("paragraph", first), ("title", title), ("corrected", bead.origin == "corrected"))
    names = " ".join(name for name, given in kinds if given)
    source, target = (highlight.marked(text, bead.terms, side, _term) for text, side in _sides(bead))
    badges = "".join(
        f'<span class="mark {flag.kind}" title="{escape(flag.reason)}"{_said("title", flag)}>{flag.kind}</span>'
        for flag in bead.flags
        if flag.kind in BADGES
    )
    return (
        f'<tr class="{names}" data-row="{n + 1}" '
        f'data-links="{_data(linked(bead))}" data-flags="{_data(_places(bead))}">'
        f'<td class="number">{n + 1}</td><td class="source" lang="kk"><span class="text">{source}</span></td>'
        f'<td class="target" lang="en" tabindex="-1">{badges}<span class="text">{target}</span>'
        f"{_reasons(findings(bead))}{by(said) if bead.origin == 'corrected' else ''}</td></tr>"
    )


def linked(bead: Bead) -> list[tuple[int, int, int, int]]:
    """Where each linked word of the Kazakh stands, and its English: four offsets as the browser counts.

    The model's attention is not asked for. Over 120 rows of newstest2019 with the bundled model it added 11 right links
    of glossary words and 41 wrong ones, and doubled the processor time (`benchmarks/attention.py`): an unsure word
    rather lights nothing.
    """
    source, target = _Units(bead.segment.text), _Units(bead.target)
    return [
        (source[link.source_start], source[link.source_end], target[link.target_start], target[link.target_end])
        for link in links(bead.segment.text, bead.target, [use for use in bead.terms if use.target_start >= 0])
    ]


def findings(bead: Bead) -> list[Flag]:
    """What a person should look at, in the order in which the checks say it."""
    return [flag for flag in bead.flags if flag.kind not in BADGES]


def by(said: Correction | None) -> str:
    """Who made a correction and when."""
    if said is None or not said.who:
        told = f"<span{_keyed('said', 'by.plain')}>Corrected</span>"
    else:
        told = f"<span{_keyed('said', 'by.who', {'who': said.who})}>Corrected by {escape(said.who)}</span>"
    if said is None:
        return f'<p class="by">{told}</p>'
    when = said.when.strftime("%Y-%m-%d %H:%M")
    return f'<p class="by">{told}, <time datetime="{said.when.isoformat()}">{when} UTC</time></p>'


class _Units:
    """Turns offsets in characters into those in UTF-16 units, in which browsers count."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = all(character <= "\uffff" for character in text)

    def __getitem__(self, at: int) -> int:
        return at if self._plain else at + sum(character > "\uffff" for character in self._text[:at])


def _sides(bead: Bead) -> Iterator[tuple[str, Side]]:
    yield bead.segment.text, "source"
    yield bead.target, "target"


def _places(bead: Bead) -> list[tuple[str, str, int, int]]:
    units = {side: _Units(text) for text, side in _sides(bead)}
    return [(flag.kind, flag.side, units[flag.side][flag.start], units[flag.side][flag.end]) for flag in findings(bead)]


def _reasons(flags: Sequence[Flag]) -> str:
    if not flags:
        return ""
    told = "".join(
        f'<li data-flag="{n}" data-kind="{escape(flag.kind)}">{_kind(flag)} '
        f"<span{_said('said', flag)}>{escape(flag.reason)}</span></li>"
        for n, flag in enumerate(flags)
    )
    return f'<ul class="flags">{told}</ul>'


def _term(use: TermUse) -> str:
    rule = f" ({use.rule})" if use.rule not in ("", "none") else ""
    return _keyed("title", f"term.{use.status}", {"source": use.source, "target": use.target, "rule": rule})


def _kind(flag: Flag) -> str:
    known = KINDS.get(flag.kind)
    said = _keyed("said", f"kind.{flag.kind}") if known else ""
    return f"<b{said}>{escape(known or flag.kind)}</b>"


def _said(where: str, flag: Flag) -> str:
    """What the browser tells a reason by in another language, for the text or the title of an element."""
    known = reasons.read(flag.reason)
    return _keyed(where, f"reason.{known.code}", known.values) if known else ""


def _keyed(where: str, key: str, values: dict[str, str] | None = None) -> str:
    """The attribute by which the browser finds the words in its reader's language."""
    return f' data-{where}="{_data([key, values or {}])}"'


def _data(found: Iterable[object]) -> str:
    return escape(json.dumps(list(found), ensure_ascii=False, separators=(",", ":")))
