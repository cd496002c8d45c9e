"""Counts what the quality checks find: `python benchmarks/checks.py ../shared/testsets/newstest2019.tsv`.

The file holds a Kazakh row and people's English, with a tab between. Every row is damaged in each way that its English
allows, and the table says how many of those rows get a flag of the kind that was meant, and of any kind; then how many
rows get one as people wrote them. The same seed makes the same damage. `--fit` prints the length bands of the file.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from glossary.romanisation import romanise  # noqa: E402
from translate.checks import KINDS, check  # noqa: E402

# Part of a hundred rows that lie outside the bands, half of them on each side; the lengths at which a band begins.
OUTSIDE, LENGTHS = 1.5, (1, 60, 120)
LEAST_WORDS = 6
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
NUMBER = re.compile(r"\d")
NOT = re.compile(r"\b(?:can)?not\b|n[’']t\b|\bnever\b", re.IGNORECASE)
# Kazakh that denies: such rows alone have a negation to lose.
DENIES = re.compile(r"\b(?:емес|жоқ)\b|\w\w[мбп][ае](?:й|ды|ді|ған|ген)", re.IGNORECASE)
MARKS = re.compile(r"[«»“”„\"]|''")


@dataclass(frozen=True, slots=True)
class Pair:
    """A Kazakh row with its English."""

    source: str
    english: str


Damage = Callable[[Pair, random.Random, Sequence[str]], str | None]


def cut(row: Pair, rng: random.Random, names: Sequence[str]) -> str | None:
    """The first third of the words."""
    words = row.english.split()
    return " ".join(words[: len(words) // 3]) if len(words) >= LEAST_WORDS else None


def looped(row: Pair, rng: random.Random, names: Sequence[str]) -> str | None:
    """Three words from anywhere on said four times, and the rest lost, as a decoder loops."""
    words = row.english.split()
    if len(words) < LEAST_WORDS:
        return None
    at = rng.randrange(len(words) - 3)
    return " ".join(words[:at] + words[at : at + 3] * 4)


def miscounted(row: Pair, rng: random.Random, names: Sequence[str]) -> str | None:
    """One digit changed."""
    digits = [found.start() for found in NUMBER.finditer(row.english)]
    if not digits:
        return None
    at = rng.choice(digits)
    digit = rng.choice([one for one in "123456789" if one != row.english[at]])
    return row.english[:at] + digit + row.english[at + 1 :]


def copied(row: Pair, rng: random.Random, names: Sequence[str]) -> str | None:
    """The Kazakh."""
    return row.source


def renamed(row: Pair, rng: random.Random, names: Sequence[str]) -> str | None:
    """A name that begins as a Kazakh word does, changed for one of another row."""
    known = [name for name in own_names(row) if name in names]
    strange = [name for name in names if not spelled(name, row.source)]
    if not known or not strange:
        return None
    return re.sub(rf"\b{rng.choice(known)}\b", rng.choice(strange), row.english)


def affirmed(row: Pair, rng: random.Random, names: Sequence[str]) -> str | None:
    """The only negation taken out."""
    found = list(NOT.finditer(row.english))
    if len(found) != 1 or not DENIES.search(row.source):
        return None
    left = "can" if found[0].group().lower() == "cannot" else ""
    return " ".join((row.english[: found[0].start()] + left + row.english[found[0].end() :]).split())


def untranslated(row: Pair, rng: random.Random, names: Sequence[str]) -> str | None:
    """One word in Kazakh."""
    words, kazakh = row.english.split(), re.findall(r"[^\W\d_]{3,}", row.source)
    if len(words) < LEAST_WORDS or not kazakh:
        return None
    words[rng.randrange(len(words))] = rng.choice(kazakh)
    return " ".join(words)


def unquoted(row: Pair, rng: random.Random, names: Sequence[str]) -> str | None:
    """No quotation marks, where both sides have some."""
    both = MARKS.search(row.source) and MARKS.search(row.english)
    return MARKS.sub("", row.english) if both else None


def emptied(row: Pair, rng: random.Random, names: Sequence[str]) -> str | None:
    """Nothing."""
    return ""


DAMAGES: dict[str, tuple[str, Damage]] = {
    "length": ("cut to a third", cut),
    "repetition": ("three words looped", looped),
    "number": ("a digit changed", miscounted),
    "copied": ("the source copied", copied),
    "name": ("a name swapped", renamed),
    "negation": ("the negation dropped", affirmed),
    "cyrillic": ("a word left in Kazakh", untranslated),
    "quotation": ("the marks lost", unquoted),
    "empty": ("nothing said", emptied),
}


def own_names(row: Pair) -> list[str]:
    """The English names that the Kazakh spells alike in their first three letters."""
    return [name for name in NAME.findall(row.english) if spelled(name, row.source)]


def spelled(name: str, source: str) -> bool:
    """Whether a capitalised Kazakh word begins as the name does."""
    words = [romanise(word).lower() for word in re.findall(r"[^\W\d_]+", source) if word[0].isupper()]
    return any(word[:3] == name[:3].lower() for word in words)


def table(rows: Sequence[Pair], seed: int) -> str:
    """Damaged rows found by kind, then human rows flagged."""
    # a word that stands in small letters too is no name: Minister, Bank
    small = {word for row in rows for word in re.findall(r"\b[a-z]+\b", row.english)}
    names = sorted({name for row in rows for name in own_names(row) if name.lower() not in small})
    lines = ["| kind | damage | rows | flagged so | flagged at all |", "|---|---|---|---|---|"]
    for kind, (about, damage) in DAMAGES.items():
        rng = random.Random(f"{seed} {kind}")
        made = [(row.source, spoiled) for row in rows if (spoiled := damage(row, rng, names)) is not None]
        found = [{flag.kind for flag in check(*pair)} for pair in made]
        so, some = sum(kind in kinds for kinds in found), sum(map(bool, found))
        lines.append(
            f"| {kind} | {about} | {len(made)} | {so / max(1, len(made)):.1%} | {some / max(1, len(made)):.1%} |"
        )
    flagged = [{flag.kind for flag in check(row.source, row.english)} for row in rows]
    counted = Counter(kind for kinds in flagged for kind in kinds)
    lines += [
        "",
        "| human rows | share flagged |",
        "|---|---|",
        f"| any kind | {sum(map(bool, flagged)) / len(rows):.1%} |",
    ]
    lines += [f"| {kind} | {counted[kind] / len(rows):.1%} |" for kind in KINDS]
    return "\n".join(lines)


def fit(rows: Sequence[Pair]) -> str:
    """The bands that all but `OUTSIDE` of the rows of each length lie in."""
    lines = ["source,low,high"]
    for first, last in zip(LENGTHS, (*LENGTHS[1:], sys.maxsize), strict=True):
        sizes = [(len(" ".join(row.source.split())), len(" ".join(row.english.split()))) for row in rows]
        ratios = sorted(english / source for source, english in sizes if first <= source < last)
        if ratios:
            low, high = (
                ratios[min(int(len(ratios) * part / 200), len(ratios) - 1)] for part in (OUTSIDE, 200 - OUTSIDE)
            )
            lines.append(f"{first},{low:.2f},{high:.2f}")
    return "\n".join(lines)


def main() -> None:
    """Read the rows and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, help="Kazakh, a tab, people's English: a row a line")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fit", action="store_true", help="print the length bands of these rows, and no table")
    arguments = parser.parse_args()
    read = [line.split("\t") for line in arguments.rows.read_text("utf-8").split("\n") if "\t" in line]
    rows = [Pair(line[0], line[1]) for line in read]
    print(fit(rows) if arguments.fit else table(rows, arguments.seed))


if __name__ == "__main__":
    main()
