"""Entries that say two things at once: two targets on one day, one entry twice, a target that another one forbids."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from glossary.overlay import overlap, spelled
from glossary.term import Term

Kind = Literal["contradiction", "duplicate", "forbidden"]
# Of one source with very many entries not every pair is told.
_MOST_PAIRS = 100


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two entries that can't both hold, where each stands, and what to do; a `contradiction` is an error.

    `places` are what `conflicts` was given for the two, such as `line 3` and `seed`; else empty.
    """

    kind: Kind
    one: Term
    other: Term
    places: tuple[str, str]
    reason: str

    @property
    def error(self) -> bool:
        """Whether it must be mended; the others are worth a look."""
        return self.kind == "contradiction"


def conflicts(terms: Sequence[Term], places: Sequence[str] = ()) -> list[Conflict]:
    """All conflicts among the entries; `places` says of each where it stands."""
    where = places or [""] * len(terms)
    return [*_of_one_source(terms, where), *_forbidden(terms, where)]


def contradictions(terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Which pairs of entries contradict each other, by their places in the sequence."""
    return [(one, other) for one, other, kind in _pairs(terms) if kind == "contradiction"]


def _of_one_source(terms: Sequence[Term], places: Sequence[str]) -> Iterator[Conflict]:
    for one, other, kind in _pairs(terms):
        first, second = terms[one], terms[other]
        if kind == "duplicate":
            reason = f"{first.source} → {first.target} stands there twice; remove one"
        else:
            reason = (
                f"{first.source} is both {first.target} and {second.target} on the same days; "
                f"remove one, or set valid_from and valid_to"
            )
        yield Conflict(kind, first, second, (places[one], places[other]), reason)


def _pairs(terms: Sequence[Term]) -> Iterator[tuple[int, int, Literal["contradiction", "duplicate"]]]:
    """Two entries of one source and one priority that hold on the same day: of one target, or of two."""
    sources = _sources(terms)
    if len(set(sources)) == len(sources):
        return
    by_source: dict[str, list[int]] = defaultdict(list)
    for at, source in enumerate(sources):
        by_source[source].append(at)
    for several in by_source.values():
        if len(several) > 1:
            yield from list(_rivals(terms, several))[:_MOST_PAIRS]


def _rivals(
    terms: Sequence[Term], several: Sequence[int]
) -> Iterator[tuple[int, int, Literal["contradiction", "duplicate"]]]:
    for one, other in combinations(several[: _MOST_PAIRS * 2], 2):
        first, second = terms[one], terms[other]
        if first.priority == second.priority and overlap(first, second):
            same = first.target == second.target and not _disagree(first, second)
            yield one, other, "duplicate" if same else "contradiction"


def _disagree(one: Term, other: Term) -> bool:
    """Whether what is right for one is forbidden by the other."""
    return bool(set(one.forbidden) & set(other.accepted) or set(other.forbidden) & set(one.accepted))


def _forbidden(terms: Sequence[Term], places: Sequence[str]) -> Iterator[Conflict]:
    """Where a target that one entry puts there is taken away by another, both could go on for ever."""
    by_target: dict[str, list[int]] = defaultdict(list)
    for at, term in enumerate(terms):
        by_target[term.target].append(at)
    for at, term in enumerate(terms):
        for form in term.forbidden:
            for other in by_target.get(form, ()):
                if overlap(term, terms[other]):
                    reason = (
                        f"{terms[other].source} → {form}, but {term.source} → {term.target} forbids {form}; "
                        f"take it out of forbidden, or change the target"
                    )
                    yield Conflict("forbidden", terms[other], term, (places[other], places[at]), reason)


def _sources(terms: Sequence[Term]) -> list[str]:
    """Every source in one spelling, all at once."""
    sources = [term.source for term in terms]
    text = "\n".join(sources)
    if not text.replace(" ", "").replace("\n", "").isprintable() or "  " in text or text.count("\n") >= len(terms):
        text = "\n".join([" ".join(source.split()) for source in sources])
    return spelled(text).split("\n") if terms else []
