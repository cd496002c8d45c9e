"""The `audarma` command: the only place that prints and exits."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from translate import __version__
from translate.errors import AudarmaError, InputError, OutputError

if TYPE_CHECKING:
    from translate.document import Bitext, Document
    from translate.models import Model
    from translate.settings import Settings
    from translate.translator import Translator

FORMATS = ("text", "json", "tsv", "html")
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
    if arguments.run is not _serve and not getattr(arguments, "output", None):
        raise OutputError("standard output is closed; open it, or write to a file with --output")
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it lasts as long as the program


def parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line."""
    top = argparse.ArgumentParser(prog="audarma", description="Kazakh-to-English translation that can be checked.")
    top.add_argument("--version", action="version", version=f"audarma {__version__}")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    translate = commands.add_parser("translate", help="translate a file, or - for standard input")
    translate.add_argument("file", metavar="FILE", help="a text or newswire file, or - for standard input")
    _model(translate)
    _encoding(translate)
    translate.add_argument("--format", choices=FORMATS, default="text", help="how to write it (default: text)")
    translate.add_argument("--output", metavar="FILE", type=Path, help="write to this file, not to standard output")
    translate.set_defaults(run=_translate)

    segment = commands.add_parser("segment", help="show the sentences of a file")
    segment.add_argument("file", metavar="FILE", help="a text or newswire file, or - for standard input")
    _encoding(segment)
    segment.add_argument("--format", choices=("text", "json"), default="text", help="how to write it (default: text)")
    segment.set_defaults(run=_segment)

    models = commands.add_parser("models", help="show the models").add_subparsers(required=True, metavar="COMMAND")
    listing = models.add_parser("list", help="which models there are, which are installed, and where they lie")
    listing.set_defaults(run=_models)

    evaluate = commands.add_parser("evaluate", help="score a model against human translations")
    evaluate.add_argument("source", metavar="SRC", type=Path, help="Kazakh, a sentence a line")
    evaluate.add_argument("reference", metavar="REF", type=Path, help="its English, line by line")
    _model(evaluate)
    _encoding(evaluate)
    evaluate.set_defaults(run=_evaluate)

    serve = commands.add_parser("serve", help="open the page in which texts are pasted and read side by side")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
    serve.add_argument("--port", type=_port, default=7860, help="port to listen on (default: 7860)")
    _model(serve)
    serve.add_argument("--seeds", metavar="FOLDER", type=Path, help="articles to offer; the first is translated")
    serve.add_argument("--open", action="store_true", help="open the page in the browser")
    serve.set_defaults(run=_serve)
    return top


def _model(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", metavar="M", help="a model's name or folder (default: the best installed)")


def _encoding(command: argparse.ArgumentParser) -> None:
    command.add_argument("--encoding", metavar="E", help="the file's encoding (default: UTF-8)")


def _port(value: str) -> int:
    port = int(value)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{value} is no port: give a number from 0 to 65535")
    return port


def _translate(arguments: argparse.Namespace) -> None:
    from translate import output
    from translate.language import caution

    if arguments.output:
        output.check(arguments.output, None if arguments.file == "-" else Path(arguments.file))
    document = _read(arguments.file, arguments.encoding)
    if not document.segments:
        raise InputError(f"{document.name} holds no text: give a file with at least one sentence")
    if note := caution(document):
        print(f"audarma: {document.name}: {note}", file=sys.stderr)
    translator = _open(arguments.model)
    if arguments.format == "text" and not arguments.output:
        _print_rows(translator, document)
        return
    from translate.formats.writers import WRITERS

    written = WRITERS[arguments.format](_with_progress(translator, document))
    if arguments.output:
        output.write(arguments.output, written)
    else:
        sys.stdout.write(written)


def _print_rows(translator: "Translator", document: "Document") -> None:
    """Rows of plain text as they are ready; the signature goes to the other stream, so that a pipe holds English."""
    from translate.formats import text

    for line in text.lines(row.bead for row in translator.stream([document])):
        print(line, flush=True)
    print(translator.signature, file=sys.stderr)


def _with_progress(translator: "Translator", document: "Document") -> "Bitext":
    from translate.document import Bitext

    beads = []
    for row in translator.stream([document]):
        beads.append(row.bead)
        if sys.stderr.isatty():
            print(f"\r{len(beads)} of {len(document.segments)} sentences", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return Bitext(document, tuple(beads), translator.signature)


def _segment(arguments: argparse.Namespace) -> None:
    from glossary.kazakh import readable

    document = _read(arguments.file, arguments.encoding)
    if arguments.format == "json":
        import json

        fields = ("start", "end", "text", "paragraph")
        rows = [{field: getattr(segment, field) for field in fields} for segment in document.segments]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    paragraph = 0
    for segment in document.segments:
        if segment.paragraph != paragraph:
            print()
        paragraph = segment.paragraph
        print(readable(segment.text))


def _models(_: argparse.Namespace) -> None:
    from translate import models

    settings = _settings()
    default = models.find(None, settings)
    for model in models.known(settings):
        mark = "*" if model == default else " "
        state = "installed" if model.installed else "not installed"
        print(f"{mark} {model.name:<12} {state:<14} {model.about}")
        print(f"  {'':<12} {model.licence}; {_speed(model)}; {model.path}")
    print("* is used when no model is named")


def _speed(model: "Model") -> str:
    return f"about {model.speed:g} sentences a second on 2 cores" if model.speed else "speed not measured"


def _evaluate(arguments: argparse.Namespace) -> None:
    from translate import evaluate
    from translate.formats import newswire

    sources = _lines(arguments.source, arguments.encoding)
    references = _lines(arguments.reference, arguments.encoding)
    evaluate.check(sources, references)
    translator = _open(arguments.model)
    documents = [newswire.parse(line) for line in sources]
    english: list[list[str]] = [[] for _ in sources]
    for row in translator.stream(documents):
        english[row.document].append(row.bead.target)
        if sys.stderr.isatty():
            print(f"\r{row.document + 1} of {len(sources)} lines", end="", file=sys.stderr, flush=True)
    for score in evaluate.score([" ".join(parts) for parts in english], references):
        print(f"{score.metric} {score.value:.1f}  {score.signature}")
    print(translator.signature)


def _serve(arguments: argparse.Namespace) -> None:
    import app

    app.serve(
        settings=_settings(),
        host=arguments.host,
        port=arguments.port,
        model=arguments.model,
        seeds=arguments.seeds,
        open_browser=arguments.open,
    )


def _settings() -> "Settings":
    from translate.settings import Settings

    return Settings.read(os.environ)


def _open(name: str | None) -> "Translator":
    from translate import models
    from translate.opening import open_translator

    settings = _settings()
    return open_translator(settings, models.find(name, settings))


def _read(file: str, encoding: str | None) -> "Document":
    from translate.formats import newswire

    if file == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file instead of -")
        return newswire.parse(newswire.decode(sys.stdin.buffer.read(), "standard input", encoding), "standard input")
    return newswire.read(Path(file), encoding)


def _lines(path: Path, encoding: str | None) -> list[str]:
    from translate.formats import newswire

    # the two files agree by line feeds alone: a line may hold any other break that Unicode knows
    lines = newswire.read(path, encoding).text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _speak_utf8() -> None:
    """Kazakh must come out whole on a Windows console too, where the platform's own encoding can't hold it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
