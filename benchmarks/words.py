"""Measures the links of words: `python -m benchmarks.words ../shared/testsets/newstest2019.tsv`.

Human translations, row by row: of the names and terms of the seed glossary, and of the numbers in digits, that both
sides hold, how many are linked to the English that renders them. The names are also sought without the glossary, by
their sound alone, for the glossary to judge. It prints no sentence, but for what is asked for with --worst.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from glossary import store
from glossary.kazakh import readable
from glossary.term import Match
from translate.align.words import Link, known, links
from translate.terminology.forms import Span, places
from translate.terminology.heard import by_sound

NAMES = ("person", "place", "organisation", "keep")
# Read apart from the code that is measured: digits alone, the blanks of thousands and the fraction's comma levelled.
_DIGITS = re.compile(r"(?<![\w.,-])\d[\d.,]*(?:[ \u00a0]\d{3}(?!\d))*")


@dataclass
class Count:
    """Of what both sides hold, what is linked right; and of the links made from it, those that are wrong."""

    held: int = 0
    right: int = 0
    wrong: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    astray: Counter[str] = field(default_factory=Counter)

    def add(self, here: Sequence[Span], there: Sequence[Span], made: Iterable[Link], name: str, target: str) -> None:
        """Count one term or number by its places on both sides; each is right once."""
        wanted = min(len(here), len(there))
        own = [link for link in made if any(_touch((link.source_start, link.source_end), span) for span in here)]
        reached = {at for link in own for at in there if _touch((link.target_start, link.target_end), at)}
        right = min(wanted, len(reached))
        self.held, self.right = self.held + wanted, self.right + right
        for link in own:
            if not any(_touch((link.target_start, link.target_end), at) for at in there):
                self.wrong += 1
                self.astray[f"{name} -> {target[link.target_start : link.target_end]}"] += 1
        if right < wanted:
            self.missed[name] += wanted - right

    def __str__(self) -> str:
        """As one line shows it."""
        return f"{self.right} of {self.held} linked right: {self.right / max(1, self.held):.1%}; {self.wrong} wrong"


def _touch(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


def english(matches: Sequence[Match], text: str) -> list[Span]:
    """Where any form of the matches' term stands, those inside others left out."""
    term = matches[0].term
    forms = (term.target, *term.accepted, *term.variants)
    spans = {span for form in forms for span in places(form, text, shout=True)}
    return sorted(
        one for one in spans if not any(one != other and other[0] <= one[0] and one[1] <= other[1] for other in spans)
    )


def figures(text: str) -> dict[str, list[Span]]:
    """Where each number in digits stands, by its value."""
    found: dict[str, list[Span]] = {}
    for number in _DIGITS.finditer(text):
        digits = number.group().rstrip(".,")
        value = re.sub(r"[ \u00a0]", "", digits)
        thousands = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", value)
        value = value.replace(",", "" if thousands else ".")
        found.setdefault(value, []).append((number.start(), number.start() + len(digits)))
    return found


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path, help="TSV of Kazakh and English")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2019, 1, 1), help="when the texts were written")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list N that are missed or wrong most often")
    options = parser.parse_args()
    glossary = store.seed()
    counts = {name: Count() for name in ("names", "terms", "numbers", "names by sound alone")}
    made_at_all = Counter[str]()
    for row in options.text.read_text("utf-8").splitlines():
        source, target = (readable(cell) for cell in row.split("\t")[:2])
        matches = glossary.find(source, options.day)
        made, unaided = links(source, target, known(target, matches)), links(source, target)
        made_at_all.update(link.how for link in made)
        by_term: dict[tuple[str, str], list[Match]] = {}
        for match in matches:
            by_term.setdefault((match.term.source, match.term.target), []).append(match)
        for (name, _), own in by_term.items():
            here, there = [(match.start, match.end) for match in own], english(own, target)
            named = own[0].term.kind in NAMES
            counts["names" if named else "terms"].add(here, there, made, name, target)
            if named and by_sound(own[0].term):
                counts["names by sound alone"].add(here, there, unaided, name, target)
        here_numbers, there_numbers = figures(source), figures(target)
        for value in here_numbers.keys() & there_numbers.keys():
            counts["numbers"].add(here_numbers[value], there_numbers[value], made, value, target)
    print(
        f"{options.text.name}: {sum(made_at_all.values())} links, "
        + ", ".join(f"{h} {n}" for h, n in made_at_all.items())
    )
    for name, count in counts.items():
        print(f"{name:22} {count}")
        for missed, times in count.missed.most_common(options.worst):
            print(f"  {times:4} missed {missed}")
        for astray, times in count.astray.most_common(options.worst):
            print(f"  {times:4} {astray}")


if __name__ == "__main__":
    main()
