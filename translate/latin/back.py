"""Carries what was found in the Cyrillic of a sentence back to the letters of its file."""

from collections.abc import Sequence
from dataclasses import replace

from glossary.term import Match
from translate.document import Bead, Flag, Segment, TermUse
from translate.latin.respelled import Respelled


def matches(found: Sequence[Match], made: Respelled) -> tuple[Match, ...]:
    """The matches where they stand in the file's sentence."""
    return tuple(
        replace(one, start=start, end=end, surface=made.typed[start:end])
        for one in found
        for start, end in (made.span(one.start, one.end),)
    )


def bead(found: Bead, segment: Segment, made: Respelled) -> Bead:
    """The bead on the file's segment; its English is the same."""
    terms = tuple(_term(use, made) for use in found.terms)
    flags = tuple(_flag(flag, made) if flag.side == "source" else flag for flag in found.flags)
    return replace(found, segment=segment, terms=terms, flags=flags)


def _term(use: TermUse, made: Respelled) -> TermUse:
    start, end = made.span(use.start, use.end)
    return replace(use, start=start, end=end, surface=made.typed[start:end])


def _flag(flag: Flag, made: Respelled) -> Flag:
    start, end = made.span(flag.start, flag.end)
    return replace(flag, start=start, end=end)
