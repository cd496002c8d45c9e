"""Headlines as a model can read them: capitals throughout calmed, a missing full stop put there and taken off again.

Three in four official Kazakh headlines have no stop at their end, and models read a text without one as cut off; what
stands in capitals throughout they hardly read at all. Nothing here asks whether a text is a title: a caption, a list's
item and a headline that was pasted alone are treated as what they look like, so that one text has one English.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.term import Match
from translate.capitals import begun, calmed, shout, shouted

# A letter, a figure or a closing mark ends it, and no mark that ends a sentence stands before those.
_OPEN = re.compile(r"[^\W_](?:[%°№]|[»”\"'’)\]])*\Z")
_LETTER = re.compile(r"[^\W\d_]")
# A stop that ends the English, alone and not an abbreviation's: `of the U.S.`, `and others etc.`
_STOP = re.compile(
    r"(?<![.\s])(?<![\s.(][A-Za-z])(?<!\b(?:Co|Dr|Jr|Mr|Ms|No|Sr|St|vs))(?<!\b(?:Inc|Ltd|Mrs|etc))(?<!\bCorp)"
    r"\.(?=[\"”’»)\]]*\Z)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model is to read of a text, character by character the text itself but for capitals and one stop more."""

    text: str
    shouted: bool = False
    stopped: bool = False

    def unstopped(self, english: str) -> str:
        """The English with the stop taken off again that the Kazakh lacked."""
        return _STOP.sub("", english) if self.stopped else english

    def begun(self, english: str) -> str:
        """The English with a capital to begin with, where the Kazakh has one."""
        return begun(self.text, english)

    def loud(self, english: str) -> str:
        """The English in capitals where the Kazakh was, each character in its place: the last step of all."""
        return shout(english) if self.shouted else english


UNREAD = Reading("")


def read(text: str, matches: Sequence[Match]) -> Reading:
    """The reading of a text; `matches` are the glossary's entries in it, whose capitals are kept."""
    loud = shouted(text)
    stopped = bool(_OPEN.search(text) and _LETTER.search(text))
    calm = calmed(text, matches) if loud else text
    return Reading(calm + "." if stopped else calm, loud, stopped)
