"""Finds the finished articles of an output folder: by page, by words, and by the glossary entries that they may hold.

It lies beside the ledger, and tells nothing that isn't in the articles: where it is damaged or gone it is made anew.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from glossary.term import Term
from translate.archive import words
from translate.archive.files import OWN
from translate.archive.scan import shown
from translate.errors import OutputError

T = TypeVar("T")
# Rises where the tables change: an older catalogue is made anew.
_SCHEMA = 1
# So many files are read in one transaction, and the words of so many entries are looked for at once.
_TOGETHER, _ENTRIES = 100, 40
_PATIENCE = 30.0
_TABLES = f"""
CREATE TABLE file (path BLOB PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (id INTEGER PRIMARY KEY, file BLOB NOT NULL, json BLOB NOT NULL UNIQUE, name TEXT NOT NULL,
  title TEXT NOT NULL, day TEXT, rows INTEGER NOT NULL, flagged INTEGER NOT NULL, stamp TEXT NOT NULL);
CREATE INDEX article_file ON article (file);
CREATE INDEX article_name ON article (name);
CREATE TABLE sentence (id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL, number INTEGER NOT NULL,
  text TEXT NOT NULL);
CREATE INDEX sentence_article ON sentence (article);
CREATE VIRTUAL TABLE words USING fts5(source, target, content='', columnsize=0,
  tokenize='unicode61 remove_diacritics 0');
PRAGMA user_version={_SCHEMA};
"""
_HOLDING = """SELECT sentence.id, file, json, number, text, day FROM words JOIN sentence ON sentence.id = words.rowid
  JOIN article ON article.id = sentence.article WHERE words MATCH ? ORDER BY sentence.id"""
_LISTED = "id, file, json, title, day, rows, flagged"


@dataclass(frozen=True, slots=True)
class Listed:
    """A finished article: the file it came from, where its JSON lies in the output folder, and what it is called.

    `rows` counts its sentences, `flagged` those that a person should look at.
    """

    number: int
    file: str
    json: str
    title: str
    day: date | None
    rows: int
    flagged: int


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence of a finished article: row `number`, from 0."""

    file: str
    json: str
    number: int
    text: str
    day: date | None


class Catalogue:
    """The articles of one output folder, as the ledger had them when `refresh` was called last."""

    def __init__(self, out: Path) -> None:
        """Nothing is opened before it is asked for."""
        self._out, self._path = out, out / OWN / "articles.sqlite"
        self._ledger = out / OWN / "finished.sqlite"

    def refresh(self) -> bool:
        """Take in what was finished or changed since; False where no archive was written to the folder.

        Raises OutputError where the catalogue can't be written.
        """
        if not self._ledger.is_file():
            return False
        try:
            self._renew()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
                raise self._told(error) from error
            # all of it is found again in the articles
            self.forget()
            try:
                self._renew()
            except sqlite3.Error as again:
                raise self._told(again) from again
        return True

    def forget(self) -> None:
        """Take the catalogue away, so that the next refresh makes it anew."""
        for end in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    def count(self) -> int:
        """How many articles there are."""
        with self._reading() as base:
            return int(base.execute("SELECT count(*) FROM article").fetchone()[0]) if base else 0

    def find(self, query: str, first: int, most: int) -> tuple[int, list[Listed]]:
        """How many articles hold all words of the query, and those from number `first` on, sorted by path.

        A Kazakh stem finds its forms, a Latin word what begins with it in the English; part of a path finds it too.
        """
        with self._reading() as base:
            if base is None:
                return 0, []
            where, asked = words.wanted(query)
            total = int(base.execute(f"SELECT count(*) FROM article{where}", asked).fetchone()[0])
            order = f"SELECT {_LISTED} FROM article{where} ORDER BY name, id LIMIT ? OFFSET ?"
            return total, [_listed(row) for row in base.execute(order, (*asked, most, first))]

    def article(self, number: int) -> Listed | None:
        """The article of that number, if it is still there."""
        with self._reading() as base:
            row = base and base.execute(f"SELECT {_LISTED} FROM article WHERE id = ?", (number,)).fetchone()
            return _listed(row) if row else None

    def texts(self) -> Iterator[str]:
        """The Kazakh of each article, a line a sentence."""
        with self._reading() as base:
            if base is None:
                return
            rows = base.execute("SELECT article, text FROM sentence ORDER BY article, number")
            for _, lines in groupby(rows, key=lambda row: row[0]):
                yield "\n".join(text for _, text in lines)

    def holding(self, terms: Iterable[Term]) -> Iterator[Held]:
        """The sentences that hold the words of an entry in any of their forms: all that match, and some that don't."""
        with self._reading() as base:
            if base is None:
                return
            seen: set[int] = set()
            for some in _groups(list(dict.fromkeys(term.source for term in terms)), _ENTRIES):
                asked = " OR ".join(f"({one})" for one in map(words.entry, some) if one)
                if not asked:
                    continue
                for at, file, name, number, text, day in base.execute(_HOLDING, (f"source : ({asked})",)):
                    if at not in seen:
                        seen.add(at)
                        yield Held(os.fsdecode(file), os.fsdecode(name), number, text, _day(day))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """The catalogue, or None where there is none yet."""
        if not self._path.is_file():
            yield None
            return
        try:
            with closing(self._opened()) as base:
                yield base
        except sqlite3.Error as error:
            raise self._told(error) from error

    def _opened(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
        try:
            base.execute("PRAGMA synchronous=NORMAL")
            if base.execute("PRAGMA user_version").fetchone()[0] == 0:
                base.execute("PRAGMA journal_mode=WAL")
                base.execute("BEGIN IMMEDIATE")
                # another may have been quicker
                if base.execute("PRAGMA user_version").fetchone()[0] == 0:
                    for statement in _TABLES.strip().split(";\n"):
                        base.execute(statement)
                base.execute("COMMIT")
        except BaseException:
            base.close()
            raise
        return base

    def _renew(self) -> None:
        with closing(self._opened()) as base:
            if base.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA or _worn(base):
                base.close()
                self.forget()
                self._renew()
                return
            base.execute("ATTACH ? AS ledger", (str(self._ledger),))
            gone = [path for (path,) in base.execute("SELECT path FROM file EXCEPT SELECT path FROM ledger.finished")]
            changed = [
                path
                for (path,) in base.execute(
                    "SELECT new.path FROM ledger.finished AS new LEFT JOIN file AS old ON old.path = new.path "
                    "WHERE old.content IS NOT new.content"
                )
            ]
            for some in _groups([(path, False) for path in gone] + [(path, True) for path in changed], _TOGETHER):
                base.execute("BEGIN IMMEDIATE")
                for path, there in some:
                    self._take(base, path, there)
                base.execute("COMMIT")

    def _take(self, base: sqlite3.Connection, path: bytes, there: bool) -> None:
        """Put the articles of a file down, or strike them out."""
        row = base.execute("SELECT content FROM ledger.finished WHERE path = ?", (path,)).fetchone() if there else None
        outputs = json.loads(row[0])["outputs"] if row else []
        wanted = [one for one in outputs if one.endswith(".json")]
        known = {
            os.fsdecode(name): (number, stamp)
            for number, name, stamp in base.execute("SELECT id, json, stamp FROM article WHERE file = ?", (path,))
        }
        for name, (number, stamp) in known.items():
            if name not in wanted or self._stamp(name) != stamp:
                base.execute("DELETE FROM sentence WHERE article = ?", (number,))
                base.execute("DELETE FROM article WHERE id = ?", (number,))
        for name in wanted:
            if known.get(name, (0, ""))[1] != self._stamp(name):
                self._read(base, path, name)
        if row:
            base.execute("INSERT OR REPLACE INTO file VALUES (?, ?)", (path, row[0]))
        else:
            base.execute("DELETE FROM file WHERE path = ?", (path,))

    def _stamp(self, name: str) -> str:
        """What tells whether an article was written anew; nothing where it is gone."""
        try:
            stat = (self._out / name).stat()
        except OSError:
            return ""
        return f"{stat.st_mtime_ns} {stat.st_size}"

    def _read(self, base: sqlite3.Connection, path: bytes, name: str) -> None:
        stamp = self._stamp(name)
        try:
            content = json.loads((self._out / name).read_bytes())
            rows = [(str(row["source"]), str(row["target"]), _to_check(row["flags"])) for row in content["rows"]]
            day = str(content["date"] or "")
        except (OSError, ValueError, TypeError, KeyError):
            return  # whoever deletes or edits it by hand finds it in the next run
        title = (rows[0][1] if rows else "")[:200] or shown(name)
        flagged = sum(flag for _, _, flag in rows)
        fields = (path, os.fsencode(name), shown(name), words.text(title), day or None, len(rows), flagged, stamp)
        made = (
            "INSERT INTO article (file, json, name, title, day, rows, flagged, stamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        article = base.execute(made, fields).lastrowid
        for number, (source, target, _) in enumerate(rows):
            kept = "INSERT INTO sentence (article, number, text) VALUES (?, ?, ?)"
            at = base.execute(kept, (article, number, words.text(source))).lastrowid
            base.execute(
                "INSERT INTO words (rowid, source, target) VALUES (?, ?, ?)",
                (at, words.plain(source), words.text(target)),
            )

    def _told(self, error: sqlite3.Error) -> OutputError:
        return OutputError(f"{self._path}: the list of articles can't be used ({error}); make room, or delete the file")


def _worn(base: sqlite3.Connection) -> bool:
    """Whether most of what is indexed is of articles that were written anew since: words are never taken out."""
    [last] = base.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'sentence'").fetchone()
    return bool(last and last > 10_000 and last > 4 * base.execute("SELECT count(*) FROM sentence").fetchone()[0])


def _groups(several: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (several[at : at + size] for at in range(0, len(several), size))


def _to_check(flags: list[dict[str, str]]) -> bool:
    """Whether a row has a flag of its own: all rows of a weak model are drafts."""
    return any(flag["kind"] != "draft" for flag in flags)


def _listed(row: tuple[int, bytes, bytes, str, str | None, int, int]) -> Listed:
    number, file, name, title, day, rows, flagged = row
    return Listed(number, os.fsdecode(file), os.fsdecode(name), title, _day(day), rows, flagged)


def _day(written: str | None) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(written) if written else None
    return None
