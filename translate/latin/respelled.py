"""A sentence in Latin letters as Cyrillic, with the way back to where each character stands in the file."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from translate import wordlist
from translate.latin.known import known, reading
from translate.latin.spelling import cased, small

# A letter with marks of its own, as files from a Mac hold ğ and ş.
_LETTER = re.compile("[^\\W\\d_][\u0300-\u036f]*")
WORD = re.compile(f"(?:{_LETTER.pattern})+")
# Numerals of centuries and congresses: XXI ğasyr.
_NUMERAL = re.compile("[IVXLCDM]+")


@dataclass(frozen=True, slots=True)
class Respelled:
    """A text in other letters; `places` holds, for each of its characters, where what it stands for is typed."""

    text: str
    typed: str
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of `text[start:end]` in the typed text; an empty one stays where it is between two characters."""
        if start >= end:
            place = self.places[start][0] if start < len(self.places) else len(self.typed)
            return place, place
        return self.places[start][0], self.places[end - 1][1]


def respell(typed: str, head: int = 0) -> Respelled:
    """The text with its Kazakh words in Cyrillic; the first `head` characters, foreign names and numerals stay."""
    made = [(typed[n], n, n + 1) for n in range(head)]
    done = head
    for word in WORD.finditer(typed, head):
        made += [(typed[n], n, n + 1) for n in range(done, word.start())]
        made += _word(word)
        done = word.end()
    made += [(typed[n], n, n + 1) for n in range(done, len(typed))]
    return Respelled("".join(one for one, _, _ in made), typed, tuple((start, end) for _, start, end in made))


def _word(word: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    spans = [found.span() for found in _LETTER.finditer(word.string, word.start(), word.end())]
    letters = "".join(unicodedata.normalize("NFC", word.string[start:end])[0] for start, end in spans)
    pieces = None if _foreign(letters) else reading(_undotted(letters))
    if pieces is None:
        yield from ((word.string[n], n, n + 1) for n in range(*word.span()))
        return
    at, shouted = 0, len(letters) > 1 and letters.isupper()
    for cyrillic, many in pieces:
        start, end = spans[at][0], spans[at + many - 1][1]
        yield from ((one, start, end) for one in cased(cyrillic, letters[at : at + many], shouted))
        at += many


def _undotted(letters: str) -> str:
    """In small letters; a capital I may be meant for either i, and the word that is known tells."""
    spelled = small(letters)
    if letters.startswith("I") and not known(spelled) and known("i" + spelled[1:]):
        return "i" + spelled[1:]
    return spelled


def _foreign(letters: str) -> bool:
    """Whether a word stays as it is: a numeral, or one that is English and no Kazakh."""
    if _NUMERAL.fullmatch(letters):
        return True
    return letters.isascii() and letters.lower() in wordlist.seen("en") and not known(_undotted(letters))
