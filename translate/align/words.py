"""Which English words come from which Kazakh ones: by glossary, numbers, sound and attention, the surest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from glossary.kazakh import WORD, normalise
from glossary.term import Match
from translate.align import names
from translate.align.numbers import numbers
from translate.document import TermUse
from translate.engines import Attention
from translate.lexicon import fold, openers
from translate.terminology import spelled
from translate.terminology.claims import Claims
from translate.terminology.forms import Span, anywhere

How = Literal["glossary", "number", "sound", "attention"]
_Candidate = tuple[float, Span, Span]

# A word draws its English when so much of the attention goes to it, and no other English word sees as much of it.
_SURE = 0.5
# Of two candidates that are so alike the nearer one in its sentence is taken.
_TIE = 0.02


@dataclass(frozen=True, slots=True)
class Link:
    """Kazakh characters and the English ones that render them, and by what that is known."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    how: How


def links(source: str, target: str, uses: Sequence[TermUse] = (), attention: Attention | None = None) -> list[Link]:
    """The links of two sentences in the order of the Kazakh; no two share a character, and an unsure word has none."""
    page = _Page(source, target)
    for use in uses:
        page.link((use.start, use.end), (use.target_start, use.target_end), "glossary")
    _numbers(page)
    _names(page)
    if attention:
        _attention(page, attention)
    return sorted(page.made, key=lambda link: link.source_start)


def known(target: str, matches: Sequence[Match]) -> tuple[TermUse, ...]:
    """Where English that people wrote holds a glossary's terms, other spellings too: as `links` takes them."""
    claims = Claims(target, matches)
    spelled.already(claims)
    for n in claims.open:
        forms = spelled.longest(matches[n].term.variants)
        found = [span for form in forms for span in anywhere(form, target) if claims.free(span)]
        if found:
            claims.claim(n, found[0], "variant")
    return claims.uses()


@dataclass
class _Page:
    """Both sentences and the links made so far."""

    source: str
    target: str
    made: list[Link] = field(default_factory=list)

    def link(self, here: Span, there: Span, how: How) -> None:
        """Make a link, unless a surer one has any of its characters."""
        if self.free(here, there):
            self.made.append(Link(*here, *there, how))

    def free(self, here: Span, there: Span) -> bool:
        """Whether both spans lie in their sentences, and no link touches either."""
        inside = 0 <= here[0] < here[1] <= len(self.source) and 0 <= there[0] < there[1] <= len(self.target)
        return inside and all(
            (here[1] <= link.source_start or link.source_end <= here[0])
            and (there[1] <= link.target_start or link.target_end <= there[0])
            for link in self.made
        )

    def apart(self, here: Span, there: Span) -> float:
        """How far from each other two spans stand in their sentences, from 0 to 1."""
        return abs(here[0] / len(self.source) - there[0] / len(self.target))


def _best_first(page: _Page, candidates: Sequence[_Candidate], how: How) -> None:
    """Link the likest, of those that are as like the nearest."""

    def order(candidate: _Candidate) -> tuple[int, float, Span, Span]:
        likeness, here, there = candidate
        return -round(likeness / _TIE), page.apart(here, there), here, there

    for _, here, there in sorted(candidates, key=order):
        page.link(here, there, how)


def _numbers(page: _Page) -> None:
    """Equal values; one in words is linked only where neither side has another of its kind."""
    here, there = numbers(page.source), numbers(page.target)
    digits: list[_Candidate] = []
    words: list[_Candidate] = []
    for one in here:
        for other in there:
            if one.equals(other):
                exact = 1.0 if one.values[0] == other.values[0] else 0.5
                candidate = exact, (one.start, one.end), (other.start, other.end)
                (words if one.spelled or other.spelled else digits).append(candidate)
    _best_first(page, digits, "number")
    left = [candidate for candidate in words if page.free(candidate[1], candidate[2])]
    for candidate in left:
        if sum(candidate[1] == one[1] or candidate[2] == one[2] for one in left) == 1:
            page.link(candidate[1], candidate[2], "number")


def _names(page: _Page) -> None:
    english = [(span, names.spoken(word)) for span, word in (*_named(page.target), *_joined(page.target))]
    candidates = []
    for here, word in _named(page.source):
        heard = names.spoken(word)
        for there, other in english:
            if heard and other and (like := names.likeness(heard, other)):
                candidates.append((like, here, there))
    _best_first(page, candidates, "sound")


def _named(text: str) -> Iterator[tuple[Span, str]]:
    """The capitalised words of a text, but for those that open sentences and are no name."""
    plain = normalise(text)
    for found in WORD.finditer(plain.text):
        if found.group()[0].isupper() and fold(found.group()) not in openers():
            word = names.bare(found.group())
            yield plain.span(found.start(), found.start() + len(word)), word


def _joined(text: str) -> Iterator[tuple[Span, str]]:
    """Names of two words as one, as Kazakh has them with a hyphen: New York."""
    for (first, one), (last, other) in pairwise(_named(text)):
        if text[first[1] : last[0]] == " ":
            yield (first[0], last[1]), one + other


def _attention(page: _Page, attention: Attention) -> None:
    """Words of which each looks at the other above all."""
    here, there = _words(page.source), _words(page.target)
    seen = _seen(attention, here, there)
    for n, other in enumerate(there):
        best = max(range(len(here)), key=lambda at: seen[n][at], default=None)
        if best is None or seen[n][best] < _SURE:
            continue
        if all(seen[n][best] > seen[rival][best] for rival in range(len(there)) if rival != n):
            page.link(here[best], other, "attention")


def _words(text: str) -> list[Span]:
    return [found.span() for found in WORD.finditer(text)]


def _seen(attention: Attention, here: Sequence[Span], there: Sequence[Span]) -> list[list[float]]:
    """How much each English word looks at each Kazakh one: the mean of its pieces, all of the other's together."""
    columns = [_inside(attention.source, word) for word in here]
    seen = []
    for word in there:
        rows = [attention.weights[n] for n in _inside(attention.target, word)]
        seen.append([sum(row[n] for row in rows for n in column) / max(1, len(rows)) for column in columns])
    return seen


def _inside(pieces: Sequence[Span], word: Span) -> list[int]:
    """The pieces that have any character of a word."""
    return [n for n, (start, end) in enumerate(pieces) if max(start, word[0]) < min(end, word[1])]
