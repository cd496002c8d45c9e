"""The values a translation is made of: segments and documents in Kazakh, beads and bitexts with the English."""

import datetime
from dataclasses import dataclass
from typing import Literal

Origin = Literal["engine", "memory", "corrected", "copied"]
Side = Literal["source", "target"]
Status = Literal["already", "replaced", "redecoded", "not_applied"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of a document, or its title.

    `start` and `end` count characters of the document's text, so that `document.text[start:end] == text`.
    `paragraph` counts the document's non-blank lines from 0. The first `head` characters of `text` are a dateline
    (`ТОКИО. KAZINFORM – `), which is rendered by rule and never shown to the model.
    """

    start: int
    end: int
    text: str
    paragraph: int
    head: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A Kazakh text with its segments; `text` is the whole file, character for character.

    `body` is where the text proper begins: what stands before it is the `date …` mark of the newswire. No character
    from `body` on is lost: each stands in one segment or is a blank between two. `name` says where the text came from.
    Where it is `whole` each segment is one sentence, whatever stops it holds, since whoever sent it has split it.
    """

    text: str
    segments: tuple[Segment, ...]
    body: int = 0
    date: datetime.date | None = None
    title: str | None = None
    name: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TermUse:
    """What became of one glossary term in one sentence.

    `start` and `end` count characters of the segment's text, `target_start` and `target_end` of the English; these two
    are -1 where the English does not hold the term. `rule` names the step that decided.
    """

    source: str
    surface: str
    target: str
    status: Status
    rule: str
    start: int
    end: int
    target_start: int = -1
    target_end: int = -1


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person should look at: its kind, the reason in words, and the place in that side of the row."""

    kind: str
    reason: str
    side: Side
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Bead:
    """One Kazakh segment tied to its English, with where that English came from and all that is known of it."""

    segment: Segment
    target: str
    origin: Origin
    terms: tuple[TermUse, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether the English is a draft by a weak model, to be marked wherever it is shown."""
        return any(flag.kind == "draft" for flag in self.flags)


@dataclass(frozen=True, slots=True)
class Bitext:
    """A document with a bead for each of its segments, in order, and the signature of what made them."""

    document: Document
    beads: tuple[Bead, ...]
    signature: str
