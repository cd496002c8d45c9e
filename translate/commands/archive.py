"""`audarma archive`: a folder of articles, translated into another folder."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options
from translate.errors import Interrupted, Partly

if TYPE_CHECKING:
    from translate.memory import Memory
    from translate.translator import Translator

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
    archive.add_argument(
        "--formats",
        type=_formats,
        default=("json", "html"),
        help=f"what to write, with commas between: {', '.join(FORMATS)} (default: json,html; json always)",
    )
    fields = "the names of title, text and date in JSON records (default: title,text,date)"
    archive.add_argument("--fields", type=_fields, default=("title", "text", "date"), metavar="T,X,D", help=fields)
    archive.add_argument("--json-progress", action="store_true", help="tell the progress as JSON lines, for programs")
    archive.set_defaults(run=_archive)


def _archive(arguments: argparse.Namespace) -> None:
    from translate.archive import Order, archive
    from translate.archive.progress import form
    from translate.formats.readers import Fields

    order = Order(arguments.source, arguments.out, arguments.formats, Fields(*arguments.fields), arguments.encoding)

    def opened(memory: "Memory") -> "Translator":
        made = options.translator(arguments.model, arguments.glossary, arguments.spelling, arguments.device)
        return replace(made, memory=memory)

    report = archive(
        order, opened, form(arguments.json_progress), lambda note: print(f"audarma: {note}", file=sys.stderr)
    )
    for line in report.lines():
        print(line)
    if not report.complete:
        raise Interrupted(f"stopped; nothing is lost: run the same command again to go on into {arguments.out}")
    if report.errors:
        raise Partly(f"{len(report.errors):,} files or records failed: {arguments.out / 'errors.jsonl'} names them")


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
