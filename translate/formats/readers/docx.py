"""Reads Word files: paragraphs, lists and the cells of tables, in the order in which they stand."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from translate.document import Document
from translate.errors import InputError
from translate.formats import newswire
from translate.formats.docx import AUTHOR
from translate.formats.readers import bounds

_OLD = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# A tracked deletion keeps its words in elements of their own; of what was moved, the old place is left out here. A text
# box is written twice, the second time for old versions of Word.
_UNREAD = (f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK)
_BREAKS = (f"{_W}br", f"{_W}cr")
_MARKS = {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "\u2011"}
# What the library's own templates say of every file that is made with them.
_TEMPLATE_TITLE = "Word Document"
_TEMPLATE_DAY = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)


def read(path: str, data: bytes) -> Document:
    """The text of a Word file, with the title and the day that it carries. Raises InputError."""
    if data.startswith(_OLD):
        raise InputError(f"{path}: this file has a password or is an old .doc; save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            bounds.check(path, package.infolist())
        text, title, created, author = _content(data)
    except InputError:
        raise
    except Exception as error:  # the library stumbles over a broken part in every way there is
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise InputError(f"{path}: this is no Word file that can be read ({reason}); save it as .docx again") from None
    if author == AUTHOR:
        raise InputError(f"{path}: this is a translation that Audarma wrote, not an article; give its Kazakh source")
    return newswire.document(text, path, title, created)


def _content(data: bytes) -> tuple[str, str, date | None, str]:
    import docx

    file = docx.Document(io.BytesIO(data))
    paragraphs = list(_paragraphs(file.element.body))
    properties = file.core_properties
    text = "\n".join("".join(pieces) for _, pieces in paragraphs)
    title = _heading(file, paragraphs) or _plausible(properties.title)
    return text, title, _day(properties.created), properties.author


def _paragraphs(body: Any) -> Iterator[tuple[Any, list[str]]]:
    """Each paragraph with the pieces of its text; one in a text box comes after that which holds the box."""
    waiting = [body]
    while waiting:
        element = waiting.pop()
        inner: list[Any] = []
        if element.tag == f"{_W}p":
            yield element, list(_pieces(element, inner))
        else:
            inner = [child for child in element if child.tag not in _UNREAD]
        waiting += reversed(inner)


def _pieces(paragraph: Any, boxed: list[Any]) -> Iterator[str]:
    """The text of a paragraph, whatever wraps it (a link, a field, a change); paragraphs within it go to `boxed`."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}p":
            boxed.append(element)
        elif element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in _BREAKS:
            yield "\n"
        elif element.tag in _MARKS:
            yield _MARKS[element.tag]
        elif element.tag not in _UNREAD:
            waiting += reversed(element)


def _heading(file: Any, paragraphs: list[tuple[Any, list[str]]]) -> str:
    """The first paragraph that is not blank, where its style is that of a title or a heading."""
    said = ((element, text) for element, pieces in paragraphs if (text := "".join(pieces)).strip())
    element, text = next(said, (None, ""))
    style = element.style if element is not None else None
    names = {known.style_id: known.name or "" for known in file.styles}
    return text if names.get(style, "").lower().startswith(("title", "heading")) and "\n" not in text.strip() else ""


def _plausible(title: str | None) -> str:
    return "" if not title or title == _TEMPLATE_TITLE or title.startswith("Microsoft Word - ") else title


def _day(created: datetime | None) -> date | None:
    if created is None or created.replace(tzinfo=UTC) == _TEMPLATE_DAY:
        return None
    return created.date()
