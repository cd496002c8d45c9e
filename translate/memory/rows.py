"""Puts rows into the tables of a translation memory and takes them out; who calls holds the transaction."""

import sqlite3
from collections.abc import Iterator

from translate.memory import search
from translate.memory.values import Correction, Stored, blanks, correction, digest, packed, stored

_PUT = """INSERT INTO machine (key, sentence, target, terms, flags, origin) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (key) DO UPDATE SET sentence = excluded.sentence, target = excluded.target,
          terms = excluded.terms, flags = excluded.flags, origin = excluded.origin"""
_FIELDS = "source, target, who, at, terms"


def sentence(connection: sqlite3.Connection, source: str) -> int:
    """The number of a source sentence, which is stored and indexed where it is new."""
    text = blanks(source)
    mark = digest(text)
    for number, held in connection.execute("SELECT id, text FROM sentence WHERE digest = ?", (mark,)):
        if held == text:
            return int(number)
    number = connection.execute("INSERT INTO sentence (digest, text) VALUES (?, ?)", (mark, text)).lastrowid
    assert number is not None
    search.index(connection, number, text)
    return number


def put(connection: sqlite3.Connection, key: str, source: str | None, made: Stored) -> None:
    """Store a machine's translation in the place of what has its key; a source that was lost is None."""
    number = None if source is None else sentence(connection, source)
    fields = (key, number, made.target, packed(made.terms), packed(made.flags), made.origin)
    connection.execute(_PUT, fields)


def take(connection: sqlite3.Connection, key: str) -> Stored | None:
    """What is stored under a key; a row that can't be understood is as good as none and will be made again."""
    asked = "SELECT target, terms, flags, origin FROM machine WHERE key = ?"
    row = connection.execute(asked, (key,)).fetchone()
    try:
        return stored(*row) if row else None
    except (ValueError, TypeError):
        return None


def correct(connection: sqlite3.Connection, made: Correction) -> None:
    """Store a person's correction after all earlier ones."""
    source = blanks(made.source)
    sentence(connection, source)
    fields = (digest(source), source, made.target, made.who, made.when.isoformat(), packed(made.terms))
    connection.execute(f"INSERT INTO correction (digest, {_FIELDS}) VALUES (?, ?, ?, ?, ?, ?)", fields)


def history(connection: sqlite3.Connection, source: str) -> Iterator[Correction]:
    """The corrections of a sentence, the last first; it is in force if it has any English."""
    text = blanks(source)
    asked = f"SELECT {_FIELDS} FROM correction WHERE digest = ? ORDER BY id DESC"
    for row in connection.execute(asked, (digest(text),)):
        if row[0] == text:
            yield correction(*row)


def corrections(connection: sqlite3.Connection) -> list[Correction]:
    """The correction in force of each corrected sentence, the latest last."""
    last = "SELECT max(id) FROM correction GROUP BY source"
    asked = f"SELECT {_FIELDS} FROM correction WHERE id IN ({last}) AND target <> '' ORDER BY id"
    return [correction(*row) for row in connection.execute(asked)]


def english(connection: sqlite3.Connection, number: int, text: str) -> tuple[str, str] | None:
    """The English of a sentence and its origin: a person's, else what a machine made last."""
    made = next(history(connection, text), None)
    if made and made.target:
        return made.target, "corrected"
    asked = "SELECT target, origin FROM machine WHERE sentence = ? ORDER BY id DESC LIMIT 1"
    row: tuple[str, str] | None = connection.execute(asked, (number,)).fetchone()
    return row
