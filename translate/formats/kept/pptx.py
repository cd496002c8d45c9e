"""PowerPoint files: slides with their tables, and speakers' notes, are translated; each run keeps its style."""

import copy
from collections.abc import Iterator
from typing import Any

from translate.formats.kept.office import Office
from translate.formats.kept.styled import Dialect, Styled

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PARTS = r"ppt/(?:slides/slide|notesSlides/notesSlide|diagrams/(?:data|drawing))\d+\.xml"
# What says nothing of how a run looks.
_UNSEEN = ("lang", "altLang", "dirty", "err", "noProof", "smtClean")


class Page(Office):
    """One presentation."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The text in a file's bytes. Raises InputError."""
        super().__init__(path, data, "PowerPoint", _PARTS, _paragraphs)


def _paragraphs(root: Any) -> Iterator[Styled]:
    for paragraph in root.iter(f"{_A}p"):
        yield Styled(paragraph, _SLIDE)


def _key(style: Any) -> bytes:
    import lxml.etree

    if style is None:
        return b""
    bare = copy.deepcopy(style)
    bare.tail = None
    for name in _UNSEEN:
        bare.attrib.pop(name, None)
    return bytes(lxml.etree.tostring(bare)) if len(bare) or bare.attrib else b""


def _english(style: Any) -> None:
    if style.get("lang", "").lower()[:2] in ("kk", "ru"):
        style.set("lang", "en-GB")


_SLIDE = Dialect(
    run=f"{_A}r",
    style=f"{_A}rPr",
    text=f"{_A}t",
    around=frozenset(),
    content=f"{_A}none",
    breaks=frozenset({f"{_A}br"}),
    dropped=frozenset(),
    texts={},
    field=f"{_A}none",
    key=_key,
    english=_english,
)
