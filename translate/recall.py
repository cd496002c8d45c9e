"""What is known of a sentence before the engine is asked: a person's correction, or what the same way made before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from glossary.term import Match
from translate.document import Bead, Flag, Segment
from translate.memory.values import Correction, Stored, key
from translate.reasons import say
from translate.terminology.record import recorded, standing

__all__ = ["OUTPUT", "Memory", "again", "amended", "content", "evidence", "key"]

# Rises where the same sentence, model, decoding and terms give other English than before, or other flags.
OUTPUT = 4


class Memory(Protocol):
    """Where rows are kept; `translate.memory` is the real one."""

    def many(self, keys: Sequence[str]) -> Mapping[str, Stored]:
        """The rows that are known, by key."""
        ...

    def corrected(self, sources: Sequence[str]) -> Mapping[str, Correction]:
        """The corrections that are known, by sentence."""
        ...

    def store(self, rows: Iterable[tuple[str, str, Stored]]) -> None:
        """Keep rows: key, sentence and content."""
        ...


def content(bead: Bead) -> Stored:
    """What is to be kept of a bead."""
    return Stored(bead.target, bead.terms, bead.flags, bead.origin)


def evidence(segment: Segment, matches: Sequence[Match]) -> tuple[str, ...]:
    """What of a segment and its terms decides its English: of the glossary, only the entries that match."""
    return (segment.text, str(segment.head), *(repr(match.term) for match in matches))


def again(segment: Segment, known: Stored) -> Bead:
    """The bead that was made before, in its new place."""
    return Bead(segment, known.target, known.origin, known.terms, known.flags)


def amended(segment: Segment, matches: Sequence[Match], correction: Correction) -> Bead:
    """The bead as a person wrote it, word for word, flagged where a term has changed since."""
    uses = recorded(correction.target, matches, standing(correction.target, matches))
    then = dict(correction.terms)
    changed = [m for m in matches if then.get(m.term.source, m.term.target) != m.term.target]
    flags = tuple(
        Flag("term", _changed(m, then[m.term.source]), "source", m.start, m.end)
        for m in {m.term.source: m for m in reversed(changed)}.values()
    )
    return Bead(segment, correction.target, "corrected", tuple(replace(use, rule="corrected") for use in uses), flags)


def _changed(match: Match, before: str) -> str:
    return say("term.changed", source=match.term.source, before=before, now=match.term.target)
