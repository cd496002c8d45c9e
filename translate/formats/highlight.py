"""Shows glossary terms inside a text as HTML, each with what became of it; the text itself stays as it is."""

from collections.abc import Callable, Iterable, Iterator
from html import escape

from translate.document import Side, TermUse

# What a reader is told of each status. The lines beneath differ in form as well as in colour.
STATUSES = {
    "already": "already right",
    "replaced": "put in its place",
    "redecoded": "translated again",
    "not_applied": "not in the English",
}
STYLE = """
.term { background: none; color: inherit; text-decoration: underline 1.5px #1b7f6b; text-underline-offset: .2em;
  text-decoration-skip-ink: none; }
.term.replaced { text-decoration: underline double 1.5px #1b7f6b; }
.term.redecoded { text-decoration: underline dashed 2px #2f6fce; }
.term.not_applied { text-decoration: underline wavy 1.5px #d0342c; }
.terms { font-size: .85em; color: #777; }
.terms .term { margin-right: .6em; }
"""


def marked(text: str, uses: Iterable[TermUse], side: Side, more: Callable[[TermUse], str] | None = None) -> str:
    """The text, escaped, with a mark around each term that stands on that side of the row.

    `more` gives further attributes of a mark, as HTML.
    """
    pieces, at = [], 0
    for start, end, use in sorted(_places(uses, side), key=lambda place: place[:2]):
        if not at <= start < end <= len(text):
            continue  # two terms never share a letter: the first to begin has it
        pieces += [escape(text[at:start]), _mark(text[start:end], use, more(use) if more else "")]
        at = end
    return "".join(pieces) + escape(text[at:])


def told(use: TermUse) -> str:
    """The term, its English, what became of it and by which rule."""
    rule = f" ({use.rule})" if use.rule not in ("", "none") else ""
    return f"{use.source} → {use.target}: {STATUSES[use.status]}{rule}"


def legend(uses: Iterable[TermUse]) -> str:
    """What the lines beneath mean, for those that there are; nothing where there is no term."""
    seen = {use.status for use in uses}
    words = "".join(
        f'<span class="term {status}">{escape(said)}</span> ' for status, said in STATUSES.items() if status in seen
    )
    return f'<p class="terms">Glossary terms: {words.strip()}</p>' if words else ""


def _places(uses: Iterable[TermUse], side: Side) -> Iterator[tuple[int, int, TermUse]]:
    for use in uses:
        start, end = (use.start, use.end) if side == "source" else (use.target_start, use.target_end)
        if start >= 0:
            yield start, end, use


def _mark(surface: str, use: TermUse, more: str) -> str:
    source, title = escape(use.source), escape(told(use))
    return f'<mark class="term {use.status}" data-source="{source}" title="{title}"{more}>{escape(surface)}</mark>'
