"""Opens the memory's file, and mends it: what a damaged one still holds is carried into a new one."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from translate.errors import MemoryFileError

SCHEMA = 1
_HEAD = b"SQLite format 3\x00"
# `stems` holds how many rows have a stem, and `near` which: both are for finding similar sentences.
_TABLES = """
CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, key TEXT UNIQUE, source TEXT NOT NULL, target TEXT NOT NULL,
    origin TEXT NOT NULL, rest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS corrections (id INTEGER PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL,
    who TEXT NOT NULL, at TEXT NOT NULL, terms TEXT NOT NULL, plain TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_source ON corrections (plain);
CREATE TABLE IF NOT EXISTS stems (stem TEXT PRIMARY KEY, many INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS near USING fts5(stems, content='', detail='none',
    tokenize='unicode61 remove_diacritics 0');
"""
COLUMNS = {
    "rows": ("key", "source", "target", "origin", "rest"),
    "corrections": ("source", "target", "who", "at", "terms", "plain"),
}


def opened(path: Path) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    """The database, and what a person must know of it. Raises MemoryFileError."""
    _is_one(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        base = connected(path)
    except sqlite3.DatabaseError as error:
        if not _broken(error):
            raise MemoryFileError(f"{path} can't be used ({error}); mend that, or choose another place") from error
        return mended(path)
    except OSError as error:
        raise MemoryFileError(f"{path} can't be made ({error.strerror}); choose another place") from error
    [[verdict], *_] = base.execute("PRAGMA quick_check(1)").fetchall()
    if verdict == "ok":
        return base, ()
    base.close()
    return mended(path)


def connected(path: Path) -> sqlite3.Connection:
    """A connection to a file that is sound, or new. Raises sqlite3.DatabaseError and MemoryFileError."""
    base = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
    try:
        [version] = base.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA:
            raise MemoryFileError(f"{path} was written by a newer Audarma; update this one, or choose another place")
        # what is committed survives a kill at any moment; a power cut may take the last transactions, never the file
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=NORMAL")
        base.executescript(_TABLES)
        base.execute(f"PRAGMA user_version={SCHEMA}")
        base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        base.close()
        raise
    return base


def mended(path: Path) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    """Set a damaged file aside and begin a new one with all rows that can still be read."""
    aside = next(
        candidate
        for number in range(1, 1_000_000)
        if not (candidate := path.with_name(f"{path.name}.damaged-{number}")).exists()
    )
    try:
        for end in ("-wal", "-shm", ""):
            if (part := path.with_name(path.name + end)).exists():
                part.rename(aside.with_name(aside.name + end))
        base = connected(path)
        saved = {table: _carried(aside, base, table) for table in COLUMNS}
    except (OSError, sqlite3.Error) as error:
        raise MemoryFileError(f"{path} is damaged and can't be replaced ({error}); make room there") from error
    note = (
        f"the memory {path} was damaged: {saved['rows']:,} translations and {saved['corrections']:,} corrections could "
        f"be saved, the damaged file lies beside it as {aside.name}; what is missing is translated again"
    )
    return base, (note,)


def _carried(old: Path, base: sqlite3.Connection, table: str) -> int:
    """Copy the readable rows of a table; how many those were."""
    from translate.memory.similar import note

    names = ", ".join(COLUMNS[table])
    marks = ", ".join("?" * len(COLUMNS[table]))
    count = 0
    base.execute("BEGIN")
    for row in _readable(old, table, names):
        with contextlib.suppress(sqlite3.IntegrityError):
            made = base.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)
            if table == "rows":
                note(base, int(made.lastrowid or 0), str(row[1]))
            count += 1
    base.execute("COMMIT")
    return count


def _readable(old: Path, table: str, names: str) -> Iterator[tuple[object, ...]]:
    """Rows one by one past whatever can't be read: a damaged page costs its rows, not those behind it."""
    with contextlib.closing(sqlite3.connect(f"{old.resolve().as_uri()}?mode=ro", uri=True)) as base:
        try:
            [top] = base.execute(f"SELECT max(id) FROM {table}").fetchone()
        except sqlite3.Error:
            top = None
        at, step = 0, 1
        while top is not None and at < top:
            try:
                for number, *row in base.execute(f"SELECT id, {names} FROM {table} WHERE id > ? ORDER BY id", (at,)):
                    at, step = number, 1
                    if all(isinstance(cell, str) for cell in row):
                        yield tuple(row)
                return
            except (sqlite3.Error, UnicodeDecodeError):
                at, step = at + step, step * 2 if step < 1024 else step


def _is_one(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEAD))
    except FileNotFoundError:
        return
    except OSError as error:
        raise MemoryFileError(f"{path} can't be read ({error.strerror}); choose another place") from error
    if head and head != _HEAD:
        raise MemoryFileError(f"{path} is no memory, and is left as it is; move it away, or choose another place")


def _broken(error: sqlite3.DatabaseError) -> bool:
    return any(word in str(error) for word in ("malformed", "not a database", "corrupt", "disk image"))
