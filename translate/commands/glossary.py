"""`audarma glossary`: reading the glossary; what changes it is in editing.py."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.errors import GlossaryError
from translate.commands import editing, options
from translate.errors import AudarmaError, InputError

if TYPE_CHECKING:
    from glossary.suggest import Suggestion
    from glossary.term import Term

_FORMATS = ("text", "json")
_SEED = ("seed", "seed and seed")


def add(commands: Any) -> None:
    """Tell the parser."""
    top = commands.add_parser("glossary", help="look at the glossary, and change it")
    below = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    listing = below.add_parser("list", help="the entries in force")
    listing.add_argument(
        "text",
        metavar="TEXT",
        nargs="?",
        default="",
        help="only those for this: Kazakh in any form, English, a spelling",
    )
    listing.add_argument("--own", action="store_true", help="only your own, and what you removed of the seed")
    listing.add_argument("--format", choices=_FORMATS, default="text", help="how to write it (default: text)")
    options.glossary(listing)
    listing.set_defaults(run=_list)

    find = below.add_parser("find", help="where the entries stand in a file, in all their Kazakh forms")
    find.add_argument("file", metavar="FILE", help="a text or newswire file, or - for standard input")
    options.encoding(find)
    options.glossary(find)
    find.add_argument("--format", choices=_FORMATS, default="text", help="how to write it (default: text)")
    find.set_defaults(run=_find)

    check = below.add_parser("check", help="all that is wrong with a glossary, or doubtful")
    check.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a glossary file (default: the one in force)")
    check.add_argument("--format", choices=editing.FORMS, help="the file's form (default: what it looks like)")
    options.glossary(check)
    check.set_defaults(run=_check)

    suggest = below.add_parser("suggest", help="names that texts repeat and no entry holds")
    suggest.add_argument(
        "folder",
        metavar="FOLDER",
        type=Path,
        help="a folder of text or newswire files, an archive's output folder, or one file",
    )
    suggest.add_argument("--least", type=int, default=2, metavar="N", help="only those that stand N times (default: 2)")
    suggest.add_argument(
        "--format", choices=("text", "json", "csv"), default="text", help="how to write it; csv imports"
    )
    options.encoding(suggest)
    options.glossary(suggest)
    suggest.set_defaults(run=_suggest)

    editing.add(below)


def _list(arguments: argparse.Namespace) -> None:
    from glossary.search import search
    from translate.opening import open_store

    state = open_store(options.settings(arguments.glossary)).read()
    origins = dict.fromkeys(state.removed, "removed") | dict.fromkeys(state.own, "own")
    terms = (*state.own, *state.removed) if arguments.own else state.terms
    rows = [(term, origins.get(term, "seed")) for term in search(terms, arguments.text)]
    if not rows and arguments.text:
        print(f"audarma: no entry for {arguments.text}", file=sys.stderr)
    if arguments.format == "json":
        _print_json([_as_entry(term, origin) for term, origin in rows])
        return
    for term, origin in rows:
        print(f"{editing.told(term, removed=origin == 'removed')}  [{origin}]")


def _find(arguments: argparse.Namespace) -> None:
    from glossary import disk
    from glossary.kazakh import readable
    from translate.opening import open_glossary

    if arguments.file != "-":
        disk.check(Path(arguments.file))
    document = options.document(arguments.file, arguments.encoding)
    glossary = open_glossary(options.settings(arguments.glossary))
    rows = [
        {
            "start": segment.start + match.start,
            "end": segment.start + match.end,
            "surface": match.surface,
            "ending": match.ending,
            "source": match.term.source,
            "target": match.term.target,
            "kind": match.term.kind,
        }
        # sentence by sentence, as a translation finds them
        for segment in document.segments
        for match in glossary.find(segment.text, document.date)
    ]
    if arguments.format == "json":
        _print_json(rows)
        return
    for row in rows:
        print("\t".join(readable(str(cell)) for cell in row.values()))


def _check(arguments: argparse.Namespace) -> None:
    from glossary.review import Finding, review

    try:
        terms, places, name = _placed(arguments)
        # the seed's own oddities are known, and nobody can mend them here
        found = [finding for finding in review(terms, places) if finding.error or finding.place not in _SEED]
    except GlossaryError as error:
        if error.problems == (str(error),):
            raise
        name, terms, found = (
            str(arguments.file or arguments.glossary or "glossary"),
            [],
            [Finding(True, "", p) for p in error.problems],
        )
    for finding in found:
        print(finding)
    errors = sum(finding.error for finding in found)
    said = f"{editing.count(errors, 'error')}, {editing.count(len(found) - errors, 'warning')}"
    if errors:
        raise GlossaryError(f"{name}: {said}; mend the errors")
    print(f"{name}: {editing.count(len(terms), 'entry', 'entries')}, {said}")


def _placed(arguments: argparse.Namespace) -> tuple[Sequence["Term"], Sequence[str], str]:
    """The entries to check, where each stands, and what they are called."""
    from glossary import disk, exchange
    from translate.opening import open_store

    if arguments.file and arguments.glossary:
        raise GlossaryError("two files are named; check the one, then the other: audarma glossary check FILE")
    if file := arguments.file or arguments.glossary:
        # what is to be used as it is must be a table
        given = exchange.opened(disk.take(file), arguments.format or ("csv" if arguments.glossary else None), str(file))
        return given.terms, [f"line {line}" for line in given.places], str(file)
    store = open_store(options.settings())
    state = store.read()
    lines = [row.line for row in state.table.rows if not row.removed]
    places = [*(f"line {line}" for line in lines), *["seed"] * (len(state.terms) - len(lines))]
    return state.terms, places, str(store.path)


def _suggest(arguments: argparse.Namespace) -> None:
    from glossary.suggest import suggest
    from translate.opening import open_glossary

    glossary = open_glossary(options.settings(arguments.glossary))
    found = suggest(_texts(arguments.folder, arguments.encoding), glossary, least=max(1, arguments.least))
    if not found:
        least = editing.count(max(1, arguments.least), "time")
        print(f"audarma: no names that the texts hold {least} or more and no entry has", file=sys.stderr)
    if arguments.format == "csv":
        sys.stdout.write(_as_csv(found))
    elif arguments.format == "json":
        _print_json([_as_row(suggestion) for suggestion in found])
    else:
        for one in found:
            forms = ", ".join(f"{form} {times}" for form, times in one.forms)
            print(f"{one.count:5}  {one.source} → {one.target}  ({forms})")


def _texts(folder: Path, encoding: str | None) -> Iterator[str]:
    """The texts in a folder; a file that can't be read is told, and the others are read all the same."""
    from glossary import disk
    from translate.archive.catalogue import Catalogue
    from translate.formats import newswire

    catalogue = Catalogue(folder)
    if catalogue.refresh():
        yield from catalogue.texts()
        return
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else [folder]
    files = [path for path in files if not path.name.startswith(".")]
    if not files:
        raise InputError(f"{folder} holds no file; name a folder of texts")
    read = 0
    for path in files:
        try:
            disk.check(path)
            document = newswire.read(path, encoding)
        except (AudarmaError, GlossaryError) as error:
            if path == folder:
                raise
            print(f"audarma: {error}", file=sys.stderr)
            continue
        read += 1
        yield document.text[document.body :]
    if not read:
        raise InputError(f"{folder} holds no text; name a folder of texts")


def _as_entry(term: "Term", origin: str) -> dict[str, object]:
    # of what was removed nobody knows the kind
    return {**editing.fields(term), "origin": origin} | ({"kind": "removed"} if origin == "removed" else {})


def _as_csv(found: Sequence["Suggestion"]) -> str:
    """A table that `import` takes, once a person has looked it over."""
    from glossary import exchange
    from glossary.term import Term

    return exchange.write(
        [Term(one.source, one.target, kind=one.kind, note=f"seen {one.count} times") for one in found], "csv"
    )


def _as_row(one: "Suggestion") -> dict[str, object]:
    forms = [{"form": form, "count": times} for form, times in one.forms]
    return {
        "source": one.source,
        "target": one.target,
        "kind": one.kind,
        "count": one.count,
        "forms": forms,
        "examples": list(one.examples),
    }


def _print_json(rows: object) -> None:
    import json

    print(json.dumps(rows, ensure_ascii=False, indent=2))
