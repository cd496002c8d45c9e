"""Sentences in a tree of XML: an element's text and what stands in it, taken out, and filled in again in English."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from translate.errors import InputError
from translate.formats import xml
from translate.formats.kept.run import Beads, Mark, New, Old, Runs

Kind = Literal["open", "close", "alone", "break"]
_DECLARATION = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]*\?>\s*")


@dataclass(frozen=True, slots=True)
class Node:
    """A mark in a tree: elements that are put there as they are, the last of them open for what follows if `holds`.

    `inner` is the element that holds it, where that is not the last itself; the node that ends it has no elements.
    """

    elements: tuple[Any, ...] = ()
    holds: bool = False
    inner: Any = None


# How an element inside a sentence is taken; a name goes with an element that only begins or ends something.
Role = Callable[[Any], tuple[Kind | Literal["around"], str]]


def parse(path: str, data: bytes, what: str) -> Any:
    """The tree of an XML file or part. Raises InputError; nothing that it names is fetched, no entity made longer."""
    import lxml.etree

    parser = lxml.etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, strip_cdata=False
    )
    try:
        tree = lxml.etree.ElementTree(lxml.etree.fromstring(data, parser))
    except (lxml.etree.LxmlError, ValueError) as error:
        reason = " ".join(str(error).split())[:100]
        raise InputError(f"{path}: this is no {what} that can be read ({reason}); save it again") from None
    declared = tree.docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise InputError(f"{path}: it declares entities of its own, as no {what} needs to; save it again")
    return tree


def written(tree: Any, data: bytes) -> bytes:
    """The bytes of a tree that was read from others, with their declaration."""
    import lxml.etree

    encoding = tree.docinfo.encoding or "UTF-8"
    if encoding.upper() in ("UTF-8", "ASCII", "US-ASCII"):
        declared = _DECLARATION.match(data)
        body: bytes = lxml.etree.tostring(tree, encoding=encoding)
        return (declared.group() if declared else b"") + _DECLARATION.sub(b"", body) + data[len(data.rstrip()) :]
    whole: bytes = lxml.etree.tostring(tree, encoding=encoding, xml_declaration=True)
    return whole


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def pieces(element: Any, role: Role) -> Iterator[str | Mark[Node]]:
    """What an element holds, from left to right."""
    if element.text:
        yield element.text
    for child in element:
        kind, name = role(child)
        if kind == "around":
            yield Mark("open", Node((child,), holds=True), str(id(child)))
            yield from pieces(child, role)
            yield Mark("close", Node(), str(id(child)))
        else:
            yield Mark(kind, Node((child,)), name)
        if child.tail:
            yield child.tail


class Passage:
    """The text of one element."""

    def __init__(self, element: Any, found: Iterable[str | Mark[Node]]) -> None:
        """`found` are its pieces. Raises InputError."""
        self.element = element
        self._runs = Runs(found)
        self.documents = self._runs.documents

    def fill(self, beads: Beads) -> None:
        """Put the English in the place of all that the element held."""
        made = list(self._runs.english(beads))
        _empty(self.element)
        for piece in made:
            if isinstance(piece, Mark):
                for element in piece.what.elements:
                    if element.getparent() is not None:
                        element.getparent().remove(element)
                    element.tail = None
                    if piece.what.holds:
                        _empty(element)
        inside = [self.element]
        for piece in made:
            if not isinstance(piece, Mark):
                _write(inside[-1], self.text(piece))
            elif piece.what.elements:
                inside[-1].extend(piece.what.elements)
                inside += [piece.what.elements[-1]] if piece.what.holds else []
            else:
                inside.pop()

    def text(self, piece: Old | New) -> str:
        """The characters of a piece."""
        return xml.clean(piece.text) if isinstance(piece, New) else self._runs.text[piece.start : piece.end]


def _empty(element: Any) -> None:
    element.text = None
    for child in list(element):
        element.remove(child)


def _write(element: Any, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
