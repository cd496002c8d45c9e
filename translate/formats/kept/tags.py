"""Cuts HTML and XML into text and tags, each tag as it was written; what is no tag is text."""

import re
from collections.abc import Collection, Iterator

from translate.formats.kept.written import Token

# Tags inside a sentence; any other ends it.
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite data del dfn em font i img ins kbd label mark q s samp small span strike strong"
    " sub sup time tt u var wbr code x g ph bx ex bpt ept it mrk script style svg math".split()
)
VOID = frozenset("img wbr br hr input meta link area base col embed source track".split())
# What is never read: no person's words stand there.
SEALED = frozenset("script style svg math code kbd samp textarea template".split())
_NOTE = re.compile(
    r"<(?P<name>sup|a)\b[^<>]{0,300}>(?:[^<>]{0,8}<[^<>]{0,300}>){0,3}[^<>]{0,8}</(?P=name)>", re.IGNORECASE
)
_ANY = re.compile(r"<[^<>]*>")
# What stands in these is no markup, whatever it looks like.
_RAW = frozenset("script style textarea".split())


def tokens(
    source: str, *, breaking: Collection[str] = (), inside: Collection[str] = (), sealed: Collection[str] = ()
) -> Iterator[Token]:
    """The source in pieces. `breaking`, `inside` and `sealed` name tags that a request wants so."""
    sealed = SEALED.union(sealed)
    at, missing = 0, set[str]()
    while at < len(source):
        start = source.find("<", at)
        end = _end(source, start, missing) if start >= 0 else -1
        if start < 0:
            yield Token("text", source[at:])
            return
        if end < 0:
            # `5 < 6` holds no tag
            yield Token("text", source[at : start + 1])
            at = start + 1
            continue
        if start > at:
            yield Token("text", source[at:start])
        if note := _note(source, start):
            yield Token("alone", note)
            at = start + len(note)
            continue
        raw, name = source[start:end], _name(source[start:end])
        if (name in sealed or 'translate="no"' in raw) and _opens(raw, name):
            end = _closing(source, end, name)
            yield Token("alone" if name in INLINE else "break", source[start:end], name)
        else:
            yield _tag(raw, name, breaking, inside)
        at = end


def _note(source: str, start: int) -> str:
    """A link to a note, as `<sup><a href="#n1">1</a></sup>`: its number is no word of the sentence."""
    found = _NOTE.match(source, start)
    if not found:
        return ""
    words = _ANY.sub("", found.group())
    return found.group() if words.strip() and not any(map(str.isalpha, words)) and "<a " in found.group() else ""


def _tag(raw: str, name: str, breaking: Collection[str], inside: Collection[str]) -> Token:
    if not name:
        # a comment, a declaration, an instruction
        return Token("alone" if raw.startswith("<!--") else "break", raw)
    if name in breaking or (name not in INLINE and name not in inside):
        return Token("break", raw, name)
    if raw.startswith("</"):
        return Token("close", raw, name)
    return Token("open" if _opens(raw, name) else "alone", raw, name)


def _opens(raw: str, name: str) -> bool:
    return not raw.startswith("</") and not raw.endswith("/>") and name not in VOID


def _name(raw: str) -> str:
    end = start = 2 if raw.startswith("</") else 1
    while raw[end] not in " \t\r\n/>":
        end += 1
    return raw[start:end].lower() if raw[start].isalpha() else ""


def _end(source: str, start: int, missing: set[str]) -> int:
    """Where what begins with this `<` ends; -1 where it is no tag. `missing` holds endings that come no more."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")):
        if source.startswith(opening, start):
            found = -1 if closing in missing else source.find(closing, start + len(opening))
            if found < 0:
                missing.add(closing)
                return -1
            return found + len(closing)
    first = start + 2 if source.startswith("/", start + 1) else start + 1
    if not source[first : first + 1].isalpha():
        return -1
    return _quoted_end(source, first)


def _quoted_end(source: str, at: int) -> int:
    """The place after the `>` that ends a tag; one in an attribute's quotes does not."""
    while at < len(source):
        letter = source[at]
        if letter == ">":
            return at + 1
        if letter == "<":
            return -1
        if letter in "\"'":
            closing = source.find(letter, at + 1)
            if closing < 0:
                return -1
            at = closing
        at += 1
    return -1


def _closing(source: str, at: int, name: str) -> int:
    """The place after the end tag that closes an element which began before `at`, elements in it counted."""
    if name in _RAW:
        found = re.compile(rf"</{name}[^>]*>", re.IGNORECASE).search(source, at)
        return found.end() if found else len(source)
    depth, missing = 1, set[str]()
    while depth:
        start = source.find("<", at)
        if start < 0:
            return len(source)
        end = _end(source, start, missing)
        if end > 0 and _name(source[start:end]) == name:
            raw = source[start:end]
            depth += -1 if raw.startswith("</") else 1 if _opens(raw, name) else 0
        at = end if end > 0 else start + 1
    return at
