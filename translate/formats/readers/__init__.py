"""Reads the files that archives are made of: text, web pages, Word files, JSON records, and packed folders of these."""

from collections.abc import Callable, Iterator, Mapping

from translate.encoding import decode
from translate.errors import InputError
from translate.formats import newswire
from translate.formats.readers import docx, html, json, packed, tar, zip
from translate.formats.readers.article import Article, Fields, Problem

__all__ = ["PACKED", "SUFFIXES", "Article", "Fields", "Problem", "read", "suffix"]

Found = Iterator[Article | Problem]
Reader = Callable[[str, bytes, Fields, str | None], Found]


def _text(path: str, data: bytes, fields: Fields, encoding: str | None) -> Found:
    yield Article("", newswire.parse(decode(data, path, encoding), path))


def _html(path: str, data: bytes, fields: Fields, encoding: str | None) -> Found:
    yield Article("", html.read(path, data, encoding))


def _docx(path: str, data: bytes, fields: Fields, encoding: str | None) -> Found:
    yield Article("", docx.read(path, data))


_SINGLE: Mapping[str, Reader] = {
    ".txt": _text,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
    ".json": json.read,
    ".jsonl": json.read_lines,
}
PACKED = (".zip", ".tar.gz", ".tgz")
SUFFIXES = (*_SINGLE, *PACKED)


def suffix(path: str) -> str:
    """The one of SUFFIXES that a path ends in, whatever the case of its letters; empty where there is none."""
    return next((known for known in SUFFIXES if path.lower().endswith(known)), "")


def read(path: str, data: bytes, fields: Fields = Fields(), encoding: str | None = None) -> Found:
    """The articles of a file, one after another, and what is wrong with those that can't be read.

    Raises InputError where nothing can be read, or nothing more: of a packed file that is cut off, the articles before
    the cut have come by then. `path` names the file in what is said; the file itself isn't opened.
    """
    kind = suffix(path)
    if kind in PACKED:
        members = zip.members if kind == ".zip" else tar.members
        yield from _unpack(path, members(path, data), fields, encoding)
    elif kind:
        yield from _SINGLE[kind](path, data, fields, encoding)
    else:
        raise InputError(f"{path}: no file that can be read; give one of {' '.join(SUFFIXES)}")


def _unpack(path: str, members: Iterator[packed.Member | Problem], fields: Fields, encoding: str | None) -> Found:
    for member in members:
        if isinstance(member, Problem):
            yield member
            continue
        try:
            for found in _SINGLE[suffix(member.name)](f"{path}/{member.name}", member.data, fields, encoding):
                yield _inside(member, found)
        except InputError as error:
            yield Problem(member.name, str(error))


def _inside(member: packed.Member, found: Article | Problem) -> Article | Problem:
    name = f"{member.name}/{found.name}" if found.name else member.name
    if isinstance(found, Problem):
        return Problem(name, found.reason)
    return Article(name, found.document, member.share)
