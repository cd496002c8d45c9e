"""What XML can hold: text without the characters that it forbids, escaped so that it reads back as it was."""

import re
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDS = {"\r": "&#13;"}  # a bare one would read back as a line feed
_BLANKS = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}


def clean(text: str) -> str:
    """The text without control characters and whatever else may not stand in XML, escaped or not."""
    return _FORBIDDEN.sub("", text)


def content(text: str) -> str:
    """The text as it stands between tags."""
    return escape(clean(text), _ENDS)


def attribute(text: str) -> str:
    """The text as it stands after an attribute's name, with its quotes."""
    return quoteattr(clean(text), _BLANKS)
