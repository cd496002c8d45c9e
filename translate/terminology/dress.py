"""What goes in a span's place: the target with the span's plural and capitals, and nothing said twice beside it."""

import re

from translate.terminology.forms import Span, plural

_BEFORE = re.compile(r"(\w+)(\W*)$")
_AFTER = re.compile(r"^(\W*)(\w+)")
_OPENS = re.compile(r"(?:^|[.!?…:]\s+|[.!?…]?[\"“«”»'‘—–]\s*)$")
# Letters whose names begin with a vowel, and words whose vowel is read as a consonant.
_VOWEL_NAMES = frozenset("AEFHILMNORSX")
_SILENT = re.compile(r"[Hh](?:our|onest|ono|eir)")
_YOU = re.compile(r"(?:[Uu]ni(?!n|m)|[Ee]u|[Uu]s|[Uu]k|[Oo]ne\b|UN)")


def dressed(target: str, english: str, span: Span, *, many: bool = False, shout: bool = False) -> str:
    """The target as it must be written in that place."""
    start = span[0]
    text = plural(target) if many else target
    if shout:
        return text.upper()
    if text[:1].islower() and english[start : start + 1].isupper() and _OPENS.search(english[:start]):
        return text[:1].upper() + text[1:]
    return text


def put(english: str, span: Span, text: str) -> tuple[str, Span, Span] | None:
    """The English with the text in the span's place: what was taken out (widened), and where the text stands now.

    A word of the text that stands beside the span already is not said twice; None where it would be all the same.
    The article before agrees with the new word.
    """
    start, end = _without_twins(english, span, text)
    before, after = english[:start], english[end:]
    if _twins(before, text) or _twins_behind(after, text):
        return None
    article = re.search(r"\b([Aa])(n?)(\s+)$", before)
    if article and bool(article[2]) != _vowel(text):
        start = article.start()
        before = before[:start] + article[1] + ("n" if _vowel(text) else "") + article[3]
    return before + text + after, (start, end), (len(before), len(before) + len(text))


def _without_twins(english: str, span: Span, text: str) -> Span:
    """The span with the words before and after it that the text brings along itself."""
    start, end = span
    words = text.split()
    sizes = range(min(4, len(words)), 0, -1)
    heads = (re.search(rf"(?<!\w){_words(words[:size])}\s+$", english[:start], re.IGNORECASE) for size in sizes)
    tails = (re.match(rf"\s+{_words(words[-size:])}(?!\w)", english[end:], re.IGNORECASE) for size in sizes)
    head, tail = next(filter(None, heads), None), next(filter(None, tails), None)
    return head.start() if head else start, end + tail.end() if tail else end


def _words(words: list[str]) -> str:
    return r"\s+".join(map(re.escape, words))


def _twins(before: str, text: str) -> bool:
    last, first = _BEFORE.search(before), _AFTER.match(text)
    return bool(last and first and not re.search(r"[^\s-]", last[2]) and last[1].casefold() == first[2].casefold())


def _twins_behind(after: str, text: str) -> bool:
    last, first = _BEFORE.search(text), _AFTER.match(after)
    return bool(last and first and not re.search(r"[^\s-]", first[1]) and last[1].casefold() == first[2].casefold())


def _vowel(text: str) -> bool:
    """Whether `an` stands before it."""
    word = re.match(r"\w*", text)
    if word and word.group().isupper() and 1 < len(word.group()) < 5:
        return text[0] in _VOWEL_NAMES
    return bool(_SILENT.match(text)) or (text[:1].lower() in tuple("aeiou") and not _YOU.match(text))
