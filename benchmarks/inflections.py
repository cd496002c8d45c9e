"""Measures the matcher on the labelled words: `python benchmarks/inflections.py HALF [FOLDER_OF_TEST_SETS]`.

For each label it prints how many words are taken for an inflection: by exact comparison and by one regular expression,
as other tools do it, then by our endings alone, then by the glossary with its capitals and word lists. Where the test
sets are given each word is looked for in its sentence, else behind a word in small letters. What ours get wrong is
listed. `once` is the half that no rule was written by.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from glossary.matcher import Glossary  # noqa: E402
from glossary.morphology import ending  # noqa: E402
from glossary.term import Term  # noqa: E402

LABELS = ("inflection", "derivation", "compound", "other")
Row = dict[str, str]
VOICED = {"п": "б", "к": "г", "қ": "ғ"}
ANY = (
    r"([-–’']?(?:[лдт][ае]р)?(?:[ыі]м[ыі]з|м[ыі]з|[ыі]ң[ыі]з|ң[ыі]з|с[ыі]|[ыі]|м|ң)?"
    r"(?:н?[дт][ае][ғг][ыі]|[ндт]ікі)?(?:[ндт][ыі]ң|[ғгқк][ае]|н[ае]|[ндт][ыі]|н?[дт][ае]|[дтн][ае]н|[мбп]ен|н)?)"
)


def main() -> None:
    """Print both tables for one half."""
    half, *folder = sys.argv[1:]
    with (REPOSITORY / "tests" / "gold" / "inflections.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["half"] == half]
    texts = _texts(Path(folder[0])) if folder else {}
    _report("exact", rows, {id(row): "" if row["surface"] == row["stem"] else None for row in rows})
    _report("pattern", rows, {id(row): _pattern(row["stem"], row["surface"]) for row in rows})
    _report("endings alone", rows, {id(row): ending(row["stem"], row["surface"]) for row in rows})
    glossaries = {stem: Glossary([Term(stem, stem)]) for stem in {row["stem"] for row in rows}}
    _report("glossary", rows, {id(row): _found(glossaries[row["stem"]], row, texts) for row in rows})


def _pattern(stem: str, word: str) -> str | None:
    """Slots in their order, any vowel and any consonant: what a Kazakh ending looks like at a glance."""
    body = re.escape(stem)
    if stem[-1] in VOICED:
        body = body[:-1] + f"[{stem[-1]}{VOICED[stem[-1]]}]"
    found = re.fullmatch(body + ANY, word, re.IGNORECASE)
    return found.group(1) if found else None


def _texts(folder: Path) -> dict[str, list[str]]:
    return {file.stem: file.read_text("utf-8").split("\n") for file in folder.glob("*.tsv")}


def _found(glossary: Glossary, row: Row, texts: dict[str, list[str]]) -> str | None:
    """The ending that the glossary reads at the word's place; None where it finds nothing there or another length."""
    if texts:
        text, start = texts[row["set"]][int(row["row"])].split("\t")[0], int(row["start"])
    else:
        text, start = f"ол {row['surface']}", 3
    place = (start, start + len(row["surface"]))
    return next((match.ending for match in glossary.find(text) if (match.start, match.end) == place), None)


def _report(what: str, rows: list[Row], endings: dict[int, str | None]) -> None:
    taken = Counter(row["label"] for row in rows if endings[id(row)] is not None)
    every = Counter(row["label"] for row in rows)
    wrong: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found = endings[id(row)]
        if found != (row["ending"] if row["label"] == "inflection" else None):
            wrong[row["label"]].append(f"{row['surface']} ({row['stem']}{'' if not found else f', {found}'})")
    print(f"\n{what}")
    for label in LABELS:
        print(f"  {label:10} {taken[label]:4} of {every[label]:4} taken, {taken[label] / every[label]:7.2%}")
        if wrong[label] and what in ("endings alone", "glossary"):
            print("             wrong: " + ", ".join(sorted(wrong[label])))


if __name__ == "__main__":
    main()
