"""Quotations that stand on one side only."""

import re
from collections.abc import Iterator

from translate.document import Flag

_QUOTED = re.compile(r"«[^«»]*(?:»|$)|“[^“”]*(?:”|$)|„[^“”„]*(?:[“”]|$)|''[^']*(?:''|$)|\"[^\"]*(?:\"|$)")
_MARK = re.compile(r"[«»“”„\"]|''|(?<!\w)['‘][^'‘’]+['’](?!\w)")
_WORD = re.compile(r"\w+")
# So many words with a capital before them are a company's or a paper's name, which English writes without marks.
_NAME = 3


def flags(source: str, english: str) -> Iterator[Flag]:
    """The first quotation of the side whose other side has no quotation mark at all."""
    if not _MARK.search(english):
        said = (found for found in _QUOTED.finditer(source) if not _name(found.group()))
        for found in said:
            yield Flag("quotation", "quoted in the Kazakh alone: put the marks in", "source", *found.span())
            return
    if not _MARK.search(source):
        for found in _QUOTED.finditer(english):
            yield Flag("quotation", "quoted in the English alone: does the Kazakh say so?", "target", *found.span())
            return


def _name(quoted: str) -> bool:
    words = _WORD.findall(quoted)
    return not words or (len(words) <= _NAME and not words[0][0].islower())
