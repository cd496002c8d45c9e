"""Saves what can be read of a damaged translation memory into a new file, and sets the damaged one aside."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from translate.memory import database, rows
from translate.memory.values import correction, stored

_TOGETHER = 512
# Where so many numbers all over a table can't be read, its root is gone and there is no use in trying each.
_PROBES = 64
_LEAST_ROW = 24


def adopt(path: Path) -> None:
    """End what a kill left half done: where the damaged file is away already, the new one is whole."""
    part = _part(path)
    if part.exists() and not path.exists():
        part.rename(path)
    part.unlink(missing_ok=True)


def salvage(path: Path) -> str:
    """Put a new file in the damaged one's place, and say what was lost and where the old one lies."""
    part = _part(path)
    # no setting is made in the damaged file: to make one, SQLite must be able to read its tables' names
    old, new = sqlite3.connect(path.absolute(), timeout=database.PATIENCE), database.connect(part)
    # half a character in a text is no reason to lose the text
    old.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        database.prepare(new, part)
        with database.transaction(new):
            said = _copy(old, new, path.stat().st_size)
    finally:
        with suppress(sqlite3.Error):
            old.close()
        new.close()
    aside = next(name for n in count(1) if not (name := path.with_name(f"{path.name}.damaged-{n}")).exists())
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    part.rename(path)
    return f"{path}: the translation memory was damaged; {said}. What is lost will be translated again. " + (
        f"The damaged file lies in {aside}; delete it when you miss nothing"
    )


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, size: int) -> str:
    """Copy what can be read; corrections first, for they were made by hand."""
    told = []

    def each(table: str, fields: str, words: str, take: Callable[..., None]) -> None:
        top, saved = _top(old, table, size), 0
        for row in _rows(old, table, fields, top[0]):
            # bytes that happened to look like a row are none
            with suppress(ValueError, TypeError, KeyError, sqlite3.InterfaceError, UnicodeError):
                take(*row)
                saved += 1
        told.append(_said(saved, top[0] if top[1] else None, words))

    def sentence(number: int, text: str) -> None:
        texts[number] = _text(text)

    def machine(number: int, key: str, of: int | None, target: str, terms: str, flags: str, origin: Any) -> None:
        made = stored(_text(target), terms, flags, _text(origin))
        rows.put(new, _text(key), texts.get(of or 0), made)

    texts: dict[int, str] = {}
    each(
        "correction",
        "id, source, target, who, at, terms",
        "corrections by hand",
        lambda number, source, *fields: rows.correct(new, correction(_text(source), *fields)),
    )
    each("sentence", "id, text", "sentences", sentence)
    each("machine", "id, key, sentence, target, terms, flags, origin", "machine translations", machine)
    return "; ".join(told[:1] + told[2:])


def _said(saved: int, top: int | None, words: str) -> str:
    if top is None:
        return f"{saved:,} {words} were saved and others may be lost"
    return f"all {saved:,} {words} were saved" if saved >= top else f"{saved:,} of {top:,} {words} were saved"


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _top(old: sqlite3.Connection, table: str, size: int) -> tuple[int, bool]:
    """The highest number in a table, and whether it is known; else more than the file can hold."""
    try:
        return old.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0, True
    except sqlite3.Error:
        return size // _LEAST_ROW, False


def _rows(old: sqlite3.Connection, table: str, fields: str, top: int) -> Iterator[tuple[Any, ...]]:
    """All rows that can be read, in the order of their numbers."""
    asked = f"SELECT {fields} FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id"

    def read(first: int, last: int) -> list[tuple[Any, ...]] | None:
        try:
            return old.execute(asked, (first, last)).fetchall()
        except sqlite3.Error:
            return None

    if top > _PROBES and all(read(at, at) is None for at in range(1, top + 1, top // _PROBES)):
        return
    spans = [(first, min(first + _TOGETHER - 1, top)) for first in range(1, top + 1, _TOGETHER)][::-1]
    while spans:
        first, last = spans.pop()
        found = read(first, last)
        if found is not None:
            yield from found
        elif first < last:
            middle = (first + last) // 2
            spans += [(middle + 1, last), (first, middle)]
