"""Splits Kazakh text into sentences, with their offsets, by rules that know how newswires write.

A full stop ends a sentence unless something says otherwise: an abbreviation or an initial before it, a small letter
after it, a short quotation or bracket around it. The order is that of Kiss and Strunk (2006): first what the word
before the stop is, then whether the word after it is one that opens sentences.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from translate import clause
from translate.head import LONGEST, dateline
from translate.lexicon import Kind, abbreviations, fold, openers

__all__ = ["dateline", "pieces", "split"]

# A quotation or bracket up to this length stays whole with its inner stops. In Kazakh news those below 70 characters
# are names and slogans, those over 190 statements, which people break up too; engines drop some of those.
WHOLE = 160
# How far back the word before a stop is looked for; the longest abbreviation has 8 letters.
_BACK = 20

_HIDDEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_EMOJI = "\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff"
_STOP = re.compile(
    rf"(?P<stop>[.!?…‼⁇⁈⁉؟۔]+)(?P<close>(?:[»”’\"')\]{_HIDDEN}{_EMOJI}]|[^\S\n][»”)\]]|\[\d{{1,3}}\])*)",
)
# Literals come first in each branch, so that the search runs over the text by their first letters alone.
_QUOTED = re.compile(
    r"«[^«»]{0,160}+(?:«[^«»]{0,160}+»[^«»]{0,160}+){0,3}+»"
    r"|“[^“”]{0,160}+”|„[^„“”]{0,160}+[“”]"
    r'|"(?<![\w"]")(?=\S)[^"]{1,160}+(?<=\S)"(?!\w)'
    r"|\([^()]{0,160}+(?:\([^()]{0,160}+\)[^()]{0,160}+){0,3}+\)"
    r"|\[[^\[\]]{0,160}+\]"
)
_LETTER = re.compile(r"[^\W_]")
_SOLID = re.compile(r"\S")
_WORD = re.compile(r"[^\W\d_][\w\u00ad-]{1,30}")
# The whole sentence so far is the number of a list's item: `1.`, `2.1.`, `IV.`, `А.`
_ITEM = re.compile(r"\W{0,4}(?:\d{1,3}(?:\.\d{1,3}){0,3}|[ivxlc]{1,5}|[іхvlс]{1,5}|[^\W\d_])", re.IGNORECASE)
_INITIAL = re.compile(r"(?<![\w-])(?:[^\W\d_]\.?-)?(?:[^\W\d_]|дж)\Z")
_LETTERS = re.compile(r"(?<![\w.-])(?:[^\W\d_]{1,2}\.\s?)+[^\W\d_]{1,2}\Z")
_LISTED = re.compile(r"[:;]\s\d{1,2}\Z")  # … үш түрге бөлінеді: 1. Қызметтік; 2. Жеке
_LAST = re.compile(r"[^\W\d_]+\Z")
# `келді.Ол`: told safely only after a whole small Cyrillic word that is long or ends in a vowel, as verbs do.
_CLOSED = re.compile(r"(?<![\w.@/\\:=&])(?:[а-яёәіңғүұқөһ]{2,}[аәеоөуүұыіия]|[а-яёәіңғүұқөһ]{5,})\Z|[»”]\Z")
_AFRESH = re.compile(r"[«\"“(–—-]?\s?[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһА-ЯЁӘІҢҒҮҰҚӨҺ]")
_DASH = re.compile(r"\s*[–—-]")


def split(text: str, language: str = "kaz_Cyrl") -> list[tuple[int, int]]:
    """The sentences of a text as spans. Only blanks lie between them, and every line break ends one."""
    known = abbreviations(language)
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        spans += _line(text, start, start + len(line), known)
        start += len(line)
    return spans


def pieces(text: str, fits: Callable[[str], bool], *, whole: bool = False) -> list[tuple[int, int]]:
    """What an engine is to get one by one: the sentences of a text, over-long ones cut at clause marks until they fit.

    Each piece fits, unless a single character does not. `fits` may be costly and is asked seldom. A `whole` text is one
    sentence, whatever stops it holds.
    """
    spans = [(0, len(text))] if whole else split(text)
    return [(start + left, start + right) for start, end in spans for left, right in clause.cut(text[start:end], fits)]


def _line(text: str, start: int, end: int, known: Mapping[str, Kind]) -> Iterator[tuple[int, int]]:
    while end > start and text[end - 1].isspace():
        end -= 1
    if not (solid := _SOLID.search(text, start, end)):
        return
    start = solid.start()
    quoted = _Quoted(text, start, end)
    head = start + dateline(text[start : min(end, start + LONGEST)])
    word = following = start
    for stop in _STOP.finditer(text, head, end):
        edge = stop.end()
        if edge >= end:
            break
        if following <= edge:
            letter = _LETTER.search(text, edge, end)
            if not letter:
                break  # what is left has no word and belongs to the last sentence
            following = letter.start()
        if word <= start:
            opening = _LETTER.search(text, start, end)
            word = opening.end() if opening else end
        if word > stop.start() or quoted.holds(stop.start(), edge):
            continue
        if _ends(text, start, stop, following, known):
            yield start, edge
            solid = _SOLID.search(text, edge, end)
            start = solid.start() if solid else end
    yield start, end


def _ends(text: str, start: int, stop: re.Match[str], following: int, known: Mapping[str, Kind]) -> bool:
    """Whether a sentence that began at `start` ends with this stop, given where the next word begins."""
    if text[following].islower():
        return False
    edge = stop.end()
    if not text[edge].isspace() and not _closed_up(text, start, stop.start(), edge):
        return False
    if stop["close"].strip("'’)]") and _DASH.match(text, edge):
        return False  # «Қашан?» — Президент осылай деп сұрады.
    if stop["stop"] != ".":
        return True
    if stop.start() - start <= 16 and _ITEM.fullmatch(text, start, stop.start()):
        return False
    kind = _kind(fold(text[max(start, stop.start() - _BACK) : stop.start()]), known)
    if kind == "counts":
        return not text[following].isdigit()  # See No. 5. He said no. Then he left.
    if kind == "joins" or (kind == "ends" and ")" in stop["close"]):
        opener = _WORD.match(text, following)
        return opener is not None and fold(opener[0]) in openers()
    return True


def _closed_up(text: str, start: int, stop: int, edge: int) -> bool:
    """Whether a sentence ends and the next begins with no blank between, as far as that can be told (`келді.Ол`)."""
    return bool(_AFRESH.match(text, edge) and _CLOSED.search(text, max(start, stop - 2 * _BACK), stop))


def _kind(before: str, known: Mapping[str, Kind]) -> Kind | None:
    """What a capital means after the word that, folded, stands before a stop; None after an ordinary one."""
    if letters := _LETTERS.search(before, max(0, len(before) - 10)):
        return known.get(re.sub(r"\s", "", letters[0]), "joins")
    if _INITIAL.search(before, max(0, len(before) - 5)) or _LISTED.search(before, max(0, len(before) - 5)):
        return "joins"
    last = _LAST.search(before)
    if not last:
        return None
    if len(last[0]) == 1:  # 2018ж. 15ғ.
        return "joins" if before[last.start() - 1 : last.start()].isdigit() else None
    return known.get(last[0])


class _Quoted:
    """The short quotations and brackets of a line, asked from left to right."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._end, self._from = text, end, start
        self._span = (start, start)

    def holds(self, start: int, end: int) -> bool:
        """Whether what stands at start..end lies inside one."""
        while self._span[1] < end and self._from < self._end:
            match = _QUOTED.search(self._text, self._from, self._end)
            if not match:
                self._from = self._end
            elif match.end() - match.start() > WHOLE:
                self._from = match.start() + 1
            else:
                self._span, self._from = match.span(), match.end()
        return self._span[0] < start and end < self._span[1]
