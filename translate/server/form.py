"""The form of a sentence as its source has it: the marks around it and its first letter, which a model would mend."""

import re
from dataclasses import replace

from translate.document import Bead, Document
from translate.formats.kept.run import Beads
from translate.server.wording import Wording

# Quotation marks and brackets come in twos, and stay as the English has them.
_BEFORE = re.compile(r"(?:[-–—•*·…\s]|\.{2,})*")
_AFTER = re.compile(r"[\s.!?…‼⁇⁈⁉,;:–—-]*\Z")
_CLOSED = re.compile(r"[.!?…][\"'”’»)\]]+\Z")
_INITIALS = re.compile(r"(?:\b[^\W\d_]\.){2,}\Z")
_WORD = re.compile(r"[^\W\d_][\w'’]*")


class Kept:
    """A text whose English sentences have the form of the source's."""

    def __init__(self, wording: Wording) -> None:
        """What the text is apart from that."""
        self._wording = wording

    @property
    def documents(self) -> tuple[Document, ...]:
        """What is to be translated."""
        return self._wording.documents

    def english(self, beads: Beads) -> str:
        """The whole text with the English in it."""
        return self._wording.english([list(map(kept, share)) for share in beads])


def kept(bead: Bead) -> Bead:
    """The bead, its English with the marks and the first letter of the source."""
    source, target = bead.segment.text, bead.target
    if bead.origin == "copied" or not _WORD.search(target):
        return bead
    start, end = _begin(target), _end(target)
    before, after = source[: _begin(source)], source[_end(source) :]
    if _INITIALS.search(target) and not after:
        # the full stop of `U.S.` is part of the word
        end = len(target)
    if _CLOSED.search(target[:end]):
        # the stop stands inside the marks that close
        after = target[end:]
    return replace(bead, target=before + _cased(bead, start, end) + after)


def _begin(text: str) -> int:
    found = _BEFORE.match(text)
    return found.end() if found else 0


def _end(text: str) -> int:
    found = _AFTER.search(text)
    return found.start() if found else len(text)


def _cased(bead: Bead, start: int, end: int) -> str:
    """The English between those places, its first letter large or small as the source's is."""
    text = bead.target[start:end]
    theirs, ours = _WORD.search(bead.segment.text), _WORD.search(text)
    if not theirs or not ours:
        return text
    at, word = ours.start(), ours[0]
    if theirs[0][0].isupper():
        return text[:at] + word[0].upper() + text[at + 1 :]
    named = any(use.target_start == start + at for use in bead.terms)
    # `I`, `UN` and what the glossary writes large are so wherever they stand
    if theirs[0][0].islower() and not named and word.partition("'")[0] != "I" and word[1:2] == word[1:2].lower():
        return text[:at] + word[0].lower() + text[at + 1 :]
    return text
