"""`audarma serve`: the page."""

import argparse
from pathlib import Path
from typing import Any

from translate.commands import options


def add(commands: Any) -> None:
    """Tell the parser."""
    serve = commands.add_parser("serve", help="open the page in which texts are pasted and read side by side")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    serve.add_argument("--port", type=_port, default=7860, help="port to listen on (default: 7860)")
    options.model(serve)
    options.spelling(serve)
    serve.add_argument("--seeds", metavar="FOLDER", type=Path, help="articles to offer; the first is translated")
    serve.add_argument("--open", action="store_true", help="open the page in the browser")
    serve.set_defaults(run=_serve, prints=False)


def _port(value: str) -> int:
    port = int(value)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{value} is no port: give a number from 0 to 65535")
    return port


def _serve(arguments: argparse.Namespace) -> None:
    import app

    app.serve(
        settings=options.settings(spelling=arguments.spelling, device=arguments.device),
        host=arguments.host,
        port=arguments.port,
        model=arguments.model,
        seeds=arguments.seeds,
        open_browser=arguments.open,
    )
