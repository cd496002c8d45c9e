"""Reads a glossary, and keeps a person's own file over the seed: changes that nobody loses, with history and undo."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from glossary import disk, edits, rows, sweep
from glossary.edits import Clash, Edit, State
from glossary.errors import GlossaryError
from glossary.inherit import EVERYTHING
from glossary.journal import OUTSIDE, Action, Entry, Journal, Placed, digest, now
from glossary.layout import decode
from glossary.matcher import Glossary
from glossary.overlay import Base, keys
from glossary.problems import complain, contradicting
from glossary.rows import parse
from glossary.table import Row, Table
from glossary.term import Term

__all__ = ["Change", "Clash", "State", "Store", "load", "parse", "seed"]

_LONGEST_NAME = 100


@cache
def seed() -> Glossary:
    """The glossary that comes with the package: all the tables in glossary/data."""
    return Glossary(_seed_terms())


@cache
def _seed_terms() -> tuple[Term, ...]:
    """The seed's entries, which need not be filed where a person's lie over them."""
    tables = (file for file in resources.files("glossary").joinpath("data").iterdir() if file.name.endswith(".csv"))
    in_order = sorted(tables, key=lambda file: file.name)
    return tuple(term for file in in_order for term in parse(file.read_text("utf-8"), file.name))


def load(path: Path) -> Glossary:
    """The glossary in a CSV file (UTF-8; columns beyond source and target may be missing). Raises GlossaryError."""
    data = disk.take(path)
    with sweep.paused():
        places, terms, problems = rows.read(decode(data, str(path)), str(path))
        if problems:
            complain(str(path), [*problems, *contradicting(places, terms)])
        glossary = Glossary(terms)
        # to compare all entries costs a tenth of the whole, and nearly no file has two of one source
        if glossary.repeats:
            complain(str(path), list(contradicting(places, terms)))
        return glossary


@dataclass(frozen=True, slots=True)
class Change:
    """What someone did: the entries that were in force before and are not after it, and the other way round.

    `number` counts from 1; 0 is a change that found nothing to do and was not written down. `undoes` is the number of
    the change that this one took back; `seed` counts the entries of the seed that it covered. Of an import that was
    just made, `there` counts the entries that were in force already, `kept` those that gave way to the file's own.
    """

    number: int
    when: datetime
    who: str
    action: Action
    before: tuple[Term, ...]
    after: tuple[Term, ...]
    undoes: int | None = None
    seed: int = 0
    there: int = 0
    kept: int = 0


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
        return Base(_seed_terms() if self._given is None else self._given)

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
        data = disk.read(self._real)
        with sweep.paused():
            return self._state(data)

    def add(self, term: Term, *, who: str) -> Change:
        """Add an entry. Raises GlossaryError where one for that source is in force on one of its days."""
        return self.change("add", who, lambda state: edits.added(state, term))

    def replace(self, old: Term, new: Term, *, who: str) -> Change:
        """Put an entry in another's place. Raises GlossaryError where the old one is no longer what it was."""
        return self.change("replace", who, lambda state: edits.replaced(state, old, new))

    def put(self, term: Term, *, who: str, said: Collection[str] = EVERYTHING) -> Change:
        """Add an entry in the place of all that are in force for its source on one of its days.

        What is empty in it and in no column of `said` stays as it is there (`glossary.inherit`).
        """
        return self.change("replace", who, lambda state: edits.put(state, term, said))

    def remove(self, term: Term, *, who: str) -> Change:
        """Take an entry out; where it covered one of the seed, that holds again. Raises GlossaryError as `replace`."""
        return self.change("remove", who, lambda state: edits.removed(state, term))

    def import_terms(
        self,
        terms: Iterable[Term],
        *,
        who: str,
        clash: Clash = "refuse",
        places: Sequence[str] = (),
        said: Collection[str] = EVERYTHING,
    ) -> Change:
        """Add many entries as one change. What the file says otherwise is kept (`mine`) or replaced (`theirs`).

        The seed's entries always give way, and what is in force already is passed over. Raises GlossaryError where
        entries clash and `clash` does not say what to do; `places` says where each of them stands, `said` which columns
        there are: what is in none stays as it is in the entry that gives way (`glossary.inherit`).
        """
        given = list(terms)
        return self.change("import", who, lambda state: edits.imported(state, given, clash, places, said))

    def undo(self, *, who: str, number: int | None = None) -> Change:
        """Take back the last change, or the one of that number, be it an undo itself.

        Raises GlossaryError where there is none, or a later change touched the same entries.
        """
        undone: list[int] = []

        def edit(state: State) -> Edit:
            entries = list(self.journal.entries())
            entry = next((e for e in reversed(entries) if number in (None, e.number)), None)
            if entry is None:
                raise GlossaryError(f"{self.path}: there is no change {number or ''} to undo".replace("  ", " "))
            undone.append(entry.number)
            return edits.undone(state, entry, entries)

        return self.change("undo", who, edit, undone)

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

    def attempt(self, make: Callable[[State], Edit]) -> State:
        """What the glossary would be after an edit, which is not written. Raises GlossaryError as the edit would."""
        state = self.read()
        with sweep.paused():
            return self._edited(state, make(state))[1]

    def change(self, action: Action, who: str, make: Callable[[State], Edit], undone: Sequence[int] = ()) -> Change:
        """The way of every change: read, edit and write under the lock.

        The journal is written first, then the file, so that no change goes untold.
        """
        who, path, journal = _name(who), self._real, self.journal
        with disk.lock(path), sweep.paused():
            disk.tidy(path)
            data = disk.read(path)
            state, last = self._state(data), journal.last()
            for missed in self._outside(data, last, journal.entries):
                journal.append(missed)
                last = missed
            edit = make(state)
            if not edit.out and not edit.into:
                return Change(0, now(), who, action, (), (), there=edit.there, kept=edit.kept)
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
        return replace(_told(entry), there=edit.there, kept=edit.kept)

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
            seen = State((*own, *self.base.left(over)), own, removed, stamp, table, over, self.base, self.path.name)
            self._seen = seen
        return seen

    def _edited(self, state: State, edit: Edit) -> tuple[bytes, State]:
        """The file after the edit and what it will say: read back, so that nothing is written that can't be read."""
        rows = edits.merged(state.table.rows, edit)
        written = Table(state.table.layout, rows).write()
        if len(written) > disk.LARGEST:
            raise GlossaryError(f"{self.path}: it would grow beyond {disk.LARGEST:,} bytes; nothing was done")
        after = self._state(written)
        self._seen = state
        if [row.content for row in after.table.rows] != [row.content for row in rows]:
            raise GlossaryError(f"{self.path}: an entry would not come back from the file as it is; nothing was done")
        return written, after

    def _difference(self, state: State, after: State, edit: Edit) -> tuple[tuple[Placed, ...], tuple[Placed, ...]]:
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


def _told(entry: Entry) -> Change:
    before, after = (
        tuple(placed.row.term for placed in several if not placed.row.removed)
        for several in (entry.before, entry.after)
    )
    covered = sum(placed.at is None for placed in entry.before)
    return Change(entry.number, entry.when, entry.who, entry.action, before, after, entry.undoes, covered)


def _name(who: str) -> str:
    """Who makes a change, on one line; nobody changes a glossary without a name."""
    name = " ".join(who.split())[:_LONGEST_NAME]
    if not name:
        raise GlossaryError("no name is given for the one who makes the change; give one")
    return name
