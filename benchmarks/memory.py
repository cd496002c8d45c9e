"""Measures a large translation memory: `python benchmarks/memory.py ../shared/testsets/newsdev2019.tsv` prints times.

Sentences are made of runs of two to six words from the first column of the file, in a random order that a seed fixes,
so that words are as frequent as in real news. They are stored a thousand at a time in a new file; then sentences of it
are looked up exactly, and searched for with one word in eight changed. A search is right where it finds a sentence at
least as like as the one that the question was made of, if that is 75 % like. On a busy machine the wall clock tells of
the other programs; the processor's tells of this one.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from translate.memory import Memory, Stored, key, likeness  # noqa: E402

BATCH = 1_000
MEGABYTE = 1_000_000


def main() -> None:
    """Print the figures for the number of sentences asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, help="a TSV file with Kazakh in the first column")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--folder", type=Path, help="where the file is made and deleted again (a temporary folder)")
    arguments = parser.parse_args()
    lines = [line.split("\t")[0].split() for line in arguments.text.read_text("utf-8").split("\n")]
    news = [line for line in lines if line]
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        path = Path(folder) / "memory.db"
        with Memory.open(path) as memory:
            kept = _stored(memory, news, arguments.rows, arguments.queries)
        _size(path, arguments.rows)
        start = time.perf_counter()
        memory = Memory.open(path)
        print(f"{'open, with the check of all pages':36} {time.perf_counter() - start:9.2f} s")
        with memory:
            _looked_up(memory, kept, news)


def sentences(news: Sequence[Sequence[str]], seed: int) -> Iterator[str]:
    """Sentences as long as those of the news, for ever."""
    chance = random.Random(seed)
    while True:
        length, words = len(chance.choice(news)), list[str]()
        while len(words) < length:
            line = chance.choice(news)
            start = chance.randrange(len(line))
            words += line[start : start + chance.randint(2, 6)]
        yield " ".join(words[:length])


def changed(sentence: str, news: Sequence[Sequence[str]], chance: random.Random) -> str:
    """The sentence with one word in eight, and one at least, taken out or put in another's place."""
    words = sentence.split()
    for _ in range(max(1, len(words) // 8)):
        at = chance.randrange(len(words))
        words[at : at + 1] = chance.choice([[], [chance.choice(chance.choice(news))]])
    return " ".join(words)


def _stored(memory: Memory, news: Sequence[Sequence[str]], rows: int, kept: int) -> list[str]:
    """Store so many rows, and return some of their sentences from all over the file."""
    made, chance, spent, some = sentences(news, 1), random.Random(2), 0.0, list[str]()
    for _ in range(0, rows, BATCH):
        batch = [next(made) for _ in range(BATCH)]
        ready = [(key("model", text), text, Stored(text.upper(), (), (), "engine")) for text in batch]
        start = time.perf_counter()
        memory.store(ready)
        spent += time.perf_counter() - start
        some += chance.sample(batch, max(1, kept * BATCH // rows))
    print(f"{'stored, a thousand at a time':36} {rows / spent:9,.0f} rows/s")
    return chance.sample(some, min(kept, len(some)))


def _size(path: Path, rows: int) -> None:
    size = sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
    print(f"{'file':36} {size / MEGABYTE:9.1f} MB, {size / rows:.0f} bytes a row")


def _looked_up(memory: Memory, kept: Sequence[str], news: Sequence[Sequence[str]]) -> None:
    chance = random.Random(3)
    exact = _timed("exact look-up", kept, lambda text: memory.many([key("model", text)]))
    asked = [changed(text, news, chance) for text in kept]
    near = _timed("search for a changed sentence", asked, memory.similar)
    strangers = sentences(news, 4)
    _timed("search for a new sentence", [next(strangers) for _ in kept], memory.similar)
    print(f"{'search over exact look-up, medians':36} {near / exact:9.0f} times")
    due = [(text, how) for text, of in zip(asked, kept, strict=True) if (how := likeness(text, of)) >= 0.75]
    right = sum(any(hit.likeness >= how for hit in memory.similar(text)) for text, how in due)
    print(f"{'best hits found':36} {right:9} of {len(due)}")


def _timed(words: str, asked: Sequence[str], work: Callable[[str], object]) -> float:
    """Print both clocks' times and return the processor's median; no question is asked twice."""
    spent = []
    for text in asked:
        wall, processor = time.perf_counter(), time.process_time()
        work(text)
        spent.append((time.process_time() - processor, time.perf_counter() - wall))
    for clock, times in zip(("processor", "wall"), zip(*spent, strict=True), strict=True):
        slow, middle = quantiles(times, n=100)[98], median(times)
        print(f"{words:36} {middle * 1000:9.3f} ms, 99 % in {slow * 1000:.3f} ms ({clock})")
    return median(processor for processor, _ in spent)


if __name__ == "__main__":
    main()
