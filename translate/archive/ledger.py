"""What a run has done so far, on disk: each file with what was made of it, so that the next run knows what is left."""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from translate.archive.scan import Source
from translate.errors import OutputError
from translate.memory.database import Damage, complaint, damaged

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
        """Open or begin the ledger; `notes` says where a damaged one was set aside. Raises OutputError."""
        self._path = path
        self.notes: tuple[str, ...] = ()
        with self._told():
            try:
                self._base = _opened(path)
            except sqlite3.DatabaseError as error:
                if not damaged(error):
                    raise
                aside = _set_aside(path)
                self.notes = (
                    f"{path} was damaged: it is set aside as {aside.name}, and what is finished is found out again",
                )
                self._base = _opened(path)

    def find(self, path: str) -> Finished | None:
        """What is known of a file."""
        with self._told():
            found = self._base.execute("SELECT content FROM finished WHERE path = ?", (os.fsencode(path),)).fetchone()
        return _finished(path, found[0]) if found else None

    def put(self, finished: Finished) -> None:
        """A file is done. Raises OutputError, as on a full disk."""
        content = asdict(finished)
        content["source"].pop("path")
        row = (os.fsencode(finished.source.path), json.dumps(content))
        with self._told():
            self._base.execute("INSERT OR REPLACE INTO finished VALUES (?, ?)", row)

    def drop(self, path: str) -> None:
        """A file is gone. Raises OutputError."""
        with self._told():
            self._base.execute("DELETE FROM finished WHERE path = ?", (os.fsencode(path),))

    def __iter__(self) -> Iterator[Finished]:
        """All finished files, sorted by path."""
        with self._told(), closing(self._base.execute("SELECT path, content FROM finished ORDER BY path")) as rows:
            for path, content in rows:
                if known := _finished(os.fsdecode(path), content):
                    yield known

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            cure = "start again: it is found out again" if damaged(error) else "make room there, and start again"
            raise OutputError(f"{self._path} can't be used ({error}); {cure}") from error

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()


def _opened(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level=None)
    try:
        base.execute("PRAGMA journal_mode=WAL")
        [version] = base.execute("PRAGMA user_version").fetchone()
        if version not in (0, _SCHEMA):
            raise OutputError(f"{path} was written by a newer Audarma; update this one, or choose another folder")
        base.execute("CREATE TABLE IF NOT EXISTS finished (path BLOB PRIMARY KEY, content TEXT NOT NULL)")
        base.execute(f"PRAGMA user_version={_SCHEMA}")
        if found := complaint(base):
            raise Damage(found)
    except BaseException:
        base.close()
        raise
    return base


def _set_aside(path: Path) -> Path:
    aside = next(one for n in count(1) if not (one := path.with_name(f"{path.name}.damaged-{n}")).exists())
    for end in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
    return aside


def _finished(path: str, content: str) -> Finished | None:
    """What a row says; a row that can't be understood is as good as none, and its file is done again."""
    try:
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
    except (ValueError, TypeError, KeyError):
        return None
