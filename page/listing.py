"""The glossary's lists as HTML: entries a page at a time, the changes that were made, the conflicts there are."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from html import escape

from glossary.conflicts import Conflict
from glossary.store import Change
from glossary.term import Term
from page.entry import NAMED

# Rows that a person can take in, and a browser lays out at once.
ROWS = 20
MOST_CHANGES, MOST_CONFLICTS = 50, 100
_ACTIONS = {
    "add": "Added",
    "replace": "Changed",
    "remove": "Deleted",
    "import": "Imported",
    "undo": "Took back",
    "outside": "Elsewhere",
}


def mark(term: Term) -> str:
    """What the browser sends for an entry: it names the entry as it is now, and no other."""
    return sha256(repr(term).encode()).hexdigest()[:16]


def marked(terms: Iterable[Term], wanted: str) -> Term | None:
    """The entry with that mark, if it is still as it was."""
    return next((term for term in terms if mark(term) == wanted), None)


def pages(found: int) -> int:
    """How many pages there are; an empty list has one."""
    return max(1, -(-found // ROWS))


def entries(found: Sequence[Term], page: int, own: frozenset[Term]) -> str:
    """One page of the entries found, from 0; those of one's own are told from the seed's."""
    if not found:
        return '<p class="hint">No entry holds that. Fill in the form to add one.</p>'
    rows = "".join(_row(term, term in own) for term in found[page * ROWS : (page + 1) * ROWS])
    head = '<th scope="col">Kazakh</th><th scope="col">English</th><th scope="col">Kind</th>'
    caption = '<caption class="unseen">Entries: press one to change it</caption>'
    return f'<table class="entries">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def place(found: int, page: int, total: int) -> str:
    """Which rows these are, of how many."""
    if not found:
        return f"None of {total:,}"
    first, last = page * ROWS + 1, min(found, (page + 1) * ROWS)
    rest = "" if found == total else f" found, {total:,} in all"
    return f"{first:,}–{last:,} of {found:,}{rest}"


def history(changes: Sequence[Change], closed: bool) -> str:
    """The last changes, the newest first, each with a button that takes it back."""
    if not changes:
        return '<p class="hint">Nothing was changed yet: this is the glossary as it came.</p>'
    undone = {change.undoes for change in changes}
    shown = [_change(change, change.number in undone, closed) for change in changes[: -MOST_CHANGES - 1 : -1]]
    more = len(changes) - len(shown)
    rest = f'<p class="hint">{more:,} older changes lie in the file of changes beside the glossary.</p>' if more else ""
    return f'<ul class="history">{"".join(shown)}</ul>{rest}'


def conflicts(problems: Sequence[Conflict]) -> str:
    """What contradicts what, with both entries to press; errors first."""
    if not problems:
        return '<p class="hint">None: no two entries contradict each other.</p>'
    ordered = sorted(problems, key=lambda problem: not problem.error)
    shown = "".join(map(_conflict, ordered[:MOST_CONFLICTS]))
    more = len(problems) - MOST_CONFLICTS
    told = f"And {more:,} more: <code>audarma glossary check</code> lists them all."
    rest = f'<p class="hint">{told}</p>' if more > 0 else ""
    return f'<ul class="conflicts">{shown}</ul>{rest}'


def brief(term: Term) -> str:
    """An entry in a line, as text."""
    days = " ".join(_days(term))
    return f"{term.source} → {term.target}" + (f" ({days})" if days else "")


def _conflict(problem: Conflict) -> str:
    both = dict.fromkeys((problem.one, problem.other))
    buttons = " ".join(_button(mark(term), escape(brief(term))) for term in both)
    return f"<li>{escape(problem.reason)}<div>{buttons}</div></li>"


def _button(what: str, html: str) -> str:
    return f'<button type="button" data-press="{what}">{html}</button>'


def _row(term: Term, own: bool) -> str:
    forms = ", ".join((*term.accepted, *term.variants))
    also = f'<small title="{escape(forms)}">{escape(forms)}</small>' if forms else ""
    never = f'<small class="never">never {escape(", ".join(term.forbidden))}</small>' if term.forbidden else ""
    days = " ".join(_days(term))
    when = f"<small>{escape(days)}</small>" if days else ""
    yours = '<span class="tag">own</span>' if own else ""
    button = _button(mark(term), f'<span lang="kk">{escape(term.source)}</span>')
    cells = (button + yours, escape(term.target) + also + never, _kind(term.kind) + when)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _kind(kind: str) -> str:
    key = {"term": "kind.word"}.get(kind, f"kind.{kind}")
    return f"<span data-said='[\"{key}\"]'>{escape(NAMED[kind])}</span>"


def _days(term: Term) -> Iterator[str]:
    if term.valid_from:
        yield f"from {term.valid_from.isoformat()}"
    if term.valid_to:
        yield f"until {term.valid_to.isoformat()}"


def _change(change: Change, undone: bool, closed: bool) -> str:
    when = f'<time datetime="{change.when.isoformat()}">{change.when:%Y-%m-%d %H:%M} UTC</time>'
    button = _button(str(change.number), f'Undo<span class="unseen"> change {change.number}</span>')
    end = '<span class="tag">undone</span>' if undone else "" if closed else button
    what = f"{_ACTIONS.get(change.action, escape(change.action))} {_what(change)}"
    return f"<li><div><b>{what}</b><small>{when}, {escape(change.who)}</small></div>{end}</li>"


def _what(change: Change) -> str:
    several = max(len(change.before), len(change.after))
    if several > 1 and change.action == "import":
        return f"{len(change.after):,} entries"
    old, new = (", ".join(map(brief, terms[:3])) for terms in (change.before, change.after))
    more = " …" if several > 3 else ""
    if old and new:
        return f"<del>{escape(old)}</del> <ins>{escape(new)}</ins>{more}"
    return escape(old or new) + more
