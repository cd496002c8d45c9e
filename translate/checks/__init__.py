"""Quality flags: what of a row a person should look at, each with its reason in words and its place.

Every check reads the two texts alone, so that rows of any maker can be checked: engines, memories, people.
"""

from collections.abc import Iterable, Iterator, Sequence

from glossary.term import Match
from translate.checks import cyrillic, empty, length, loop, name, negation, number, quotation
from translate.checks.place import overlap
from translate.document import Flag, TermUse

KINDS = ("empty", "copied", "cyrillic", "repetition", "length", "number", "name", "negation", "quotation")


def check(
    source: str, english: str, *, matches: Sequence[Match] = (), uses: Sequence[TermUse] = ()
) -> tuple[Flag, ...]:
    """The flags of one row, in the order of `KINDS`; `matches` and `uses` are its glossary terms, where it has any.

    A side without words has no other flag, and neither has English that is the Kazakh copied.
    """
    if not source.strip() and not english.strip():
        return ()
    for first in (empty.flags(source, english), _copied(source, english)):
        if found := tuple(first):
            return found
    return tuple(
        once(
            [
                *cyrillic.flags(source, english),
                *loop.flags(source, english),
                *length.flags(source, english),
                *number.flags(source, english),
                *name.flags(source, english, matches, uses),
                *negation.flags(source, english),
                *quotation.flags(source, english, matches),
            ]
        )
    )


def besides(known: Sequence[Flag], found: Iterable[Flag]) -> tuple[Flag, ...]:
    """Those of the found flags that say more than the known ones do about their place."""
    return tuple(flag for flag in found if not any(_says(one, flag) for one in known))


def once(flags: Iterable[Flag]) -> Iterator[Flag]:
    """The flags without those that have the kind and the place of one before."""
    seen: list[Flag] = []
    for flag in flags:
        if not any(one.kind == flag.kind and overlap(one, flag) for one in seen):
            seen.append(flag)
            yield flag


def _copied(source: str, english: str) -> Iterator[Flag]:
    return (flag for flag in cyrillic.flags(source, english) if flag.kind == "copied")


def _says(known: Flag, found: Flag) -> bool:
    """Whether a known flag says what a found one does: of its kind, or of a name or term that is wrong there."""
    alike = {known.kind, found.kind} <= {"name", "term", "cyrillic"} or known.kind == found.kind
    return alike and overlap(known, found)
