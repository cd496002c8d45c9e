"""The forms in which the beads of two texts can be written, by name."""

import json
from collections.abc import Callable, Mapping, Sequence

from translate.align.alignment import Alignment
from translate.align.tmx import tmx

Writer = Callable[[Sequence[Alignment], Sequence[str], Sequence[str]], str]


def _json(beads: Sequence[Alignment], source: Sequence[str], target: Sequence[str]) -> str:
    """A bead a line, its segments by their numbers from 0."""
    rows = [
        json.dumps({"source": list(bead.source), "target": list(bead.target), "score": bead.score}) for bead in beads
    ]
    lines = ",\n  ".join(rows)
    return f'{{"beads": [\n  {lines}\n]}}\n' if rows else '{"beads": []}\n'


def _tsv(beads: Sequence[Alignment], source: Sequence[str], target: Sequence[str]) -> str:
    """Kazakh, English and score; one side is empty where nothing answers the other."""
    return "".join(f"{kazakh}\t{english}\t{score}\n" for kazakh, english, score in _rows(beads, source, target))


def _tmx(beads: Sequence[Alignment], source: Sequence[str], target: Sequence[str]) -> str:
    return tmx(_rows(beads, source, target))


def _rows(beads: Sequence[Alignment], source: Sequence[str], target: Sequence[str]) -> list[tuple[str, str, float]]:
    return [(_text(bead.source, source), _text(bead.target, target), bead.score) for bead in beads]


def _text(numbers: Sequence[int], segments: Sequence[str]) -> str:
    """The segments of one side of a bead on one line, any tab or line break as a blank."""
    return " ".join(word for n in numbers for word in segments[n].split())


WRITERS: Mapping[str, Writer] = {"json": _json, "tsv": _tsv, "tmx": _tmx}
