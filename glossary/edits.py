"""What a change makes of a glossary file: which rows go, which come, and why a change can't be made."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from glossary.cells import faults
from glossary.conflicts import conflicts
from glossary.errors import GlossaryError
from glossary.inherit import EVERYTHING, completed
from glossary.journal import Entry, Placed
from glossary.matcher import Glossary
from glossary.overlay import Base, key, keys, overlap
from glossary.table import Row, Table
from glossary.term import Term

Clash = Literal["refuse", "mine", "theirs"]
_MOST_NAMED = 20


@dataclass(frozen=True)
class State:
    """The glossary at one moment: `own` are the file's entries, `removed` those of the seed that it takes out.

    `stamp` is another one where the file says anything else; `over` holds the file's rows by
    their key, `base` what they lie over, `name` is the file's.
    """

    terms: tuple[Term, ...]
    own: tuple[Term, ...]
    removed: tuple[Term, ...]
    stamp: str
    table: Table = field(repr=False, compare=False)
    over: dict[str, list[Term]] = field(repr=False, compare=False)
    base: Base = field(repr=False, compare=False)
    name: str = field(compare=False)

    @cached_property
    def glossary(self) -> Glossary:
        """The entries in force, ready to be looked for."""
        return Glossary(self.terms)

    @cached_property
    def taken(self) -> frozenset[Term]:
        """What the file takes out, to be looked up."""
        return frozenset(self.removed)


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to become of the file: rows to take out, by their place, and rows to put in, each at a place.

    `there` counts the entries of an import that are in force already, `kept` those that gave way to the file's.
    """

    out: tuple[int, ...] = ()
    into: tuple[Placed, ...] = ()
    there: int = 0
    kept: int = 0


def added(state: State, term: Term) -> Edit:
    """Add an entry. Raises GlossaryError where one for that source is in force on one of its days."""
    check([term])
    if there := _rivals(state, term):
        raise GlossaryError(
            f"{_named(there[0])} is in the glossary already{_place(state, there[0])}; replace it "
            "(on the command line with add --replace)"
        )
    return Edit(into=(Placed(Row(term), len(state.table.rows)),))


def put(state: State, term: Term, said: Collection[str] = EVERYTHING) -> Edit:
    """Add an entry in the place of all that are in force for its source on one of its days."""
    check([term])
    try:
        term = completed(term, _in_force(state, key(term.source)), said)
    except ValueError as error:
        raise GlossaryError(f"{_named(term)}: {error}") from error
    check([term])
    rivals = [at for at in (_own(state, rival) for rival in _rivals(state, term)) if at is not None]
    return Edit(tuple(rivals), (Placed(Row(term), min(rivals, default=len(state.table.rows))),))


def replaced(state: State, old: Term, new: Term) -> Edit:
    """Put an entry in another's place. Raises GlossaryError where the old one is no longer what it was."""
    check([new])
    _need(state, old)
    if rivals := [term for term in _rivals(state, new) if term != old]:
        raise GlossaryError(f"{_named(rivals[0])} is in the glossary too{_place(state, rivals[0])}; replace that")
    at = _own(state, old)
    if at is not None:
        row = state.table.rows[at]
        return Edit((at,), (Placed(replace(row, term=new, raw=""), at),))
    rows = [Row(new)]
    if key(old.source) != key(new.source) or not overlap(old, new):
        rows.append(_removal(old))
    end = len(state.table.rows)
    return Edit(into=tuple(Placed(row, end + number) for number, row in enumerate(rows)))


def removed(state: State, term: Term) -> Edit:
    """Take an entry out. Raises GlossaryError as `replaced` does."""
    _need(state, term)
    at = _own(state, term)
    if at is not None:
        return Edit(out=(at,))
    return Edit(into=(Placed(_removal(term), len(state.table.rows)),))


def imported(
    state: State, terms: Sequence[Term], clash: Clash, places: Sequence[str], said: Collection[str] = EVERYTHING
) -> Edit:
    """Rows for what is new, in the place of the rows that give way. Raises GlossaryError where entries clash."""
    check(terms)
    where = places or [f"entry {number}" for number in range(1, len(terms) + 1)]
    if wrong := [conflict for conflict in conflicts(terms, where) if conflict.error]:
        raise GlossaryError(_some([f"{' and '.join(conflict.places)}: {conflict.reason}" for conflict in wrong]))
    in_force = set(state.terms)
    by_key: dict[str, list[int]] = defaultdict(list)
    rows = state.table.rows
    for at, name in enumerate(keys([row.term.source for row in rows])):
        by_key[name].append(at)
    out: dict[int, None] = {}
    into: list[Placed] = []
    clashes: list[str] = []
    unclear: list[str] = []
    there_already = kept = 0
    end = len(rows)
    for number, (given, name) in enumerate(zip(terms, keys([term.source for term in terms]), strict=True)):
        try:
            term = completed(given, _in_force(state, name), said)
        except ValueError as error:
            unclear.append(f"{where[number]}: {_named(given)}: {error}")
            continue
        if term in in_force:
            there_already += 1
            continue
        in_force.add(term)
        rivals = [at for at in by_key.get(name, ()) if overlap(rows[at].term, term)]
        if rivals and clash == "mine":
            kept += 1
            continue
        if rivals and clash == "refuse":
            there = rows[rivals[0]]
            named = f"{there.term.source} (removed)" if there.removed else _named(there.term)
            place = f" ({places[number]})" if places else ""
            clashes.append(f"{_named(term)}{place} clashes with {named} (line {there.line} of {state.name})")
            continue
        out |= dict.fromkeys(rivals)
        into.append(Placed(Row(term), end))
    if unclear:
        raise GlossaryError(_some(unclear))
    if clashes:
        raise GlossaryError(
            f"{_some(clashes)}; say whether to keep mine or to take theirs (on the command line --clash mine or theirs)"
        )
    check(placed.row.term for placed in into)
    return Edit(tuple(out), _at_the_end(into, end - len(out)), there_already, kept)


def undone(state: State, entry: Entry, entries: Sequence[Entry]) -> Edit:
    """The edit that takes a change back. Raises GlossaryError where a later change touched the same entries."""
    places: dict[object, list[int]] = defaultdict(list)
    for at, row in enumerate(state.table.rows):
        places[row.content].append(at)
    out: list[int] = []
    for placed in entry.after:
        if placed.at is not None:
            if not places[placed.row.content]:
                raise _touched(entry, placed.row.term, entries)
            out.append(places[placed.row.content].pop())
    back = tuple(placed for placed in entry.before if placed.at is not None)
    gone = set(out)
    left: dict[str, list[Term]] = defaultdict(list)
    rows = [row for at, row in enumerate(state.table.rows) if at not in gone and not row.removed]
    for name, row in zip(keys([row.term.source for row in rows]), rows, strict=True):
        left[name].append(row.term)
    for placed in back:
        if not placed.row.removed and any(overlap(placed.row.term, term) for term in left[key(placed.row.term.source)]):
            raise _touched(entry, placed.row.term, entries)
    if not out and not back:
        raise GlossaryError(f"change {entry.number} changed no entry; there is nothing to undo")
    return Edit(tuple(out), back)


def merged(rows: Sequence[Row], edit: Edit) -> tuple[Row, ...]:
    """The rows without those taken out, and with the new ones each at its place, or at the end."""
    gone = set(edit.out)
    merged: list[Row] = []
    new = sorted(edit.into, key=lambda placed: placed.at or 0, reverse=True)
    for row in (row for at, row in enumerate(rows) if at not in gone):
        while new and (new[-1].at or 0) <= len(merged):
            merged.append(new.pop().row)
        merged.append(row)
    return (*merged, *(placed.row for placed in reversed(new)))


def check(terms: Iterable[Term]) -> None:
    """Raise GlossaryError with all that is wrong with entries that are to be written."""
    wrong = [f"{term.source[:40] or 'an entry'}: {'; '.join(found)}" for term in terms if (found := list(faults(term)))]
    if wrong:
        raise GlossaryError(_some(wrong))


def _rivals(state: State, term: Term) -> list[Term]:
    """The entries in force for the same source on one of its days."""
    return [other for other in _in_force(state, key(term.source)) if overlap(term, other)]


def _in_force(state: State, name: str) -> list[Term]:
    """The entries in force of that key, the file's first."""
    taken = state.taken
    own = [other for other in state.over.get(name, ()) if other not in taken]
    return own + state.base.under(state.over, name)


def _need(state: State, term: Term) -> None:
    if term in state.own or term in state.base.under(state.over, key(term.source)):
        return
    there = [other for other in state.terms if other.source == term.source]
    what = f"it is now {', '.join(map(_named, there))}" if there else "it is gone"
    raise GlossaryError(f"{_named(term)} is no longer so in the glossary: {what}; someone else changed it, look again")


def _place(state: State, term: Term) -> str:
    at = _own(state, term)
    return " (seed)" if at is None else f" (line {state.table.rows[at].line} of {state.name})"


def _own(state: State, term: Term) -> int | None:
    """Where an entry stands among the file's rows."""
    return next((at for at, row in enumerate(state.table.rows) if row.term == term and not row.removed), None)


def _removal(term: Term) -> Row:
    """The row that takes an entry of the seed out: its source and days decide, its target is there for people."""
    return Row(Term(term.source, term.target, valid_from=term.valid_from, valid_to=term.valid_to), removed=True)


def _at_the_end(into: Sequence[Placed], end: int) -> tuple[Placed, ...]:
    return tuple(replace(placed, at=end + number) for number, placed in enumerate(into))


def _touched(entry: Entry, term: Term, entries: Sequence[Entry]) -> GlossaryError:
    """Why a change can't be undone: the last that touched an entry of the same source."""
    name = key(term.source)
    later = [
        other
        for other in entries
        if other.number > entry.number
        and any(key(placed.row.term.source) == name for placed in (*other.before, *other.after))
    ]
    if not later:
        return GlossaryError(f"change {entry.number} can't be undone: {_named(term)} is no longer as it left it")
    # one that still stands, if there is one: to undo an undo would be the long way
    undone = {other.undoes for other in entries}
    last = next((o for o in reversed(later) if o.action != "undo" and o.number not in undone), later[-1])
    return GlossaryError(
        f"change {entry.number} can't be undone: change {last.number} ({last.action} by {last.who}) touched "
        f"{term.source} later; undo that one first"
    )


def _some(said: Sequence[str]) -> str:
    more = len(said) - _MOST_NAMED
    return "; ".join(said[:_MOST_NAMED]) + (f"; and {more:,} more" if more > 0 else "")


def _named(term: Term) -> str:
    days = f" ({term.valid_from or '…'} to {term.valid_to or '…'})" if term.valid_from or term.valid_to else ""
    return f"{term.source[:80]} → {term.target[:80]}{days}"
