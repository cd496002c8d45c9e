"""`audarma archive`: a folder of articles, translated into another folder."""

import argparse
import sys
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options
from translate.errors import Interrupted, Partly

if TYPE_CHECKING:
    from translate.memory import Memory
    from translate.translator import Translator

MOST_WORKERS = 10_000
FORMATS = ("json", "html", "text", "tsv", "tmx", "xliff", "docx")


def add(commands: Any) -> None:
    """Tell the parser."""
    about = "translate every article in a folder; started again, it goes on where it was"
    archive = commands.add_parser("archive", help=about)
    archive.add_argument(
        "source", metavar="IN", type=Path, help="a folder of .txt, .html, .docx, .json, .jsonl, .zip, .tar.gz"
    )
    archive.add_argument("out", metavar="OUT", type=Path, help="the folder that is written to")
    options.model(archive)
    options.glossary(archive)
    options.spelling(archive)
    options.encoding(archive)
    options.corrections(archive)
    archive.add_argument(
        "--formats",
        type=_formats,
        default=("json", "html"),
        help=f"what to write, with commas between: {', '.join(FORMATS)} (default: json,html; json always)",
    )
    fields = "the names of title, text and date in JSON records (default: title,text,date)"
    archive.add_argument("--fields", type=_fields, default=("title", "text", "date"), metavar="T,X,D", help=fields)
    archive.add_argument("--json-progress", action="store_true", help="tell the progress as JSON lines, for programs")
    about = "translate on a Ray cluster: its address, auto for one that runs here, or local for some workers just now"
    archive.add_argument("--ray", metavar="ADDRESS", help=about)
    about = "how many workers, each with a model of its own (default: one a card or machine; two for local)"
    archive.add_argument("--workers", metavar="N", type=_workers, help=about)
    archive.set_defaults(run=_archive, usage=archive.error)


def _archive(arguments: argparse.Namespace) -> None:
    from translate.archive import Order, archive, window
    from translate.archive.progress import form
    from translate.formats.readers import Fields

    order = Order(arguments.source, arguments.out, arguments.formats, Fields(*arguments.fields), arguments.encoding)

    if arguments.workers and not arguments.ray:
        arguments.usage("--workers is about a cluster: give its address too, as in --ray local")
    person = options.person(arguments)
    with ExitStack() as stack:

        def opened(memory: "Memory") -> "Translator":
            made = stack.enter_context(_cluster(arguments)) if arguments.ray else _here(arguments)
            return replace(made, memory=person.over(memory) if person else memory, window=window(made.window))

        corrections = person.corrections() if person else []
        report = archive(order, opened, form(arguments.json_progress), _say, corrections=corrections)
    for line in report.lines():
        print(line)
    if not report.complete:
        raise Interrupted(f"stopped; nothing is lost: run the same command again to go on into {arguments.out}")
    if report.errors:
        raise Partly(f"{len(report.errors):,} files or records failed: {arguments.out / 'errors.jsonl'} names them")


def _here(arguments: argparse.Namespace) -> "Translator":
    return options.translator(arguments.model, arguments.glossary, arguments.spelling, arguments.device)


def _cluster(arguments: argparse.Namespace) -> AbstractContextManager["Translator"]:
    """A translator whose model lies on other machines, with the glossary that is in force here."""
    from translate import cluster
    from translate.opening import open_glossary

    given = options.settings(arguments.glossary, arguments.spelling, arguments.device)
    glossary = open_glossary(given)
    model = arguments.model or given.model
    if model and Path(model).expanduser().is_dir():
        model = str(Path(model).expanduser().resolve())
    recipe = cluster.Installed(model, glossary, given.spelling, arguments.device)
    return cluster.opened(arguments.ray, recipe, glossary, given.spelling, workers=arguments.workers, say=_say)


def _say(note: str) -> None:
    print(f"audarma: {note}", file=sys.stderr)


def _workers(value: str) -> int:
    workers = int(value)
    if not 0 < workers <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{value} is no number of workers: give one from 1 to {MOST_WORKERS}")
    return workers


def _formats(value: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(("json", *(name.strip() for name in value.split(",") if name.strip()))))
    if unknown := [name for name in chosen if name not in FORMATS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is no format: give some of {', '.join(FORMATS)}")
    return chosen


def _fields(value: str) -> tuple[str, str, str]:
    names = tuple(name.strip() for name in value.split(","))
    if len(names) != 3 or not all(names):
        raise argparse.ArgumentTypeError(f"{value!r}: give three names, for title, text and date: title,text,date")
    return names[0], names[1], names[2]
