"""`audarma align`: a Kazakh text tied to an English version that people made of it."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options
from translate.errors import InputError

if TYPE_CHECKING:
    from translate.document import Document
    from translate.translator import Translator

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
    from translate.align.writers import WRITERS

    if arguments.output:
        output.check(arguments.output, arguments.source)
        output.check(arguments.output, arguments.target)
    kazakh = _side(arguments.source, "kaz_Cyrl", arguments)
    english = _side(arguments.target, "eng_Latn", arguments)
    _check_languages(kazakh, english)
    translator = options.translator(arguments.model, arguments.glossary, arguments.spelling, arguments.device)
    beads = align(kazakh.segments, english.segments, list(_translations(translator, kazakh)))
    written = WRITERS[arguments.format](beads, kazakh.segments, english.segments)
    if arguments.output:
        output.write(arguments.output, written)
    else:
        sys.stdout.write(written)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts: its segments, and the documents that are to be translated, one or one for each line."""

    name: str
    segments: tuple[str, ...]
    documents: tuple["Document", ...]
    lines: bool


def _side(path: Path, language: str, arguments: argparse.Namespace) -> _Side:
    from translate.formats import newswire

    if arguments.lines:
        lines = tuple(options.lines(path, arguments.encoding))
        side = _Side(str(path), lines, tuple(newswire.parse(line, language=language) for line in lines), True)
    else:
        document = newswire.read(path, arguments.encoding, language)
        side = _Side(str(path), tuple(segment.text for segment in document.segments), (document,), False)
    if not any(segment.strip() for segment in side.segments):
        raise InputError(f"{path} holds no text: give a file with at least one sentence")
    return side


def _check_languages(kazakh: _Side, english: _Side) -> None:
    """Raise InputError where the files look swapped; a lone slip of language is left to the scores."""
    from translate.language import language

    spoken = [language(" ".join(side.segments)) for side in (kazakh, english)]
    if spoken[0] in ("eng_Latn", "und_Latn"):
        raise InputError(f"{kazakh.name} is no Kazakh: name the Kazakh file first, then the English one")
    if spoken[1] in ("kaz_Cyrl", "kaz_Latn", "rus_Cyrl"):
        raise InputError(f"{english.name} is no English: name the Kazakh file first, then the English one")


def _translations(translator: "Translator", side: _Side) -> Iterator[str]:
    """Our English of each segment; a line may hold several sentences, or none."""
    made: dict[int, list[str]] = {}
    for done, row in enumerate(translator.stream(side.documents), 1):
        made.setdefault(row.document if side.lines else row.index, []).append(row.bead.target)
        if sys.stderr.isatty():
            print(f"\r{done} sentences translated", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for n in range(len(side.segments)):
        yield " ".join(made.get(n, ()))
