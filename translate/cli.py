"""The `audarma` command: reads the command line, runs one command, and is the only place that exits."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from translate import __version__
from translate.commands import align, archive, check, evaluation, glossary, memory, models, serve, settings, translation
from translate.errors import AudarmaError, Interrupted, OutputError

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Gives 0, 1 for an error that a person can mend, 2 for wrong usage, 130 for Ctrl-C."""
    from glossary.errors import GlossaryError

    _speak_utf8()
    arguments = parser().parse_args(argv)
    run: Callable[[argparse.Namespace], None] = arguments.run
    try:
        _need_output(arguments)
        run(arguments)
        sys.stdout.flush()
    except Interrupted as error:
        print(f"audarma: {error}", file=sys.stderr)
        return INTERRUPTED
    except (AudarmaError, GlossaryError) as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        print("audarma: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # `audarma translate … | head` is no error
        _drop_output()
    except OSError as error:
        # files that are read and written say so themselves: what is left has no name, and is standard output
        if error.filename is not None:
            raise
        _drop_output()
        return _complain(f"standard output: can't write ({error.strerror}); use --output, or make room there")
    return 0


def _complain(message: str) -> int:
    print(f"audarma: {message}", file=sys.stderr)
    return 1


def _drop_output() -> None:
    """What is left in the buffer has nowhere to go, and must not be tried again when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _need_output(arguments: argparse.Namespace) -> None:
    """A closed standard output is known beforehand: Python leaves None in its place."""
    if sys.stdout is not None:
        return
    if getattr(arguments, "prints", True) and not getattr(arguments, "output", None):
        raise OutputError("standard output is closed; open it, or write to a file with --output")
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it lasts as long as the program


def parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line."""
    top = argparse.ArgumentParser(prog="audarma", description="Kazakh-to-English translation that can be checked.")
    top.add_argument("--version", action="version", version=f"audarma {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (translation, archive, memory, glossary, models, evaluation, check, align, serve, settings):
        command.add(commands)
    return top


def _speak_utf8() -> None:
    """Kazakh must come out whole on a Windows console too, where the platform's own encoding can't hold it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
