"""How like two sentences are, and in which words they differ."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from translate.memory.values import blanks

# A word, or one mark, each with the blank before it: put together they are the sentence again.
_PIECE = re.compile(r" ?(?:\w+|[^\w ])")
_SHOWN = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")
_KINDS = {"equal": "same", "delete": "gone", "insert": "new"}


def folded(text: str) -> str:
    """The text as likeness sees it: blanks and case make no difference."""
    return blanks(text.casefold())


def likeness(one: str, other: str) -> float:
    """1 less the edit distance over words as a share of both sentences' characters: 0 to 1, the same both ways.

    Blanks and case are evened out first. A word or mark counts its letters and the blank before it. To take one out or
    put one in costs that count; to change one word into another costs what lies outside their common beginning and
    common end, on both sides. So the likeness is twice the characters kept over all characters, and 1 only where all
    are the same: `үйге барды` and `үйден барды` keep 8 of 10 and of 11, which is 0.76.
    """
    one, other = folded(one), folded(other)
    if one == other:
        return 1.0
    return 2 * _kept(_PIECE.findall(one), _PIECE.findall(other)) / (len(one) + len(other))


def bound(one: str, other: str) -> float:
    """What the likeness of two folded sentences can't exceed, by their longest common subsequence of characters.

    It is told in one pass of operations on long integers (Hyyrö, Bit-Parallel LCS-length Computation Revisited, 2004),
    which is some ten times faster than the likeness itself.
    """
    if not one or not other:
        return float(one == other)
    places = _places(one)
    every = (1 << len(one)) - 1
    free = every
    for letter in other:
        hit = free & places.get(letter, 0)
        free = (free + hit | free - hit) & every
    return 2 * (len(one) - free.bit_count()) / (len(one) + len(other))


@lru_cache(maxsize=1)
def _places(text: str) -> dict[str, int]:
    """For each letter a number with a bit for each of its places; one sentence is compared with many."""
    places: dict[str, int] = {}
    for at, letter in enumerate(text):
        places[letter] = places.get(letter, 0) | 1 << at
    return places


def _kept(one: Sequence[str], other: Sequence[str]) -> int:
    """The most characters that stay where words are paired in order."""
    first = 0
    while first < min(len(one), len(other)) and one[first] == other[first]:
        first += 1
    last = 0
    while last < min(len(one), len(other)) - first and one[-1 - last] == other[-1 - last]:
        last += 1
    kept = sum(map(len, one[:first])) + sum(map(len, one[len(one) - last :]))
    one, other = one[first : len(one) - last], other[first : len(other) - last]
    row = [0] * (len(other) + 1)
    for word in one:
        before, row = row, [0]
        for at, against in enumerate(other):
            row.append(max(before[at + 1], row[at], before[at] + _common(word, against)))
    return kept + row[-1]


@lru_cache(maxsize=1 << 16)
def _common(one: str, other: str) -> int:
    """The letters of two words' common beginning and, beyond it, common end."""
    if one == other:
        return len(one)
    most = min(len(one), len(other))
    start = 0
    while start < most and one[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return start + end


def difference(one: str, other: str) -> list[tuple[str, str]]:
    """Runs of words marked same, gone (from `one`) or new (in `other`).

    The same and gone ones together are `one`, the same and new ones `other`, each blank as it stood.
    """
    words, others = _SHOWN.findall(one), _SHOWN.findall(other)
    marks: list[tuple[str, str]] = []
    for kind, start, end, start_other, end_other in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if kind == "replace":
            marks += [("gone", "".join(words[start:end])), ("new", "".join(others[start_other:end_other]))]
        else:
            marks.append((_KINDS[kind], "".join(words[start:end] or others[start_other:end_other])))
    return marks
