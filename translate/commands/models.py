"""`audarma models`: which models there are; install, verify, remove, and carry one to another machine."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from translate.commands import options
from translate.errors import ModelError

if TYPE_CHECKING:
    from translate.models import Model


def add(commands: Any) -> None:
    """Tell the parser."""
    models = commands.add_parser("models", help="show, install and remove models")
    verbs = models.add_subparsers(required=True, metavar="COMMAND")
    listing = verbs.add_parser("list", help="which models there are, which are installed, and where they lie")
    listing.set_defaults(run=_list)

    install = verbs.add_parser("install", help="fetch a model, make it small and fast, and check it")
    install.add_argument(
        "what",
        metavar="MODEL",
        help="nllb-600m, nllb-1.3b, nllb-3.3b, a hub's OWNER/NAME, a folder, or a file made by pack",
    )
    install.add_argument("--name", metavar="N", help="what to call it here (default: its own name)")
    install.add_argument(
        "--quantization",
        metavar="Q",
        type=_form,
        help="int8, int8_float16, int8_bfloat16, float16, bfloat16 or float32 (default: int8, as fits this machine)",
    )
    install.add_argument("--again", action="store_true", help="put it in the place of one that is installed")
    install.set_defaults(run=_install)

    verify = verbs.add_parser("verify", help="whether a model's files are as they were installed, and it translates")
    verify.add_argument("model", metavar="MODEL", nargs="?", help="its name (default: every installed one)")
    verify.set_defaults(run=_verify)

    remove = verbs.add_parser("remove", help="remove an installed model, or what a broken install left")
    remove.add_argument("model", metavar="MODEL", help="its name")
    remove.set_defaults(run=_remove)

    pack = verbs.add_parser("pack", help="write an installed model into one file, for a machine without a network")
    pack.add_argument("model", metavar="MODEL", help="its name")
    pack.add_argument("file", metavar="FILE", type=Path, help="the file to write")
    pack.set_defaults(run=_pack)


def _form(value: str) -> str:
    from translate.engines.convert import FORMATS

    if value not in FORMATS:
        raise argparse.ArgumentTypeError(f"{value} is no number format: take one of {', '.join(FORMATS)}")
    return value


def _list(_: argparse.Namespace) -> None:
    from translate import install, models

    settings = options.settings()
    default, lacks = None, ""
    try:
        default = models.find(None, settings)
    except ModelError as error:
        lacks = str(error)
    for model in models.known(settings):
        mark = "*" if model == default else " "
        state = "installed" if model.installed else "not installed"
        print(f"{mark} {model.name:<12} {state:<14} {model.about}")
        print(f"  {'':<12} {model.licence}; {_speed(model)}; {model.path}")
    for name, size in install.unfinished(settings):
        print(f"  {name:<12} unfinished     {size / 1e6:,.0f} MB are there; install it again to go on, or remove it")
    note = f"AUDARMA_MODEL can't be used: {lacks}" if settings.model else lacks
    print(note if lacks else "* is used when no model is named")


def _install(arguments: argparse.Namespace) -> None:
    from translate import install, models

    bar, settings = Bar(sys.stderr), options.settings()
    wish = install.Wish(arguments.what, arguments.name, arguments.quantization, arguments.again)
    try:
        model = install.install(wish, settings, options.hub(), install.Voice(bar.tell, bar))
    finally:
        bar.end()
    print(f"{model.name} is installed: {model.path}")
    print(f"licence: {model.licence}; {_speed(model)}")
    try:
        used = models.find(None, settings).name == model.name
    except ModelError:
        used = False
    if not used:
        print(f"use it with --model {model.name}, or set AUDARMA_MODEL={model.name} to use it always")


def _verify(arguments: argparse.Namespace) -> None:
    from translate import install, models

    settings = options.settings()
    named = [models.find(arguments.model, settings)] if arguments.model else []
    wrong = 0
    for model in named or [model for model in models.known(settings) if model.installed or model.broken]:
        bar = Bar(sys.stderr)
        found = install.verify(model, lambda done, total, bar=bar, name=model.name: bar(name, done, total))  # type: ignore[misc]
        bar.end()
        print(f"{model.name}: " + ("; ".join(found) if found else "sound"))
        wrong += bool(found)
    if wrong:
        raise ModelError(f"{wrong} not sound: `audarma models install MODEL --again` puts a sound one in its place")


def _remove(arguments: argparse.Namespace) -> None:
    from translate import install

    freed = install.remove(arguments.model, options.settings())
    print(f"{arguments.model} is removed: {freed / 1e6:,.0f} MB are free again")


def _pack(arguments: argparse.Namespace) -> None:
    from translate import install, models

    bar = Bar(sys.stderr)
    model = models.find(arguments.model, options.settings())
    try:
        checksum = install.packed(model, arguments.file, lambda done, total: bar(arguments.file.name, done, total))
    finally:
        bar.end()
    print(f"{arguments.file}: {arguments.file.stat().st_size / 1e6:,.0f} MB, SHA-256 {checksum}")
    print(f"on the other machine: audarma models install {arguments.file.name}")


def _speed(model: "Model") -> str:
    return f"about {model.speed:g} sentences a second" if model.speed else "speed not measured"


class Bar:
    """How far a long step is: one line that is drawn again on a terminal, else a line for each tenth."""

    def __init__(self, stream: TextIO) -> None:
        """Take where it is shown."""
        self._stream = stream
        self._live = stream.isatty()
        self._open = False
        self._what = ""
        self._tenth = 0
        self._shown = 0.0
        self._start = (0.0, 0)

    def tell(self, step: str) -> None:
        """Say a step in words, on a line of its own."""
        self.end()
        print(step, file=self._stream, flush=True)

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how much of something is done."""
        now = time.monotonic()
        if what != self._what:
            self.end()
            self._what, self._tenth, self._shown, self._start = what, 10 * done // max(1, total), 0.0, (now, done)
        if self._live and (now - self._shown > 0.1 or done == total):
            self._shown = now
            self._open = True
            print(f"\r{self._line(now, done, total):<78.78}", end="", file=self._stream, flush=True)
        elif not self._live and total > 10_000_000 and 10 * done // total > self._tenth:
            self._tenth = 10 * done // total
            print(self._line(now, done, total), file=self._stream, flush=True)

    def _line(self, now: float, done: int, total: int) -> str:
        start, before = self._start
        rate = (done - before) / (now - start) if now > start else 0.0
        left = f", {(total - done) / rate / 60:.0f} min left" if rate > 0 and total - done > 30 * rate else ""
        filled = 20 * done // max(1, total)
        bar = f"[{'#' * filled}{'.' * (20 - filled)}] " if self._live else ""
        return f"{self._what[-32:]} {bar}{done / 1e6:,.0f} of {total / 1e6:,.0f} MB, {rate / 1e6:.1f} MB/s{left}"

    def end(self) -> None:
        """Leave the line as it stands."""
        if self._open:
            print(file=self._stream, flush=True)
        self._open, self._what = False, ""
