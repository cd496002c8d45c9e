"""What a glossary holds, an entry, and what it finds, a match."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Literal, get_args

Kind = Literal["person", "place", "organisation", "term", "keep"]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: a Kazakh name or term, in its bare form, and the English that house style wants for it.

    `accepted` are English forms that are right where they stand (the UN for the United Nations, Kazakh for Kazakhstan);
    `variants` are other spellings of the target, in whose place it is put; `forbidden` ones never stand.
    `valid_from` and `valid_to` bound the articles it holds for, both days included; None leaves that side open.
    Of two entries for one source the higher `priority` wins; above 0 it also says that a name which is a common word
    too is meant wherever it may be. An entry of kind `keep` is found only in the capitals that it is written in.
    """

    source: str
    target: str
    variants: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    kind: Kind = "term"
    valid_from: date | None = None
    valid_to: date | None = None
    priority: int = 0
    note: str = ""
    accepted: tuple[str, ...] = ()

    @classmethod
    def in_columns(cls, count: int, columns: Sequence[Iterable[object]]) -> list["Term"]:
        """So many entries at once, from a column for each field, for less than half of what they cost one by one.

        The fields are written past `__init__`, which asks ten times an entry whether it may.
        """
        made = list(map(object.__new__, repeat(cls, count)))
        for field, column in zip(cls.__slots__, columns, strict=True):
            deque(map(getattr(cls, field).__set__, made, column), maxlen=0)
        return made

    def holds(self, day: date) -> bool:
        """Whether the entry is in force on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found in a text: `text[start:end] == surface`, which is the source and its Kazakh `ending`.

    The surface is what was typed, soft hyphens and look-alikes with it; the ending is empty for the bare form.
    """

    term: Term
    start: int
    end: int
    surface: str
    ending: str = ""
