"""OpenDocument texts: paragraphs, headings, cells, notes, headers and footers are translated."""

from collections.abc import Iterator
from typing import Any

from translate.formats.kept import tree
from translate.formats.kept.office import Office
from translate.formats.kept.tree import Passage

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_AROUND = (f"{_TEXT}span", f"{_TEXT}a", f"{_TEXT}meta")
_BREAKS = (f"{_TEXT}line-break", f"{_TEXT}tab")


class Page(Office):
    """One text."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The text in a file's bytes. Raises InputError."""
        super().__init__(path, data, "OpenDocument", r"(?:content|styles)\.xml", _paragraphs)


def _paragraphs(root: Any) -> Iterator[Passage]:
    for paragraph in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
        # what a person has deleted is kept there
        if next(paragraph.iterancestors(f"{_TEXT}tracked-changes"), None) is None:
            yield Passage(paragraph, tree.pieces(paragraph, _role))


def _role(element: Any) -> tuple[Any, str]:
    return "around" if element.tag in _AROUND else "break" if element.tag in _BREAKS else "alone", ""
