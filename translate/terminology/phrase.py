"""Step 3 for phrases: most of the words of an organisation or an office stand together, in another order or form."""

import re
from collections.abc import Iterator, Sequence

from translate.terminology.claims import Claims
from translate.terminology.forms import Span
from translate.terminology.heard import TOKEN

_SMALL = frozenset("of the for and in on to a an with by at".split())
# So much of the target's own words must stand there, and so many of the span's must be the target's.
LEAST_FOUND, LEAST_MEANT = 0.66, 0.6
_ENDING = re.compile(r"(?:ies|es|s|y|al|ic|ian|an|ing|ed|ion)$")


def phrases(claims: Claims) -> None:
    """Put the target where a span holds most of its words and few others."""
    for n in claims.open:
        target = claims.matches[n].term.target
        wanted = _stems(TOKEN.findall(target))
        if len(wanted) < 2:
            continue
        for span in _spans(claims, target, wanted):
            if claims.put(n, span, "words"):
                break


def _spans(claims: Claims, target: str, wanted: frozenset[str]) -> Iterator[Span]:
    tokens = [found.span() for found in TOKEN.finditer(claims.english)]
    words = [claims.english[start:end] for start, end in tokens]
    best: list[tuple[float, int, Span]] = []
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + len(wanted) + 4, len(tokens))):
            span = tokens[first][0], tokens[last][1]
            between = claims.english[tokens[last - 1][1] : tokens[last][0]]
            if not re.fullmatch(r"[ -]", between) or not claims.free(span):
                break
            ends = _stem(words[first]) in wanted and _stem(words[last]) in wanted
            stems = _stems(words[first : last + 1])
            if _head(target) not in stems:
                continue
            common = len(wanted & stems)
            if ends and common >= LEAST_FOUND * len(wanted) and common >= max(2, LEAST_MEANT * len(stems)):
                best.append((common / len(wanted | stems), -first, span))
    yield from (span for _, _, span in sorted(best, reverse=True))


def _head(target: str) -> str:
    """The noun that the phrase is about: the last word, or the one before `of`."""
    before = re.split(r" (?:of|for|on|in) ", target)[0]
    return _stem(TOKEN.findall(before)[-1])


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(_stem(word) for word in words if word.casefold() not in _SMALL)


def _stem(word: str) -> str:
    small = word.casefold()
    return _ENDING.sub("", small) if len(small) > 4 else small
