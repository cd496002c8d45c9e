"""Kazakh that was left in the English: single words, or the whole sentence."""

import re
from collections.abc import Iterator

from translate.checks.place import shown, whole
from translate.document import Flag
from translate.reasons import say

_RUN = re.compile(r"[Ѐ-ӿ]+(?:[^A-Za-z\n]*[Ѐ-ӿ]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\w+")
# From so much of its letters on, or of its words in a row, the English is a copy.
_SHARE, _LEAST = 0.5, 3


def flags(source: str, english: str) -> Iterator[Flag]:
    """A `copied` flag where the English is mostly the Kazakh, else a `cyrillic` one at each place left over."""
    if copied(source, english):
        yield whole("copied", say("copied"), "target", english)
        return
    for left in _RUN.finditer(english):
        reason = say("cyrillic", words=shown(left.group()))
        yield Flag("cyrillic", reason, "target", *left.span())


def copied(source: str, english: str) -> bool:
    """Whether the English is mostly Cyrillic, or word by word the source though that has Cyrillic."""
    letters = _LETTER.findall(english)
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in letters)
    if not cyrillic or not letters:
        return False
    words = _WORD.findall(english.casefold())
    same = words == _WORD.findall(source.casefold())
    return same or (cyrillic >= _SHARE * len(letters) and len(words) >= _LEAST)
