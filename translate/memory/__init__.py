"""The translation memory: no sentence is translated twice by one model, and a person's correction wins over all."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from translate.document import Origin
from translate.errors import MemoryFileError
from translate.memory import database, rows, salvage, search
from translate.memory.likeness import difference, likeness
from translate.memory.values import Correction, Similar, Stored, key

__all__ = ["Correction", "Memory", "Similar", "Stored", "difference", "key", "likeness"]


class Memory:
    """One file of sentences and their English. Many threads and processes may read it while one writes.

    `notes` says in words what was found wrong when it was opened.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, notes: tuple[str, ...] = ()) -> None:
        """Use `Memory.open`."""
        self.path = path
        self.notes = notes
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path) -> "Memory":
        """Open the file, or make it with its folder. Of a damaged one what can be read is saved, and `notes` says so.

        Raises MemoryFileError where the file is no translation memory, a newer program's, or can't be written.
        """
        path = path.resolve()
        database.inspect(path)
        with _alone(path), database.told(path):
            salvage.adopt(path)
            try:
                return cls(path, _opened(path))
            except sqlite3.DatabaseError as error:
                if not database.damaged(error) or not database.marked(path):
                    raise
            note = salvage.salvage(path)
            return cls(path, _opened(path), (note,))

    def many(self, keys: Sequence[str]) -> dict[str, Stored]:
        """The machine's translations that are stored under these keys."""
        with self._at_work() as connection:
            found = {key: rows.take(connection, key) for key in keys}
        return {key: made for key, made in found.items() if made is not None}

    def store(self, made: Iterable[tuple[str, str, Stored]]) -> None:
        """Store (key, source, translation), all in one transaction, each in the place of what has its key.

        What was stored outlives a kill of the program at any moment, for the system holds it then; a loss of power may
        take the last batches back but leaves the file whole (synchronous=NORMAL with a write-ahead log). A text with
        half a surrogate pair is no text and is left out.
        """
        ready = list(made)
        with self._writing() as connection:
            for key, source, translation in ready:
                try:
                    rows.put(connection, key, source, translation)
                except UnicodeEncodeError:
                    continue

    def corrected(self, sources: Sequence[str]) -> dict[str, Correction]:
        """The corrections in force of these sentences, by the sentence as it is given; blanks make no difference."""
        with self._at_work() as connection:
            found = {source: next(rows.history(connection, source), None) for source in sources}
        return {source: made for source, made in found.items() if made and made.target}

    def correct(
        self,
        source: str,
        target: str,
        *,
        who: str = "",
        when: datetime | None = None,
        terms: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Put a person's English in force for a sentence; what was in force before stays in its history.

        It is on the disk when this returns, so that a loss of power takes no work of a person's.
        """
        if not source.strip():
            raise MemoryFileError(f"{self.path}: there is no sentence to correct; give the Kazakh one")
        if not target.strip():
            raise MemoryFileError(f"{self.path}: a correction needs its English; write one")
        self._put(Correction(source, target, who, when or datetime.now(UTC), tuple(terms)))

    def withdraw(self, source: str, *, who: str = "", when: datetime | None = None) -> None:
        """Let no correction of a sentence be in force any more; its history says who withdrew it, with no English."""
        if self.corrected([source]):
            self._put(Correction(source, "", who, when or datetime.now(UTC)))

    def _put(self, made: Correction) -> None:
        with self._lock:
            self._connection.execute("PRAGMA synchronous=FULL")
            try:
                with self._writing() as connection:
                    rows.correct(connection, made)
            except UnicodeEncodeError:
                raise MemoryFileError(
                    f"{self.path}: the correction holds half a character; type it anew where it looks wrong"
                ) from None
            finally:
                self._connection.execute("PRAGMA synchronous=NORMAL")

    def corrections(self) -> Iterator[Correction]:
        """The correction in force of each corrected sentence, the latest last."""
        with self._at_work() as connection:
            return iter(rows.corrections(connection))

    def history(self, source: str) -> list[Correction]:
        """All corrections of a sentence, the last first; one without English withdrew what was in force."""
        with self._at_work() as connection:
            return list(rows.history(connection, source))

    def similar(self, source: str, least: float = 0.75, most: int = 5) -> list[Similar]:
        """Stored sentences at least so like the source, the likest first and a person's before a machine's."""
        with self._at_work() as connection:
            try:
                found = search.likest(connection, source, least)
            except sqlite3.DatabaseError as error:
                if not database.damaged(error):
                    raise
                # the index holds nothing that the sentences don't
                with database.transaction(connection):
                    search.refill(connection)
                found = search.likest(connection, source, least)
            told = [(how, text, rows.english(connection, number, text)) for how, number, text in found]
        hits = [Similar(text, said[0], how, cast(Origin, said[1])) for how, text, said in told if said]
        return sorted(hits, key=lambda hit: (-hit.likeness, hit.origin != "corrected"))[:most]

    def count(self) -> int:
        """How many translations by a machine are stored."""
        with self._at_work() as connection:
            return int(connection.execute("SELECT count(*) FROM machine").fetchone()[0])

    def check(self) -> None:
        """Raise MemoryFileError where SQLite finds the file damaged; opening it anew saves what can be read."""
        with self._at_work() as connection:
            _check(connection)

    def close(self) -> None:
        """Close the file; what was stored is there already."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        """The memory itself, closed at the end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self.close()

    @contextmanager
    def _at_work(self) -> Iterator[sqlite3.Connection]:
        with self._lock, database.told(self.path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._at_work() as connection, database.transaction(connection):
            yield connection


def _opened(path: Path) -> sqlite3.Connection:
    connection = database.connect(path)
    try:
        database.prepare(connection, path)
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    found = database.complaint(connection)
    if found:
        raise database.Damage(found)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep others from opening the file meanwhile: two must not make it or save it at once."""
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=database.PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        raise MemoryFileError(
            f"{path}: another program has been opening it for {database.PATIENCE:g} seconds; try again, or end it"
        ) from None
    except OSError as error:
        raise MemoryFileError(
            f"{path}: can't write there ({error.strerror or error}); allow writing to its folder, or name another place"
        ) from error
    try:
        yield
    finally:
        lock.release()
