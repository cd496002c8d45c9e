"""Measures a large glossary: `python benchmarks/glossary.py ../shared/testsets` prints times beside those of `csv`.

50,000 entries, a tenth of them capitalised words and neighbours of the text and the rest made of its syllables, are
written as a CSV file with all columns; then `csv` reads that file, the glossary loads it, and 1 MB of Kazakh news is
matched, all in one run and each the best of several. The times are the processor's, and only the ratios mean anything.
"""

import argparse
import csv
import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TextIO

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from glossary import store  # noqa: E402
from glossary.cells import COLUMNS  # noqa: E402
from glossary.kazakh import WORD, normalise  # noqa: E402
from glossary.matcher import Glossary  # noqa: E402
from glossary.morphology import inflection  # noqa: E402
from glossary.romanisation import romanise  # noqa: E402
from glossary.term import Term  # noqa: E402

KINDS = ("person", "place", "organisation", "term")
MEGABYTE = 1_000_000


def main() -> None:
    """Print the ratios for the number of entries asked for, and for a tenth of it: nothing may grow faster."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("testsets", type=Path, help="a folder of TSV files with Kazakh in the first column")
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    tables = sorted(arguments.testsets.glob("*.tsv"))
    lines = [line.split("\t")[0] for table in tables for line in table.read_text("utf-8").split("\n")]
    text = "\n".join(lines).encode()[:MEGABYTE].decode(errors="ignore")
    print(f"text: {len(text.encode()) / MEGABYTE:.2f} MB, {len(WORD.findall(text)):,} words")
    with tempfile.TemporaryDirectory() as folder:
        for entries in (arguments.entries // 10, arguments.entries):
            file = Path(folder) / f"{entries}.csv"
            _write(file, entries, text)
            _measure(file, entries, text, arguments.times)


def _measure(file: Path, entries: int, text: str, times: int) -> None:
    print(f"\n{entries:,} entries, {file.stat().st_size / MEGABYTE:.2f} MB of CSV")
    reading = _best(times, lambda _: _read(file))
    print(f"{'csv.reader reads it':34} {reading:7.3f} s")
    print(_line("csv.DictReader reads it", _best(times, lambda _: _read(file, csv.DictReader)), reading))
    print(_line("the glossary loads it", _best(times, lambda _: store.load(file)), reading))
    terms, lines = store.load(file).terms, text.split("\n")
    found = len(Glossary(terms).find(text))
    at_once = _best(times, lambda glossary: glossary.find(text), terms)
    print(_line(f"1 MB at once, {found:,} matches", at_once, reading))
    by_line = _best(times, lambda glossary: [glossary.find(line) for line in lines], terms)
    print(_line(f"{len(lines):,} lines one by one", by_line, reading))
    tracemalloc.start()
    held = store.load(file)
    print(f"{'memory':34} {tracemalloc.get_traced_memory()[0] / len(held.terms):7.0f} bytes an entry")
    tracemalloc.stop()


def _best(times: int, work: Callable[[Glossary], object], terms: Sequence[Term] = ()) -> float:
    """The shortest time for work on a new glossary, which remembers nothing yet."""
    taken = []
    for _ in range(times):
        glossary = Glossary(terms)
        inflection.cache_clear()
        start = time.process_time()
        work(glossary)
        taken.append(time.process_time() - start)
    return min(taken)


def _line(what: str, taken: float, reading: float) -> str:
    return f"{what:34} {taken:7.3f} s  {taken / reading:5.1f} times"


def _read(file: Path, reader: Callable[[TextIO], Iterable[object]] = csv.reader) -> int:
    with file.open(encoding="utf-8", newline="") as rows:
        return sum(1 for _ in reader(rows))


def _write(file: Path, entries: int, text: str) -> None:
    chance = random.Random(entries)
    own = [word.group() for word in WORD.finditer(text)]
    pieces = [word[at : at + 3] for word in own for at in range(0, len(word), 3)]
    chance.shuffle(distinct := sorted({word for word in own if word[0].isupper()}))
    sources: dict[str, None] = dict.fromkeys(distinct[: entries // 20])
    while len(sources) < entries:
        words = chance.choice((2, 2, 3) if len(sources) < entries // 10 else (1, 1, 2, 2, 3))
        if len(sources) < entries // 10:
            at = chance.randrange(len(own) - words)
            sources[" ".join(own[at : at + words])] = None
        else:
            made = ("".join(chance.choices(pieces, k=chance.choice((2, 3, 4)))) for _ in range(words))
            sources[" ".join(word.capitalize() for word in made)] = None
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        # two spellings of one source would contradict each other
        for source in {normalise(source).text: source for source in sources}.values():
            target = romanise(source)
            rows.writerow((source, target, target.lower(), "", "", chance.choice(KINDS), "", "", 0, ""))


if __name__ == "__main__":
    main()
