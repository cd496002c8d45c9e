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
        form, place = _best(english, match, taken)
        if place:
            taken.append(place)
        uses.append(_use(match, form, place))
    return english, tuple(uses)


def _best(english: str, match: Match, taken: Sequence[tuple[int, int]]) -> tuple[str, tuple[int, int] | None]:
    """Which of the term's forms stands there, the preferred one first, and where."""
    for form in (match.term.target, *match.term.accepted, *match.term.variants):
        # a headline or dateline in capitals holds its terms in capitals
        for written in (form, form.upper())[: 1 + match.surface.isupper()]:
            if place := _place(english, written, taken):
                return form, place
    return match.term.target, None


def _use(match: Match, form: str, place: tuple[int, int] | None) -> TermUse:
    start, end = place or (-1, -1)
    return TermUse(
        source=match.term.source,
        surface=match.surface,
        target=match.term.target,
        status="already" if place else "not_applied",
        rule="none" if not place else "exact" if form == match.term.target else "variant",
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
