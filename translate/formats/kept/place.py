"""Where in a sentence's English an element goes: around the English of its words where that is known."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from translate.align.words import Link, links
from translate.document import Bead
from translate.formats.kept.deal import deal

Span = tuple[int, int]
_WORD = re.compile(r"\S+")
# More than anyone's sentence has: what looks so is no text, and each goes around all of it.
_MOST = 64


def placed(bead: Bead, elements: Sequence[Span]) -> list[Span]:
    """For each element of a sentence its characters in the English; an element comes after the one around it.

    It has the English of its words where that is known for at least half of their letters. Else it has all that the
    element around it has, which is the whole sentence where there is none; where there are others beside it, which it
    may not cover, since a link in a link is none, they share the words in their order.
    """
    if not elements or len(elements) > _MOST:
        return [(0, len(bead.target))] * len(elements)
    page = _Page(bead, elements)
    page.place((0, len(bead.segment.text)), (0, len(bead.target)), list(range(len(elements))))
    return [page.made[n] for n in range(len(elements))]


class _Page:
    """A sentence, what is known of its words, and the elements that are placed."""

    def __init__(self, bead: Bead, elements: Sequence[Span]) -> None:
        self._source, self._target, self._elements = bead.segment.text, bead.target, elements
        self._known = links(self._source, self._target, bead.terms)
        self.made: dict[int, Span] = {}

    def place(self, source: Span, region: Span, inside: Sequence[int]) -> None:
        """Place those which are inside an element, given what it has of the English, and what is inside them."""
        families = _families(inside, self._elements)
        for first, _ in families:
            found = self._rendered(self._elements[first])
            beside = (self.made[other] for other, _ in families if other in self.made)
            if found and _holds(region, found) and all(_apart(found, other) for other in beside):
                self.made[first] = found
        unknown = [first for first, _ in families if first not in self.made]
        if len(families) == 1 and unknown:
            self.made[unknown[0]] = region
        else:
            self._share(source, region, unknown, [self.made[first] for first, _ in families if first in self.made])
        for first, children in families:
            self.place(self._elements[first], self.made[first], children)

    def _share(self, source: Span, region: Span, unknown: Sequence[int], taken: Sequence[Span]) -> None:
        """Deal the words that none of the others has, in the order in which the elements stand."""
        gaps = list(_gaps(_WORD.finditer(self._target, *region), taken))
        for number, sharing in groupby(unknown, lambda n: self._nearest(self._elements[n], source, region, gaps)):
            waiting = list(sharing)
            words = gaps[number] if gaps else []
            weights = [self._elements[n][1] - self._elements[n][0] for n in waiting]
            for n, its in zip(waiting, deal([end - start for start, end in words], weights), strict=True):
                found = words[its]
                self.made[n] = (found[0][0], found[-1][1]) if found else (region[1], region[1])

    def _nearest(self, element: Span, source: Span, region: Span, gaps: Sequence[Sequence[Span]]) -> int:
        """The gap that is nearest to where the element would be if both languages had one order of words."""
        middle = (sum(element) / 2 - source[0]) / max(1, source[1] - source[0])
        wanted = region[0] + middle * (region[1] - region[0])
        apart = [max(words[0][0] - wanted, wanted - words[-1][1]) for words in gaps]
        return min(range(len(gaps)), key=apart.__getitem__, default=0)

    def _rendered(self, span: Span) -> Span | None:
        """The English from the first to the last word that renders one of these; None where too little is known."""
        source = self._source
        inside = [link for link in self._known if 2 * _shared(link, span) > link.source_end - link.source_start]
        told = sum(_letters(source[max(span[0], one.source_start) : min(span[1], one.source_end)]) for one in inside)
        if not inside or 2 * told < _letters(source[slice(*span)]):
            return None
        start, end = min(link.target_start for link in inside), max(link.target_end for link in inside)
        strange = any(link.target_start < end and start < link.target_end for link in self._known if link not in inside)
        # an element around everything has no need of such evidence
        return None if strange or not _letters(source[: span[0]] + source[span[1] :]) else (start, end)


def _families(inside: Sequence[int], elements: Sequence[Span]) -> list[tuple[int, list[int]]]:
    """Elements with those that are inside them, near or deep."""
    families: list[tuple[int, list[int]]] = []
    for n in inside:
        if families and _holds(elements[families[-1][0]], elements[n]):
            families[-1][1].append(n)
        else:
            families.append((n, []))
    return families


def _gaps(words: Iterable[re.Match[str]], taken: Sequence[Span]) -> Iterator[list[Span]]:
    """The words that nobody has, those together that stand together."""
    gap: list[Span] = []
    for word in words:
        if all(_apart(word.span(), other) for other in taken):
            gap.append(word.span())
        elif gap:
            yield gap
            gap = []
    if gap:
        yield gap


def _shared(link: Link, span: Span) -> int:
    return min(link.source_end, span[1]) - max(link.source_start, span[0])


def _letters(text: str) -> int:
    return sum(letter.isalnum() for letter in text)


def _holds(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]
