"""Quotations that stand on one side only."""

import re
from collections.abc import Iterator

from translate.document import Flag

_MARK = re.compile(r"[«»“”„\"]|''")
_QUOTED = re.compile(r"«[^«»]*(?:»|$)|“[^“”]*(?:”|$)|„[^“”„]*(?:[“”]|$)|(?:''|\")[^\"]*?(?:''|\"|$)")


def flags(source: str, english: str) -> Iterator[Flag]:
    """The quotations of the side whose other side has no quotation mark at all."""
    if _MARK.search(source) and not _marked(english):
        for found in _QUOTED.finditer(source):
            yield Flag("quotation", "quoted in the Kazakh alone: put the marks in", "source", *found.span())
            return
    elif _MARK.search(english) and not _marked(source):
        for found in _QUOTED.finditer(english):
            yield Flag("quotation", "quoted in the English alone: does the Kazakh say so?", "target", *found.span())
            return


def _marked(text: str) -> bool:
    return _MARK.search(text) is not None or re.search(r"(?<!\w)['‘].+['’](?!\w)", text) is not None
