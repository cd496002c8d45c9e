"""Draws sentences whose English the glossary changed, for a person to judge, and counts the verdicts.

`python -m benchmarks.judged_terms draw translate/compact ../shared/testsets FILE` writes what the model said, what came
of it and what a person made of it; `… count tests/gold/judged_terms.tsv` counts `better`, `same` and `worse`.
"""

import argparse
import csv
import random
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from glossary import store
from glossary.matcher import Glossary
from translate.engines.load import load
from translate.engines.remembered import Remembered
from translate.formats import newswire
from translate.models import at
from translate.translator import Translator

COLUMNS = ("verdict", "why", "rules", "source", "before", "after", "reference")
SETS = ("newsdev2019", "newstest2019")
DAY = date(2018, 7, 1)


def main() -> None:
    """Draw or count."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("model", type=Path)
    drawing.add_argument("testsets", type=Path)
    drawing.add_argument("file", type=Path)
    drawing.add_argument("--rows", type=int, default=100)
    drawing.add_argument("--threads", type=int, default=0)
    drawing.add_argument("--seed", type=int, default=2019)
    drawing.add_argument(
        "--status",
        choices=("changed", "replaced", "redecoded"),
        default="changed",
        help="rows that the glossary changed, or those with no sentence that was decoded again, or with one",
    )
    drawing.set_defaults(run=draw)
    counting = commands.add_parser("count")
    counting.add_argument("file", type=Path)
    counting.set_defaults(run=count)
    arguments = parser.parse_args()
    arguments.run(arguments)


def draw(arguments: argparse.Namespace) -> None:
    """Translate rows in an order drawn by the seed until enough of them were changed."""
    rows = [line.split("\t")[:2] for name in SETS for line in _lines(arguments.testsets / f"{name}.tsv")]
    random.Random(arguments.seed).shuffle(rows)
    model = at(arguments.model)
    engine = Remembered(load(arguments.model, threads=arguments.threads))
    bare = Translator(engine, Glossary(), model.name, model.decoding)
    full = replace(bare, glossary=store.seed())
    drawn: list[dict[str, str]] = []
    for first in range(0, len(rows), 64):
        documents = [replace(newswire.parse(kazakh), date=DAY) for kazakh, _ in rows[first : first + 64]]
        before: list[list[str]] = [[] for _ in documents]
        after: list[list[str]] = [[] for _ in documents]
        rules: list[list[str]] = [[] for _ in documents]
        statuses: list[set[str]] = [set() for _ in documents]
        for row in bare.stream(documents):
            before[row.document].append(row.bead.target)
        for row in full.stream(documents):
            after[row.document].append(row.bead.target)
            changed = [use for use in row.bead.terms if use.status in ("replaced", "redecoded")]
            rules[row.document] += [f"{use.rule}: {use.surface} = {use.target}" for use in changed]
            statuses[row.document] |= {use.status for use in changed}
        for n, (kazakh, english) in enumerate(rows[first : first + 64]):
            then, now, put = before[n], after[n], rules[n]
            status = "redecoded" if "redecoded" in statuses[n] else "replaced"
            if put and arguments.status in (status, "changed") and then != now and len(drawn) < arguments.rows:
                texts = kazakh, " ".join(then), " ".join(now), english
                drawn.append(dict(zip(COLUMNS, ("", "", "; ".join(put), *texts), strict=True)))
        if len(drawn) == arguments.rows:
            break
    with arguments.file.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(drawn)


def count(arguments: argparse.Namespace) -> None:
    """Say how many rows each verdict has, and how the worse ones came about."""
    with arguments.file.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    verdicts = Counter(row["verdict"] for row in rows)
    print(f"{len(rows)} rows: " + ", ".join(f"{verdicts[one]} {one}" for one in ("better", "same", "worse")))
    for row in rows:
        if row["verdict"] == "worse":
            print(f"worse: {row['rules']} ({row['why']})")


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").split("\n") if line]


if __name__ == "__main__":
    main()
