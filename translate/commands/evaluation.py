"""`audarma evaluate`: a translator's figures against human references, and what its glossary does to them."""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
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
    about = "the model alone, as published figures are of: each line read whole as it stands, and its English left so"
    evaluate.add_argument("--plain", action="store_true", help=about)
    about = "which test set this is, for the figures that others published (default: told by its references)"
    evaluate.add_argument("--set", metavar="NAME", type=_set, help=about)
    about = "also score with COMET, by a checkpoint that lies here and that you trust (its loader runs what it holds)"
    evaluate.add_argument("--comet", metavar="FILE", type=Path, help=about)
    evaluate.set_defaults(run=partial(_evaluate, evaluate))


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


def _evaluate(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    from translate import comet, evaluate
    from translate.formats import newswire

    for name in ("terms", "glossary", "date", "spelling") if arguments.plain else ():
        if getattr(arguments, name):
            parser.error(f"--plain reads no glossary: leave --{name} out")
    sources = options.lines(arguments.source, arguments.encoding)
    references = options.lines(arguments.reference, arguments.encoding)
    evaluate.check(sources, references)
    judge = comet.load(arguments.comet) if arguments.comet else None
    translator = options.translator(arguments.model, arguments.glossary, arguments.spelling, arguments.device)
    test = _Test(sources, references, judge, arguments.comet.name if judge else "", arguments.set)
    if arguments.plain:
        _plain(translator, test)
        return
    documents = [newswire.parse(line) for line in sources]
    documents = [replace(one, date=one.date or arguments.date) for one in documents]
    if arguments.terms:
        _compare(translator, documents, test)
        return
    began = time.monotonic()
    beads = _translated(translator, documents)
    seconds = time.monotonic() - began
    _tell_scores(_english(beads), test)
    _tell_published(translator.model, test)
    _tell_rows(beads, seconds)
    print(translator.signature)


@dataclass(frozen=True, slots=True)
class _Test:
    """What is scored, and how: line-aligned texts, COMET and its name where it was asked for, the name of the set."""

    sources: Sequence[str]
    references: Sequence[str]
    judge: Any
    judged_by: str
    named: str | None

    def comet(self, english: Sequence[str]) -> float:
        from translate import comet

        return comet.score(self.judge, self.sources, english, self.references)


def _plain(translator: "Translator", test: _Test) -> None:
    """The model alone: a line is one input, and what it says is scored as it stands."""
    from glossary.matcher import Glossary
    from translate import evaluate

    decoding = replace(translator.decoding, ladder=False)
    translator = replace(translator, glossary=Glossary(), decoding=decoding, headlines=False)
    began = time.monotonic()
    said = []
    for number, one in enumerate(evaluate.bare(translator.engine, test.sources, decoding), 1):
        said.append(one)
        _tell_progress(number, len(test.sources))
    seconds = time.monotonic() - began
    _tell_scores([one.text for one in said], test)
    _tell_published(translator.model, test)
    print(f"truncated lines: {sum(one.truncated for one in said)}, of {len(said)}")
    print(f"{len(said) / max(seconds, 1e-9):.1f} lines a second ({seconds:.0f} s, loading aside)")
    print(f"{translator.signature}|plain")


def _english(beads: Sequence[Sequence["Bead"]]) -> list[str]:
    return [" ".join(bead.target for bead in line) for line in beads]


def _tell_scores(english: Sequence[str], test: _Test) -> None:
    from translate import evaluate

    for score in evaluate.score(english, test.references):
        print(f"{score.metric} {score.value:.1f}  {score.signature}")
    if test.judge:
        print(f"COMET {test.comet(english):.3f}  {test.judged_by}")


def _tell_rows(beads: Sequence[Sequence["Bead"]], seconds: float) -> None:
    from translate import evaluate

    rows = [bead for line in beads for bead in line]
    print(f"flagged rows: {evaluate.flags(rows)}, of {len(rows)}")
    print(f"{len(rows) / max(seconds, 1e-9):.1f} sentences a second ({seconds:.0f} s, loading aside)")


def _tell_published(model: str, test: _Test) -> None:
    """What others measured on the same set: for this model if they did, else for all."""
    from translate import published

    name = test.named or published.recognised(test.references)
    rows = published.on(name) if name else ()
    for row in [row for row in rows if row.of(model)] or rows:
        print(f"published on {row.set}: {row.model} BLEU {row.bleu}, chrF++ {row.chrf} (External-MT-leaderboard)")


def _compare(translator: "Translator", documents: Sequence["Document"], test: _Test) -> None:
    """With the glossary and without, side by side; the engine reads each sentence once for both."""
    from glossary.matcher import Glossary
    from translate import evaluate, termscore
    from translate.engines.remembered import Remembered

    engine = Remembered(translator.engine)
    columns = []
    for one in (replace(translator, engine=engine), replace(translator, engine=engine, glossary=Glossary())):
        began = time.monotonic()
        beads = _translated(one, documents)
        seconds = time.monotonic() - began
        english = _english(beads)
        lines = [termscore.Line(*line) for line in zip(documents, beads, test.references, strict=True)]
        scores = evaluate.score(english, test.references)
        judged = test.comet(english) if test.judge else 0.0
        columns.append((scores, judged, termscore.measure(lines, translator), beads, seconds))
    (scores, judged, terms, beads, seconds), (plain, other_judged, bare, _, _) = columns
    print(f"{'':34}with the glossary   without it")
    for score, other in zip(scores, plain, strict=True):
        print(f"{score.metric:34}{score.value:17.1f}   {other.value:10.1f}")
    if test.judge:
        print(f"{'COMET':34}{judged:17.3f}   {other_judged:10.3f}")
    print(f"{'terms right':34}{terms.right:17.1%}   {bare.right:10.1%}")
    print(f"{'  as the very target':34}{terms.exact:17.1%}   {bare.exact:10.1%}")
    print(f"{terms.counted} terms, those that the reference has too, as target, accepted form or variant. Right: the")
    print("target or an accepted form as a whole word, in singular or plural, and no form beside it that is forbidden")
    print(termscore.statuses(bead for line in beads for bead in line))
    for score in scores:
        print(f"{score.metric}  {score.signature}")
    if test.judge:
        print(f"COMET  {test.judged_by}")
    _tell_published(translator.model, test)
    print("with the glossary:")
    _tell_rows(beads, seconds)
    print(translator.signature)


def _translated(translator: "Translator", documents: Sequence["Document"]) -> list[list["Bead"]]:
    beads: list[list[Bead]] = [[] for _ in documents]
    for row in translator.stream(documents):
        beads[row.document].append(row.bead)
        _tell_progress(row.document + 1, len(documents))
    return beads


def _tell_progress(number: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{number} of {of} lines", end="", file=sys.stderr, flush=True)
