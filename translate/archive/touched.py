"""What an edit of the glossary touches in an archive: counted in its catalogue, so that not every article is read."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from glossary.matcher import Glossary
from glossary.term import Match
from translate.archive.catalogue import Catalogue, Held
from translate.archive.scan import shown
from translate.document import Bitext, Document
from translate.errors import InputError
from translate.formats import json
from translate.preview import MOST, Preview, Touched
from translate.settings import Spelling

# Whoever waits is told so often, in seconds.
_EVERY = 0.5


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an edit reaches: the sentences so far, the files that they come from, and whether these are all."""

    found: Preview
    files: frozenset[str] = frozenset()
    whole: bool = False


def article(out: Path, name: str) -> Bitext:
    """A finished article, by the name of its JSON. Raises InputError."""
    called = shown(name.removesuffix(".json"))
    try:
        return json.read((out / name).read_bytes(), called)
    except OSError as error:
        raise InputError(
            f"{called}: can't be read ({error.strerror}); run the archive again to write it anew"
        ) from error


def reach(
    out: Path, before: Glossary, after: Glossary, spelling: Spelling = "day", most: int = MOST
) -> Iterator[Reach]:
    """What the edit touches, more each time, the last time all of it; the first `most` sentences are kept whole."""
    catalogue = Catalogue(out)
    catalogue.refresh()
    edited = Glossary(set(before.terms) ^ set(after.terms))
    seen: dict[tuple[str, object], tuple[tuple[Match, ...], tuple[Match, ...]]] = {}
    articles: dict[str, str] = {}
    now = Reach(Preview(read=catalogue.count()))
    told = time.monotonic()
    document: tuple[str, Document | None] = ("", None)
    for held in catalogue.holding(edited.terms):
        if time.monotonic() - told > _EVERY:
            told = time.monotonic()
            yield now
        day = held.day if spelling == "day" else None
        if (held.text, day) not in seen:
            seen[held.text, day] = _terms(held, day, before, after, edited)
        old, new = seen[held.text, day]
        if old == new:
            continue
        articles[held.json] = held.file
        if len(now.found.touched) < most:
            if document[0] != held.json:
                document = held.json, _document(out, held.json)
            now = replace(now, found=_with(now.found, document[1], held, old, new))
        found = replace(now.found, sentences=now.found.sentences + 1, documents=len(articles))
        now = replace(now, found=found)
    yield replace(now, files=frozenset(articles.values()), whole=True)


def _terms(
    held: Held, day: object, before: Glossary, after: Glossary, edited: Glossary
) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    # most entries are not the edited ones, and looking for all takes three times as long
    on = held.day if day else None
    if not edited.find(held.text, on):
        return (), ()
    return tuple(before.find(held.text, on)), tuple(after.find(held.text, on))


def _document(out: Path, name: str) -> Document | None:
    try:
        return article(out, name).document
    except InputError:
        return None  # it was taken away meanwhile


def _with(
    found: Preview, document: Document | None, held: Held, old: tuple[Match, ...], new: tuple[Match, ...]
) -> Preview:
    # where the article was written anew meanwhile the sentence counts, but is no example
    if document is None or document.segments[held.number : held.number + 1] == ():
        return found
    if document.segments[held.number].text != held.text:
        return found
    return replace(found, touched=(*found.touched, Touched(document, held.number, old, new)))
