"""`audarma settings`: every setting, its value, and where that comes from."""

import argparse
from typing import Any

from translate.commands import options


def add(commands: Any) -> None:
    """Tell the parser."""
    settings = commands.add_parser("settings", help="show every setting, its value, and where it comes from")
    options.flags(settings)
    settings.add_argument("--format", choices=("text", "json"), default="text", help="text or json (default: text)")
    settings.set_defaults(run=_show)


def _show(arguments: argparse.Namespace) -> None:
    from translate import sources

    given = options.given(arguments)
    if arguments.format == "json":
        import json

        rows = [{"name": f.field.name, "value": f.shown, "origin": f.origin, "where": f.where} for f in given.found]
        print(json.dumps({"file": str(given.file) if given.file else None, "settings": rows}, ensure_ascii=False))
        return
    shown = [(f.field.name, f.shown, f.where or f.origin, f.field.metadata["about"]) for f in given.found]
    widths = [max(len(row[column]) for row in shown) for column in (0, 1)]
    for name, value, where, about in shown:
        print(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {where}")
        print(f"{'':<{widths[0]}}  {about}")
    print(f"file: {given.file or 'none'} ({sources.FILE} in the data folder, else {sources.VARIABLE} or --settings)")
