"""Markdown: paragraphs, headings, lists and tables are translated; code, links' addresses and front matter stay.

A parser of CommonMark says where each block and each mark stands; nothing is written anew but the sentences.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from translate.document import Document
from translate.encoding import decode, encode
from translate.formats.kept.block import Block
from translate.formats.kept.inline import Inline
from translate.formats.kept.markup import Marked, unescaped
from translate.formats.kept.run import Beads, unchanged
from translate.formats.kept.tags import tokens
from translate.formats.kept.written import Token, Written

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# As the parser takes lines apart.
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_TASK = re.compile(r"\[[ xX]\][ \t]+")


class Page:
    """One Markdown file."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The text in a file's bytes. Raises InputError."""
        self._data, self._encoding = data, encoding
        text = decode(data, path, encoding)
        self._parts: list[str | tuple[str, Written]] = []
        at = 0
        for start, end, written in _blocks(text):
            self._parts += [text[at:start], (text[start:end], written)]
            at = end
        self._parts.append(text[at:])
        self.documents: tuple[Document, ...] = tuple(
            document for part in self._parts if isinstance(part, tuple) for document in part[1].documents
        )

    def english(self, beads: Beads) -> bytes:
        """The text with the English in it."""
        if unchanged(beads):
            return self._data
        at, made = 0, []
        for part in self._parts:
            if isinstance(part, str):
                made.append(part)
            else:
                its = beads[at : at + len(part[1].documents)]
                made.append(part[0] if unchanged(its) else part[1].english(its))
                at += len(its)
        return encode("".join(made), self._data, self._encoding)


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(front_matter_plugin)
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    # blocks alone: what is in them is looked at where it stands
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _blocks(text: str) -> Iterator[tuple[int, int, Written]]:
    """Where each block with text begins and ends."""
    parser, inline = _parser(), Inline()
    env: dict[str, Any] = {}
    lines = [found.span(1) for found in _LINE.finditer(text)]
    row, cell = -1, 0
    for token in parser.parse(text, env):
        if not token.map:
            continue
        first, last = token.map
        if token.type == "html_block":
            start, end = lines[first][0], lines[last - 1][1]
            yield start, end, Marked(text[start:end], sealed=("pre",))
        elif token.type == "tr_open":
            row, cell = first, lines[first][0]
        elif token.type == "inline" and token.content:
            wanted = token.content.split("\n")
            if row == first:
                spans = [_cell(text, cell, lines[first][1], token.content)]
                cell = spans[0][1]
            else:
                spans = [_span(text, line, part) for line, part in zip(lines[first:last], wanted, strict=False)]
            if spans and all(start >= 0 for start, _ in spans):
                yield spans[0][0], spans[-1][1], Block(_tokens(text, spans, inline, env))


def _span(text: str, line: tuple[int, int], part: str) -> tuple[int, int]:
    """Where in its line the content of a block stands, behind the marks of lists and quotations; -1 where unknown."""
    start, end = line
    bare = part.strip()
    at = text.rfind(bare, start, end)
    if not text[start:end].rstrip().endswith(bare):
        at = text.find(bare, start, end)
    # the blanks at the end of a line may be a break
    whole = part.lstrip()
    return at, at + len(whole if text.startswith(whole, max(0, at)) else bare)


def _cell(text: str, start: int, end: int, content: str) -> tuple[int, int]:
    """Where in its row a table's cell stands."""
    written = content if (at := text.find(content, start, end)) >= 0 else content.replace("|", r"\|")
    at = text.find(written, start, end)
    return at, max(at, start) + (len(written) if at >= 0 else 0)


def _tokens(text: str, spans: Sequence[tuple[int, int]], inline: Inline, env: dict[str, Any]) -> Iterator[Token]:
    """The content of a block in tokens; a line's end stands for a blank, with all that begins the next line."""
    content = "\n".join(text[start:end] for start, end in spans)
    ends = [text[one[1] : other[0]] for one, other in pairwise(spans)]
    at, opened, task = 0, 0, _TASK.match(content)
    if task:
        yield Token("alone", task.group())
        at = task.end()
    for start, end, kind, name in inline.places(content, env):
        if start < at:
            continue
        yield from _plain(content[at:start], ends)
        raw = _raw(content[start:end], ends)
        if kind == "html":
            yield from tokens(raw)
        elif kind == "text":
            meant = raw[1:] if raw.startswith("\\") else "".join(one.meant or one.raw for one in unescaped(raw))
            yield Token("text", raw, meant=meant)
        elif kind == "open" and name == "link":
            opened = end
            yield Token(kind, raw, name)
        elif raw in ("]", "][]") and name == "link":
            # what it points to is called by its words, which change
            yield Token("close", f"][{_raw(content[opened:start], [*ends])}]", name)
        else:
            yield Token(kind, raw, name)
        at = end
    yield from _plain(content[at:], ends)


def _plain(content: str, ends: list[str]) -> Iterator[Token]:
    for number, line in enumerate(content.split("\n")):
        if number:
            yield Token("text", ends.pop(0), meant=" ")
        if line:
            yield Token("text", line)


def _raw(content: str, ends: list[str]) -> str:
    """A mark as it is written, over the ends of lines."""
    return "".join(part if part != "\n" else ends.pop(0) for part in re.split("(\n)", content))
