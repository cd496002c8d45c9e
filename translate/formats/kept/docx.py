"""Word files: body, tables, text boxes, notes, headers and footers are translated; each run keeps its style."""

import copy
from collections.abc import Iterator
from typing import Any

from translate.formats.kept.office import Office
from translate.formats.kept.styled import Dialect, Styled

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml"
_LANGUAGE = f"{_W}lang"
# What says nothing of how a run looks.
_UNSEEN = (_LANGUAGE, f"{_W}noProof")


class Page(Office):
    """One file."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The text in a file's bytes. Raises InputError."""
        super().__init__(path, data, "Word", _PARTS, _paragraphs)


def _paragraphs(root: Any) -> Iterator[Styled]:
    for paragraph in root.iter(f"{_W}p"):
        yield Styled(paragraph, _WORD)


def _key(style: Any) -> bytes:
    import lxml.etree

    if style is None:
        return b""
    bare = copy.deepcopy(style)
    bare.tail = None
    for child in [child for child in bare if child.tag in _UNSEEN]:
        bare.remove(child)
    return bytes(lxml.etree.tostring(bare)) if len(bare) else b""


def _english(style: Any) -> None:
    for language in style.iter(_LANGUAGE):
        if str(language.get(f"{_W}val", "")).lower()[:2] in ("kk", "ru"):
            language.set(f"{_W}val", "en-GB")


def _named(*names: str) -> frozenset[str]:
    return frozenset(f"{_W}{name}" for name in names)


_WORD = Dialect(
    run=f"{_W}r",
    style=f"{_W}rPr",
    text=f"{_W}t",
    around=_named("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "fldSimple", "bdo", "dir"),
    content=f"{_W}sdtContent",
    breaks=_named("br", "cr", "tab", "ptab"),
    dropped=_named("proofErr", "lastRenderedPageBreak"),
    texts={f"{_W}noBreakHyphen": "\u2011", f"{_W}softHyphen": "\u00ad"},
    field=f"{_W}fldChar",
    key=_key,
    english=_english,
)
