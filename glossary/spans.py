"""Reads from a text what may be a name: runs of capitalised words, with initials, and what stands in quotes."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from glossary.kazakh import WORD

# The longest run or quoted name that is looked at, in words.
LONGEST = 5
# What stands before a word that opens a sentence: a stop, a colon or a quote, then quotes, dashes and bullets.
_OPENING = re.compile(r"(?:^|[.!?…:;«“„\"])[\s«»“”„\"'(\[•*0-9)-]*$")
_NEAR = 40
_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"]{2,80})[»”“\"]")
_STOP = re.compile(r"[.!?…]\s")
_LONGEST_EXAMPLE = 300
_LONGEST_TAIL = 3
_SMALL = re.compile(f" ({WORD.pattern})")
_PARTICLES = frozenset(
    "мен бен пен және әрі да де та те ма ме ба бе па пе ғана үшін туралы жайлы сияқты секілді ретінде бойынша қарсы"
    " деп деген болып болған болса арқылы атындағы атты кейін бұрын дейін бері бастап сайын ал бірақ немесе бұл ол"
    " өз".split()
)


class Span(NamedTuple):
    """One run of words in a line: whether its first one opens a sentence, and whether quotes hold it together.

    `tail` are the words in small letters behind it, which may be of the name too: Ақ үй, Дүниежүзілік сауда ұйымы.
    """

    words: tuple[str, ...]
    opening: bool = False
    quoted: bool = False
    tail: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words as an entry holds them: a stop behind an initial, single blanks."""
        return "".join(word + (". " if is_initial(word) else " ") for word in self.words[:-1]) + self.words[-1]


def is_initial(word: str) -> bool:
    """Whether the word is a capital letter alone."""
    return len(word) == 1 and word.isupper()


def is_shouted(line: str) -> bool:
    """Whether the line is in capitals, as some headlines are: there they say nothing."""
    letters = [letter for letter in line if letter.isalpha()]
    return sum(map(str.isupper, letters)) > len(letters) / 2


def spans(line: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[Span, int]]:
    """The runs of capitalised words in a line, with their places; what is `taken` parts them."""
    quotes = [place for place in _quotes(line) if not _meets(place, taken)]
    for start, end in quotes:
        words = tuple(WORD.findall(line, start, end))
        yield Span(words, opening=True, quoted=True), start
    run: list[re.Match[str]] = []
    for word in WORD.finditer(line):
        if _meets(word.span(), [*taken, *quotes]) or not word.group()[0].isupper():
            yield from _closed(line, run)
            run = []
            continue
        if run and not _joins(line, run[-1], word):
            yield from _closed(line, run)
            run = []
        run.append(word)
    yield from _closed(line, run)


def sentence(line: str, at: int) -> str:
    """The sentence of a line that holds a place."""
    ends = [0, *(stop.end() for stop in _STOP.finditer(line)), len(line)]
    start = max(end for end in ends if end <= at)
    return line[start : min(end for end in ends if end > at)].strip()[:_LONGEST_EXAMPLE]


def _closed(line: str, run: Sequence[re.Match[str]]) -> Iterator[tuple[Span, int]]:
    if run:
        start = run[0].start()
        yield Span(tuple(word.group() for word in run), opens(line, start), tail=_tail(line, run[-1].end())), start


def _tail(line: str, at: int) -> tuple[str, ...]:
    """The words in small letters that follow directly; what can't be of a name ends them."""
    words: list[str] = []
    while len(words) < _LONGEST_TAIL and (word := _SMALL.match(line, at)) and word[1].islower():
        if word[1] in _PARTICLES:
            break
        words.append(word[1])
        at = word.end()
    return tuple(words)


def opens(line: str, start: int) -> bool:
    """Whether a word there opens a sentence. The stop behind an initial ends none."""
    found = _OPENING.search(line[max(0, start - _NEAR) : start].lstrip() if start > _NEAR else line[:start])
    if not found:
        return False
    at = max(0, start - len(found.group()))
    return not (found.group()[:1] == "." and at and line[at - 1].isupper() and not line[max(0, at - 2)].isalpha())


def _joins(line: str, word: re.Match[str], then: re.Match[str]) -> bool:
    between = line[word.end() : then.start()]
    return between == " " or (between in (".", ". ") and is_initial(word.group()))


def _quotes(line: str) -> Iterator[tuple[int, int]]:
    """Where names stand in quotes: few words without a mark between them, the first with a capital."""
    for quoted in _QUOTED.finditer(line):
        words = list(WORD.finditer(quoted.group(1)))
        plain = all(quoted.group(1)[a.end() : b.start()] == " " for a, b in pairwise(words))
        if plain and 0 < len(words) <= LONGEST and words[0].group()[0].isupper() and words[0].start() == 0:
            yield quoted.start(1) + words[0].start(), quoted.start(1) + words[-1].end()


def _meets(place: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in taken)
