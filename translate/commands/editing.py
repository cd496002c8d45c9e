"""`audarma glossary add`, `remove`, `undo`, `history`, `import`, `export`: changing the glossary, and taking it out."""

import argparse
import datetime
import shlex
import sys
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.errors import GlossaryError
from glossary.term import KINDS
from translate.commands import options

if TYPE_CHECKING:
    from glossary.exchange import Given
    from glossary.store import Change, Clash, State, Store
    from glossary.term import Term

FORMS = ("csv", "tsv", "deepl", "google", "tbx")
_MOST_TOLD = 20
_LISTS = ("variants", "accepted", "forbidden")
_CLASH = "keep your own entry, or take the file's (default: refuse); the seed's entries give way"


def add(commands: Any) -> None:
    """Tell the parser of `audarma glossary`."""
    new = commands.add_parser("add", help="add an entry")
    new.add_argument("source", metavar="SOURCE", help="the Kazakh name or term, in its bare form")
    new.add_argument("target", metavar="TARGET", help="the English that stands for it")
    for name, about in (
        ("variant", "another spelling, in whose place the target is put"),
        ("accepted", "an English form that is right where it stands"),
        ("forbidden", "an English form that never stands"),
    ):
        new.add_argument(f"--{name}", action="append", metavar="FORM", help=f"{about}; may be repeated; a|b are two")
    new.add_argument("--kind", choices=KINDS, help="what it names (default: term)")
    new.add_argument("--from", dest="valid_from", metavar="DAY", help="the first day it holds, 2022-09-17")
    new.add_argument("--to", dest="valid_to", metavar="DAY", help="the last day it holds")
    new.add_argument("--priority", type=int, metavar="N", help="the higher wins; above 0, common words too")
    new.add_argument("--note", help="where it comes from, or why")
    new.add_argument(
        "--replace",
        action="store_true",
        help="put it in the place of what is there; days and all else that you do not say stay (to empty one: '')",
    )
    _changes(new, _add)

    remove = commands.add_parser("remove", help="take an entry out")
    remove.add_argument("source", metavar="SOURCE", help="its Kazakh name or term")
    remove.add_argument("--target", metavar="TARGET", help="its English, where there are several")
    remove.add_argument("--from", dest="valid_from", metavar="DAY", help="its first day, where there are several")
    _changes(remove, _remove)

    undo = commands.add_parser("undo", help="take a change back")
    undo.add_argument(
        "number", metavar="NUMBER", type=int, nargs="?", help="which, as in the history (default: the last)"
    )
    _changes(undo, _undo)

    history = commands.add_parser("history", help="who changed what, and when")
    history.add_argument("--last", type=int, default=_MOST_TOLD, metavar="N", help="so many changes (default: 20)")
    options.glossary(history)
    history.set_defaults(run=_history)

    take = commands.add_parser("import", help="add the entries of a file, as one change")
    take.add_argument("file", metavar="FILE", type=Path, help="a glossary file")
    take.add_argument("--format", choices=FORMS, help="the file's form (default: what it looks like)")
    take.add_argument("--clash", choices=("mine", "theirs"), help=_CLASH)
    _changes(take, _import)

    export = commands.add_parser("export", help="write the glossary to a file, for people and other programs")
    export.add_argument(
        "--format", choices=FORMS, help="the form (default: by the ending of the name; csv where it has none)"
    )
    export.add_argument("--output", metavar="FILE", type=Path, help="write to this file, not to standard output")
    export.add_argument("--own", action="store_true", help="only your own entries")
    export.add_argument(
        "--date", metavar="DAY", default="", help="deepl and google: entries of that day (default: today)"
    )
    options.glossary(export)
    export.set_defaults(run=_export)


def _changes(command: argparse.ArgumentParser, run: Any) -> None:
    command.add_argument("--who", metavar="NAME", help="who makes the change (default: your login name)")
    options.glossary(command)
    command.set_defaults(run=run)


def _add(arguments: argparse.Namespace) -> None:
    from glossary import cells
    from glossary.review import review

    forms = (arguments.variant, arguments.accepted, arguments.forbidden)
    row = dict(zip(cells.COLUMNS, (arguments.source, arguments.target), strict=False))
    row |= {name: "|".join(several) for name, several in zip(_LISTS, forms, strict=True) if several is not None}
    for name in ("kind", "valid_from", "valid_to", "priority", "note"):
        if (value := getattr(arguments, name)) is not None:
            row[name] = str(value)
    try:
        term = cells.term([row.get(name, "") for name in cells.COLUMNS])
    except ValueError as error:
        raise GlossaryError(f"{arguments.source}: {error}") from error
    store = _store(arguments)
    who = _who(arguments)
    change = store.put(term, who=who, said=frozenset(row)) if arguments.replace else store.add(term, who=who)
    _tell(change)
    parted = (form for form in chain(*filter(None, forms)) if "|" in form)
    told = [f"{form[:40]!r} is taken for several forms, for | parts them" for form in parted]
    for said in (*told, *review(change.after)):
        print(f"audarma: {said}", file=sys.stderr)


def _remove(arguments: argparse.Namespace) -> None:
    from glossary.overlay import spelled

    store = _store(arguments)
    source = spelled(arguments.source.strip())
    found = [term for term in store.read().terms if spelled(term.source) == source]
    if not found:
        raise GlossaryError(f"{arguments.source}: no entry for it; see `{_again(arguments, 'list', arguments.source)}`")
    if arguments.target:
        found = [term for term in found if term.target == arguments.target]
    if arguments.valid_from:
        first = _day(arguments.valid_from)
        found = [term for term in found if term.valid_from == first]
    if len(found) != 1:
        there = "; ".join(map(told, found)) or "none like that"
        raise GlossaryError(f"{arguments.source}: which entry is meant? Say --target or --from: {there}")
    _tell(store.remove(found[0], who=_who(arguments)))


def _undo(arguments: argparse.Namespace) -> None:
    store = _store(arguments)
    change = store.undo(who=_who(arguments), number=arguments.number)
    _tell(change)
    if (further := _before(store.history(), change)) is not None:
        command = _again(arguments, "undo", str(further))
        print(f"one step further back: {command} (undo alone takes back this undo)")


def _again(arguments: argparse.Namespace, *words: str) -> str:
    """The command for the same glossary as this one's, to be typed as it stands."""
    file = ["--glossary", str(arguments.glossary)] if arguments.glossary else []
    return shlex.join(["audarma", "glossary", *words, *file])


def _before(history: Sequence["Change"], undo: "Change") -> int | None:
    """The change before the one that was taken back; None where that was an undo itself, or the first that stands."""
    actions = {change.number: change.action for change in history}
    undone = {change.undoes for change in history}
    if undo.undoes is None or actions[undo.undoes] == "undo":
        return None
    standing = [n for n, action in actions.items() if action != "undo" and n not in undone and n < undo.undoes]
    return max(standing, default=None)


def _history(arguments: argparse.Namespace) -> None:
    for change in _store(arguments).history()[-max(1, arguments.last) :]:
        _tell(change)


def _import(arguments: argparse.Namespace) -> None:
    from glossary import disk, exchange

    given = exchange.opened(disk.take(arguments.file), arguments.format, str(arguments.file))
    places = [f"line {line} of {arguments.file.name}" for line in given.places]
    clash: Clash = arguments.clash or "refuse"
    store = _store(arguments)
    change = store.import_terms(given.terms, who=_who(arguments), clash=clash, places=places, said=given.said)
    if change.number:
        _tell(change)
    told = [f"{count(change.there, 'entry is', 'entries are')} there already"] if change.there else []
    if change.kept:
        told.append(f"{count(change.kept, 'entry gives', 'entries give')} way to your own")
    if change.seed:
        told.append(f"{count(change.seed, 'entry of the seed is', 'entries of the seed are')} overlaid now")
    if told or not change.number:
        print(("" if change.number else "nothing to do: ") + (", ".join(told) or "no entry there"))
    if change.number:
        _warn(arguments, given, store.read())


def _warn(arguments: argparse.Namespace, given: "Given", state: "State") -> None:
    """Tell what was imported, but will not do what it seems to."""
    from glossary.review import many, unlikely

    there = set(state.own)
    doubts = [
        f"line {line}: {reason}"
        for line, term in zip(given.places, given.terms, strict=True)
        for reason in unlikely(term)
        if term in there
    ]
    whole = _again(arguments, "check")
    more = [f"and {len(doubts) - _MOST_TOLD:,} more; see `{whole}`"] if len(doubts) > _MOST_TOLD else []
    lost = ", ".join(name[:40] for name in given.unkept[:_MOST_TOLD])
    unkept = f"not kept: {lost}; an entry has no place for it, put what matters into note" if lost else ""
    for told in (*filter(None, [unkept]), *doubts[:_MOST_TOLD], *more, *filter(None, [many(len(state.own))])):
        print(f"audarma: warning: {told}", file=sys.stderr)


def _export(arguments: argparse.Namespace) -> None:
    from glossary import exchange
    from translate import output

    if arguments.output:
        output.check(arguments.output)
    ending = arguments.output.suffix[1:].lower() if arguments.output else ""
    form = arguments.format or (ending if ending not in ("", "txt") else "csv")
    if form not in FORMS:
        raise GlossaryError(
            f"{arguments.output}: no form of a glossary ends so; end the name with .csv, which spreadsheets open, or "
            f"say --format: {', '.join(FORMS)}"
        )
    if arguments.date and form not in exchange.OF_A_DAY:
        raise GlossaryError(
            f"--date goes with {' and '.join(exchange.OF_A_DAY)}, which hold one entry a source; {form} holds all with "
            "their days: leave --date out"
        )
    state = _store(arguments).read()
    written = exchange.write(
        state.own if arguments.own else state.terms, form, _day(arguments.date) if arguments.date else None
    )
    if arguments.output:
        output.write(arguments.output, written)
    else:
        # the mark is for spreadsheets, not for the next program in a pipe
        sys.stdout.write(written.removeprefix("\ufeff"))


def _store(arguments: argparse.Namespace) -> "Store":
    from translate.opening import open_store

    return open_store(options.settings(arguments.glossary))


def _who(arguments: argparse.Namespace) -> str:
    if arguments.who is not None:
        return str(arguments.who)
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may know no names
        return "unknown"


def _day(cell: str) -> datetime.date | None:
    from glossary import cells

    try:
        return cells.day(cell)
    except ValueError as error:
        raise GlossaryError(str(error)) from error


def count(number: int, one: str, many: str = "") -> str:
    """So many of something."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def fields(term: "Term") -> dict[str, object]:
    """An entry as JSON holds it."""
    return {
        "source": term.source,
        "target": term.target,
        "variants": list(term.variants),
        "accepted": list(term.accepted),
        "forbidden": list(term.forbidden),
        "kind": term.kind,
        "valid_from": term.valid_from and term.valid_from.isoformat(),
        "valid_to": term.valid_to and term.valid_to.isoformat(),
        "priority": term.priority,
        "note": term.note,
    }


def told(term: "Term", *, removed: bool = False) -> str:
    """An entry on one line, or one of the seed that is `removed`."""
    from glossary.kazakh import readable

    days = f", {term.valid_from or '…'} to {term.valid_to or '…'}" if term.valid_from or term.valid_to else ""
    return readable(f"{term.source} → {term.target} ({'removed' if removed else term.kind}{days})")


def _more(term: "Term") -> str:
    """What else an entry says: a change may be of nothing but this."""
    from glossary.kazakh import readable

    said = [f"{name} {'|'.join(forms)}" for name in _LISTS if (forms := getattr(term, name))]
    said += [f"priority {term.priority}"] if term.priority else []
    said += [f"note {term.note}"] if term.note else []
    return readable("".join(f"; {one}" for one in said))


def _tell(change: "Change") -> None:
    """What was done: the entries that are no longer in force, and those that are now."""
    undone = f" of change {change.undoes}" if change.undoes else ""
    print(f"change {change.number}: {change.action}{undone} by {change.who}, {change.when:%Y-%m-%d %H:%M} UTC")
    _tell_some("-", change.before)
    _tell_some("+", change.after)


def _tell_some(sign: str, terms: Iterable["Term"]) -> None:
    terms = list(terms)
    for term in terms[:_MOST_TOLD]:
        print(f"  {sign} {told(term)}{_more(term)}")
    if len(terms) > _MOST_TOLD:
        print(f"  {sign} … and {len(terms) - _MOST_TOLD:,} more")
