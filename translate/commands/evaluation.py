"""`audarma evaluate`: a translator's figures against human references, and what its glossary does to them."""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options

if TYPE_CHECKING:
    from translate.document import Bead, Document
    from translate.translator import Translator


def add(commands: Any) -> None:
    """Tell the parser."""
    evaluate = commands.add_parser("evaluate", help="score a model against human translations")
    evaluate.add_argument("source", metavar="SRC", type=Path, help="Kazakh, a sentence a line")
    evaluate.add_argument("reference", metavar="REF", type=Path, help="its English, line by line")
    options.model(evaluate)
    options.glossary(evaluate)
    options.spelling(evaluate)
    options.encoding(evaluate)
    about = "also score without the glossary, and say how many of its terms are right with it and without"
    evaluate.add_argument("--terms", action="store_true", help=about)
    about = "when the lines were written, for the names of that day (YYYY-MM-DD; default: today)"
    evaluate.add_argument("--date", metavar="DAY", type=_day, help=about)
    about = "the model alone, as published figures are of: no glossary, nothing decoded twice, texts read as they stand"
    evaluate.add_argument("--plain", action="store_true", help=about)
    about = "which test set this is, for the figures that others published (default: told by its references)"
    evaluate.add_argument("--set", metavar="NAME", type=_set, help=about)
    about = "also score with COMET, by a checkpoint that lies here and that you trust (its loader runs what it holds)"
    evaluate.add_argument("--comet", metavar="FILE", type=Path, help=about)
    evaluate.set_defaults(run=_evaluate)


def _set(value: str) -> str:
    from translate.published import sets

    if value not in sets():
        raise argparse.ArgumentTypeError(f"no figures are known for {value}: name one of {', '.join(sets())}")
    return value


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value} is no day: write it as 2019-05-31") from None


def _evaluate(arguments: argparse.Namespace) -> None:
    from translate import comet, evaluate
    from translate.formats import newswire
    from translate.published import recognised

    sources = options.lines(arguments.source, arguments.encoding)
    references = options.lines(arguments.reference, arguments.encoding)
    evaluate.check(sources, references)
    judge = comet.load(arguments.comet) if arguments.comet else None
    translator = options.translator(arguments.model, arguments.glossary, arguments.spelling, arguments.device)
    if arguments.plain:
        translator = _plain(translator)
    documents = [newswire.parse(line) for line in sources]
    documents = [replace(one, date=one.date or arguments.date) for one in documents]
    if arguments.terms:
        _compare(translator, documents, references)
        return
    began = time.monotonic()
    beads = _translated(translator, documents)
    seconds = time.monotonic() - began
    english = [" ".join(bead.target for bead in line) for line in beads]
    for score in evaluate.score(english, references):
        print(f"{score.metric} {score.value:.1f}  {score.signature}")
    if judge:
        print(f"COMET {comet.score(judge, sources, english, references):.3f}  {arguments.comet.name}")
    _tell_published(translator.model, arguments.set or recognised(references))
    rows = [bead for line in beads for bead in line]
    print(f"flagged rows: {evaluate.flags(rows)}, of {len(rows)}")
    print(f"{len(rows) / max(seconds, 1e-9):.1f} sentences a second ({seconds:.0f} s, loading aside)")
    print(translator.signature)


def _plain(translator: "Translator") -> "Translator":
    from glossary.matcher import Glossary

    decoding = replace(translator.decoding, ladder=False)
    return replace(translator, glossary=Glossary(), decoding=decoding, headlines=False)


def _tell_published(model: str, name: str | None) -> None:
    """What others measured on the same set: for this model if they did, else for all."""
    from translate import published

    rows = published.on(name) if name else ()
    for row in [row for row in rows if row.of(model)] or rows:
        print(f"published on {row.set}: {row.model} BLEU {row.bleu}, chrF++ {row.chrf} (External-MT-leaderboard)")


def _compare(translator: "Translator", documents: Sequence["Document"], references: Sequence[str]) -> None:
    """With the glossary and without, side by side; the engine reads each sentence once for both."""
    from glossary.matcher import Glossary
    from translate import evaluate, termscore
    from translate.engines.remembered import Remembered

    engine = Remembered(translator.engine)
    columns = []
    for one in (replace(translator, engine=engine), replace(translator, engine=engine, glossary=Glossary())):
        beads = _translated(one, documents)
        english = [" ".join(bead.target for bead in line) for line in beads]
        lines = [termscore.Line(*line) for line in zip(documents, beads, references, strict=True)]
        columns.append((evaluate.score(english, references), termscore.measure(lines, translator), beads))
    (scores, terms, beads), (plain, bare, _) = columns
    print(f"{'':34}with the glossary   without it")
    for score, other in zip(scores, plain, strict=True):
        print(f"{score.metric:34}{score.value:17.1f}   {other.value:10.1f}")
    print(f"{'terms right':34}{terms.right:17.1%}   {bare.right:10.1%}")
    print(f"{'  as the very target':34}{terms.exact:17.1%}   {bare.exact:10.1%}")
    print(f"{terms.counted} terms, those that the reference has too, as target, accepted form or variant. Right: the")
    print("target or an accepted form as a whole word, in singular or plural, and no form beside it that is forbidden")
    print(termscore.statuses(bead for line in beads for bead in line))
    for score in scores:
        print(f"{score.metric}  {score.signature}")
    print(translator.signature)


def _translated(translator: "Translator", documents: Sequence["Document"]) -> list[list["Bead"]]:
    beads: list[list[Bead]] = [[] for _ in documents]
    for row in translator.stream(documents):
        beads[row.document].append(row.bead)
        if sys.stderr.isatty():
            print(f"\r{row.document + 1} of {len(documents)} lines", end="", file=sys.stderr, flush=True)
    return beads
