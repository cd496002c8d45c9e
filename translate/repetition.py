"""Whether a text says the same over and over, as a decoder does that has lost its way."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\d+(?:[.,]\d+)+|\w+")
# Letters or marks over and over, whatever the words are: `hahahahahaha`, `-----`. Digits are a number or a score.
_STAMMER = re.compile(r"((?:(?!\d)\S){1,8}?)\1{5,}", re.IGNORECASE)
_STAMMERED = 12
_LONGEST = 12
# How often a phrase of so many words must stand in a row to be a loop; figures are none of its words (`1:0, 1:0, 1:0`).
# A source that says `жоқ, жоқ, жоқ` loops as its English does, and neither is one. No human translation of four test
# sets (4,466 rows) is taken for a loop.
_TIMES = {1: 3, 2: 3, 3: 3}
_TWICE = 2
# A short word may be said three times with marks between (`very, very, very`); decoders leave them out (`gas gas gas`).
_SHORT, _TIMES_SHORT = 6, 4
# The same words in so many places with others between them: `the bank of the city, the bank of the country, the …`.
_SCATTERED, _PLACES, _SHARE = 3, 3, 0.4


_Needed = Callable[[Sequence[re.Match[str]]], int]


@dataclass(frozen=True, slots=True)
class Loop:
    """What is said again: `text[start:end]` is the whole run, `weight` the share of the text's words that say it."""

    start: int
    end: int
    weight: float


def loop(text: str, source: str = "") -> Loop | None:
    """The loop of a text, if it has one and its source has none itself."""
    found = _loop(text, _needed)
    return found if found and not (source and _loop(source, _needed_of_any)) else None


def _needed(phrase: Sequence[re.Match[str]]) -> int:
    """How often these words must stand in a row; 0 where they may any number of times."""
    words = [word.group() for word in phrase if not word.group()[0].isdigit()]
    if len(words) == 1 and len(words[0]) <= _SHORT and not phrase[-1].string[phrase[-1].end()].isspace():
        return _TIMES_SHORT
    return _TIMES.get(len(words), _TWICE) if words else 0


def _needed_of_any(phrase: Sequence[re.Match[str]]) -> int:
    """The same of a source, whose figures and short words may have other words in English."""
    return _TIMES.get(len(phrase), _TWICE)


def _loop(text: str, needed: _Needed) -> Loop | None:
    words = list(_WORD.finditer(text))
    said = [word.group().lower() for word in words]
    run = _in_a_row(said, lambda first, last: needed(words[first:last])) or _scattered(said)
    if run:
        first, last, repeated = run
        return Loop(words[first].start(), words[last].end(), repeated / len(words))
    stammer = next((found for found in _STAMMER.finditer(text) if len(found.group()) >= _STAMMERED), None)
    return Loop(*stammer.span(), len(stammer.group()) / len(text)) if stammer else None


def _in_a_row(said: Sequence[str], needed: Callable[[int, int], int]) -> tuple[int, int, int] | None:
    """First and last word, and number of words said again, of a phrase said over and over without a break."""
    for size in range(1, min(_LONGEST, len(said) // 2) + 1):
        same = 0
        for at in range(len(said) - size):
            same = same + 1 if said[at] == said[at + size] else 0
            if same < size * (_TWICE - 1):
                continue
            times = needed(at + 1 - size, at + 1)
            if times and same >= size * (times - 1):
                end = at + size
                while end + 1 < len(said) and said[end + 1] == said[end + 1 - size]:
                    end += 1
                first = at + 1 - same
                return first, end, end - first - size + 1
    return None


def _scattered(said: Sequence[str]) -> tuple[int, int, int] | None:
    """The same of phrases that come back with other words between them and make up much of the text."""
    phrases = [tuple(said[at : at + _SCATTERED]) for at in range(len(said) - _SCATTERED + 1)]
    often = {phrase for phrase, count in Counter(phrases).items() if count >= _PLACES and _worded(phrase)}
    places = [at for at, phrase in enumerate(phrases) if phrase in often]
    covered = {at + n for at in places for n in range(_SCATTERED)}
    if len(covered) < _SHARE * len(said) or not places:
        return None
    return places[0], places[-1] + _SCATTERED - 1, len(covered)


def _worded(phrase: Sequence[str]) -> bool:
    """Whether most of it is words: what figures stand between is a list or a score."""
    return sum(not word[0].isdigit() for word in phrase) > len(phrase) / 2
