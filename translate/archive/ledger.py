"""What a run has done so far, on disk: each file with what was made of it, so that the next run knows what is left."""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from translate.archive.scan import Source
from translate.errors import OutputError

_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Tally:
    """What stands in a file's rows, in numbers: by kind of flag, and by term that was not applied."""

    articles: int = 0
    rows: int = 0
    characters: int = 0
    flags: tuple[tuple[str, int], ...] = ()
    unapplied: tuple[tuple[str, int], ...] = ()

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally.total((self, other))

    @classmethod
    def total(cls, tallies: Iterable["Tally"]) -> "Tally":
        """All together, counted in one go: what an archive's terms are is not sorted anew with each file."""
        articles = rows = characters = 0
        flags, unapplied = Counter[str](), Counter[str]()
        for one in tallies:
            articles, rows, characters = articles + one.articles, rows + one.rows, characters + one.characters
            for counts, more in ((flags, one.flags), (unapplied, one.unapplied)):
                for name, many in more:
                    counts[name] += many
        return cls(articles, rows, characters, tuple(sorted(flags.items())), tuple(sorted(unapplied.items())))


@dataclass(frozen=True, slots=True)
class Finished:
    """A file whose articles are all written: what it was, which settings made it, what was written and what is in it.

    `problems` are the names and reasons of members or records that could not be read.
    """

    source: Source
    made: str
    outputs: tuple[str, ...]
    tally: Tally
    problems: tuple[tuple[str, str], ...] = ()


class Ledger:
    """The finished files of an output folder. Each is put down in a transaction, after its files are written."""

    def __init__(self, path: Path) -> None:
        """Open or begin the ledger. Raises OutputError."""
        self._path = path
        self._base = sqlite3.connect(path, isolation_level=None)
        try:
            self._base.execute("PRAGMA journal_mode=WAL")
            [version] = self._base.execute("PRAGMA user_version").fetchone()
            if version not in (0, _SCHEMA):
                raise OutputError(f"{path} was written by a newer Audarma; update this one, or choose another folder")
            self._base.execute("CREATE TABLE IF NOT EXISTS finished (path BLOB PRIMARY KEY, content TEXT NOT NULL)")
            self._base.execute(f"PRAGMA user_version={_SCHEMA}")
        except sqlite3.Error as error:
            self._base.close()
            cure = "make room there" if "full" in str(error) else "delete it: what it tells is found out again"
            raise OutputError(f"{path} can't be used ({error}); {cure}") from error

    def find(self, path: str) -> Finished | None:
        """What is known of a file."""
        found = self._base.execute("SELECT content FROM finished WHERE path = ?", (os.fsencode(path),)).fetchone()
        return _finished(path, found[0]) if found else None

    def put(self, finished: Finished) -> None:
        """A file is done. Raises OutputError, as on a full disk."""
        content = asdict(finished)
        content["source"].pop("path")
        row = (os.fsencode(finished.source.path), json.dumps(content))
        try:
            self._base.execute("INSERT OR REPLACE INTO finished VALUES (?, ?)", row)
        except sqlite3.Error as error:
            raise OutputError(f"{self._path}: can't write ({error}); make room there, and start again") from error

    def drop(self, path: str) -> None:
        """A file is gone."""
        self._base.execute("DELETE FROM finished WHERE path = ?", (os.fsencode(path),))

    def __iter__(self) -> Iterator[Finished]:
        """All finished files, sorted by path."""
        with closing(self._base.execute("SELECT path, content FROM finished ORDER BY path")) as rows:
            for path, content in rows:
                yield _finished(os.fsdecode(path), content)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()


def _finished(path: str, content: str) -> Finished:
    made = json.loads(content)
    tally = made["tally"]
    flags, unapplied = (tuple((name, many) for name, many in tally[kind]) for kind in ("flags", "unapplied"))
    return Finished(
        Source(path, **made["source"]),
        made["made"],
        tuple(made["outputs"]),
        Tally(tally["articles"], tally["rows"], tally["characters"], flags, unapplied),
        tuple((name, reason) for name, reason in made["problems"]),
    )
