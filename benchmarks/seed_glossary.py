"""Measures the seed glossary on parallel news: `python benchmarks/seed_glossary.py ../shared/testsets`.

Coverage: the share of capitalised Kazakh words that don't open a sentence and stand inside an entry. Agreement: where
an entry matches, how often the English reference holds its target or any form but a forbidden one. It prints no
sentence.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from glossary import store  # noqa: E402
from glossary.kazakh import WORD, readable  # noqa: E402
from glossary.matcher import Glossary  # noqa: E402
from glossary.term import Match, Term  # noqa: E402

# The endings of a noun: plural, possessive, attributive, case, in this order. Used only while the matcher knows none.
ENDING = re.compile(
    "[-‐‑–’'ʼ]?(?:[лдт][ае]р)?"
    "(?:ымыз|іміз|мыз|міз|ыңыз|іңіз|ңыз|ңіз|сы|сі|ы|і|м|ң)?"
    "(?:(?:н?[дт][ае]|[ндт][іы])(?:ғы|гі|кі))?"
    "(?:[ндт][ың]ң|[ндт]ің|ға|ге|қа|ке|на|не|[ндт][ыі]|нда|нде|н|[дт][ае]|[дтн][ае]н|[мбп]ен)?"
)
VOICED = {"п": "б", "к": "г", "қ": "ғ"}
# What stands before a word that opens a sentence: a stop or a colon, then quotes and dashes.
OPENING = re.compile(r"(?:^|[.!?…:;])[\s«»“”„\"'‘’(\[–—-]*$")


def lines(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Kazakh and English, line by line."""
    for row in (folder / f"{name}.tsv").read_text("utf-8").splitlines():
        kazakh, english = row.split("\t")[:2]
        yield readable(kazakh), english


class Approximate:
    """Finds entries with endings by a pattern: for as long as the matcher itself finds base forms alone."""

    def __init__(self, terms: Iterable[Term], day: date) -> None:
        """Index the entries in force on the day by the first two letters of their source."""
        self._by_start: dict[str, list[tuple[str, Term]]] = {}
        for term in sorted((t for t in terms if t.holds(day)), key=lambda t: (-len(t.source), -t.priority)):
            self._by_start.setdefault(term.source[:2].lower(), []).append((term.source, term))

    def find(self, text: str, day: date | None = None) -> list[Match]:
        """Longest, leftmost, no overlap."""
        matches: list[Match] = []
        free = 0
        for word in WORD.finditer(text):
            if word.start() >= free and (match := self._at(text, word.start())):
                matches.append(match)
                free = match.end
        return matches

    def _at(self, text: str, start: int) -> Match | None:
        for source, term in self._by_start.get(text[start : start + 2].lower(), ()):
            end = start + len(source)
            for stem in {source, source[:-1] + VOICED.get(source[-1], source[-1]), source.upper(), _capital(source)}:
                last = _word_end(text, end) if text.startswith(stem, start) else None
                if last is not None and ENDING.fullmatch(text[end:last].lower()):
                    return Match(term, start, last, text[start:last], text[end:last])
        return None


def _capital(source: str) -> str:
    return source[0].upper() + source[1:]


def _word_end(text: str, end: int) -> int | None:
    word = WORD.search(text, max(0, end - 1))
    return word.end() if word and word.start() <= end else None


def finder(glossary: Glossary, day: date) -> Glossary | Approximate:
    """The matcher, if it accepts endings; the approximation, if not."""
    inflected = Glossary([Term("Семей", "Semey")]).find("Семейдің")
    return glossary if inflected else Approximate(glossary.terms, day)


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where the capitalised words stand that don't open a sentence."""
    for word in WORD.finditer(text):
        if word.group()[0].isupper() and not OPENING.search(text[: word.start()]):
            yield word.span()


def holds(english: str, term: Term) -> bool:
    """Whether the English holds one of the term's forms as a whole word, in the singular or the plural."""
    return any(_form(form).search(english) for form in (term.target, *term.variants, *term.accepted))


_forms: dict[str, re.Pattern[str]] = {}


def _form(form: str) -> re.Pattern[str]:
    if form not in _forms:
        body = re.escape(form)
        if form.endswith("y"):
            body = f"{body[:-1]}(?:y|ies)"
        flags = re.NOFLAG if form.isupper() else re.IGNORECASE
        _forms[form] = re.compile(rf"(?<!\w){body}(?:e?s)?(?!\w)", flags)
    return _forms[form]


def main() -> None:
    """Print coverage and agreement, and on request what to mend."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("testsets", type=Path)
    parser.add_argument("--set", default="newsdev2019")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2018, 7, 1), help="when the texts were written")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list N entries that the references refuse")
    parser.add_argument("--uncovered", type=int, default=0, metavar="N", help="list N capitalised words without entry")
    options = parser.parse_args()

    start = time.perf_counter()
    glossary = store.seed()
    loaded = time.perf_counter() - start
    find = finder(glossary, options.day)
    capitalised = covered = 0
    right: Counter[Term] = Counter()
    seen: Counter[Term] = Counter()
    uncovered: Counter[str] = Counter()
    for kazakh, english in lines(options.testsets, options.set):
        matches = find.find(kazakh, options.day)
        for match in matches:
            seen[match.term] += 1
            right[match.term] += holds(english, match.term)
        for first, last in names(kazakh):
            capitalised += 1
            if any(match.start < last and first < match.end for match in matches):
                covered += 1
            else:
                uncovered[kazakh[first:last]] += 1

    how = "matcher" if isinstance(find, Glossary) else "approximate endings"
    print(f"{len(glossary.terms)} entries, read in {loaded:.2f} s; {options.set}, {how}, as of {options.day}")
    print(f"coverage   {covered} of {capitalised} capitalised words inside sentences: {covered / capitalised:.1%}")
    by_kind: dict[str, list[Term]] = {}
    for term in seen:
        by_kind.setdefault(term.kind, []).append(term)
    for kind, terms in [("all", list(seen)), *sorted(by_kind.items())]:
        good, all_ = sum(right[t] for t in terms), sum(seen[t] for t in terms)
        print(f"agreement  {kind:12} {good} of {all_} matches of {len(terms)} entries: {good / all_:.1%}")
    for term in sorted(seen, key=lambda t: right[t] - seen[t])[: options.worst]:
        print(f"  {term.source} -> {term.target} | {right[term]} of {seen[term]}")
    for word, count in uncovered.most_common(options.uncovered):
        print(f"  {count:4} {word}")


if __name__ == "__main__":
    main()
