"""Cuts one over-long sentence at clause marks into few pieces of about the same length."""

import re
import unicodedata
from collections.abc import Callable, Iterator

# The first probe. Sentences up to here fit nearly always: the longest of newstest2019 has about 500 characters.
_PROBE = 500
# Share of the capacity that a piece is planned for; the rest lets a cut move to the best mark nearby.
_PLANNED = 0.9
# How far from its planned place a cut may move, in characters.
_NEARBY = 1000
# How far back a letter with its marks may reach before it is cut all the same.
_CLUSTER = 32
_JOINERS = "\u200d\ufe0e\ufe0f"

# Where a cut does the least harm, best first; each ends where the next piece begins.
_MARKS = [
    re.compile(r"[.!?…][»”\")\]]*\s+"),
    re.compile(r";\s*"),
    re.compile(r":\s+|\s+(?=[–—-]\s)"),
    re.compile(r",\s+"),
    re.compile(
        r"\s+(?=(?:және|мен|пен|бен|әрі|бірақ|ал|алайда|немесе|әлде|себебі|өйткені|сондықтан|сондай-ақ"
        r"|и|а|но|или|что|который|and|but|or|which|that)\s)"
    ),
    re.compile(r"\s+"),
    re.compile(r"(?<=[-–—/_.,:;!?…&=])(?=\w)"),
]


def cut(sentence: str, fits: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Spans of a sentence that each fit, with only blanks between them; the whole sentence where it fits."""
    waiting = [(0, len(sentence), 0)]
    while waiting:
        start, end, room = waiting.pop()
        start, end = _trim(sentence, start, end)
        length = end - start
        if length <= max(room, _PROBE):
            if length <= 1 or fits(sentence[start:end]):
                if length:
                    yield start, end
                continue
            # Text is not equally dense everywhere: what was planned to fit does not, and is measured for itself.
            room = _room(sentence, start, length, fits)
        elif not room:
            room = _room(sentence, start, length + 1, fits)
            if room == length:
                yield start, end
                continue
        edge = _edge(sentence, start, end, max(1, room))
        waiting += [(edge, end, room), (start, edge, room)]


def _room(sentence: str, start: int, bad: int, fits: Callable[[str], bool]) -> int:
    """About how many characters from `start` on fit, fewer than `bad`: found by doubling, then halving what is left."""
    good, reach = 0, _PROBE
    while reach < bad and fits(sentence[start : start + reach]):
        good, reach = reach, min(2 * reach, bad - 1) if reach < bad - 1 else bad
    bad = min(bad, reach)
    while bad - good > max(1, good // 16):
        middle = (good + bad) // 2
        if fits(sentence[start : start + middle]):
            good = middle
        else:
            bad = middle
    return good


def _edge(sentence: str, start: int, end: int, room: int) -> int:
    """Where the first of as few pieces as sensible ends, near the length that balances them all."""
    length = end - start
    count = max(2, -int(-length // max(1.0, _PLANNED * room)))
    aim = max(1, length // count)
    # Not so early that the others would have to be more, nor so late that this one no longer fits.
    early = max(6 * aim // 10, min(length - (count - 1) * room, aim), aim - _NEARBY, 1)
    late = max(1, min(room, 13 * aim // 10, aim + _NEARBY))
    for mark in _MARKS:
        found = mark.finditer(sentence, start + early - 1, min(start + late + 1, end))
        edges = [match.end() for match in found if early <= match.end() - start <= late]
        if edges:
            return min(edges, key=lambda edge: abs(edge - start - aim))
    return _whole(sentence, start, start + min(aim, late))


def _whole(sentence: str, start: int, edge: int) -> int:
    """The cut moved back so that no letter is parted from its marks, if that leaves anything."""
    for place in range(edge, max(start, edge - _CLUSTER), -1):
        after, before = sentence[place], sentence[place - 1]
        if not (unicodedata.category(after).startswith("M") or after in _JOINERS or before == "\u200d"):
            return place
    return edge


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
