"""Glossaries that a client of DeepL's protocol makes: each lies over the newsroom's own where a request names it."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from glossary.cells import faults
from glossary.term import Term
from translate import output
from translate.errors import OutputError, SettingsError
from translate.server.refusal import Refusal

FILE = "api-glossaries.json"
MOST, MOST_ENTRIES = 100, 10_000


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The entries of one pair of languages: Kazakh or Russian with their English."""

    source_lang: str
    target_lang: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """One glossary: a dictionary for each pair of languages, one alone in the older form of the protocol."""

    glossary_id: str
    name: str
    creation_time: str
    dictionaries: tuple[Dictionary, ...]

    def dictionary(self, source: str, target: str) -> Dictionary:
        """The one of that pair. Raises Refusal."""
        for one in self.dictionaries:
            if (one.source_lang, one.target_lang) == (source, target):
                return one
        raise Refusal(404, "this glossary has no dictionary of that pair; GET /v3/glossaries lists what it has")

    def without(self, source: str, target: str) -> "Named":
        """The same without the dictionary of that pair."""
        left = tuple(one for one in self.dictionaries if (one.source_lang, one.target_lang) != (source, target))
        return replace(self, dictionaries=left)

    def holding(self, one: Dictionary) -> "Named":
        """The same with this dictionary in the place of the one of its pair."""
        rest = self.without(one.source_lang, one.target_lang).dictionaries
        return replace(self, dictionaries=(*rest, one))


class Shelf(Mapping[str, tuple[Term, ...]]):
    """All of them, kept in one file, which is written anew with each change.

    As a mapping it gives the entries of a dictionary as the translator takes them, by `key` of it.
    """

    def __init__(self, path: Path) -> None:
        """The file need not be there yet. Raises SettingsError where it is there and can't be read."""
        self._path, self._lock = path, Lock()
        self._named: dict[str, Named] = {}
        self._terms: dict[str, tuple[Term, ...]] = {}
        for named in _read(path):
            self._keep(named)

    def __getitem__(self, name: str) -> tuple[Term, ...]:
        """The entries of one dictionary, the same object until it changes."""
        return self._terms[name]

    def __iter__(self) -> Iterator[str]:
        """The keys of all dictionaries."""
        return iter(dict(self._terms))

    def __len__(self) -> int:
        """How many dictionaries there are."""
        return len(self._terms)

    def all(self) -> tuple[Named, ...]:
        """All glossaries, the oldest first."""
        return tuple(self._named.values())

    def named(self, name: str) -> Named:
        """One of them. Raises Refusal."""
        if found := self._named.get(name):
            return found
        raise Refusal(404, "there is no glossary of that identifier; GET /v2/glossaries lists them")

    def add(self, name: str, dictionaries: Sequence[Dictionary]) -> Named:
        """Make a new one. Raises Refusal where an entry can't be used, or there are too many."""
        moment = datetime.now(UTC).isoformat().replace("+00:00", "Z")
        named = Named(secrets.token_hex(16), name, moment, tuple(dictionaries))
        for one in dictionaries:
            _check(one.entries)
        with self._lock:
            if len(self._named) >= MOST:
                raise Refusal(456, f"there are {MOST} glossaries already; delete one first")
            self._put(named)
        return named

    def change(self, name: str, make: Callable[[Named], Named]) -> Named:
        """Put what is made of one in its place. Raises Refusal as `named` and `add` do."""
        with self._lock:
            before = self.named(name)
            named = make(before)
            for one in named.dictionaries:
                if one not in before.dictionaries:
                    _check(one.entries)
            self._put(named)
        return named

    def remove(self, name: str) -> None:
        """Delete one. Raises Refusal."""
        with self._lock:
            self.named(name)
            self._write({key: named for key, named in self._named.items() if key != name})
            self._forget(self._named.pop(name))

    def _put(self, named: Named) -> None:
        self._write({**self._named, named.glossary_id: named})
        before = self._named.get(named.glossary_id)
        self._keep(named)
        if before:
            self._forget(before, but=named)

    def _keep(self, named: Named) -> None:
        before = self._named.get(named.glossary_id)
        self._named[named.glossary_id] = named
        for one in named.dictionaries:
            if not before or one not in before.dictionaries:
                terms = tuple(Term(source, target) for source, target in one.entries)
                self._terms[key(named.glossary_id, one.source_lang)] = terms

    def _forget(self, named: Named, but: Named | None = None) -> None:
        kept = {one.source_lang for one in but.dictionaries} if but else set()
        for one in named.dictionaries:
            if one.source_lang not in kept:
                del self._terms[key(named.glossary_id, one.source_lang)]

    def _write(self, named: Mapping[str, Named]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            output.write(self._path, json.dumps([asdict(one) for one in named.values()], ensure_ascii=False))
        except (OSError, OutputError):
            raise Refusal(503, "the glossaries can't be written now; nothing was done") from None


def key(name: str, source: str) -> str:
    """By what a request names a dictionary: its glossary, and the language of the text."""
    return f"{name}:{source.lower()}"


def _read(path: Path) -> Iterator[Named]:
    try:
        for one in json.loads(path.read_text("utf-8")) if path.exists() else ():
            # a file of the time when each glossary was of one pair
            listed = one.get("dictionaries", [one])
            yield Named(one["glossary_id"], one["name"], one["creation_time"], tuple(map(_dictionary, listed)))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SettingsError(f"{path}: can't be read ({type(error).__name__}); mend it or move it away") from None


def _dictionary(said: Mapping[str, Any]) -> Dictionary:
    entries = tuple((source, target) for source, target in said["entries"])
    return Dictionary(said["source_lang"], said["target_lang"], entries)


def _check(entries: Sequence[tuple[str, str]]) -> None:
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
