"""Sentences that are nearly the same, found among a million: by their rarest words first, then letter by letter."""

import re
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from translate.document import Flag, Origin, TermUse

# From so much likeness on, translators' tools offer a sentence.
LEAST = 0.75
# A word is filed by its beginning: endings change from sentence to sentence.
_STEM = 6
_WORD = re.compile(r"\w+")
# So many of a sentence's rarest stems are looked up, while the rows that hold them stay below so many; so many of the
# rows that share most are then compared letter by letter.
_STEMS, _ROWS, _COMPARED = 10, 12_000, 400


class Content(Protocol):
    """A bead's content, however it is held."""

    @property
    def target(self) -> str:
        """The English."""

    @property
    def terms(self) -> tuple[TermUse, ...]:
        """What became of the terms."""

    @property
    def flags(self) -> tuple[Flag, ...]:
        """What to look at."""

    @property
    def origin(self) -> Origin:
        """Where the English came from."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A known sentence and its English; `likeness` is 1 for the same sentence."""

    source: str
    target: str
    likeness: float
    origin: Origin


def likeness(one: str, other: str, least: float = 0.0) -> float:
    """1 less the edit distance (Levenshtein 1966) by the longer one's length, whatever the case and the blanks.

    Symmetrical, 0 to 1. Below `least` it is 0: so much is never worked out to the end.
    """
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(_even(one), _even(other), score_cutoff=least))


def note(base: sqlite3.Connection, number: int, source: str) -> None:
    """File a row under its stems, in the transaction that writes it."""
    stems = sorted(_stems(source))
    base.execute("INSERT INTO near (rowid, stems) VALUES (?, ?)", (number, " ".join(stems)))
    base.executemany(
        "INSERT INTO stems VALUES (?, 1) ON CONFLICT (stem) DO UPDATE SET many = many + 1", [(stem,) for stem in stems]
    )


def find(
    base: sqlite3.Connection, source: str, corrected: Sequence[tuple[str, str]], least: float, most: int
) -> list[Similar]:
    """The likest of the rows and of these corrections, the likest first, a correction first among equals."""
    found = {
        known: Similar(known, target, like, "corrected")
        for known, target in corrected
        if (like := likeness(source, known, least)) >= least
    }
    for known, target, origin in _candidates(base, source):
        like = likeness(source, known, least)
        if like >= least and known not in found:
            found[known] = Similar(known, target, like, origin)
    ranked = sorted(found.values(), key=lambda one: (-one.likeness, one.origin != "corrected", one.source))
    return ranked[:most]


def _candidates(base: sqlite3.Connection, source: str) -> list[tuple[str, str, Origin]]:
    shared: Counter[int] = Counter()
    left = _ROWS
    for stem, many in _rarest(base, _stems(source)):
        if many > left and shared:
            break
        # of a common word the first rows alone, where no rare one was there
        rows = base.execute("SELECT rowid FROM near WHERE near MATCH ? LIMIT ?", (f'"{stem}"', max(left, 1)))
        shared.update(number for (number,) in rows)
        left -= many
    best = [number for number, _ in shared.most_common(_COMPARED)]
    marks = ", ".join("?" * len(best))
    return base.execute(f"SELECT source, target, origin FROM rows WHERE id IN ({marks})", best).fetchall()


def _rarest(base: sqlite3.Connection, stems: frozenset[str]) -> list[tuple[str, int]]:
    known = list(stems)
    query = f"SELECT stem, many FROM stems WHERE stem IN ({', '.join('?' * len(known))}) ORDER BY many, stem LIMIT ?"
    return base.execute(query, (*known, _STEMS)).fetchall()


def _stems(source: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(source.casefold()))


def _even(source: str) -> str:
    return " ".join(source.casefold().split())
