"""Proves a glossary's terms in the English: for each match, whether the sentence renders it as house style wants."""

from collections.abc import Sequence

from glossary.term import Match
from translate.document import TermUse


def apply(english: str, matches: Sequence[Match]) -> tuple[str, tuple[TermUse, ...]]:
    """The English with its terms, and what became of each match: `already` there, or `not_applied`.

    A target that stands once proves one match only: a name that the Kazakh holds twice must stand twice.
    """
    uses: list[TermUse] = []
    taken: list[tuple[int, int]] = []
    for match in matches:
        # a headline or dateline in capitals holds its terms in capitals
        forms = (match.term.target, match.term.target.upper())[: 1 + match.surface.isupper()]
        place = next(filter(None, (_place(english, form, taken) for form in forms)), None)
        if place:
            taken.append(place)
        uses.append(_use(match, place))
    return english, tuple(uses)


def _use(match: Match, place: tuple[int, int] | None) -> TermUse:
    start, end = place or (-1, -1)
    return TermUse(
        source=match.term.source,
        surface=match.surface,
        target=match.term.target,
        status="already" if place else "not_applied",
        rule="exact" if place else "none",
        start=match.start,
        end=match.end,
        target_start=start,
        target_end=end,
    )


def _place(english: str, target: str, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the target stands as whole words, outside the places already taken."""
    start = english.find(target)
    while start >= 0:
        end = start + len(target)
        whole = not (english[start - 1 : start].isalnum() or english[end : end + 1].isalnum())
        if whole and all(end <= first or last <= start for first, last in taken):
            return start, end
        start = english.find(target, start + 1)
    return None
