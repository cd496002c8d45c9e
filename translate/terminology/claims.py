"""The English while its terms are put in: which span renders which match, kept true as the text changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from glossary.term import Match
from translate.document import Status, TermUse
from translate.terminology import dress
from translate.terminology.beside import personal
from translate.terminology.forms import Span

# Where a full stop that an abbreviation ends with ends the sentence, too.
_LAST = re.compile(r"[\"'”’»)\]]*(?:$|\n)")


@dataclass(frozen=True, slots=True)
class Claim:
    """A span of the English that renders a match, and how it came to."""

    start: int
    end: int
    status: Status
    rule: str


class Claims:
    """One sentence's English and the claims upon it: no two overlap."""

    def __init__(self, english: str, matches: Sequence[Match]) -> None:
        """Begin with nothing claimed."""
        self.english = english
        self.matches = matches
        self.held: dict[int, Claim] = {}
        # right places of matches whose record tells of another place, which was mended
        self.proven: list[Claim] = []

    @property
    def open(self) -> list[int]:
        """The matches that no span renders yet."""
        return [n for n in range(len(self.matches)) if n not in self.held]

    def text(self, span: Span) -> str:
        """What stands there now."""
        return self.english[span[0] : span[1]]

    def shout(self, match: Match) -> bool:
        """Whether capitals throughout are right for a match: in a headline that is all in capitals."""
        return (match.surface.isupper() and len(match.surface) > 1) or self.english.isupper()

    def free(self, span: Span) -> bool:
        """Whether no claim touches the span."""
        return all(span[1] <= claim.start or claim.end <= span[0] for claim in (*self.held.values(), *self.proven))

    def personal(self, span: Span) -> bool:
        """Whether the span stands beside a family name: as part of a person's name."""
        return personal(self.english, span, self.matches)

    def claim(self, n: int, span: Span, rule: str) -> None:
        """Say that the span renders the match as it stands."""
        self.held[n] = Claim(*span, "already", rule)

    def put(self, n: int, span: Span, rule: str, *, many: bool = False) -> bool:
        """Put the match's target in the span's place and claim it, unless a claim or a doubled word is in the way."""
        place = self.replace(n, span, many=many)
        if place:
            self.held[n] = Claim(*place, "replaced", rule)
        return bool(place)

    def mend(self, n: int, span: Span, rule: str, *, many: bool = False, form: str = "") -> bool:
        """Put the target, or a form of it, in the place of one more span: the record tells of that place."""
        place = self.replace(n, span, many=many, form=form, own=True)
        if place:
            term = self.matches[n].term
            n = next((at for at in self.open if self.matches[at].term == term), n)
            self.proven += [self.held[n]] if n in self.held else []
            self.held[n] = Claim(*place, "replaced", rule)
        return bool(place)

    def replace(self, n: int, span: Span, *, many: bool = False, form: str = "", own: bool = False) -> Span | None:
        """Put the match's target in the span's place; where it stands then, or None if something is in the way.

        A claim of the same term is none if it is its `own`, which goes: the (WHO) behind its long form.
        """
        match = self.matches[n]
        if (match.term.kind == "place" and self.personal(span)) or self._cut(span):
            return None
        written = self.text(span)
        # the entry's own U.S. or UNDP is no shouting
        listed = written in (*match.term.variants, *match.term.forbidden)
        loud = self.english.isupper() or (self.shout(match) and written.isupper() and len(written) > 3 and not listed)
        if written.endswith(".") and not match.term.target.endswith(".") and _LAST.match(self.english, span[1]):
            span = span[0], span[1] - 1
        many = many and dress.may_be_many(match.term)
        text = dress.dressed(form or match.term.target, self.english, span, many=many, shout=loud)
        made = None
        if not dress.told_beside(self.english, span, text):
            made = dress.put(self.english, span, text, bare=not many and dress.bare(match.term))
        if made is None or not self._clear(n, made[1], own=own):
            return None
        changed, gone, place = made
        by = len(changed) - len(self.english)
        self.english = changed
        self.held = {key: _moved(claim, gone[1], by) for key, claim in self.held.items()}
        self.proven = [_moved(claim, gone[1], by) for claim in self.proven]
        return place

    def _clear(self, n: int, span: Span, *, own: bool) -> bool:
        """Whether no claim touches the span, once those of the term itself within it are given up."""
        held = self.held
        if own:
            term = self.matches[n].term
            inside = [key for key, claim in held.items() if span[0] <= claim.start and claim.end <= span[1]]
            self.held = {key: held[key] for key in held if key not in inside or self.matches[key].term != term}
        free = self.free(span)
        self.held = self.held if free else held
        return free

    def _cut(self, span: Span) -> bool:
        """Whether the span begins or ends inside a word, as letters behind a digit do."""
        return any(re.fullmatch(r"\w\w", self.english[max(0, at - 1) : at + 1]) for at in span)

    def uses(self) -> tuple[TermUse, ...]:
        """What became of each match, in their order."""
        return tuple(self._use(n, match) for n, match in enumerate(self.matches))

    def _use(self, n: int, match: Match) -> TermUse:
        claim = self.held.get(n) or Claim(-1, -1, "not_applied", "none")
        return TermUse(
            source=match.term.source,
            surface=match.surface,
            target=match.term.target,
            status=claim.status,
            rule=claim.rule,
            start=match.start,
            end=match.end,
            target_start=claim.start,
            target_end=claim.end,
        )


def _moved(claim: Claim, behind: int, by: int) -> Claim:
    """The claim after the text before it changed."""
    return replace(claim, start=claim.start + by, end=claim.end + by) if claim.start >= behind else claim
