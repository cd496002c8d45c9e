"""Reads a glossary, and keeps a person's own file over the seed: changes that nobody loses, with history and undo."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Literal

from glossary import disk
from glossary.cells import faults
from glossary.conflicts import conflicts
from glossary.errors import GlossaryError
from glossary.journal import OUTSIDE, Action, Entry, Journal, Placed, digest, now
from glossary.matcher import Glossary
from glossary.overlay import Base, key, keys, overlap
from glossary.table import Row, Table, decode, parse
from glossary.term import Term

__all__ = ["Change", "Clash", "State", "Store", "load", "parse", "seed"]

Clash = Literal["refuse", "mine", "theirs"]
_MOST_NAMED = 20
_LONGEST_NAME = 100


@cache
def seed() -> Glossary:
    """The glossary that comes with the package: all the tables in glossary/data."""
    tables = (file for file in resources.files("glossary").joinpath("data").iterdir() if file.name.endswith(".csv"))
    in_order = sorted(tables, key=lambda file: file.name)
    return Glossary(term for file in in_order for term in parse(file.read_text("utf-8"), file.name))


def load(path: Path) -> Glossary:
    """The glossary in a CSV file (UTF-8; columns beyond source and target may be missing). Raises GlossaryError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GlossaryError(f"{path}: can't read the glossary ({error.strerror}); check the path") from error
    return Glossary(parse(decode(data, str(path)), str(path)))


@dataclass(frozen=True, slots=True)
class Change:
    """What someone did: the entries that were in force before and are not after it, and the other way round.

    `number` counts from 1; 0 is a change that found nothing to do and was not written down. `undoes` is the number of
    the change that this one took back.
    """

    number: int
    when: datetime
    who: str
    action: Action
    before: tuple[Term, ...]
    after: tuple[Term, ...]
    undoes: int | None = None


@dataclass(frozen=True)
class State:
    """The glossary at one moment: `own` are the file's entries, `removed` those of the seed that it takes out.

    `stamp` is another one where the file says anything else; `over` holds the file's rows by their key.
    """

    terms: tuple[Term, ...]
    own: tuple[Term, ...]
    removed: tuple[Term, ...]
    stamp: str
    table: Table = field(repr=False, compare=False)
    over: dict[str, list[Term]] = field(repr=False, compare=False)

    @cached_property
    def glossary(self) -> Glossary:
        """The entries in force, ready to be looked for."""
        return Glossary(self.terms)


@dataclass(frozen=True, slots=True)
class _Edit:
    """What is to become of the file: rows to take out, by their place, and rows to put in, each at a place."""

    out: tuple[int, ...] = ()
    into: tuple[Placed, ...] = ()


class Store:
    """A person's glossary file and what it lies over. Every method reads the file anew; several may use one file."""

    def __init__(self, path: Path, base: Sequence[Term] | None = None) -> None:
        """The file need not be there yet: the first change makes it. `base` is the seed where it is None."""
        self.path = path
        self._given = base
        self._seen: State | None = None

    @cached_property
    def base(self) -> Base:
        """What the file lies over."""
        return Base(seed().terms if self._given is None else self._given)

    @property
    def journal(self) -> Journal:
        """The file of changes, beside the glossary."""
        path = self._real
        return Journal(path.with_name(f"{path.name}.history.jsonl"))

    @property
    def _real(self) -> Path:
        """Where the file lies: a link stays one, and two names of one file have one lock."""
        return self.path.resolve()

    def read(self) -> State:
        """The glossary as it is now. Raises GlossaryError where the file can't be read, with every faulty line."""
        return self._state(disk.read(self._real))

    def add(self, term: Term, *, who: str) -> Change:
        """Add an entry. Raises GlossaryError where one for that source is in force on one of its days."""
        _check([term])

        def edit(state: State) -> _Edit:
            if there := self._rivals(state, term):
                raise GlossaryError(
                    f"{_named(there[0])} is in the glossary already{self._place(state, there[0])}; replace it"
                )
            return _Edit(into=(Placed(Row(term), len(state.table.rows)),))

        return self._change("add", who, edit)

    def replace(self, old: Term, new: Term, *, who: str) -> Change:
        """Put an entry in another's place. Raises GlossaryError where the old one is no longer what it was."""
        _check([new])

        def edit(state: State) -> _Edit:
            self._need(state, old)
            rivals = [term for term in self._rivals(state, new) if term != old]
            if rivals:
                raise GlossaryError(
                    f"{_named(rivals[0])} is in the glossary too{self._place(state, rivals[0])}; replace that"
                )
            at = _own(state, old)
            if at is not None:
                row = state.table.rows[at]
                return _Edit((at,), (Placed(replace(row, term=new, raw=""), at),))
            rows = [Row(new)]
            if key(old.source) != key(new.source) or not overlap(old, new):
                rows.append(_removal(old))
            end = len(state.table.rows)
            return _Edit(into=tuple(Placed(row, end + number) for number, row in enumerate(rows)))

        return self._change("replace", who, edit)

    def put(self, term: Term, *, who: str) -> Change:
        """Add an entry in the place of all that are in force for its source on one of its days."""
        _check([term])

        def edit(state: State) -> _Edit:
            rivals = [at for at in (_own(state, rival) for rival in self._rivals(state, term)) if at is not None]
            return _Edit(tuple(rivals), (Placed(Row(term), min(rivals, default=len(state.table.rows))),))

        return self._change("replace", who, edit)

    def remove(self, term: Term, *, who: str) -> Change:
        """Take an entry out; where it covered one of the seed, that holds again. Raises GlossaryError as `replace`."""

        def edit(state: State) -> _Edit:
            self._need(state, term)
            at = _own(state, term)
            if at is not None:
                return _Edit(out=(at,))
            return _Edit(into=(Placed(_removal(term), len(state.table.rows)),))

        return self._change("remove", who, edit)

    def import_terms(
        self, terms: Iterable[Term], *, who: str, clash: Clash = "refuse", places: Sequence[str] = ()
    ) -> Change:
        """Add many entries as one change. What the file says otherwise is kept (`mine`) or replaced (`theirs`).

        The seed's entries always give way, and what is in force already is passed over. Raises GlossaryError where
        entries clash and `clash` does not say what to do; `places` says where each of them stands.
        """
        given = list(terms)
        _check(given)
        where = places or [f"entry {number}" for number in range(1, len(given) + 1)]
        if wrong := [conflict for conflict in conflicts(given, where) if conflict.error]:
            raise GlossaryError(_some([f"{' and '.join(conflict.places)}: {conflict.reason}" for conflict in wrong]))
        return self._change("import", who, lambda state: self._imported(state, given, clash, places))

    def undo(self, *, who: str, number: int | None = None) -> Change:
        """Take back the last change, or the one of that number, be it an undo itself.

        Raises GlossaryError where there is none, or a later change touched the same entries.
        """
        undone: list[int] = []

        def edit(state: State) -> _Edit:
            entries = list(self.journal.entries())
            entry = next((e for e in reversed(entries) if number in (None, e.number)), None)
            if entry is None:
                raise GlossaryError(f"{self.path}: there is no change {number or ''} to undo".replace("  ", " "))
            undone.append(entry.number)
            return _undone(state, entry, entries)

        return self._change("undo", who, edit, undone)

    def history(self) -> tuple[Change, ...]:
        """All changes, the oldest first; what another program did since the last one stands at the end."""
        told, outside = self._told()
        if outside:
            # it may be a change that is just being written: nobody writes while we look again
            with suppress(GlossaryError), disk.lock(self._real):
                told, outside = self._told()
        return (*told, *outside)

    def _told(self) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
        """The changes that are written down, and what happened to the file since."""
        entries = list(self.journal.entries())
        outside = self._outside(disk.read(self._real), entries[-1] if entries else None, lambda: entries)
        return tuple(map(_told, entries)), tuple(map(_told, outside))

    def _change(self, action: Action, who: str, make: Callable[[State], _Edit], undone: Sequence[int] = ()) -> Change:
        """Read, edit and write under the lock; first the journal, then the file, so that no change goes untold."""
        who, path, journal = _name(who), self._real, self.journal
        with disk.lock(path):
            disk.tidy(path)
            data = disk.read(path)
            state, last = self._state(data), journal.last()
            for missed in self._outside(data, last, journal.entries):
                journal.append(missed)
                last = missed
            edit = make(state)
            if not edit.out and not edit.into:
                return Change(0, now(), who, action, (), ())
            written, after = self._edited(state, edit)
            number = last.number + 1 if last else 1
            entry = Entry(
                number,
                now(),
                who,
                action,
                *self._difference(state, after, edit),
                digest(data),
                digest(written),
                next(iter(undone), None),
            )
            if disk.read(path) != data:
                raise GlossaryError(
                    f"{path}: another program changed the glossary just now; nothing was done: try again"
                )
            size = journal.append(entry)
            try:
                disk.write(path, written)
            except BaseException:
                if disk.read(path) == data:
                    disk.cut(journal.path, size)
                raise
            self._seen = after
        return _told(entry)

    def _state(self, data: bytes) -> State:
        """The glossary with a file of these bytes, which is taken apart once."""
        seen, stamp = self._seen, digest(data)
        if seen is None or seen.stamp != stamp:
            table = Table.read(data, str(self.path))
            over: dict[str, list[Term]] = defaultdict(list)
            for name, row in zip(keys([row.term.source for row in table.rows]), table.rows, strict=True):
                over[name].append(row.term)
            own = tuple(row.term for row in table.rows if not row.removed)
            removed = tuple(row.term for row in table.rows if row.removed)
            seen = State((*own, *self.base.left(over)), own, removed, stamp, table, over)
            self._seen = seen
        return seen

    def _edited(self, state: State, edit: _Edit) -> tuple[bytes, State]:
        """The file after the edit and what it will say: read back, so that nothing is written that can't be read."""
        rows = _merged(state.table.rows, edit)
        written = Table(state.table.layout, rows).write()
        after = self._state(written)
        self._seen = state
        if [row.content for row in after.table.rows] != [row.content for row in rows]:
            raise GlossaryError(f"{self.path}: an entry would not come back from the file as it is; nothing was done")
        return written, after

    def _difference(self, state: State, after: State, edit: _Edit) -> tuple[tuple[Placed, ...], tuple[Placed, ...]]:
        """What the edit takes out and puts in, with the seed's entries that it covers and uncovers."""
        before = [Placed(state.table.rows[at], at) for at in edit.out]
        into = list(edit.into)
        for name in dict.fromkeys(keys([placed.row.term.source for placed in (*before, *into)])):
            was, now_ = self.base.under(state.over, name), self.base.under(after.over, name)
            before += [Placed(Row(term)) for term in was if term not in now_]
            into += [Placed(Row(term)) for term in now_ if term not in was]
        return tuple(before), tuple(into)

    def _outside(self, data: bytes, last: Entry | None, entries: Callable[[], Iterable[Entry]]) -> tuple[Entry, ...]:
        """What became of the file since the last change, as a change by another program."""
        expected = last.file if last else digest(b"")
        if digest(data) == expected:
            return ()
        should: Counter[object] = Counter()
        rows: dict[object, Row] = {}
        for entry in entries():
            for placed in (*entry.before, *entry.after):
                rows[placed.row.content] = placed.row
            should.subtract(placed.row.content for placed in entry.before if placed.at is not None)
            should.update(placed.row.content for placed in entry.after if placed.at is not None)
        there = self._state(data).table.rows
        missing = +should
        missing.subtract(row.content for row in there)
        new = []
        for at, row in enumerate(there):
            if should[row.content] > 0:
                should[row.content] -= 1
            else:
                new.append(Placed(row, at))
        gone = tuple(Placed(rows[content], len(there)) for content in (+missing).elements())
        if not gone and not new:
            return ()
        number = last.number + 1 if last else 1
        return (Entry(number, now(), OUTSIDE, "outside", gone, tuple(new), expected, digest(data)),)

    def _rivals(self, state: State, term: Term) -> list[Term]:
        """The entries in force for the same source on one of its days."""
        name = key(term.source)
        taken = set(state.removed)
        own = [other for other in state.over.get(name, ()) if other not in taken and overlap(term, other)]
        return own + [other for other in self.base.under(state.over, name) if overlap(term, other)]

    def _need(self, state: State, term: Term) -> None:
        if term in state.own or term in self.base.under(state.over, key(term.source)):
            return
        there = [other for other in state.terms if other.source == term.source]
        what = f"it is now {', '.join(map(_named, there))}" if there else "it is gone"
        raise GlossaryError(
            f"{_named(term)} is no longer so in the glossary: {what}; someone else changed it, look again"
        )

    def _place(self, state: State, term: Term) -> str:
        at = _own(state, term)
        return " (seed)" if at is None else f" (line {state.table.rows[at].line} of {self.path.name})"

    def _imported(self, state: State, terms: Sequence[Term], clash: Clash, places: Sequence[str]) -> _Edit:
        """Rows for what is new, in the place of the rows that give way."""
        in_force = set(state.terms)
        by_key: dict[str, list[int]] = defaultdict(list)
        rows = state.table.rows
        for at, name in enumerate(keys([row.term.source for row in rows])):
            by_key[name].append(at)
        out: dict[int, None] = {}
        into: list[Placed] = []
        clashes: list[str] = []
        end = len(rows)
        for number, (term, name) in enumerate(zip(terms, keys([term.source for term in terms]), strict=True)):
            if term in in_force:
                continue
            in_force.add(term)
            rivals = [at for at in by_key.get(name, ()) if overlap(rows[at].term, term)]
            if rivals and clash == "mine":
                continue
            if rivals and clash == "refuse":
                there = rows[rivals[0]]
                said = f"{there.term.source} (removed)" if there.removed else _named(there.term)
                place = f" ({places[number]})" if places else ""
                clashes.append(f"{_named(term)}{place} clashes with {said} (line {there.line} of {self.path.name})")
                continue
            out |= dict.fromkeys(rivals)
            into.append(Placed(Row(term), end))
        if clashes:
            raise GlossaryError(f"{_some(clashes)}; say whether to keep mine or to take theirs")
        return _Edit(tuple(out), _at_the_end(into, end - len(out)))


def _removal(term: Term) -> Row:
    """The row that takes an entry of the seed out: its source and days decide, its target is there for people."""
    return Row(Term(term.source, term.target, valid_from=term.valid_from, valid_to=term.valid_to), removed=True)


def _at_the_end(into: Sequence[Placed], end: int) -> tuple[Placed, ...]:
    return tuple(replace(placed, at=end + number) for number, placed in enumerate(into))


def _undone(state: State, entry: Entry, entries: Sequence[Entry]) -> _Edit:
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
    return _Edit(tuple(out), back)


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


def _merged(rows: Sequence[Row], edit: _Edit) -> tuple[Row, ...]:
    """The rows without those taken out, and with the new ones each at its place, or at the end."""
    gone = set(edit.out)
    merged: list[Row] = []
    new = sorted(edit.into, key=lambda placed: placed.at or 0, reverse=True)
    for row in (row for at, row in enumerate(rows) if at not in gone):
        while new and (new[-1].at or 0) <= len(merged):
            merged.append(new.pop().row)
        merged.append(row)
    return (*merged, *(placed.row for placed in reversed(new)))


def _own(state: State, term: Term) -> int | None:
    """Where an entry stands among the file's rows."""
    return next((at for at, row in enumerate(state.table.rows) if row.term == term and not row.removed), None)


def _told(entry: Entry) -> Change:
    before, after = (
        tuple(placed.row.term for placed in several if not placed.row.removed)
        for several in (entry.before, entry.after)
    )
    return Change(entry.number, entry.when, entry.who, entry.action, before, after, entry.undoes)


def _check(terms: Iterable[Term]) -> None:
    """Raise GlossaryError with all that is wrong with entries that are to be written."""
    wrong = [f"{term.source[:40] or 'an entry'}: {'; '.join(found)}" for term in terms if (found := list(faults(term)))]
    if wrong:
        raise GlossaryError(_some(wrong))


def _some(said: Sequence[str]) -> str:
    more = len(said) - _MOST_NAMED
    return "; ".join(said[:_MOST_NAMED]) + (f"; and {more:,} more" if more > 0 else "")


def _named(term: Term) -> str:
    days = f" ({term.valid_from or '…'} to {term.valid_to or '…'})" if term.valid_from or term.valid_to else ""
    return f"{term.source[:80]} → {term.target[:80]}{days}"


def _name(who: str) -> str:
    """Who makes a change, on one line; nobody changes a glossary without a name."""
    name = " ".join(who.split())[:_LONGEST_NAME]
    if not name:
        raise GlossaryError("no name is given for the one who makes the change; give one")
    return name
