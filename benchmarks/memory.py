"""A translation memory of a million sentences: `python benchmarks/memory.py ../shared/testsets/newsdev2019.tsv`.

Sentences are put together from the words of the text given, as often as they stand there; the times are for look-ups
by key, 500 together and one by one, and for similar sentences of edited ones, with how many of the sentences that were
edited were found again. All in one run, in a file that is thrown away.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from translate.memory import Memory, Stored
from translate.memory.similar import LEAST, likeness
from translate.recall import key

ASKED = 300


def main() -> None:
    """Fill a memory, then ask it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, help="a text; of a table the first column")
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    words = [word for line in options.text.read_text("utf-8").split("\n") for word in line.split("\t")[0].split()]
    with tempfile.TemporaryDirectory() as folder, Memory.open(Path(folder) / "memory.sqlite") as memory:
        began = time.perf_counter()
        for batch in _batches(words, options.rows):
            memory.store((key(source), source, Stored(source[::-1], (), (), "engine")) for source in batch)
        took = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        rate, each = options.rows / took, size / memory.count()
        print(f"{memory.count():,} rows stored, {rate:,.0f} a second, {each:.0f} bytes each")
        chance = random.Random(1)
        known = [source for batch in _batches(words, options.rows) for source in batch if chance.random() < 0.002][
            :ASKED
        ]
        exact = _times("exact look-up", [partial(memory.many, [key(one)]) for one in known])
        edited = [_edited(one, chance, words) for one in known]
        near = _times("similar sentences", [partial(memory.similar, one) for one in edited])
        print(f"similar is {near / exact:.0f} times an exact look-up")
        pairs = [(one, like) for one, like in zip(known, edited, strict=True) if likeness(one, like) >= LEAST]
        again = sum(any(hit.source == one for hit in memory.similar(like)) for one, like in pairs)
        print(f"{again} of {len(pairs)} sentences are found again that stayed {LEAST:.0%} alike")


def _times(what: str, work: list[Callable[[], object]]) -> float:
    taken = []
    for one in work:
        began = time.perf_counter()
        one()
        taken.append(1000 * (time.perf_counter() - began))
    taken.sort()
    median = statistics.median(taken)
    print(f"{what}: median {median:.2f} ms, 99 in 100 below {taken[int(0.99 * len(taken))]:.2f} ms")
    return median


def _batches(words: list[str], rows: int) -> Iterator[list[str]]:
    chance = random.Random(7)
    for first in range(0, rows, 1000):
        yield [
            f"{' '.join(chance.choices(words, k=chance.randint(5, 25)))} {number}"
            for number in range(first, min(first + 1000, rows))
        ]


def _edited(source: str, chance: random.Random, words: list[str]) -> str:
    made = source.split()
    for _ in range(max(1, len(made) // 8)):
        made[chance.randrange(len(made))] = chance.choice(words)
    return " ".join(made)


if __name__ == "__main__":
    main()
