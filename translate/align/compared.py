"""A Kazakh text beside our English and people's: what stands in one row, and the forms in which rows are written."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from translate.align.alignment import Alignment
from translate.align.differences import Difference, differences
from translate.align.search import align
from translate.align.tmx import tmx

# Below it a bead is as likely wrong as right: it is shown as unsure, and not learnt from.
SURE = 0.5


@dataclass(frozen=True, slots=True)
class Compared:
    """A bead with its texts; `theirs` is empty where people left Kazakh out, `kazakh` and `ours` where they added."""

    bead: Alignment
    kazakh: str
    ours: str
    theirs: str

    @property
    def whole(self) -> bool:
        """Whether both sides say something."""
        return bool(self.bead.source and self.bead.target)

    @property
    def sure(self) -> bool:
        """Whether the two sides surely belong together."""
        return self.whole and self.bead.score >= SURE

    @property
    def differences(self) -> tuple[list[Difference], list[Difference]]:
        """In which words our version and theirs differ; in none where one is missing."""
        return differences(self.ours, self.theirs) if self.whole else ([], [])


def compare(source: Sequence[str], target: Sequence[str], translations: Sequence[str]) -> list[Compared]:
    """The rows of a Kazakh text, people's English of it and ours, which has one text for each Kazakh segment."""
    return [
        Compared(bead, _joined(bead.source, source), _joined(bead.source, translations), _joined(bead.target, target))
        for bead in align(source, target, translations)
    ]


def _joined(numbers: Sequence[int], segments: Sequence[str]) -> str:
    return " ".join(word for n in numbers for word in segments[n].split())


def _json(rows: Sequence[Compared]) -> str:
    """As `audarma align` writes beads, with the texts and what differs."""
    found = []
    for row in rows:
        ours, theirs = row.differences
        marks = {"ours": [asdict(one) for one in ours], "theirs": [asdict(one) for one in theirs]}
        found.append({**asdict(row.bead), **_texts(row), "differences": marks})
    return json.dumps({"beads": found}, ensure_ascii=False, indent=2) + "\n"


def _texts(row: Compared) -> dict[str, str]:
    return {"kazakh": row.kazakh, "ours": row.ours, "theirs": row.theirs}


def _tsv(rows: Sequence[Compared]) -> str:
    lines = [[*_texts(row).values(), str(row.bead.score)] for row in rows]
    return "".join("\t".join(line) + "\n" for line in [["kazakh", "ours", "theirs", "score"], *lines])


def _tmx(rows: Sequence[Compared]) -> str:
    return tmx([(row.kazakh, row.theirs, row.bead.score) for row in rows])


WRITERS: Mapping[str, Callable[[Sequence[Compared]], str]] = {"tmx": _tmx, "tsv": _tsv, "json": _json}
