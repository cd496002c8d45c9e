"""Puts the English of a cut sentence together again: one sentence, not a row of short ones.

A model ends each piece as if it were a sentence and begins the next with a capital. At a cut inside a sentence the
piece's own mark takes the stop's place, and a word that only a beginning gives a capital goes on in a small letter.
"""

import re

_ENDS = re.compile(r"[.!?…][»”\"'’)\]]*\Z")
_MARK = re.compile(r"[,;:]\Z")
_STOP = re.compile(r"(?<![.\s])(?<![\s.(][A-Za-z])[.,;:]\Z")
_WORD = re.compile(r"[A-Z][a-z]*(?!['’\w])")
# Words that are no name whatever stands behind them.
_SMALL = frozenset(
    "the a an in on at of for to from by with and but or as it its he she his her they their them we our this that "
    "these those there here when while where after before during because since if although though however also "
    "which who whose is are was were be been has have had will would can could may not no so then than about into "
    "over under between according such some all many most other more".split()
)


def leaves_off(source: str, english: str) -> str:
    """The English of a piece that another one follows, ended as the piece is; whole where the piece ends a sentence."""
    if _ENDS.search(source):
        return english
    mark = _MARK.search(source)
    return _STOP.sub("", english) + (mark.group() if mark and english else "")


def goes_on(before: str, english: str) -> str:
    """The English of a piece behind the piece `before`: in small letters where the sentence goes on."""
    word = _WORD.match(english)
    if _ENDS.search(before) or not word or word.group().lower() not in _SMALL:
        return english
    return english[0].lower() + english[1:]
