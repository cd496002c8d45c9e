"""Ten thousand finished articles on the page: `python -m benchmarks.catalogue ../shared/testsets/newsdev2019.tsv`.

The output folder is written as a run leaves it, without a model, from a test set's Kazakh. Measured are: making the
catalogue, and keeping it up when nothing is new; a page of the list, and look-ups; how far edits of the glossary reach,
from a rare name to the commonest entry; and the names that no entry holds.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from glossary import store
from glossary.matcher import Glossary
from glossary.suggest import suggest
from glossary.term import Term
from translate.archive.catalogue import Catalogue
from translate.archive.files import Files
from translate.archive.ledger import Finished, Ledger, Tally
from translate.archive.scan import Source
from translate.archive.touched import reach
from translate.document import Bead, Bitext
from translate.formats import json, newswire


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, help="a table with Kazakh in the first column")
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    lines = [line.split("\t")[0] for line in options.text.read_text("utf-8").split("\n") if line]
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), lines, options.articles)


def _measure(out: Path, lines: list[str], articles: int) -> None:
    print(f"{articles:,} articles, {_write(out, lines, articles):,} sentences", flush=True)
    catalogue, seed = Catalogue(out), store.seed()
    _timed("catalogue made", lambda: catalogue.refresh())
    print(f"its size: {(out / '.audarma' / 'articles.sqlite').stat().st_size / 1e6:.0f} MB", flush=True)
    _timed("kept up, nothing new", lambda: catalogue.refresh())
    for name, query, first in (("first page", "", 0), ("last page", "", articles - 25)):
        _timed(f"list, {name}", lambda query=query, first=first: catalogue.find(query, first, 25)[0])  # type: ignore[misc]
    for query in ("мектеп", "қазақстан президенті", "president", "00123"):
        _timed(f"look-up of {query}", lambda query=query: catalogue.find(query, 0, 25)[0])  # type: ignore[misc]
    changed = [replace(term, target="Qazaqstan") if term.source == "Қазақстан" else term for term in seed.terms]
    for name, terms in (
        ("a rare name added", [*seed.terms, Term("Сауытбек", "Sauytbek")]),
        ("мектеп added", [*seed.terms, Term("мектеп", "school")]),
        ("Қазақстан changed", changed),
    ):
        _timed(f"reach, {name}", lambda terms=terms: _reach(out, seed, Glossary(terms)))  # type: ignore[misc]
    _timed("names that no entry holds", lambda: len(suggest(catalogue.texts(), seed, least=3)))


def _reach(out: Path, before: Glossary, after: Glossary) -> str:
    began = time.perf_counter()
    told = reach(out, before, after)
    found = next(told).found
    first = time.perf_counter() - began
    for more in told:
        found = more.found
    return f"{found.sentences:,} sentences of {found.documents:,} articles, first word after {first:.2f} s"


def _timed(name: str, work: Callable[[], object]) -> None:
    began, processor = time.perf_counter(), time.process_time()
    got = work()
    took, busy = time.perf_counter() - began, time.process_time() - processor
    print(f"{name}: {took:.3f} s ({busy:.3f} s of a processor): {got}", flush=True)


def _write(out: Path, lines: list[str], articles: int) -> int:
    """An output folder as a run leaves it; how many sentences it holds."""
    chance, rows = random.Random(3), 0
    ledger = Ledger(Files(out).own / "finished.sqlite")
    for n in range(articles):
        name = f"{n % 50}/{n:05}.txt"
        text = f" date 20{10 + n % 14}-0{1 + n % 9}-1{n % 9} Тақырып {n}\n"
        document = newswire.parse(text + "\n".join(" ".join(chance.choices(lines, k=3)) for _ in range(5)), name)
        beads = tuple(
            Bead(one, f"The president said it {k} times.", "engine") for k, one in enumerate(document.segments)
        )
        path = out / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.write(Bitext(document, beads, "none")), "utf-8")
        rows += len(beads)
        ledger.put(Finished(Source(name, len(text), n), "none", (f"{name}.json",), Tally(1, len(beads))))
    ledger.close()
    return rows


if __name__ == "__main__":
    main()
