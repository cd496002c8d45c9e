"""What several commands share: their options, and opening what those name."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

    from translate.document import Document
    from translate.hub import Hub
    from translate.memory.person import Person
    from translate.rows import Row
    from translate.server.keys import Keys
    from translate.settings import Settings, Spelling
    from translate.sources import Sources
    from translate.translator import Translator


def model(command: argparse.ArgumentParser) -> None:
    """Let the command take a model, and where it is to run."""
    command.add_argument("--model", metavar="M", help="a model's name or folder (default: the best installed)")
    about = "auto, cpu, cuda, or certain graphics cards as in cuda:0,2 (default: auto)"
    command.add_argument("--device", metavar="D", type=_device, help=about)


def _device(value: str) -> str:
    from translate.engines.device import known

    if not known(value):
        raise argparse.ArgumentTypeError(f"{value} is no device: give auto, cpu, cuda, or cards as in cuda:0,2")
    return value


def encoding(command: argparse.ArgumentParser) -> None:
    """Let the command take the encoding of the files that it reads."""
    command.add_argument("--encoding", metavar="E", help="the file's encoding (default: UTF-8)")


def glossary(command: argparse.ArgumentParser) -> None:
    """Let the command take a glossary."""
    about = "use this CSV of terms, and no other (default: your own entries over the seed)"
    command.add_argument("--glossary", metavar="FILE", type=Path, help=about)


def spelling(command: argparse.ArgumentParser) -> None:
    """Let the command choose between the names of the article's day and those of today."""
    about = "write names as they were on the article's day, or as they are today (default: day)"
    command.add_argument("--spelling", choices=("day", "today"), help=about)


def corrections(command: argparse.ArgumentParser) -> None:
    """Let the command do without what people corrected."""
    about = "let the machine's English stand where people corrected it on the page (default: their words win)"
    command.add_argument("--no-corrections", action="store_true", help=about)


def person(arguments: argparse.Namespace) -> "Person | None":
    """What people corrected on the page, unless the command is to do without; a file that can't be read is told."""
    from translate.memory.person import MEMORY, Person

    if arguments.no_corrections:
        return None
    found = Person(settings().data / MEMORY)
    found.corrected([])
    if found.trouble:
        print(f"audarma: {found.trouble}", file=sys.stderr)
    return found


def settings(glossary: Path | None = None, spelling: "Spelling | None" = None, device: str | None = None) -> "Settings":
    """What environment and file say, but for a glossary that was named and a spelling and a device that were chosen."""
    from translate.settings import Settings

    told = Settings.read(os.environ)
    return replace(
        told,
        glossary=glossary or told.glossary,
        spelling=spelling or told.spelling,
        device=device or told.device,
    )


def flags(command: argparse.ArgumentParser, *names: str) -> None:
    """Let the command set these settings (all, where none is named), and name the file of the others."""
    from translate import sources

    about = "a TOML file of settings (default: audarma.toml in the data folder; see `audarma settings`)"
    command.add_argument("--settings", metavar="FILE", type=Path, help=about)
    for setting in sources.known(names):
        told = setting.metadata["about"].replace("%", "%%")
        command.add_argument(
            sources.flag(setting),
            metavar="X",
            default=None,
            type=_valued(setting),
            help=told if setting.default in (None, ()) else f"{told} (default: {setting.default})",
        )


def _valued(setting: "Field[Any]") -> "Callable[[str], Any]":
    def value(written: str) -> Any:
        try:
            return setting.metadata["kind"](written)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"{written[:40]!r}: {error}") from None

    return value


def given(arguments: argparse.Namespace) -> "Sources":
    """All settings, those included that flags of the command say, and where each comes from."""
    from translate import sources

    return sources.read(os.environ, arguments.settings, vars(arguments))


def keys(settings: "Settings") -> "Keys | None":
    """The keys in the file that the settings name; None where they name none. Raises SettingsError."""
    from translate.server.keys import Keys

    return Keys.read(settings.api_keys) if settings.api_keys else None


def hub() -> "Hub":
    """Where models come from, as the hub's own programs are told: HF_ENDPOINT and HF_TOKEN."""
    from translate.hub import Hub

    told = settings()
    return Hub(told.hub, told.hub_token)


def translator(
    name: str | None,
    glossary: Path | None = None,
    spelling: "Spelling | None" = None,
    device: str | None = None,
) -> "Translator":
    """The translator with that model, glossary and spelling, on that device. Raises ModelError and GlossaryError."""
    from translate import models
    from translate.opening import open_translator

    told = settings(glossary, spelling, device)
    return open_translator(told, models.find(name, told))


def progress(rows: Iterable["Row"], total: int) -> Iterator["Row"]:
    """The rows as they come, counted on a terminal."""
    done = 0
    for done, row in enumerate(rows, 1):
        yield row
        if sys.stderr.isatty():
            print(f"\r{done} of {total} sentences", end="", file=sys.stderr, flush=True)
    if done and sys.stderr.isatty():
        print(file=sys.stderr)


def document(file: str, encoding: str | None) -> "Document":
    """The text of a file, or of standard input where it is called `-`. Raises InputError."""
    from translate.formats import newswire, readers

    if file == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file instead of -")
        return newswire.parse(newswire.decode(sys.stdin.buffer.read(), "standard input", encoding), "standard input")
    path = Path(file)
    return newswire.read(path, encoding) if readers.suffix(file) in ("", ".txt") else _article(path, encoding)


def _article(path: Path, encoding: str | None) -> "Document":
    """The one article of a web page, a Word file or a record."""
    from translate.formats import newswire, readers

    found = list(readers.read(str(path), newswire.raw(path), encoding=encoding))
    for problem in found:
        if isinstance(problem, readers.Problem):
            raise InputError(problem.reason)
    articles = [one for one in found if isinstance(one, readers.Article)]
    if len(articles) != 1:
        raise InputError(f"{path} holds {len(articles):,} articles; translate them with `audarma archive`")
    return articles[0].document


def lines(path: Path, encoding: str | None) -> list[str]:
    """The lines of a file that agrees with another line by line. Raises InputError."""
    from translate.formats import newswire

    # the two files agree by line feeds alone: a line may hold any other break that Unicode knows
    found = newswire.read(path, encoding).text.replace("\r\n", "\n").split("\n")
    return found[:-1] if found[-1] == "" else found
