"""Rows whose Kazakh holds the English of its terms, as a glossary writes it there (Dinu et al. 2019).

Written in two ways: the English as the row's own translation has it, and a name or term of the same kind in its place
on both sides. The second can't be learnt by heart: what stands there must be copied.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from glossary.matcher import Glossary
from glossary.store import seed
from glossary.term import Match, Term
from training.noise import names

# An ending is told from its word by a hyphen, as on abbreviations: Trump-ты. Some rows have none, as in a headline.
ENDED = 0.75
# So often a term of a row is written in.
WRITTEN = 0.65
# So often another of its kind takes its place, for names and for common words: the latter make nonsense of a sentence.
CHANGED, CHANGED_COMMON = 0.45, 0.08
LONGEST = 60  # letters of an English term: dictionaries hold explanations, too
# One English word in a dictionary that stands in nearly every row is not evidence that it renders the Kazakh one.
SHORTEST = 4


@dataclass(frozen=True)
class Shared:
    """A match in the Kazakh and the place of its English in the other side."""

    match: Match
    start: int
    end: int


class Steerer:
    """Finds terms on both sides of a row and writes their English into the Kazakh."""

    def __init__(self, entries: Iterable[tuple[str, str]], rng: random.Random) -> None:
        """`entries` are Kazakh and English words of a dictionary; the seed glossary's terms go before them."""
        own = seed().terms
        known = {term.source.lower() for term in own}
        words = [Term(kk, en) for kk, en in entries if _entry(kk, en) and kk.lower() not in known]
        self._glossary = Glossary([*own, *words])
        self._rng = rng
        self._kinds: dict[tuple[str, bool], list[str]] = {}
        for term in self._glossary.terms:
            self._kinds.setdefault(_class(term.kind, term.target), []).append(term.target)

    def shared(self, source: str, english: str) -> list[Shared]:
        """The terms that stand on both sides, each in a place of its own."""
        taken: list[tuple[int, int]] = []
        found = []
        for match in self._glossary.find(source):
            place = next((span for span in _places(match.term, english) if _free(span, taken)), None)
            if place:
                taken.append(place)
                found.append(Shared(match, *place))
        return found

    def row(self, source: str, english: str) -> tuple[str, str] | None:
        """The row with some of its terms in English; None where both sides share none."""
        pairs = self.shared(source, english)
        chosen = [pair for pair in pairs if self._rng.random() < WRITTEN] or pairs[:1]
        if not chosen:
            return None
        edits = [(pair, self._target(pair, english)) for pair in chosen]
        for pair, target in sorted(edits, key=lambda edit: -edit[0].start):
            english = english[: pair.start] + target + english[pair.end :]
        for pair, target in sorted(edits, key=lambda edit: -edit[0].match.start):
            source = source[: pair.match.start] + self._ended(target, pair.match) + source[pair.match.end :]
        return source, english

    def _target(self, pair: Shared, english: str) -> str:
        written = english[pair.start : pair.end]
        if self._rng.random() >= (CHANGED if written[:1].isupper() else CHANGED_COMMON):
            return written
        other = self._rng.choice(self._kinds[_class(pair.match.term.kind, written)])
        article = re.search(r"\b[Aa](n?) $", english[: pair.start])
        fits = not article or bool(article[1]) == (other[0].lower() in "aeiou")
        return other if fits else written

    def _ended(self, target: str, match: Match) -> str:
        ending = match.ending.lstrip("-‐‑–’'ʼ")
        return f"{target}-{ending}" if ending and self._rng.random() < ENDED else target


def ended(changed: str, source: str, rng: random.Random, share: float = 0.5) -> str:
    """A source into which bare names were written, a share of them with a Kazakh ending behind a hyphen."""
    there = set(re.findall(r"[A-Z][a-z]{3,}", source))
    bare = [m for m in re.finditer(r"(?<![\w-])[A-Z][a-z]{3,}(?![\w-])", changed) if m.group() not in there]
    for m in reversed(bare):
        if rng.random() < share:
            changed = changed[: m.end()] + "-" + rng.choice(ENDINGS[_back(m.group())]) + changed[m.end() :]
    return changed


def renamed(
    changed: str, source: str, english: str, others: Sequence[str], rng: random.Random
) -> tuple[str, str] | None:
    """A row into which names were written, each with another name in its place on both sides; None where none can be.

    `changed` is `source` with its names in English. What can't be known from the sentence must be copied from it.
    """
    found = [name for name in dict.fromkeys(names(english)) if whole(name).search(changed)]
    found = [name for name in found if not whole(name).search(source) and len(whole(name).findall(english)) == 1]
    for name in found:
        other = rng.choice(others)
        changed, english = (whole(name).sub(other, side) for side in (changed, english))
    return (changed, english) if found else None


def whole(name: str) -> re.Pattern[str]:
    """Where a name stands as a word of its own, a Kazakh ending behind a hyphen or an English 's aside."""
    return re.compile(rf"(?<![\w’'-]){re.escape(name)}(?!\w)")


ENDINGS = {
    True: "ның ға ды да дан мен тың қа ты та тан пен".split(),
    False: "нің ге ді де ден мен тің ке ті те тен пен".split(),
}


def _back(name: str) -> bool:
    """Whether a name's last vowel is a back one."""
    vowels = re.findall(r"[aeiouy]", name.lower())
    return not vowels or vowels[-1] in "aouy"


def _entry(kazakh: str, english: str) -> bool:
    """Whether a line of a dictionary is a term: a word or a short phrase on both sides."""
    plain = re.fullmatch(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,3}", english)
    own = re.fullmatch(r"[^\W\d_]{3,}(?:[ -][^\W\d_]+){0,3}", kazakh)
    return bool(plain and own and SHORTEST <= len(english) <= LONGEST and not re.search("[a-zA-Z]", kazakh))


def _class(kind: str, target: str) -> tuple[str, bool]:
    return kind, target[:1].isupper()


def _places(term: Term, english: str) -> Iterator[tuple[int, int]]:
    """Where a form of the term stands as whole words, the plural too."""
    for form in (term.target, *term.accepted, *term.variants):
        if len(form) < 2:
            continue
        for found in re.finditer(rf"(?<!\w){re.escape(form)}(?:e?s)?(?!\w)", english):
            yield found.span()


def _free(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)
