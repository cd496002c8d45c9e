"""Quotations that stand on one side only."""

import re
from collections.abc import Iterator, Sequence

from glossary.term import Match
from translate.document import Flag
from translate.reasons import say
from translate.terminology.names import press

_QUOTED = re.compile(r"«[^«»]*(?:»|$)|“[^“”]*(?:”|$)|„[^“”„]*(?:[“”]|$)|''[^']*(?:''|$)|\"[^\"]*(?:\"|$)")
_MARK = re.compile(r"[«»“”„\"]|''|(?<!\w)['‘][^'‘’]+['’](?!\w)")
_WORD = re.compile(r"\w+")
# A company's or a paper's name has few words; where the glossary knows it, English writes it without marks.
_NAME = 3


def flags(source: str, english: str, matches: Sequence[Match] = ()) -> Iterator[Flag]:
    """The first quotation of the side whose other side has no quotation mark at all."""
    if not _MARK.search(english):
        known = [*matches, *press(source)]
        for found in _QUOTED.finditer(source):
            if not _name(found, known):
                yield Flag("quotation", say("quotation.lost"), "source", *found.span())
                return
    if not _MARK.search(source):
        for found in _QUOTED.finditer(english):
            yield Flag("quotation", say("quotation.added"), "target", *found.span())
            return


def _name(quoted: re.Match[str], known: Sequence[Match]) -> bool:
    """Whether what is quoted is a name that the glossary knows, or nothing."""
    words = _WORD.findall(quoted.group())
    if not words:
        return True
    first, last = quoted.start() + quoted.group().index(words[0]), quoted.start() + quoted.group().rindex(words[-1])
    held = any(match.start <= first and match.end >= last + len(words[-1]) for match in known)
    return held and len(words) <= _NAME and not words[0][0].islower()
