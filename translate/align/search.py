"""Finds the beads of two texts: the dynamic programme of Gale & Church (1993) over what speaks for each bead."""

import math
from collections.abc import Iterable, Iterator, Sequence

from translate.align.alignment import Alignment
from translate.align.band import band
from translate.align.evidence import Evidence

# The kinds of bead, source and target segments, and the log of how often each is seen: most are one to one.
KINDS = {(1, 1): 0.0, (1, 2): -2.3, (2, 1): -2.3, (2, 2): -6.0, (1, 0): -2.75, (0, 1): -2.75}


def align(source: Sequence[str], target: Sequence[str], translations: Sequence[str]) -> list[Alignment]:
    """The beads of a Kazakh text and an English one, in order; each segment of either side stands in one bead.

    `translations` holds our own English of each source segment, by which the other's is told.
    """
    if len(translations) != len(source):
        raise ValueError(f"{len(source)} source segments but {len(translations)} translations: give one for each")
    lines, columns = _solid(source), _solid(target)
    found = search(
        Evidence.of([source[n] for n in lines], [target[n] for n in columns], [translations[n] for n in lines])
    )
    return list(_spread(found, lines, columns, len(source), len(target)))


def _solid(segments: Sequence[str]) -> list[int]:
    return [n for n, text in enumerate(segments) if text.strip()]


def _spread(
    beads: Sequence[Alignment], lines: Sequence[int], columns: Sequence[int], rows: int, width: int
) -> Iterator[Alignment]:
    """The beads with the places of blank segments among them: one inside a bead joins it, any other stands alone."""
    done, past = 0, 0
    for bead in beads:
        first, last = _hull(bead.source, lines, done)
        left, right = _hull(bead.target, columns, past)
        yield from _empty(range(done, first), range(past, left))
        yield Alignment(tuple(range(first, last)), tuple(range(left, right)), bead.score)
        done, past = last, right
    yield from _empty(range(done, rows), range(past, width))


def _hull(numbers: Sequence[int], places: Sequence[int], none: int) -> tuple[int, int]:
    """Where a bead's side begins and ends among all segments; an empty one takes no place."""
    return (places[numbers[0]], places[numbers[-1]] + 1) if numbers else (none, none)


def _empty(source: Iterable[int], target: Iterable[int]) -> Iterator[Alignment]:
    yield from (Alignment((n,), (), 0.0) for n in source)
    yield from (Alignment((), (n,), 0.0) for n in target)


def search(evidence: Evidence) -> list[Alignment]:
    """The beads with the highest sum of scores, each counted for as many segments as it holds."""
    rows, columns = len(evidence.source_lengths), len(evidence.target_lengths)
    reach = band(evidence.translation)
    best: list[dict[int, tuple[float, int, int]]] = [{} for _ in range(rows + 1)]
    best[0][0] = (0.0, 0, 0)
    for i in range(rows + 1):
        first, last = reach[i]
        row = best[i]
        for j in range(first, last + 1):
            reached = [
                (before[0] + _gain(evidence, i - more, more, j - many, many), more, many)
                for more, many in KINDS
                if more <= i and (before := best[i - more].get(j - many))
            ]
            if reached:
                row[j] = max(reached)
    return _path(evidence, best, rows, columns)


def _gain(evidence: Evidence, i: int, more: int, j: int, many: int) -> float:
    kind = KINDS[more, many]
    return kind + (more + many) / 2 * evidence.score(i, more, j, many) if more and many else kind


def _path(
    evidence: Evidence, best: Sequence[dict[int, tuple[float, int, int]]], rows: int, columns: int
) -> list[Alignment]:
    beads = []
    i, j = rows, columns
    while i or j:
        _, more, many = best[i][j]
        i, j = i - more, j - many
        sure = 1 / (1 + math.exp(-evidence.score(i, more, j, many))) if more and many else 0.0
        beads.append(Alignment(tuple(range(i, i + more)), tuple(range(j, j + many)), round(sure, 4)))
    return beads[::-1]
