"""`audarma models`: which models there are."""

import argparse
from typing import TYPE_CHECKING, Any

from translate.commands import options

if TYPE_CHECKING:
    from translate.models import Model


def add(commands: Any) -> None:
    """Tell the parser."""
    models = commands.add_parser("models", help="show the models").add_subparsers(required=True, metavar="COMMAND")
    listing = models.add_parser("list", help="which models there are, which are installed, and where they lie")
    listing.set_defaults(run=_models)


def _models(_: argparse.Namespace) -> None:
    from translate import models

    settings = options.settings()
    default = models.find(None, settings)
    for model in models.known(settings):
        mark = "*" if model == default else " "
        state = "installed" if model.installed else "not installed"
        print(f"{mark} {model.name:<12} {state:<14} {model.about}")
        print(f"  {'':<12} {model.licence}; {_speed(model)}; {model.path}")
    print("* is used when no model is named")


def _speed(model: "Model") -> str:
    return f"about {model.speed:g} sentences a second on 2 cores" if model.speed else "speed not measured"
