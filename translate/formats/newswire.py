"""Reads newswire articles: a first line ` date YYYY-MM-DD TITLE`, then paragraphs, the first with a dateline."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from translate.document import Document, Segment
from translate.encoding import decode
from translate.errors import InputError
from translate.segment import dateline, split

__all__ = ["LONGEST_LINE", "decode", "document", "parse", "read"]

# About 150,000 words: hours of work for a model, and no paragraph that anyone wrote but data, or a file without breaks.
LONGEST_LINE = 1_000_000

KAZAKH = "kaz_Cyrl"
_MARK = re.compile(r"\s*\ufeff?[^\S\n]*date[^\S\n]+(?P<date>\d{4}-\d\d?-\d\d?)(?:[^\S\n]+|$)")


def parse(text: str, name: str = "", language: str = KAZAKH) -> Document:
    """The document that a text is. Every character from its body on is in one segment, or is a blank between two.

    The title is one segment, whatever stops it holds. An impossible date is none, but its title still counts.
    The language is the text's, and tells which abbreviations it has.
    """
    lines = list(_lines(text, name))
    first = lines[0] if lines else (0, 0)
    mark = _MARK.match(text[first[0] : first[1]])
    if not mark:
        return Document(text, _segments(text, lines, language), name=name)
    body = first[0] + mark.end()
    title = text[body : first[1]] or None
    titled = (Segment(body, first[1], title, paragraph=0),) if title else ()
    return Document(text, titled + _segments(text, lines, language, 1), body, _date(mark["date"]), title, name)


def document(text: str, name: str = "", title: str = "", date: date | None = None) -> Document:
    """The document of a text whose title and date are known from elsewhere. The title becomes its first line.

    A text that says its title in its first line already keeps it there alone. Without a title this is `parse`, with
    that date where the text tells none.
    """
    title = " ".join(title.split())
    if not title:
        found = parse(text, name)
        return replace(found, date=found.date or date)
    said = next((line for line in text.splitlines() if line.strip()), "")
    if " ".join(said.split()) != title:
        text = f"{title}\n{text}"
    lines = list(_lines(text, name))
    start, end = lines[0]
    first = Segment(start, end, text[start:end], paragraph=0)
    return Document(text, (first, *_segments(text, lines, KAZAKH, 1)), 0, date, first.text, name)


def read(source: Path | BinaryIO, encoding: str | None = None, language: str = KAZAKH) -> Document:
    """The document in a file or an open binary stream. Raises InputError where it can't be read or is no text."""
    if not isinstance(source, Path):
        name = str(getattr(source, "name", "the input"))
        return parse(decode(source.read(), name, encoding), name, language)
    return parse(decode(raw(source), str(source), encoding), str(source), language)


def raw(source: Path) -> bytes:
    """The bytes of a file. Raises InputError where it can't be read."""
    try:
        return source.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{source}: no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise InputError(f"{source}: this is a folder; name a file in it") from None
    except PermissionError:
        raise InputError(f"{source}: may not be read; ask for the right to, or copy it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{source}: can't be read ({reason}); try a copy of it") from None


def _segments(text: str, lines: list[tuple[int, int]], language: str, skipped: int = 0) -> tuple[Segment, ...]:
    """The sentences of all lines but the first `skipped`, which still count as paragraphs."""
    numbered = list(enumerate(lines))[skipped:]
    return tuple(segment for n, (start, end) in numbered for segment in _paragraph(text, start, end, n, language))


def _paragraph(text: str, start: int, end: int, paragraph: int, language: str) -> Iterator[Segment]:
    """The sentences of one line. A round-up has several stories, so any paragraph may open with a dateline."""
    line = text[start:end]
    head = dateline(line)
    for left, right in split(line, language):
        yield Segment(start + left, start + right, line[left:right], paragraph, 0 if left else head)


def _lines(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where each line that is not blank begins and ends, without the blanks around it."""
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if len(line) > LONGEST_LINE:
            raise InputError(
                f"{name or 'the text'}: line {number} has {len(line):,} characters, more than the {LONGEST_LINE:,} "
                "that a paragraph may have; break it into paragraphs"
            )
        if stripped := line.strip():
            left = start + line.index(stripped[0])
            yield left, left + len(stripped)
        start += len(line)


def _date(written: str) -> date | None:
    try:
        return date(*map(int, written.split("-")))
    except ValueError:
        return None
