"""How an output folder was left: what it was asked for, how far that came, and what failed."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from translate import output
from translate.archive.catalogue import Catalogue
from translate.archive.files import OWN
from translate.settings import Spelling

Left = Literal["running", "complete", "stopped", "failed"]
# So many errors are read; the file holds all.
MOST_ERRORS = 200
_NAME = f"{OWN}/order.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was asked for last: the folder that is read, the formats, model and spelling, and how it went.

    Where it says `running` and nobody runs, that run was killed.
    """

    source: str
    formats: tuple[str, ...]
    model: str
    spelling: Spelling
    left: Left = "running"

    def write(self, out: Path) -> None:
        """Put it down. Raises OutputError."""
        output.write(out / _NAME, json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n")

    def ended(self, left: Left) -> "Kept":
        """The same, at its end."""
        return replace(self, left=left)


@dataclass(frozen=True, slots=True)
class Standing:
    """An output folder as it lies on the disk; `failed` counts the errors, of which the first are named."""

    articles: int = 0
    kept: Kept | None = None
    failed: int = 0
    errors: tuple[tuple[str, str], ...] = ()


def standing(out: Path) -> Standing:
    """How the folder was left; a folder that no run was in has nothing. Raises OutputError."""
    catalogue = Catalogue(out)
    catalogue.refresh()
    return Standing(catalogue.count(), kept(out), *errors(out))


def kept(out: Path) -> Kept | None:
    """What was asked for last; None where nobody did, or the file makes no sense."""
    try:
        given = json.loads((out / _NAME).read_bytes())
        spelling: Spelling = "today" if given["spelling"] == "today" else "day"
        left: Left = given["left"] if given["left"] in ("running", "complete", "stopped", "failed") else "stopped"
        return Kept(str(given["source"]), tuple(map(str, given["formats"])), str(given["model"]), spelling, left)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def errors(out: Path) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How many errors the last run met, and the first of them with their reasons."""
    named, number = [], 0
    try:
        with (out / "errors.jsonl").open("rb") as file:
            for number, line in enumerate(file, 1):
                if number <= MOST_ERRORS:
                    given = json.loads(line)
                    named.append((str(given["path"]), str(given["reason"])))
    except (OSError, ValueError, TypeError, KeyError):
        pass  # the last line may be on its way
    return number, tuple(named)
