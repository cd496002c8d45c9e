"""Measures the links that attention adds: `python -m benchmarks.attention ../shared/testsets/newstest2019.tsv`.

Rows are translated by the default model with its attention asked for, and linked without the glossary, which then
judges: of its names and terms that the model's English holds, how many are linked right and how many links from them
are wrong, by numbers and sound alone and with the attention after those. It prints what asking for it costs too.
"""

import argparse
import time
from collections import Counter
from datetime import date
from pathlib import Path

from benchmarks.words import NAMES, Count, english
from glossary import store
from glossary.kazakh import readable
from glossary.term import Match
from translate import models
from translate.align.words import links
from translate.engines import Decoding
from translate.engines.load import load
from translate.settings import Settings


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path, help="TSV of Kazakh and English")
    parser.add_argument("--rows", type=int, default=200)
    options = parser.parse_args()
    engine, glossary = load(models.find(None, Settings.read({})).path, threads=1), store.seed()
    sources = [readable(row.split("\t")[0]) for row in options.text.read_text("utf-8").splitlines()[: options.rows]]
    spent = {}
    for asked in (False, True):
        began = time.process_time()
        hypotheses = engine.translate(sources, Decoding(beam=4, attention=asked))
        spent[asked] = time.process_time() - began
    counts = {(kind, way): Count() for kind in ("names", "terms") for way in ("without", "with")}
    made_at_all: Counter[str] = Counter()
    for source, found in zip(sources, hypotheses, strict=True):
        made = {"without": links(source, found.text), "with": links(source, found.text, (), found.attention)}
        made_at_all.update(link.how for link in made["with"])
        by_term: dict[tuple[str, str], list[Match]] = {}
        for match in glossary.find(source, date(2019, 1, 1)):
            by_term.setdefault((match.term.source, match.term.target), []).append(match)
        for (name, _), own in by_term.items():
            here, there = [(match.start, match.end) for match in own], english(own, found.text)
            kind = "names" if own[0].term.kind in NAMES else "terms"
            for way in made:
                counts[kind, way].add(here, there, made[way], name, found.text)
    print(f"{len(sources)} rows: " + ", ".join(f"{how} {count}" for how, count in made_at_all.items()))
    for (kind, way), count in counts.items():
        print(f"{kind} {way} attention: {count}")
    print(f"processor time with attention {spent[True]:.1f} s, without {spent[False]:.1f} s")


if __name__ == "__main__":
    main()
