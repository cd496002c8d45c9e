"""Reads articles from JSON: one object, a list of objects, or an object a line."""

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from translate.document import Document
from translate.encoding import decode
from translate.errors import InputError
from translate.formats import newswire
from translate.formats.readers.article import Article, Fields, Problem
from translate.formats.readers.dates import day

# A file without a single record among so many lines is no file of records.
_HOPELESS = 1000
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # the fourth mark begins like the first
_SURROGATE = re.compile("[\ud800-\udfff]")


def read(path: str, data: bytes, fields: Fields, encoding: str | None) -> Iterator[Article | Problem]:
    """The article of an object, or those of a list, each under its number."""
    content = _load(decode(data, path, encoding), path)
    if not isinstance(content, list):
        yield Article("", _article(content, path, fields))
        return
    for number, record in enumerate(content, 1):
        yield _record(f"{number:06}", record, path, fields, number / len(content))


def read_lines(path: str, data: bytes, fields: Fields, encoding: str | None) -> Iterator[Article | Problem]:
    """The article of each line that is not blank, under the number of that line."""
    hopeful, done = False, 0
    for number, line in enumerate(_lines(path, data, encoding), 1):
        done += len(line)
        if not line.strip():
            continue
        name = f"{number:06}"
        place = f"{path}: line {number:,}"
        try:
            text = line if isinstance(line, str) else decode(line, place)
            document = _article(_load(text, place), place, fields, f"{path}/{name}")
            # of a decoded file these are characters, which are fewer
            yield Article(name, document, min(1.0, done / len(data)))
            hopeful = True
        except InputError as error:
            if number >= _HOPELESS and not hopeful:
                raise InputError(f"{path}: none of the first {number:,} lines is an article; is this JSONL?") from None
            yield Problem(name, str(error))


def _lines(path: str, data: bytes, encoding: str | None) -> Iterator[str | bytes]:
    """Lines end at line feeds alone; each is decoded by itself, so that one in a wrong encoding spoils no other."""
    if encoding or data.startswith(_WIDE):
        return iter(decode(data, path, encoding).split("\n"))
    return iter(io.BytesIO(data.removeprefix(codecs.BOM_UTF8)))


def _load(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise InputError(f"{place}: lists within lists without end; give articles as flat objects") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno:,}, column {error.colno:,}"
        cure = "name it .jsonl if each line is an object" if error.msg == "Extra data" else "mend it or leave it out"
        raise InputError(f"{place}: this is no JSON ({error.msg} at {where}); {cure}") from None
    except ValueError as error:  # a number of more digits than Python reads
        raise InputError(f"{place}: this JSON can't be read ({error}); mend it or leave it out") from None


def _record(name: str, record: object, path: str, fields: Fields, share: float) -> Article | Problem:
    try:
        return Article(name, _article(record, f"{path}: record {int(name):,}", fields, f"{path}/{name}"), share)
    except InputError as error:
        return Problem(name, str(error))


def _article(record: object, place: str, fields: Fields, name: str = "") -> Document:
    if not isinstance(record, dict):
        raise InputError(f"{place}: this is no object with the keys of an article; give one")
    if "signature" in record and "rows" in record:
        raise InputError(f"{place}: this is a translation that Audarma wrote, not an article; give its Kazakh source")
    text = _text(record.get(fields.text), place, fields.text)
    title = record.get(fields.title)
    if not isinstance(title, str | None):
        raise InputError(f"{place}: {fields.title!r} is no string; write the title as one, or name another field")
    title = _SURROGATE.sub("\ufffd", title or "")
    if "\0" in title + text:
        raise InputError(f"{place}: its text holds a NUL character, so this is no text; mend it or leave it out")
    if not title.strip() and not text.strip():
        raise InputError(f"{place}: {fields.text!r} is empty; give its text or leave it out")
    return newswire.document(text, name or place, title, day(record.get(fields.date)))


def _text(found: object, place: str, field: str) -> str:
    """The text of a field, from a string or a list of paragraphs; half of a pair of surrogates is no letter."""
    if isinstance(found, list) and all(isinstance(paragraph, str) for paragraph in found):
        found = "\n".join(found)
    if found is None:
        raise InputError(f"{place}: there is no {field!r} in it; name the field that holds the text")
    if not isinstance(found, str):
        raise InputError(f"{place}: {field!r} is no string and no list of strings; name the field that holds the text")
    return _SURROGATE.sub("\ufffd", found)
