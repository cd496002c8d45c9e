"""Where the search may go: between anchors that both sides agree on, as in the coarse path of Vecalign (2019)."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from translate.align.overlap import Overlap

# So many segments beside the path are searched too; a text up to that size is searched whole.
WIDTH = 20
# An anchor's F is so many times that of the next best on either side.
_CLEAR = 1.5
_LEAST = 0.15


def band(overlap: Overlap) -> list[tuple[int, int]]:
    """For each place between source segments, the first and the last place between target segments that counts."""
    rows, columns = len(overlap.source), len(overlap.target)
    anchors = _chain(list(_anchors(overlap)))
    lines = [i for i, _ in anchors]
    found = []
    for i in range(rows + 1):
        after = bisect_left(lines, i)
        first = anchors[after - 1][1] - WIDTH if after else 0
        last = anchors[after][1] + WIDTH if after < len(anchors) else columns
        found.append((max(0, first), min(last, columns)))
    return found


def _anchors(overlap: Overlap) -> Iterator[tuple[int, int]]:
    """Couples of which each is clearly the other's best."""
    columns: list[list[tuple[float, int]]] = [[] for _ in overlap.target]
    best: dict[int, int] = {}
    for i, row in enumerate(overlap.shared):
        ranked = sorted(((overlap.f(i, 1, j, 1) or 0.0, j) for j in row), reverse=True)[:2]
        if _stands_out(ranked):
            best[i] = ranked[0][1]
        for j in row:
            columns[j].append((overlap.f(i, 1, j, 1) or 0.0, i))
    for i, j in best.items():
        ranked = sorted(columns[j], reverse=True)[:2]
        if ranked[0][1] == i and _stands_out(ranked):
            yield i, j


def _stands_out(ranked: Sequence[tuple[float, int]]) -> bool:
    return bool(ranked) and ranked[0][0] >= max(_LEAST, _CLEAR * ranked[1][0] if len(ranked) > 1 else 0.0)


def _chain(anchors: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most anchors that rise on both sides, as patience sorting finds them."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int | None] = []
    for n, (_, j) in enumerate(anchors):
        pile = bisect_left(ends, j)
        before.append(tops[pile - 1] if pile else None)
        ends[pile : pile + 1] = [j]
        tops[pile : pile + 1] = [n]
    chain = []
    at = tops[-1] if tops else None
    while at is not None:
        chain.append(anchors[at])
        at = before[at]
    return chain[::-1]
