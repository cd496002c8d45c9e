"""`audarma translate --keep-form`: the file again, with its English in the place of its Kazakh."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from translate.commands import options
from translate.errors import InputError, OutputError

if TYPE_CHECKING:
    from translate.formats.kept.form import Form


def translate(arguments: argparse.Namespace) -> None:
    """Write the file that was asked for, whole or not at all. Raises InputError and OutputError."""
    from translate import output
    from translate.document import Bead, Document
    from translate.language import caution

    form, path = _read(arguments)
    segments = tuple(segment for document in form.documents for segment in document.segments)
    if not segments:
        raise InputError(f"{path} holds no text: give a file with at least one sentence")
    if note := caution(Document("", segments)):
        print(f"audarma: {path}: {note}", file=sys.stderr)
    translator = options.translator(arguments.model, arguments.glossary, arguments.spelling, arguments.device)
    translator = replace(translator, memory=options.person(arguments))
    beads: list[list[Bead]] = [[] for _ in form.documents]
    for row in options.progress(translator.stream(form.documents, translator.window), len(segments)):
        beads[row.document].append(row.bead)
    output.write(arguments.output, form.english(beads))
    if any(bead.draft for its in beads for bead in its):
        # the file itself has no place to say so beside each sentence
        print(f"audarma: {arguments.output}: machine drafts by a model that invents: check every line", file=sys.stderr)
    print(translator.signature, file=sys.stderr)


def _read(arguments: argparse.Namespace) -> "tuple[Form, Path]":
    """The file, once it is known that its English can be written."""
    from translate import output
    from translate.formats import kept, newswire

    if arguments.file == "-":
        raise InputError("--keep-form goes by the name of the file: name one instead of -")
    path, written = Path(arguments.file), arguments.output
    kept.check(str(path))
    if written is None:
        raise OutputError("--keep-form writes a file like the one that it reads: name it with --output")
    output.check(written, path)
    if kept.media_type(str(path)) != (kept.suffix(str(written)) and kept.media_type(str(written))):
        raise OutputError(
            f"{written}: the form stays that of {path}; name a {kept.suffix(str(path))} file with --output"
        )
    return kept.read(str(path), newswire.raw(path), arguments.encoding), path
