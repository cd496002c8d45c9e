"""Translation memories as TMX 1.4b: writes a bitext, reads sentence pairs from whatever program wrote them."""

import io
from collections.abc import Iterator
from typing import Any

from translate import __version__
from translate.document import Bead, Bitext
from translate.errors import InputError
from translate.formats import xml

_LANGUAGES = {"kk": "kk", "kaz": "kk", "en": "en", "eng": "en"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What stands in these is a code of the program's own format; the words are around them.
_CODES = ("bpt", "ept", "it", "ph", "ut")


def write(bitext: Bitext) -> str:
    """A unit for each row, with where its English came from and what was flagged; never a time of writing."""
    done, total = len(bitext.beads), len(bitext.document.segments)
    partial = f"<note>{done:,} of {total:,} sentences</note>" if done < total else ""
    units = "".join(_unit(bead, number) for number, bead in enumerate(bitext.beads, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="audarma" creationtoolversion={xml.attribute(__version__)} segtype="sentence" '
        'o-tmf="audarma" adminlang="en" srclang="kk" datatype="plaintext">'
        f'{partial}<prop type="x-signature">{xml.content(bitext.signature)}</prop></header>\n'
        f"<body>\n{units}</body>\n</tmx>\n"
    )


def _unit(bead: Bead, number: int) -> str:
    flags = "".join(
        f'<prop type="x-flag">{xml.content(flag.kind)}: {xml.content(flag.reason)}</prop>' for flag in bead.flags
    )
    return (
        f'<tu tuid="{number}"><prop type="x-origin">{bead.origin}</prop>{flags}'
        f'<tuv xml:lang="kk"><seg>{xml.content(bead.segment.text)}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{xml.content(bead.target)}</seg></tuv></tu>\n'
    )


def read(data: bytes, name: str = "the TMX file") -> Iterator[tuple[str, str]]:
    """The Kazakh and the English of each unit that has both. Raises InputError where this is no TMX, or no more of it.

    Nothing that the file names is fetched, and one that declares entities of its own is refused.
    """
    import lxml.etree

    events = lxml.etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = None
    try:
        for event, element in events:
            if root is None:
                root = _root(element, name)
            if event == "end" and _tag(element) == "tu":
                if pair := _pair(element):
                    yield pair
                element.clear()
                while element.getprevious() is not None:  # else the units that were read fill the memory
                    del element.getparent()[0]
    except lxml.etree.LxmlError as error:
        raise InputError(f"{name}: this is no TMX that can be read ({error}); export it again") from None


def _root(element: Any, name: str) -> Any:
    if _tag(element) != "tmx":
        raise InputError(f"{name}: this is XML but no TMX; export the memory as TMX 1.4")
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise InputError(f"{name}: it declares entities of its own, as no memory needs to; export it again")
    return element


def _tag(element: Any) -> str:
    """The name of an element, whatever namespace the program put it in."""
    return str(element.tag).rpartition("}")[2]


def _pair(unit: Any) -> tuple[str, str] | None:
    found: dict[str, str] = {}
    for variant in unit:
        code = variant.get(_LANG) or variant.get("lang") or ""
        language = _LANGUAGES.get(code.lower().replace("_", "-").partition("-")[0])
        segment = next((child for child in variant if _tag(child) == "seg"), None)
        if language and segment is not None and _tag(variant) == "tuv":
            found.setdefault(language, "".join(_words(segment)))
    source, target = found.get("kk", ""), found.get("en", "")
    return (source, target) if source.strip() and target.strip() else None


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if _tag(child) not in _CODES:
            yield from _words(child)
        yield child.tail or ""
