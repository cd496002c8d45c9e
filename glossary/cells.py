"""An entry as the cells of a table and back, what is wrong with it, and cells that a spreadsheet must not run."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import repeat
from typing import TypeVar, cast

from glossary.kazakh import WORD
from glossary.term import KINDS, Kind, Term

REQUIRED = ("source", "target")
# The order in which a new file gets them; one that is read may have any order, and those it requires alone.
COLUMNS = (*REQUIRED, "variants", "accepted", "forbidden", "kind", "valid_from", "valid_to", "priority", "note")
# What stands under `kind` where a person took an entry of the seed glossary out.
REMOVED = "removed"

# Longer than any name, and far shorter than a document that was pasted into one cell.
LONGEST, LONGEST_NOTE, MOST_FORMS = 500, 5_000, 200
# A cell as short as this holds neither a form that is too long nor too many forms.
_PLAIN = 2 * MOST_FORMS - 1
_NONE: tuple[str, ...] = ()
# One string for all entries of a kind, where a file holds one for each.
_KINDS: dict[str, Kind] = {kind: cast(Kind, kind) for kind in KINDS} | {"": "term"}
_ZERO = frozenset(("", "0"))
_MOST_PRIORITY = 1_000_000
# The columns whose cells may gainsay another one's.
_DOUBTFUL = (COLUMNS.index("forbidden"), COLUMNS.index("valid_to"))

_CYRILLIC = re.compile("[\u0400-\u052f]")
# Neither a line of CSV nor XML can hold these.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet takes a cell that begins so for a formula; full-width signs are turned into these by some.
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r\n]")
_DEFUSED = re.compile(r"''*\s*[=+\-@＝＋－＠\t\r\n]")
_LOCAL_DAY = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")


_Value = TypeVar("_Value")


def defuse(cell: str) -> str:
    """The cell as text: an apostrophe before what a spreadsheet would run (OWASP, "CSV Injection")."""
    return "'" + cell if _FORMULA.match(cell) else cell


def restore(cell: str) -> str:
    """What the cell was before `defuse`."""
    return cell[1:] if cell[:1] == "'" and _DEFUSED.match(cell) else cell


def cells(term: Term) -> tuple[str, ...]:
    """The entry under COLUMNS, safe to open in a spreadsheet."""
    several = [defuse("|".join(forms)) for forms in (term.variants, term.accepted, term.forbidden)]
    days = [day.isoformat() if day else "" for day in (term.valid_from, term.valid_to)]
    priority = str(term.priority) if term.priority else ""
    return (defuse(term.source), defuse(term.target), *several, term.kind, *days, priority, defuse(term.note))


def term(row: Sequence[str]) -> Term:
    """The entry in the cells under COLUMNS. Raises ValueError where a cell is no date, kind or number."""
    (found,) = terms([(cell,) for cell in row])
    return found


def terms(columns: Sequence[Sequence[str]]) -> list[Term]:
    """The entries whose cells stand in these columns, in the order of COLUMNS. Raises ValueError as `term` does.

    By columns, for most are empty from top to bottom, and of 200,000 rows none should cost more than it must.
    """
    source, target, variants, accepted, forbidden, kind, valid_from, valid_to, priority, note = columns
    fields: tuple[Iterable[object], ...] = (
        _texts(source),
        _texts(target),
        _lists(variants),
        _lists(forbidden),
        [_KINDS.get(cell) or _kind(cell) for cell in kind],
        _each(day, valid_from, None),
        _each(day, valid_to, None),
        [0 if cell in _ZERO else _number(cell) for cell in priority],
        _each(several_lines, note, ""),
        _lists(accepted),
    )
    return Term.in_columns(len(source), fields)


def _texts(cells: Iterable[str]) -> list[str]:
    texts = list(map(str.strip, cells))
    if any(map(str.startswith, texts, repeat("'"))):
        return [restore(text).strip() if text[:1] == "'" else text for text in texts]
    return texts


def _lists(cells: Sequence[str]) -> Iterable[tuple[str, ...]]:
    if not any(cells):
        return repeat(_NONE, len(cells))
    return [_several(text) if "|" in text else (text,) if text else _NONE for text in _texts(cells)]


def _each(read: Callable[[str], _Value], cells: Sequence[str], empty: _Value) -> Iterable[_Value]:
    return [read(cell) if cell else empty for cell in cells] if any(cells) else repeat(empty, len(cells))


def faults(term: Term) -> Iterator[str]:
    """All that keeps the entry from being used, each with its cure; an entry without one can be written and read."""
    if not term.source or not term.target:
        yield "source or target is empty; fill both in"
    elif not WORD.search(term.source):
        yield f"source {term.source[:40]!r} holds no word; give one, for nothing else is looked for"
    if _CYRILLIC.search(term.target) and not (term.kind == "keep" and term.target == term.source):
        yield f"target {term.target[:40]!r} is in Cyrillic; put the English there (are source and target swapped?)"
    if term.valid_from and term.valid_to and term.valid_to < term.valid_from:
        yield f"valid_to {term.valid_to} is before valid_from {term.valid_from}; swap them"
    if term.target in term.forbidden:
        yield f"target {term.target[:40]!r} is also forbidden; take it out of one of the two"
    if refused := next((form for form in term.accepted if form in term.forbidden), None):
        yield f"{refused[:40]!r} is both accepted and forbidden; take it out of one of the two"
    yield from _shapes(term)


def suspect(columns: Sequence[Sequence[str]], terms: Sequence[Term]) -> bool:
    """Whether any of the entries that were read from these columns may have a fault: quicker than to look at each."""
    sources, targets = [term.source for term in terms], [term.target for term in terms]
    short, note = [cells for cells in columns[: COLUMNS.index("kind")] if any(cells)], columns[-1]
    text, notes, english = "".join(map("".join, short)), "".join(note), "".join(targets)
    return (
        not all(sources)
        or not all(targets)
        or any(max(map(len, cells)) > _PLAIN for cells in short)
        or (len(notes) > LONGEST_NOTE and max(map(len, note)) > LONGEST_NOTE)
        or (not text.isprintable() and _CONTROL.search(text) is not None)
        or (not notes.isprintable() and _UNWRITABLE.search(notes) is not None)
        or (not english.isascii() and _CYRILLIC.search(english) is not None)
        or not ("".join([source[0] for source in sources]).isalpha() or all(map(WORD.search, sources)))
        or (any(map(any, (columns[at] for at in _DOUBTFUL))) and _any_fault(terms))
    )


def _any_fault(terms: Sequence[Term]) -> bool:
    return any(next(faults(term), None) for term in terms if term.forbidden or term.valid_to)


def _shapes(term: Term) -> Iterator[str]:
    """What would not come back from the file as it was written."""
    named = [("source", term.source), ("target", term.target)]
    lists = (("variants", term.variants), ("accepted", term.accepted), ("forbidden", term.forbidden))
    for column, forms in lists:
        if len(forms) > MOST_FORMS:
            yield f"{column} holds {len(forms):,} forms; give at most {MOST_FORMS}"
        named += [(column, form) for form in forms[:MOST_FORMS]]
        if part := next((form for form in forms if "|" in form or form != form.strip() or not form), None):
            yield f"{column} holds {part[:40]!r}: | parts the forms there, and none is empty or begins with a blank"
    for column, text in named:
        if len(text) > LONGEST:
            yield f"{column} is {len(text):,} characters long; a name or term has at most {LONGEST}"
        if control := _CONTROL.search(text):
            what = "a line break" if control.group() in "\r\n\u2028\u2029\x85" else f"the character {control.group()!r}"
            yield f"{column} {text[:40]!r} holds {what}; take it out (is a closing quote missing?)"
        elif text != text.strip():
            yield f"{column} {text[:40]!r} begins or ends with a blank; take it off"
    if len(term.note) > LONGEST_NOTE:
        yield f"note is {len(term.note):,} characters long; it has at most {LONGEST_NOTE:,}"
    if _UNWRITABLE.search(term.note) or term.note != term.note.strip():
        yield "note holds a character that is no text, or begins or ends with a blank; take it out"
    if abs(term.priority) > _MOST_PRIORITY:
        yield f"priority {str(term.priority)[:20]} is too far from 0; it is at most {_MOST_PRIORITY:,}"


def _text(cell: str) -> str:
    cell = cell.strip()
    return restore(cell).strip() if cell[:1] == "'" else cell


def several_lines(cell: str) -> str:
    """A cell that may hold several lines, which end as they do here, whatever program wrote them."""
    cell = _text(cell)
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def _several(text: str) -> tuple[str, ...]:
    return tuple([form for part in text.split("|") if (form := part.strip())])


def _kind(cell: str) -> Kind:
    kind = _KINDS.get(cell.strip().lower())
    if kind is None:
        raise ValueError(f"kind {cell[:40]!r} is none of {', '.join(KINDS)}")
    return kind


def day(cell: str) -> date | None:
    """The day in a cell, None in an empty one. Raises ValueError."""
    cell = cell.strip()
    try:
        # as a spreadsheet set to Kazakh or Russian writes what was typed as 2022-09-17
        if local := _LOCAL_DAY.fullmatch(cell):
            return date(*map(int, reversed(local.groups())))
        return date.fromisoformat(cell) if cell else None
    except ValueError:
        raise ValueError(f"{cell[:40]!r} is no day; write it as 2022-09-17") from None


def _number(cell: str) -> int:
    cell = cell.strip()
    if len(cell) > 8:
        raise ValueError(f"priority {cell[:20]!r} is no whole number from -{_MOST_PRIORITY:,} to {_MOST_PRIORITY:,}")
    try:
        return int(cell or 0)
    except ValueError:
        raise ValueError(f"priority {cell!r} is no whole number") from None
