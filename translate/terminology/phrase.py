"""Step 3 for phrases: most of the words of an organisation or an office stand together, in another order or form."""

import re
from collections.abc import Iterator, Sequence

from translate.terminology.claims import Claims
from translate.terminology.forms import Span
from translate.terminology.heard import TOKEN

_SMALL = frozenset("of the for and in on to a an with by at".split())
# What joins two things, of which a term of common words is one.
_JOINS = frozenset("to and or but nor as than".split())
# So much of the target's own words must stand there, and so many of the span's must be the target's.
LEAST_FOUND, LEAST_MEANT = 0.66, 0.6
# What parts the words of a phrase that has a possessive: People's Bank.
_BETWEEN = (" ", "'s ", "’s ")
_ENDING = re.compile(r"(?:ies|es|s|y|al|ic|ian|an|ing|ed|ion)$")
_PLURAL = re.compile(r"s$")


def phrases(claims: Claims) -> None:
    """Put the target where a span holds most of its words and few others."""
    for n in claims.open:
        term = claims.matches[n].term
        # common words mean something else in another form, or beside others: developing and developed countries
        wanted = _Wanted(term.target, strict=term.kind == "term")
        if len(wanted.stems) > 1:
            for span in _spans(claims, wanted):
                if claims.put(n, span, "words"):
                    break


class _Wanted:
    """The words of a target, and how near a span must come to them."""

    def __init__(self, target: str, *, strict: bool) -> None:
        """Take the words; `strict` takes no other form of them, and none besides."""
        self.strict = strict
        self._between = _BETWEEN if re.search(r"['’]s ", target) else _BETWEEN[:1]
        self._ending = _PLURAL if strict else _ENDING
        self.stems = self.of(TOKEN.findall(target))
        # what the phrase is about: the last word, or the one before `of`
        self.head = self.stem(TOKEN.findall(re.split(r" (?:of|for|on|in) ", target)[0])[-1])

    def of(self, words: Sequence[str]) -> frozenset[str]:
        """The words that mean something, without endings."""
        return frozenset(self.stem(word) for word in words if word.casefold() not in _SMALL)

    def stem(self, word: str) -> str:
        """A word without its ending."""
        small = word.casefold()
        return self._ending.sub("", small) if len(small) > 4 else small

    def share(self, words: Sequence[str]) -> float:
        """How much of these words and the target's are the same; 0 where it is too little."""
        stems = self.of(words)
        common = len(self.stems & stems)
        enough = common >= LEAST_FOUND * len(self.stems) and common >= max(2, LEAST_MEANT * len(stems))
        ends = {self.stem(words[0]), self.stem(words[-1])} <= self.stems
        whole = stems == self.stems or not self.strict
        return common / len(self.stems | stems) if self.head in stems and ends and enough and whole else 0.0

    def ends_before(self, between: str, word: str) -> bool:
        """Whether a span stops before a word, for what stands between them or joins two things."""
        joined = between in self._between or (between == "-" and not self.strict)
        return not joined or (self.strict and word.casefold() in _JOINS)


def _spans(claims: Claims, wanted: _Wanted) -> Iterator[Span]:
    """The spans that hold most of the words, the best first."""
    tokens = [found.span() for found in TOKEN.finditer(claims.english)]
    words = [claims.text(token) for token in tokens]
    best: list[tuple[float, int, int, Span]] = []
    for first in range(len(tokens)):
        for last in range(first + 1, min(first + len(wanted.stems) + 4, len(tokens))):
            span = tokens[first][0], tokens[last][1]
            between = claims.english[tokens[last - 1][1] : tokens[last][0]]
            if wanted.ends_before(between, words[last]) or not claims.free(span):
                break
            if share := wanted.share(words[first : last + 1]):
                best.append((share, -first, -last, span))
    yield from (span for *_, span in sorted(best, reverse=True))
