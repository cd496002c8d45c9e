"""A text in HTML or XML: each run between two breaks is a document, and every tag of it comes back."""

import re
from collections.abc import Collection, Iterator
from html import escape, unescape

from translate.formats.kept.split import Split
from translate.formats.kept.tags import tokens
from translate.formats.kept.written import Token, Written

# As `html.unescape` finds them.
_ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


class Marked(Written):
    """A text in HTML or XML; see `translate.formats.kept.run` for what becomes of a tag inside a sentence."""

    def __init__(
        self,
        text: str,
        *,
        breaking: Collection[str] = (),
        inside: Collection[str] = (),
        sealed: Collection[str] = (),
        split: Split = "stops",
    ) -> None:
        """Names of tags that shall end sentences, stand inside them, or keep their content as it is.

        `split` says what else ends a sentence: a line break does in no HTML. Raises InputError.
        """
        found = tokens(text, breaking=breaking, inside=inside, sealed=sealed)
        told = (part for token in found for part in (unescaped(token.raw) if token.kind == "text" else (token,)))
        super().__init__(told, _dressed, _kept, split=split)


def unescaped(raw: str) -> Iterator[Token]:
    """Text with its entities told apart."""
    end = 0
    for entity in _ENTITY.finditer(raw):
        meant = unescape(entity.group())
        if meant != entity.group():
            yield Token("text", raw[end : entity.start()])
            yield Token("text", entity.group(), meant=meant)
            end = entity.end()
    yield Token("text", raw[end:])


def _dressed(text: str) -> str:
    return escape(text, quote=False)


def _kept(text: str) -> str:
    """What was there, but for a `<` of no tag, which beside English might become one."""
    return text.replace("<", "&lt;")
