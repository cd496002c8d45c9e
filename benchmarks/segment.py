"""Compares sentence splitters on Kazakh news: `python benchmarks/segment.py ../shared/testsets` prints a table.

A document is ten consecutive lines joined by blanks; the boundaries to be found are the joints and the hand-checked
boundaries inside the lines of newsdev2019. A boundary is counted by the non-blank characters before it, so that no
tool is judged by what it does with blanks. Other splitters are compared where they can be imported.
"""

import argparse
import hashlib
import importlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from tests.traps import D3  # noqa: E402
from translate import segment  # noqa: E402

Splitter = Callable[[str], list[str]]
DOCUMENT = 10
BOUNDARIES = REPOSITORY / "tests" / "data" / "newsdev2019-boundaries.tsv"
FINAL = (".", "!", "?", "…")
CLOSERS = "»”\"')"


def audarma() -> Splitter:
    """Our own."""
    return lambda text: [text[start:end] for start, end in segment.split(text)]


def pysbd() -> Splitter:
    """Rules for Kazakh among 23 languages."""
    segmenter = importlib.import_module("pysbd").Segmenter(language="kk", clean=False)
    return lambda text: list(segmenter.segment(text))


def sentencex() -> Splitter:
    """Wikimedia's, with a Kazakh abbreviation list."""
    module = importlib.import_module("sentencex")
    return lambda text: list(module.segment("kk", text))


def razdel() -> Splitter:
    """Rules for Russian."""
    module = importlib.import_module("razdel")
    return lambda text: [sentence.text for sentence in module.sentenize(text)]


def blingfire() -> Splitter:
    """Microsoft's, for any language."""
    module = importlib.import_module("blingfire")
    return lambda text: module.text_to_sentences(text).split("\n")


def syntok() -> Splitter:
    """Rules for English, Spanish and German."""
    module = importlib.import_module("syntok.segmenter")
    return lambda text: [
        "".join(token.spacing + token.value for token in sentence)
        for paragraph in module.process(text)
        for sentence in paragraph
    ]


def moses() -> Splitter:
    """The splitter of Moses and Europarl, with its Russian prefixes: it has no Kazakh."""
    splitter = importlib.import_module("sentence_splitter").SentenceSplitter(language="ru")
    return lambda text: list(splitter.split(text))


TOOLS: dict[str, Callable[[], Splitter]] = {
    "audarma": audarma,
    "pysbd kk": pysbd,
    "sentencex kk": sentencex,
    "razdel ru": razdel,
    "moses ru": moses,
    "syntok": syntok,
    "blingfire": blingfire,
}


def lines(path: Path) -> list[str]:
    """The Kazakh column of a test set."""
    return [row.split("\t")[0] for row in path.read_text(encoding="utf-8").splitlines()]


def inner(rows: list[str]) -> dict[int, list[int]]:
    """The hand-checked boundaries inside newsdev2019's lines: the ends of all sentences but the last, by row."""
    found = {}
    for line in BOUNDARIES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            row, ends, digest = line.split("\t")
            if digest != hashlib.sha256(rows[int(row)].encode()).hexdigest()[:8]:
                raise SystemExit(f"{BOUNDARIES.name}: row {row} is not the line that was read")
            found[int(row)] = [int(end) for end in ends.split(",")]
    return found


def stopped(rows: list[str]) -> list[int]:
    """The rows that end with a final stop, perhaps in a quotation or bracket."""
    return [row for row, line in enumerate(rows) if line.rstrip(CLOSERS).endswith(FINAL)]


def documents(rows: list[str], chosen: list[int], inside: dict[int, list[int]]) -> Iterator[tuple[str, set[int]]]:
    """Texts of ten rows each, with their boundaries."""
    for first in range(0, len(chosen), DOCUMENT):
        text, gold = "", set()
        for row in chosen[first : first + DOCUMENT]:
            gold |= {solid(text + " " + rows[row][:end]) for end in inside.get(row, [])}
            text = f"{text} {rows[row]}".strip()
            gold.add(solid(text))
        yield text, gold - {solid(text)}


def solid(text: str) -> int:
    """How many characters are no blanks."""
    return len("".join(text.split()))


def boundaries(sentences: list[str]) -> set[int]:
    """Where the sentences of a document end, but for the last."""
    ends, length = [], 0
    for sentence in sentences:
        length += solid(sentence)
        ends.append(length)
    return set(ends) - {length, 0}


def f1(splitter: Splitter, texts: list[tuple[str, set[int]]]) -> float:
    """Boundary F1 over all documents together."""
    right = found = wanted = 0
    for text, gold in texts:
        mine = boundaries(splitter(text))
        right += len(mine & gold)
        found += len(mine)
        wanted += len(gold)
    return 2 * right / (found + wanted)


def speed(splitter: Splitter, text: str) -> float:
    """Megabytes of UTF-8 a second: over the text once, and again while that takes less than a second."""
    size, start = 0, time.perf_counter()
    while (passed := time.perf_counter() - start) < 1 or not size:
        for paragraph in text.split("\n"):
            splitter(paragraph)
        size += len(text.encode())
    return size / 1e6 / passed


def corpora(folder: Path) -> tuple[list[tuple[str, set[int]]], list[tuple[str, set[int]]]]:
    """The documents of newstest2019 and of newsdev2019."""
    test, dev = lines(folder / "newstest2019.tsv"), lines(folder / "newsdev2019.tsv")
    return list(documents(test, list(range(len(test))), {})), list(documents(dev, stopped(dev), inner(dev)))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("testsets", type=Path, help="folder with newstest2019.tsv and newsdev2019.tsv")
    test, dev = corpora(parser.parse_args().testsets)
    text = "\n".join(text for text, _ in test + dev)
    print(f"{'tool':14}{'F1 newstest':>12}{'F1 newsdev':>12}{'traps':>8}{'MB/s':>8}")
    for name, load in TOOLS.items():
        try:
            splitter = load()
        except ImportError:
            print(f"{name:14}  (not importable here)")
            continue
        passed = sum([s.strip() for s in splitter(" ".join(trap))] == trap for trap in D3)
        scores = f"{f1(splitter, test):12.4f}{f1(splitter, dev):12.4f}{f'{passed}/{len(D3)}':>8}"
        print(f"{name:14}{scores}{speed(splitter, text):8.2f}", flush=True)


if __name__ == "__main__":
    main()
