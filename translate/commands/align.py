"""`audarma align`: a Kazakh text tied to an English version that people made of it."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options

if TYPE_CHECKING:
    from translate.align.side import Side
    from translate.rows import Row

FORMATS = ("json", "tsv", "tmx")


def add(commands: Any) -> None:
    """Tell the parser."""
    align = commands.add_parser("align", help="tie a Kazakh text to an English version that people made of it")
    align.add_argument("source", metavar="KK", type=Path, help="the Kazakh text")
    align.add_argument("target", metavar="EN", type=Path, help="its English version")
    align.add_argument("--lines", action="store_true", help="each line is one segment (default: each sentence)")
    options.model(align)
    options.glossary(align)
    options.spelling(align)
    options.encoding(align)
    align.add_argument("--format", choices=FORMATS, default="json", help="how to write it (default: json)")
    align.add_argument("--output", metavar="FILE", type=Path, help="write to this file, not to standard output")
    align.set_defaults(run=_align)


def _align(arguments: argparse.Namespace) -> None:
    from translate import output
    from translate.align import align
    from translate.align.side import check_languages
    from translate.align.writers import WRITERS

    if arguments.output:
        output.check(arguments.output, arguments.source)
        output.check(arguments.output, arguments.target)
    kazakh = _side(arguments.source, "kaz_Cyrl", arguments)
    english = _side(arguments.target, "eng_Latn", arguments)
    check_languages(kazakh, english)
    translator = options.translator(arguments.model, arguments.glossary, arguments.spelling, arguments.device)
    translations = kazakh.translations(_counted(translator.stream(kazakh.documents)))
    beads = align(kazakh.segments, english.segments, list(translations))
    written = WRITERS[arguments.format](beads, kazakh.segments, english.segments)
    if arguments.output:
        output.write(arguments.output, written)
    else:
        sys.stdout.write(written)


def _side(path: Path, language: str, arguments: argparse.Namespace) -> "Side":
    from translate.align.side import Side
    from translate.formats import newswire

    if arguments.lines:
        return Side.of_lines(str(path), options.lines(path, arguments.encoding), language)
    return Side.of_document(str(path), newswire.read(path, arguments.encoding, language))


def _counted(rows: "Iterator[Row]") -> "Iterator[Row]":
    """The rows, told to whoever sits before the window."""
    for done, row in enumerate(rows, 1):
        yield row
        if sys.stderr.isatty():
            print(f"\r{done} sentences translated", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
