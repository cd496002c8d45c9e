"""Measures the beads that `audarma align` finds: `python -m benchmarks.align ../shared/testsets/newsdev2019.tsv`.

Rows of a test set, one to one by nature, are joined into documents; on each side, apart, neighbours are joined and rows
dropped at random, so that the true beads are known. A bead counts only if it has exactly the true one's segments.
"""

import argparse
import hashlib
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from glossary import store
from translate import models
from translate.align import search
from translate.align.evidence import Evidence, Weights
from translate.engines.load import load
from translate.formats import newswire
from translate.translator import Translator

JOINED, DROPPED = 0.08, 0.05
SHORTEST, LONGEST = 40, 60
ALL = Weights()
ALONE = {
    "length alone": replace(ALL, translation=0.0, names=0.0, numbers=0.0, bias=1.0),
    "names and numbers": replace(ALL, translation=0.0, length=0.0, bias=0.0),
    "n-grams alone": replace(ALL, names=0.0, numbers=0.0, length=0.0),
    "all": ALL,
}

Units = list[tuple[int, ...]]
Spans = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Texts:
    """A document whose sides were joined and cut apart, and its true beads."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    translations: tuple[str, ...]
    beads: frozenset[Spans]


def damaged(rows: Sequence[int], chance: random.Random) -> Units:
    """One side of a document: which rows each of its segments holds."""
    units: Units = []
    left = list(rows)
    while left:
        size = 2 if len(left) > 1 and chance.random() < JOINED else 1
        if chance.random() >= DROPPED:
            units.append(tuple(left[:size]))
        left = left[size:]
    return units


def true_beads(source: Units, target: Units) -> frozenset[Spans]:
    """Segments that share a row belong together, and so do those that share one with the same segment."""
    beads: list[tuple[set[int], set[int], set[int]]] = []
    for side, units in enumerate((source, target)):
        for n, unit in enumerate(units):
            merged: tuple[set[int], set[int], set[int]] = (set(), set(), set(unit))
            merged[side].add(n)
            for bead in [bead for bead in beads if bead[2] & merged[2]]:
                beads.remove(bead)
                for into, part in zip(merged, bead, strict=True):
                    into |= part
            beads.append(merged)
    return frozenset((tuple(sorted(one)), tuple(sorted(other))) for one, other, _ in beads)


def documents(rows: Sequence[tuple[str, str, str]], seed: int) -> Iterator[Texts]:
    """Damaged documents of Kazakh, English and our English, over the rows in order."""
    chance = random.Random(seed)
    first = 0
    while len(rows) - first >= SHORTEST:
        size = chance.randint(SHORTEST, LONGEST)
        numbers = range(first, min(first + size, len(rows)))
        source, target = damaged(numbers, chance), damaged(numbers, chance)

        def side(units: Units, column: int) -> tuple[str, ...]:
            return tuple(" ".join(rows[n][column] for n in unit) for unit in units)

        yield Texts(side(source, 0), side(target, 1), side(source, 2), true_beads(source, target))
        first += size


def measured(texts: Sequence[tuple[Texts, Evidence]], weights: Weights) -> tuple[float, float, float]:
    """Strict precision, recall and F1 of the beads, those with an empty side among them."""
    right = found = wanted = 0
    for text, evidence in texts:
        beads = search.search(replace(evidence, weights=weights))
        right += sum((bead.source, bead.target) in text.beads for bead in beads)
        found, wanted = found + len(beads), wanted + len(text.beads)
    return right / found, right / wanted, 2 * right / (found + wanted)


def english(model: Path, lines: Sequence[str], threads: int, cache: Path | None) -> tuple[list[str], float]:
    """Our English of each line and the seconds that 200 of them take; kept in `cache`, where one is given."""
    made = hashlib.sha256("\n".join((str(model.resolve()), *lines)).encode()).hexdigest()[:16]
    kept = cache / f"{made}.json" if cache else None
    if kept and kept.exists():
        said = json.loads(kept.read_text("utf-8"))
        return said["english"], said["seconds"]
    found = models.at(model)
    translator = Translator(load(model, threads=threads), store.seed(), found.name, found.decoding)
    began = time.perf_counter()
    articles = [replace(newswire.parse(line), date=date(2018, 7, 1)) for line in lines]
    said_of: list[list[str]] = [[] for _ in lines]
    for row in translator.stream(articles):
        said_of[row.document].append(row.bead.target)
    text, seconds = [" ".join(parts) for parts in said_of], (time.perf_counter() - began) * 200 / len(lines)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({"english": text, "seconds": seconds}, ensure_ascii=False), "utf-8")
    return text, seconds


def timed(act: Callable[[], object]) -> float:
    """The processor's seconds."""
    began = time.process_time()
    act()
    return time.process_time() - began


def main() -> None:
    """Print F1 by each kind of evidence and by all, and the time of a search beside that of a translation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path, help="TSV of Kazakh and English")
    parser.add_argument("--model", type=Path, default=Path("translate/compact"))
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=2, help="how often the rows are damaged anew")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--cache", type=Path, help="a folder that keeps the translations for the next run")
    options = parser.parse_args()
    both = [line.split("\t")[:2] for line in options.text.read_text("utf-8").splitlines()[: options.rows]]
    made, seconds = english(options.model, [kazakh for kazakh, _ in both], options.threads, options.cache)
    rows = [(kazakh, human, ours) for (kazakh, human), ours in zip(both, made, strict=True)]
    texts = [text for seed in range(options.seeds) for text in documents(rows, seed)]
    read = [(text, Evidence.of(text.source, text.target, text.translations)) for text in texts]
    count = sum(len(text.beads) for text in texts)
    print(f"{options.text.name}, {len(rows)} rows damaged {options.seeds} times: {len(texts)} documents, {count} beads")
    for name, weights in ALONE.items():
        precision, recall, f1 = measured(read, weights)
        print(f"{name:18} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}", flush=True)
    many = [tuple(row[n] for row in rows[:200]) for n in range(3)]
    search_time = timed(lambda: search.align(many[0], many[1], many[2]))
    print(f"200 x 200 segments aligned in {search_time:.2f} s; 200 rows translated in {seconds:.0f} s")


if __name__ == "__main__":
    main()
