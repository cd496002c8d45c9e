"""`audarma check`: what should be looked at in English that is there already, whoever made it."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options
from translate.errors import InputError

if TYPE_CHECKING:
    from translate.document import Flag


def add(commands: Any) -> None:
    """Tell the parser."""
    about = "flag what should be looked at in two line-aligned files: numbers, names, lengths and more"
    check = commands.add_parser("check", help=about)
    check.add_argument("source", metavar="KK", type=Path, help="Kazakh, a sentence a line")
    check.add_argument("english", metavar="EN", type=Path, help="its English, line by line")
    about = "json: an object a row, also without flags; text: the flags in words and a count by kind (default: text)"
    check.add_argument("--format", choices=("json", "text"), default="text", help=about)
    options.encoding(check)
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> None:
    from translate import checks

    sources = options.lines(arguments.source, arguments.encoding)
    english = options.lines(arguments.english, arguments.encoding)
    if len(sources) != len(english):
        raise InputError(
            f"{arguments.source} has {len(sources)} lines but {arguments.english} has {len(english)}: "
            "give files that agree line by line"
        )
    rows = [checks.check(*row) for row in zip(sources, english, strict=True)]
    if arguments.format == "json":
        _tell_json(rows)
    else:
        _tell_text(rows, sources, english)


def _tell_json(rows: Sequence[Sequence["Flag"]]) -> None:
    """One list, an object a line, so that it can be read whole and by line tools."""
    from translate.formats.json import flagged

    print("[" + ",\n ".join(json.dumps(row, ensure_ascii=False) for row in flagged(rows)) + "]")


def _tell_text(rows: Sequence[Sequence["Flag"]], sources: Sequence[str], english: Sequence[str]) -> None:
    for number, flags in enumerate(rows):
        if flags:
            print(f"row {number + 1}: {sources[number]}")
            print(f"    {english[number]}")
            for flag in flags:
                print(f"  {flag.kind}: {flag.reason}")
    counted = Counter(kind for flags in rows for kind in {flag.kind for flag in flags})
    print(f"flagged rows: {sum(map(bool, rows))}, of {len(rows)}")
    for kind, count in counted.most_common():
        print(f"  {kind} {count}")
