"""The file of a translation memory: its tables, how it is opened and checked, what its failures mean to a person."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from translate.errors import MemoryFileError

VERSION = 1
PATIENCE = 30.0
# "Audr": says whose file it is, so that another program's database is left alone.
_OURS = 0x41756472
_MAGIC = b"SQLite format 3\0"
# SQLite's result codes, the lower eight bits of what an exception carries.
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
# 2 MB: what a batch of some hundred rows touches; the system keeps more of the file at hand, and no run grows with it.
_CACHE = -2048
# 32 MB of pages are gathered before they go from the log to the file: a large batch touches as many.
_CHECKPOINT = 8000

# A sentence stands once, whatever models translated it, and is what the search goes through. A correction holds its
# sentence itself, so that it can be saved where the table of sentences can't be read.
NEAR = "CREATE VIRTUAL TABLE near USING fts5(features, content='', detail=none, columnsize=0, tokenize='ascii')"
_TABLES = (
    "CREATE TABLE sentence (id INTEGER PRIMARY KEY, digest INTEGER NOT NULL, text TEXT NOT NULL)",
    "CREATE INDEX sentence_digest ON sentence (digest)",
    """CREATE TABLE machine (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, sentence INTEGER, target TEXT NOT NULL,
       terms TEXT NOT NULL, flags TEXT NOT NULL, origin TEXT NOT NULL)""",
    "CREATE INDEX machine_sentence ON machine (sentence)",
    """CREATE TABLE correction (id INTEGER PRIMARY KEY, digest INTEGER NOT NULL, source TEXT NOT NULL,
       target TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, terms TEXT NOT NULL)""",
    "CREATE INDEX correction_digest ON correction (digest)",
    NEAR,
)


class Damage(sqlite3.DatabaseError):
    """What a check finds, to be met like the damage that SQLite stumbles over."""

    sqlite_errorcode = _CORRUPT


def inspect(path: Path) -> None:
    """Make the folder, and refuse what is no SQLite database before anything touches it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise MemoryFileError(f"{path}: this is a folder; name a file in it for the translation memory")
        if not path.exists():
            return
        known = begun(path)
    except OSError as error:
        raise MemoryFileError(
            f"{path}: the translation memory can't be opened ({error.strerror or error}); name another place for it"
        ) from error
    if not known:
        raise MemoryFileError(f"{path}: this is no translation memory, and was left as it is; name another file")


def begun(path: Path) -> bool:
    """Whether a file begins as SQLite's do, or is empty. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) in (b"", _MAGIC)


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the file, which is made where there is none; each thread that holds a lock may use it."""
    connection = sqlite3.connect(path.absolute(), timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    for setting in (f"cache_size={_CACHE}", f"wal_autocheckpoint={_CHECKPOINT}", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {setting}")
    return connection


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables of a new file. Raises MemoryFileError for another program's database, or a newer Audarma's."""
    owner, version = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    held = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if owner != _OURS and (held or owner or version):
        raise MemoryFileError(f"{path}: this is another program's database, and was left as it is; name another file")
    if version > VERSION:
        raise MemoryFileError(
            f"{path}: a newer Audarma made this translation memory (form {version}, this one knows {VERSION}); "
            f"update Audarma, or name another file"
        )
    if not owner:
        # before the log is begun, so that the mark stands in the file itself and can be read though all else is broken
        connection.execute(f"PRAGMA application_id={_OURS}")
    if connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
        raise MemoryFileError(f"{path}: this disk can't keep a log beside the file; name a place on a local disk")
    if version == 0:
        with transaction(connection):
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={VERSION}")


def marked(path: Path) -> bool:
    """Whether the file says that it is a translation memory, read without SQLite."""
    with path.open("rb") as file:
        return file.read(72)[68:] == _OURS.to_bytes(4, "big")


def complaint(connection: sqlite3.Connection) -> str:
    """The first thing that SQLite finds wrong with the file's pages, or nothing."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    return "" if found == "ok" else str(found)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside is there afterwards, or none of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise


def damaged(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, rather than the disk full or another program busy."""
    return _code(error) in (_CORRUPT, _NOTADB)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into one line for a person; what is a slip of ours keeps its traceback."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        said = _said(error)
        if not said:
            raise
        raise MemoryFileError(f"{path}: {said}") from error


def _said(error: sqlite3.Error) -> str:
    match _code(error):
        case code if code in (_BUSY, _LOCKED):
            return f"another program has been writing to it for {PATIENCE:g} seconds; try again, or end that program"
        case code if code == _FULL:
            return "the disk is full, and the last translations were not stored; make room and go on"
        case code if code in (_READONLY, _CANTOPEN):
            return "can't write there; allow writing to the file and its folder, or name another place"
        case code if code == _IOERR:
            return f"the disk failed ({error}); look after it, or name a place on another disk"
        case code if code in (_CORRUPT, _NOTADB):
            return "the translation memory is damaged; start again, and what can be read will be saved"
    if "fts5" in str(error):
        return "this Python's SQLite lacks full-text search (FTS5); install Python from python.org or your system"
    return ""


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
