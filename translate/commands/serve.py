"""`audarma serve`: the page, the API, or both."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options

if TYPE_CHECKING:
    from translate.server import Api
    from translate.settings import Settings

_FLAGS = (
    "model", "device", "spelling", "host", "port", "api_keys", "hosts", "origins", "proxies", "max_body",
    "requests_a_minute", "characters_a_minute", "waiting", "grace", "session_hours", "log",
)  # fmt: skip


def add(commands: Any) -> None:
    """Tell the parser."""
    serve = commands.add_parser("serve", help="open the page in which texts are pasted and read side by side")
    options.flags(serve, *_FLAGS)
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
    serve.set_defaults(run=_serve, prints=False)


def _serve(arguments: argparse.Namespace) -> None:
    from translate.server import logs

    settings = options.given(arguments).settings
    # several words of one flag come as a list
    settings = replace(settings, archives=tuple(settings.archives))
    logs.begin(settings.log)
    if arguments.api_only:
        _serve_api(arguments, settings)
        return
    import app

    app.serve(
        settings=settings,
        host=settings.host,
        port=settings.port,
        model=arguments.model,
        seeds=arguments.seeds,
        open_browser=arguments.open,
        api=_made(settings) if arguments.api else None,
        keys=options.keys(settings),
    )


def _serve_api(arguments: argparse.Namespace, settings: "Settings") -> None:
    from translate import models
    from translate.memory.person import MEMORY, Person
    from translate.opening import open_translator
    from translate.server import run

    # a missing model is told before anything listens
    model = models.find(arguments.model, settings)
    person = Person(settings.data / MEMORY)
    api = _made(settings)(lambda: replace(open_translator(settings, model), memory=person))
    run.serve(api, settings.host, settings.port)


def _made(settings: "Settings") -> "Api":
    """What makes the API over a translator; keys that can't be read are told at once."""
    from translate.server import application, run
    from translate.server.address import loopback
    from translate.server.limits import Limits

    private, keys = loopback(settings.host), options.keys(settings)
    if not private and keys is None:
        run.tell("audarma: warning: whoever reaches this address may use the API; AUDARMA_API_KEYS asks for keys")
    limits = Limits.of(settings, private)
    return lambda factory: application(factory, settings, limits=limits, keys=keys, private=private)
