"""Web pages: text is translated wherever a reader sees it; tags, scripts, styles and code stay as they are."""

import re

from translate.encoding import decode, encode
from translate.formats.kept.markup import Marked
from translate.formats.kept.run import Beads
from translate.formats.readers.html import charset

# What a page says of its own language; the English must not be read out or hyphenated as Kazakh.
_ROOT = re.compile(r"<html\b[^>]*>", re.IGNORECASE)
_LANGUAGE = re.compile(r"((?<![\w-])lang\s*=\s*[\"']?)(?:kk|kaz|ru)\b[\w-]*", re.IGNORECASE)
_HEAD = 4096


class Page:
    """One page."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The page in a file's bytes. Raises InputError."""
        self._data, self._encoding = data, encoding or charset(data)
        self._text = decode(data, path, self._encoding)
        self._marked = Marked(self._text, sealed=("pre",))
        self.documents = self._marked.documents

    def english(self, beads: Beads) -> bytes:
        """The page with the English in it."""
        text = self._marked.english(beads)
        if text == self._text:
            return self._data
        root = _ROOT.search(text, 0, _HEAD)
        if root:
            text = text[: root.start()] + _LANGUAGE.sub(r"\1en", root.group()) + text[root.end() :]
        return encode(text, self._data, self._encoding, "xmlcharrefreplace")
