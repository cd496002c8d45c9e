"""What the glossary costs: `python -m benchmarks.terminology translate/compact ../shared/testsets/newsdev2019.tsv`.

The same sentences with the glossary and without, in one run, in turns; it prints the processor's time of each, which a
busy machine changes less than the clock, and how many sentences lacked a term, since only those cost more calls.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from glossary import store
from glossary.matcher import Glossary
from translate import models
from translate.document import Document
from translate.engines.load import load
from translate.formats import newswire
from translate.translator import Translator


def main() -> None:
    """Print sentences a second with and without, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("text", type=Path, help="TSV with Kazakh in the first column")
    parser.add_argument("--rows", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()
    lines = arguments.text.read_text("utf-8").splitlines()[: arguments.rows]
    documents = [replace(newswire.parse(line.split("\t")[0]), date=date(2018, 7, 1)) for line in lines]
    model = models.at(arguments.model)
    engine = load(arguments.model, threads=arguments.threads)
    full = Translator(engine, store.seed(), model.name, model.decoding)
    bare = replace(full, glossary=Glossary())
    spent = {"with": 0.0, "without": 0.0}
    sentences = lacking = 0
    for _ in range(arguments.rounds):
        for name, translator in (("without", bare), ("with", full)):
            seconds, sentences, changed = _timed(translator, documents)
            spent[name] += seconds
            lacking = changed or lacking
    rate = {name: sentences * arguments.rounds / seconds for name, seconds in spent.items()}
    print(f"{sentences} sentences, {lacking} of which lacked a term; sentences per second of one core:")
    print(
        f"without the glossary {rate['without']:.1f}, with it {rate['with']:.1f}: {rate['with'] / rate['without']:.2f}"
    )


def _timed(translator: Translator, documents: Sequence[Document]) -> tuple[float, int, int]:
    """Seconds of the processor, sentences, and those that were asked for again."""
    start = time.process_time()
    beads = [row.bead for row in translator.stream(documents)]
    seconds = time.process_time() - start
    again = ("likeliest", "grafted", "inline", "none")
    return seconds, len(beads), sum(any(use.rule in again for use in bead.terms) for bead in beads)


if __name__ == "__main__":
    main()
