"""Rows by key and corrections by sentence, in one file that many may read while one writes."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from glossary.kazakh import readable
from translate.document import Flag, Origin, TermUse
from translate.errors import MemoryFileError
from translate.memory import similar
from translate.memory.database import opened
from translate.memory.similar import Similar

# So many keys go into one question to SQLite.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """A bead's content without its place in a document."""

    target: str
    terms: tuple[TermUse, ...]
    flags: tuple[Flag, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person made of a sentence, and when; `terms` are the Kazakh and English of the terms in force then."""

    source: str
    target: str
    who: str = ""
    when: datetime | None = None
    terms: tuple[tuple[str, str], ...] = ()


class Memory:
    """An open memory; `notes` are what a person must know of its file."""

    def __init__(self, path: Path, base: sqlite3.Connection, notes: tuple[str, ...]) -> None:
        """Take an open database; `open` makes one."""
        self._path, self._base, self.notes = path, base, notes

    @classmethod
    def open(cls, path: Path) -> "Memory":
        """Open a memory, or begin one; a damaged one is mended, and noted. Raises MemoryFileError."""
        return cls(path, *opened(path))

    def __enter__(self) -> "Memory":
        """The memory, closed at the end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def count(self) -> int:
        """How many rows it holds."""
        return int(self._base.execute("SELECT count(*) FROM rows").fetchone()[0])

    def many(self, keys: Sequence[str]) -> Mapping[str, Stored]:
        """The rows that are known, by key."""
        found: dict[str, Stored] = {}
        for at in range(0, len(keys), _AT_ONCE):
            some = keys[at : at + _AT_ONCE]
            query = f"SELECT key, target, origin, rest FROM rows WHERE key IN ({', '.join('?' * len(some))})"
            for key, target, origin, rest in self._base.execute(query, some):
                found[key] = _stored(target, origin, rest)
        return found

    def store(self, rows: Iterable[tuple[str, str, similar.Content]]) -> None:
        """Keep rows (key, sentence, content) in one transaction: all or none. Raises MemoryFileError."""
        with _Writing(self._path, self._base):
            for key, source, row in rows:
                rest = json.dumps({"terms": [asdict(t) for t in row.terms], "flags": [asdict(f) for f in row.flags]})
                made = self._base.execute(
                    "INSERT OR IGNORE INTO rows (key, source, target, origin, rest) VALUES (?, ?, ?, ?, ?)",
                    (key, source, row.target, row.origin, rest),
                )
                if made.rowcount:
                    similar.note(self._base, int(made.lastrowid or 0), source)

    def corrected(self, sources: Sequence[str]) -> Mapping[str, Correction]:
        """The last correction of each sentence that has one, by the sentence as it was asked for."""
        by_plain: dict[str, list[str]] = {}
        for source in sources:
            by_plain.setdefault(plain(source), []).append(source)
        keys, found = list(by_plain), dict[str, Correction]()
        for at in range(0, len(keys), _AT_ONCE):
            some = keys[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f"SELECT {_CORRECTION}, plain FROM corrections WHERE plain IN ({marks}) ORDER BY id"
            for *row, key in self._base.execute(query, some):
                found |= dict.fromkeys(by_plain[key], _correction(row))  # the later one wins
        return found

    def correct(
        self,
        source: str,
        target: str,
        *,
        who: str = "",
        when: datetime | None = None,
        terms: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Keep what a person wrote; what was written before stays as history. Raises MemoryFileError."""
        at = (when or datetime.now(UTC)).isoformat(timespec="seconds")
        with _Writing(self._path, self._base):
            self._base.execute(
                "INSERT INTO corrections (source, target, who, at, terms, plain) VALUES (?, ?, ?, ?, ?, ?)",
                (source, target, who, at, json.dumps([list(term) for term in terms]), plain(source)),
            )

    def corrections(self) -> Iterator[Correction]:
        """The last correction of each sentence, in the order in which they were made."""
        query = f"SELECT {_CORRECTION} FROM corrections WHERE id IN (SELECT max(id) FROM corrections GROUP BY plain)"
        return map(_correction, self._base.execute(query + " ORDER BY id").fetchall())

    def history(self, source: str) -> list[Correction]:
        """All that was ever made of a sentence, the last one first."""
        query = f"SELECT {_CORRECTION} FROM corrections WHERE plain = ? ORDER BY id DESC"
        return [_correction(row) for row in self._base.execute(query, (plain(source),))]

    def similar(self, source: str, least: float = similar.LEAST, most: int = 5) -> list[Similar]:
        """Sentences that are at least so much alike, the likest first, a person's before a machine's."""
        written = [(one.source, one.target) for one in self.corrections()]
        return similar.find(self._base, source, written, least, most)


class _Writing:
    """A transaction, whose failure is said in words."""

    def __init__(self, path: Path, base: sqlite3.Connection) -> None:
        self._path, self._base = path, base

    def __enter__(self) -> None:
        try:
            self._base.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise self._said(error) from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._base.execute("ROLLBACK" if error else "COMMIT")
        except sqlite3.Error as failed:
            raise self._said(failed) from failed
        if isinstance(error, sqlite3.Error):
            raise self._said(error) from error

    def _said(self, error: sqlite3.Error) -> MemoryFileError:
        return MemoryFileError(f"{self._path}: can't write ({error}); make room there, and start again")


def plain(source: str) -> str:
    """A sentence by which its correction is found: in one spelling, with one blank between words."""
    return " ".join(readable(source).split())


_CORRECTION = "source, target, who, at, terms"


def _correction(row: Sequence[str]) -> Correction:
    source, target, who, at, terms = row
    return Correction(source, target, who, datetime.fromisoformat(at), tuple((kk, en) for kk, en in json.loads(terms)))


def _stored(target: str, origin: Origin, rest: str) -> Stored:
    content = json.loads(rest)
    terms = tuple(TermUse(**use) for use in content["terms"])
    return Stored(target, terms, tuple(Flag(**flag) for flag in content["flags"]), origin)
