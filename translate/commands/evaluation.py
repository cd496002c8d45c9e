"""`audarma evaluate`: a translator's figures against human references."""

import argparse
import sys
from pathlib import Path
from typing import Any

from translate.commands import options


def add(commands: Any) -> None:
    """Tell the parser."""
    evaluate = commands.add_parser("evaluate", help="score a model against human translations")
    evaluate.add_argument("source", metavar="SRC", type=Path, help="Kazakh, a sentence a line")
    evaluate.add_argument("reference", metavar="REF", type=Path, help="its English, line by line")
    options.model(evaluate)
    options.glossary(evaluate)
    options.encoding(evaluate)
    evaluate.set_defaults(run=_evaluate)


def _evaluate(arguments: argparse.Namespace) -> None:
    from translate import evaluate
    from translate.formats import newswire

    sources = options.lines(arguments.source, arguments.encoding)
    references = options.lines(arguments.reference, arguments.encoding)
    evaluate.check(sources, references)
    translator = options.translator(arguments.model, arguments.glossary)
    documents = [newswire.parse(line) for line in sources]
    english: list[list[str]] = [[] for _ in sources]
    for row in translator.stream(documents):
        english[row.document].append(row.bead.target)
        if sys.stderr.isatty():
            print(f"\r{row.document + 1} of {len(sources)} lines", end="", file=sys.stderr, flush=True)
    for score in evaluate.score([" ".join(parts) for parts in english], references):
        print(f"{score.metric} {score.value:.1f}  {score.signature}")
    print(translator.signature)
