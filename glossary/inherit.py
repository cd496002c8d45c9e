"""What an entry that says little, as a row of two columns, takes from the one in whose place it comes.

It keeps all that it does not say itself: kind, forms, priority, note. Without days it takes the place of the entry that
is in force today alone, with the days of that one: what the name was called before stays as it was.
"""

from collections.abc import Collection, Sequence
from datetime import date

from glossary.cells import COLUMNS
from glossary.overlay import overlap
from glossary.term import Term

EVERYTHING = frozenset(COLUMNS)
_DAYS = frozenset(("valid_from", "valid_to"))


def completed(term: Term, there: Sequence[Term], said: Collection[str], today: date | None = None) -> Term:
    """The entry with what it leaves out; it is one of `there`, those for its source, where it says nothing else.

    `said` are the columns that speak where they are empty, too. Raises ValueError where `there` holds on days that are
    all past or yet to come, so that nobody can tell which days are meant.
    """
    if not there or set(said) >= EVERYTHING:
        return term
    today = today or date.today()
    undated = not (term.valid_from or term.valid_to or _DAYS.intersection(said))
    rivals = [other for other in there if (other.holds(today) if undated else overlap(other, term))]
    filled = [(_filled(term, other, said, undated), other) for other in rivals or there]
    if same := next((other for full, other in filled if full == other), None):
        return same
    if not rivals:
        if undated:
            raise ValueError("it has entries for certain days, but none for today; give valid_from and valid_to")
        return term
    return max(filled, key=lambda one: (one[1].source == term.source, one[1].holds(today), one[1].priority))[0]


def _filled(term: Term, other: Term, said: Collection[str], undated: bool) -> Term:
    """The entry with what the other says and it does not. No form of the other may gainsay it."""
    own = {*term.variants, *term.accepted, *term.forbidden}
    if term.target != other.target:
        own.add(term.target)

    def forms(column: str, given: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
        return given if given or column in said else tuple(form for form in others if form not in own)

    return Term(
        term.source,
        term.target,
        forms("variants", term.variants, other.variants),
        forms("forbidden", term.forbidden, other.forbidden),
        term.kind if term.kind != "term" or "kind" in said else other.kind,
        other.valid_from if undated else term.valid_from,
        other.valid_to if undated else term.valid_to,
        term.priority if term.priority or "priority" in said else other.priority,
        term.note if term.note or "note" in said else other.note,
        forms("accepted", term.accepted, other.accepted),
    )
