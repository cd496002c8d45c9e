"""`audarma serve`: the page, the API, or both."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options

if TYPE_CHECKING:
    from translate.server import Api
    from translate.settings import Settings


def add(commands: Any) -> None:
    """Tell the parser."""
    serve = commands.add_parser("serve", help="open the page in which texts are pasted and read side by side")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    serve.add_argument("--port", type=_port, default=7860, help="port to listen on (default: 7860)")
    options.model(serve)
    options.spelling(serve)
    serve.add_argument("--seeds", metavar="FOLDER", type=Path, help="articles to offer; the first is translated")
    serve.add_argument(
        "--archives",
        metavar="FOLDER",
        type=Path,
        nargs="+",
        help="folders in which the page may read and write archives (default: AUDARMA_ARCHIVES, else none)",
    )
    serve.add_argument("--open", action="store_true", help="open the page in the browser")
    both = serve.add_mutually_exclusive_group()
    both.add_argument(
        "--api", action="store_true", help="serve programs too, over HTTP on the same port (see docs/api.md)"
    )
    both.add_argument("--api-only", action="store_true", help="serve programs alone, without the page")
    serve.add_argument(
        "--max-body", metavar="BYTES", type=_size, help="the most that a program may send at once (default: 1000000)"
    )
    serve.set_defaults(run=_serve, prints=False)


def _port(value: str) -> int:
    port = int(value)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{value} is no port: give a number from 0 to 65535")
    return port


def _size(value: str) -> int:
    size = int(value)
    if not 0 < size <= 1_000_000_000:
        raise argparse.ArgumentTypeError(f"{value} is no size: give a number of bytes, up to 1000000000")
    return size


def _serve(arguments: argparse.Namespace) -> None:
    settings = options.settings(spelling=arguments.spelling, device=arguments.device)
    settings = replace(settings, archives=tuple(arguments.archives or settings.archives))
    if arguments.api_only:
        _serve_api(arguments, settings)
        return
    import app

    app.serve(
        settings=settings,
        host=arguments.host,
        port=arguments.port,
        model=arguments.model,
        seeds=arguments.seeds,
        open_browser=arguments.open,
        api=_made(arguments, settings) if arguments.api else None,
    )


def _serve_api(arguments: argparse.Namespace, settings: "Settings") -> None:
    from translate import models
    from translate.opening import open_translator
    from translate.server import run

    # a missing model is told before anything listens
    model = models.find(arguments.model, settings)
    api = _made(arguments, settings)(lambda: open_translator(settings, model))
    run.serve(api, arguments.host, arguments.port)


def _made(arguments: argparse.Namespace, settings: "Settings") -> "Api":
    """What makes the API over a translator; keys that can't be read are told at once."""
    from translate.server import application, run
    from translate.server.address import loopback
    from translate.server.limits import Limits

    private, keys = loopback(arguments.host), options.keys()
    if not private and keys is None:
        run.tell("audarma: warning: whoever reaches this address may use the API; AUDARMA_API_KEYS asks for keys")
    limits = Limits(body=arguments.max_body) if arguments.max_body else Limits()
    return lambda factory: application(factory, settings, limits=limits, keys=keys, private=private)
