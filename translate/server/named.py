"""Glossaries that a client of DeepL's protocol makes: each lies over the newsroom's own where a request names it."""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from glossary.cells import faults
from glossary.term import Term
from translate import output
from translate.errors import OutputError, SettingsError
from translate.server.refusal import Refusal

FILE = "api-glossaries.json"
MOST, MOST_ENTRIES = 100, 10_000


@dataclass(frozen=True, slots=True)
class Named:
    """One glossary: its entries are Kazakh or Russian with their English, and never change."""

    glossary_id: str
    name: str
    source_lang: str
    target_lang: str
    creation_time: str
    entries: tuple[tuple[str, str], ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        """The entries as the translator takes them."""
        return tuple(Term(source, target) for source, target in self.entries)


class Shelf(Mapping[str, tuple[Term, ...]]):
    """All of them, by identifier: kept in one file, which is written anew with each change."""

    def __init__(self, path: Path) -> None:
        """The file need not be there yet. Raises SettingsError where it is there and can't be read."""
        self._path, self._lock = path, Lock()
        self._named: dict[str, Named] = {}
        self._terms: dict[str, tuple[Term, ...]] = {}
        for named in _read(path):
            self._keep(named)

    def __getitem__(self, name: str) -> tuple[Term, ...]:
        """The entries of one, the same object each time."""
        return self._terms[name]

    def __iter__(self) -> Iterator[str]:
        """Their identifiers, the oldest first."""
        return iter(dict(self._named))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._named)

    def named(self, name: str) -> Named:
        """One of them. Raises Refusal."""
        if found := self._named.get(name):
            return found
        raise Refusal(404, "there is no glossary of that identifier; GET /v2/glossaries lists them")

    def add(self, name: str, source: str, target: str, entries: list[tuple[str, str]]) -> Named:
        """Make a new one. Raises Refusal where an entry can't be used, or there are too many."""
        _check(entries)
        moment = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        named = Named(secrets.token_hex(16), name, source, target, moment, tuple(entries))
        with self._lock:
            if len(self._named) >= MOST:
                raise Refusal(456, f"there are {MOST} glossaries already; delete one first")
            self._write({**self._named, named.glossary_id: named})
            self._keep(named)
        return named

    def remove(self, name: str) -> None:
        """Delete one. Raises Refusal."""
        with self._lock:
            self.named(name)
            self._write({key: named for key, named in self._named.items() if key != name})
            del self._named[name], self._terms[name]

    def _keep(self, named: Named) -> None:
        self._named[named.glossary_id] = named
        self._terms[named.glossary_id] = named.terms

    def _write(self, named: Mapping[str, Named]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            output.write(self._path, json.dumps([asdict(one) for one in named.values()], ensure_ascii=False))
        except (OSError, OutputError):
            raise Refusal(503, "the glossaries can't be written now; nothing was done") from None


def _read(path: Path) -> Iterator[Named]:
    try:
        for one in json.loads(path.read_text("utf-8")) if path.exists() else ():
            yield Named(**one | {"entries": tuple((source, target) for source, target in one["entries"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SettingsError(f"{path}: can't be read ({type(error).__name__}); mend it or move it away") from None


def _check(entries: list[tuple[str, str]]) -> None:
    if not entries:
        raise Refusal(400, "entries are empty; send at least one")
    if len(entries) > MOST_ENTRIES:
        raise Refusal(413, f"{len(entries):,} entries are more than the {MOST_ENTRIES:,} of one glossary")
    known: set[str] = set()
    for number, (source, target) in enumerate(entries, 1):
        if wrong := next(faults(Term(source, target)), None):
            raise Refusal(400, f"entry {number}: {wrong}")
        if source in known:
            raise Refusal(400, f"entry {number}: {source[:40]!r} is there twice; leave one out")
        known.add(source)
