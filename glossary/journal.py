"""Who changed a glossary, when and what: a line of JSON for each change, in a file beside it that only ever grows.

A change is written here before it is written there. Each line holds the digest of the glossary as it was and as it is
to become; where a program was killed between the two, or another program changed the glossary, the digest tells, and
the next change begins with a line that says what happened `outside`. So the lines always add up to the file.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from glossary import disk
from glossary.errors import GlossaryError
from glossary.table import Row
from glossary.term import Term

Action = Literal["add", "replace", "remove", "import", "undo", "outside"]
OUTSIDE = "another program"
# So much of a file's end holds its last line, nearly always.
_NEAR = 1 << 14


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the file and where it stood among the rows; an entry of the seed, which has no place, with None."""

    row: Row
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: the change's number, from 1, and what it took out and put in; `undoes` is the number of another."""

    number: int
    when: datetime
    who: str
    action: Action
    before: tuple[Placed, ...]
    after: tuple[Placed, ...]
    was: str
    file: str
    undoes: int | None = None


def digest(data: bytes) -> str:
    """Tells one state of the file from another."""
    return hashlib.sha256(data).hexdigest()[:16]


def now() -> datetime:
    """The time that a change gets, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Journal:
    """The file of changes."""

    path: Path

    def entries(self) -> Iterator[Entry]:
        """All changes, the oldest first. Raises GlossaryError where a line is none."""
        lines = disk.read(self.path, largest=None).split(b"\n")[:-1]
        yield from (self._entry(line, f"line {number}") for number, line in enumerate(lines, 1))

    def last(self) -> Entry | None:
        """The last change. Raises GlossaryError."""
        line, _ = self._end()
        return self._entry(line, "its last line") if line else None

    def append(self, entry: Entry) -> int:
        """Write a change down; gives the size of the file before, to which `disk.cut` takes it back."""
        # a last line that was never finished is cut off: nobody was told of that change
        _, whole = self._end()
        if self.path.exists() and self.path.stat().st_size > whole:
            disk.cut(self.path, whole)
        disk.append(self.path, (json.dumps(_packed(entry), ensure_ascii=False) + "\n").encode())
        return whole

    def _end(self) -> tuple[bytes, int]:
        """The last whole line and where it ends; the file may be long, and is read from behind."""
        size = self.path.stat().st_size if self.path.exists() else 0
        back = _NEAR
        while True:
            start = max(0, size - back)
            data = disk.read(self.path, start, largest=None)
            end = data.rfind(b"\n")
            begin = data.rfind(b"\n", 0, max(end, 0))
            if start == 0 or (end >= 0 and begin >= 0):
                return data[begin + 1 : max(end, 0)], start + end + 1
            back *= 4

    def _entry(self, line: bytes, place: str) -> Entry:
        try:
            return _unpacked(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GlossaryError(
                f"{self.path}: {place} is no change of a glossary ({error}); mend it, or move this file away "
                f"to begin a new history"
            ) from error


def _packed(entry: Entry) -> dict[str, Any]:
    packed: dict[str, Any] = {
        "number": entry.number,
        "when": entry.when.isoformat(timespec="milliseconds"),
        "who": entry.who,
        "action": entry.action,
        "before": [_pack(placed) for placed in entry.before],
        "after": [_pack(placed) for placed in entry.after],
        "was": entry.was,
        "file": entry.file,
    }
    return packed | ({"undoes": entry.undoes} if entry.undoes else {})


def _unpacked(packed: dict[str, Any]) -> Entry:
    if packed["action"] not in get_args(Action):
        raise ValueError(f"unknown action {packed['action']!r}")
    return Entry(
        int(packed["number"]),
        datetime.fromisoformat(packed["when"]),
        str(packed["who"]),
        cast(Action, packed["action"]),
        tuple(_unpack(placed) for placed in packed["before"]),
        tuple(_unpack(placed) for placed in packed["after"]),
        str(packed["was"]),
        str(packed["file"]),
        packed.get("undoes"),
    )


def _pack(placed: Placed) -> dict[str, Any]:
    """What is not as usual, so that a line can be read by people."""
    term = placed.row.term
    fields = {
        "source": term.source,
        "target": term.target,
        "variants": term.variants,
        "accepted": term.accepted,
        "forbidden": term.forbidden,
        "kind": term.kind,
        "valid_from": term.valid_from and term.valid_from.isoformat(),
        "valid_to": term.valid_to and term.valid_to.isoformat(),
        "priority": term.priority,
        "note": term.note,
        "extra": dict(placed.row.extra),
        "state": "seed" if placed.at is None else "removed" if placed.row.removed else "",
    }
    return {name: value for name, value in fields.items() if value} | ({} if placed.at is None else {"at": placed.at})


def _unpack(packed: dict[str, Any]) -> Placed:
    term = Term(
        packed["source"],
        packed.get("target", ""),
        tuple(packed.get("variants", ())),
        tuple(packed.get("forbidden", ())),
        packed.get("kind", "term"),
        date.fromisoformat(packed["valid_from"]) if "valid_from" in packed else None,
        date.fromisoformat(packed["valid_to"]) if "valid_to" in packed else None,
        packed.get("priority", 0),
        packed.get("note", ""),
        tuple(packed.get("accepted", ())),
    )
    extra = tuple(packed.get("extra", {}).items())
    return Placed(Row(term, packed.get("state") == "removed", extra), packed.get("at"))
