"""Where marks stand inside a block of Markdown, as the parser sees it; it tells no places itself, so it is watched."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

Kind = Literal["text", "open", "close", "alone", "break", "html"]
Place = tuple[int, int, Kind, str]
# What the parser's rules find, but for those that are more than one thing.
_KINDS: dict[str, Kind] = {
    "backticks": "alone",
    "image": "alone",
    "autolink": "alone",
    "footnote_ref": "alone",
    "html_inline": "html",
    "escape": "text",
    "entity": "text",
}
_DELIMITED = ("emphasis", "strikethrough")
_SEEN = "audarma-seen"


class Inline:
    """The parser of what stands inside blocks."""

    def __init__(self) -> None:
        """Rules are watched from now on."""
        from markdown_it import MarkdownIt
        from mdit_py_plugins.footnote import footnote_plugin

        parser = MarkdownIt("commonmark").enable(["strikethrough"])
        parser.use(footnote_plugin, inline=False, move_to_end=False)
        parser.inline.ruler2.disable("fragments_join")
        for rule in list(parser.inline.ruler.__rules__):
            parser.inline.ruler.at(rule.name, _watching(rule.name, rule.fn))
        self._parser: MarkdownIt = parser

    def places(self, content: str, env: dict[str, Any]) -> list[Place]:
        """Begin, end, kind and name of each mark, from left to right. What lies between them is text."""
        seen: list[_Seen] = []
        self._parser.inline.parse(content, self._parser, {**env, _SEEN: seen}, [])
        return sorted((*_simple(seen), *_emphasis(seen)))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a rule found, where, and the tokens that it made of it; of a link, where its words end."""

    rule: str
    start: int
    end: int
    tokens: tuple[Any, ...]
    words: int

    @property
    def kinds(self) -> set[str]:
        """The types of its tokens."""
        return {token.type for token in self.tokens}


def _watching(name: str, rule: Callable[..., bool]) -> Callable[..., bool]:
    def watch(state: "StateInline", silent: bool) -> bool:
        seen: list[_Seen] = state.env[_SEEN]
        start, made, known, words = state.pos, len(state.tokens), len(seen), -1
        if name == "link" and not silent and state.src[start] == "[":
            words = state.md.helpers.parseLinkLabel(state, start, True)
        if not rule(state, silent):
            return False
        if not silent:
            if name == "image":
                # its words are parsed by themselves, with places of their own
                del seen[known:]
            tokens = state.tokens[made:]
            if name in _DELIMITED:
                tokens = _last(tokens, state.pos - start)
            seen.append(_Seen(name, start, state.pos, tuple(tokens), words))
        return True

    return watch


def _last(tokens: list[Any], width: int) -> list[Any]:
    """The last tokens that have so many characters, each with its own number of them; before them may be text."""
    at = len(tokens)
    while width > 0:
        at -= 1
        width -= len(tokens[at].content)
        tokens[at].meta = {_SEEN: len(tokens[at].content)}
    return tokens[at:]


def _simple(seen: list[_Seen]) -> Iterator[Place]:
    for one in seen:
        if one.rule == "link":
            yield one.start, one.start + 1, "open", "link"
            yield one.words, one.end, "close", "link"
        elif "hardbreak" in one.kinds:
            yield one.start, one.end, "break", ""
        elif one.rule in _KINDS and (one.rule != "backticks" or "code_inline" in one.kinds):
            yield one.start, one.end, _KINDS[one.rule], one.rule


def _emphasis(seen: list[_Seen]) -> Iterator[Place]:
    """The stars that turned out to open or close something; of two that do so together, one is left without a type."""
    for one in seen:
        at = one.start
        for token in one.tokens if one.rule in _DELIMITED else ():
            width = token.meta[_SEEN]
            kind, _, side = token.type.rpartition("_")
            wide = kind == "strong"
            if side == "open":
                yield at - wide, at + width, "open", kind
            elif side == "close":
                yield at, at + width + wide, "close", kind
            at += width
