"""Paragraphs made of runs, each with its style, as Word and PowerPoint write them.

The style that most letters of a paragraph have is the paragraph's own; what has another is an element in it.
"""

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from translate.formats import xml
from translate.formats.kept.run import Beads, Mark, New, Runs
from translate.formats.kept.tree import Node, local

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Dialect:
    """The names of a format, each with its namespace.

    `around` wrap runs, `content` is what in such a one holds them where it does not itself; `breaks` part sentences;
    `dropped` only tell what the last editor saw; `texts` are elements of a run that stand for characters.
    `key` gives what tells a style from another; `english` tells a style that its words are English now.
    """

    run: str
    style: str
    text: str
    around: frozenset[str]
    content: str
    breaks: frozenset[str]
    dropped: frozenset[str]
    texts: dict[str, str]
    field: str
    key: Callable[[Any], bytes]
    english: Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Style:
    """A style that begins in a paragraph, or none: it ends."""

    properties: Any = None
    begins: bool = False


What = Node | Style
_Flat = Mark[What] | tuple[str, bytes, Any]


class Styled:
    """One paragraph."""

    def __init__(self, element: Any, dialect: Dialect) -> None:
        """Nothing is changed yet. Raises InputError."""
        self._element, self._dialect = element, dialect
        self._consumed: list[Any] = []
        flat = list(_Reading(dialect, self._consumed).read(element))
        letters = Counter[bytes]()
        for one in flat:
            if isinstance(one, tuple):
                letters[one[1]] += sum(map(str.isalnum, one[0]))
        self._base = letters.most_common(1)[0][0] if letters else b""
        known = {one[1]: one[2] for one in reversed(flat) if isinstance(one, tuple)}
        self._properties = known.get(self._base)
        self._runs = Runs(_marked(flat, self._base))
        self.documents = self._runs.documents

    def fill(self, beads: Beads) -> None:
        """Put the English in the place of all runs."""
        made = list(self._runs.english(beads))
        for element in self._consumed:
            if element.getparent() is not None:
                element.getparent().remove(element)
        page = _Writing(self._element, self._dialect, self._properties)
        for piece in made:
            if isinstance(piece, Mark):
                page.mark(piece.what)
            elif isinstance(piece, New):
                page.write(xml.clean(piece.text), fresh=True)
            else:
                page.write(self._runs.text[piece.start : piece.end], fresh=False)


@dataclass(slots=True)
class _Reading:
    """Goes through a paragraph; what it takes out is `consumed`. Nothing moves before the English is there."""

    dialect: Dialect
    consumed: list[Any]
    # the parts of fields that have begun, and those whose result is being read
    code: list[Any] = field(default_factory=list)
    depth: int = 0
    open: list[str] = field(default_factory=list)

    def read(self, parent: Any) -> Iterator[_Flat]:
        """The texts, each with its style, and the marks."""
        dialect = self.dialect
        for child in parent:
            if child.tag == dialect.run:
                yield from self._run(child)
            elif child.tag in dialect.around and not self.code:
                inner = child.find(dialect.content)
                inner = child if inner is None else inner
                self.consumed.append(child)
                yield Mark("open", Node((child,), True, inner), str(id(child)))
                yield from self.read(inner)
                yield Mark("close", Node(), str(id(child)))
            elif child.tag in dialect.dropped:
                self.consumed.append(child)
            elif not local(child).endswith("Pr"):
                self.consumed.append(child)
                yield from self._alone(child, child.tag in dialect.breaks)
        if parent.tag.endswith("}p") and self.code:
            # the code of a field that goes on in the next paragraph
            code, self.code = self.code, []
            yield Mark("alone", Node(tuple(code)))

    def _run(self, run: Any) -> Iterator[_Flat]:
        dialect = self.dialect
        self.consumed.append(run)
        style = run.find(dialect.style)
        key = dialect.key(style)
        for child in run:
            text = child.text or "" if child.tag == dialect.text else dialect.texts.get(child.tag)
            if text is not None and not self.code:
                yield text, key, style
            elif child.tag == dialect.style or child.tag in dialect.dropped:
                continue
            else:
                shell = run.makeelement(run.tag, run.attrib)
                if style is not None:
                    shell.append(copy.deepcopy(style))
                # it moves when the paragraph is filled
                shell_node = _Moved(shell, child)
                if child.tag == dialect.field:
                    yield from self._field(shell_node, child)
                else:
                    yield from self._alone(shell_node, child.tag in dialect.breaks)

    def _alone(self, element: Any, breaks: bool) -> Iterator[_Flat]:
        if self.code:
            self.code.append(element)
        else:
            yield Mark("break" if breaks else "alone", Node((element,)))

    def _field(self, shell: Any, mark: Any) -> Iterator[_Flat]:
        """A field's code, with what begins it, is one mark, and its end another; its result lies between them."""
        kind = next((value for name, value in mark.attrib.items() if name.endswith("}fldCharType")), "")
        if kind == "begin":
            self.depth = self.depth + 1 if self.code else 1
            self.code.append(shell)
        elif self.code:
            self.code.append(shell)
            if self.depth > 1:
                self.depth -= kind == "end"
                return
            code, self.code = tuple(self.code), []
            if kind == "separate":
                self.open.append(f"field {id(mark)}")
                yield Mark("open", Node(code), self.open[-1])
            else:
                yield Mark("alone", Node(code))
        elif kind == "end":
            yield Mark("close", Node((shell,)), self.open.pop() if self.open else "field")
        else:
            yield Mark("alone", Node((shell,)))


@dataclass(frozen=True, slots=True)
class _Moved:
    """A run of its own for something that stands in a run among others."""

    shell: Any
    child: Any

    def __call__(self) -> Any:
        self.shell.append(self.child)
        return self.shell


def _marked(flat: list[_Flat], base: bytes) -> Iterator[str | Mark[What]]:
    """The texts, with marks where a style that is not the paragraph's own begins and ends."""
    current = base
    for one in flat:
        if isinstance(one, tuple):
            text, key, properties = one
            # blanks show no style, and are often of another
            if key != current and text.strip():
                if current != base:
                    yield Mark("close", Style(), "style")
                if key != base:
                    yield Mark("open", Style(properties, True), "style")
                current = key
            yield text
            continue
        if current != base and one.kind != "alone":
            yield Mark("close", Style(), "style")
            current = base
        yield one
    if current != base:
        yield Mark("close", Style(), "style")


class _Writing:
    """Writes a paragraph anew, from left to right."""

    def __init__(self, element: Any, dialect: Dialect, properties: Any) -> None:
        self._dialect = dialect
        # each open element, and where in it the next one comes: behind its own properties
        self._inside = [(element, _head(element))]
        self._styles = [properties]

    def mark(self, what: What) -> None:
        if isinstance(what, Style):
            if what.begins:
                self._styles.append(what.properties)
            elif len(self._styles) > 1:
                self._styles.pop()
            return
        for element in what.elements:
            self._put(element() if isinstance(element, _Moved) else element)
        if what.holds:
            self._inside.append((what.inner, _head(what.inner)))
        elif not what.elements:
            self._inside.pop()

    def write(self, text: str, *, fresh: bool) -> None:
        """A run with a text, in the style that holds; `fresh` is English."""
        if not text:
            return
        run = self._inside[-1][0].makeelement(self._dialect.run)
        if self._styles[-1] is not None:
            run.append(copy.deepcopy(self._styles[-1]))
            if fresh:
                self._dialect.english(run[0])
        words = run.makeelement(self._dialect.text)
        words.text = text
        if text != text.strip() and local(run) == "r" and "wordprocessingml" in run.tag:
            words.set(_SPACE, "preserve")
        run.append(words)
        self._put(run)

    def _put(self, element: Any) -> None:
        inside, before = self._inside[-1]
        element.tail = None
        if before is None:
            inside.insert(0, element)
        else:
            before.addnext(element)
        self._inside[-1] = (inside, element)


def _head(element: Any) -> Any:
    """The last of an element's properties, which come first; None where there are none."""
    last = None
    for child in element:
        if not local(child).endswith("Pr") or local(child).startswith("end"):
            break
        last = child
    return last
