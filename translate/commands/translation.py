"""`audarma translate` and `audarma segment`: one file, its English or its sentences."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options
from translate.errors import InputError, OutputError

if TYPE_CHECKING:
    from translate.document import Bitext, Document
    from translate.translator import Translator

FORMATS = ("text", "json", "tsv", "html", "tmx", "xliff", "docx")


def add(commands: Any) -> None:
    """Tell the parser."""
    translate = commands.add_parser("translate", help="translate a file, or - for standard input")
    translate.add_argument("file", metavar="FILE", help="a text or newswire file, or - for standard input")
    options.model(translate)
    options.glossary(translate)
    options.spelling(translate)
    options.encoding(translate)
    options.corrections(translate)
    form = translate.add_mutually_exclusive_group()
    form.add_argument("--format", choices=FORMATS, default="text", help="how to write it (default: text)")
    about = "write the same file in English, tags and styles in their places: html docx md srt xlf epub pptx odt txt"
    form.add_argument("--keep-form", action="store_true", help=about)
    translate.add_argument("--output", metavar="FILE", type=Path, help="write to this file, not to standard output")
    translate.set_defaults(run=_translate)

    segment = commands.add_parser("segment", help="show the sentences of a file")
    segment.add_argument("file", metavar="FILE", help="a text or newswire file, or - for standard input")
    options.encoding(segment)
    segment.add_argument("--format", choices=("text", "json"), default="text", help="how to write it (default: text)")
    segment.set_defaults(run=_segment)


def _translate(arguments: argparse.Namespace) -> None:
    from translate import output
    from translate.commands import keeping
    from translate.language import caution

    if arguments.keep_form:
        keeping.translate(arguments)
        return
    if arguments.output:
        output.check(arguments.output, None if arguments.file == "-" else Path(arguments.file))
    elif arguments.format == "docx":
        raise OutputError("a Word file can't go to standard output: name a file for it with --output")
    document = options.document(arguments.file, arguments.encoding)
    if not document.segments:
        raise InputError(f"{document.name} holds no text: give a file with at least one sentence")
    if note := caution(document):
        print(f"audarma: {document.name}: {note}", file=sys.stderr)
    translator = options.translator(arguments.model, arguments.glossary, arguments.spelling, arguments.device)
    translator = replace(translator, memory=options.person(arguments))
    if arguments.format == "text" and not arguments.output:
        _print_rows(translator, document)
        return
    from translate.formats.writers import TEXTS, WRITERS

    bitext = _with_progress(translator, document)
    if arguments.output:
        output.write(arguments.output, WRITERS[arguments.format](bitext))
    else:
        sys.stdout.write(TEXTS[arguments.format](bitext))


def _print_rows(translator: "Translator", document: "Document") -> None:
    """Rows of plain text as they are ready; the signature goes to the other stream, so that a pipe holds English."""
    from translate.formats import text

    for line in text.lines(row.bead for row in translator.stream([document])):
        print(line, flush=True)
    print(translator.signature, file=sys.stderr)


def _with_progress(translator: "Translator", document: "Document") -> "Bitext":
    from translate.document import Bitext

    rows = options.progress(translator.stream([document]), len(document.segments))
    return Bitext(document, tuple(row.bead for row in rows), translator.signature)


def _segment(arguments: argparse.Namespace) -> None:
    from glossary.kazakh import readable

    document = options.document(arguments.file, arguments.encoding)
    if arguments.format == "json":
        import json

        fields = ("start", "end", "text", "paragraph")
        rows = [{field: getattr(segment, field) for field in fields} for segment in document.segments]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    paragraph = 0
    for segment in document.segments:
        if segment.paragraph != paragraph:
            print()
        paragraph = segment.paragraph
        print(readable(segment.text))
