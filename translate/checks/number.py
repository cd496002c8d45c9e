"""Numbers, months and units that the two sides do not share."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from translate.checks.quantity import Month, Quantity, months, quantities
from translate.document import Flag
from translate.reasons import say


def flags(source: str, english: str) -> Iterator[Flag]:
    """What the English lacks, what it invents, and where the unit is another."""
    kazakh, other = quantities(source, "kk"), quantities(english, "en")
    ours, theirs = list(months(source, "kk")), list(months(english, "en"))
    lacking = _left(kazakh, [*other, *map(_number, theirs)])
    invented = _left(other, [*kazakh, *map(_number, ours)])
    for one in lacking:
        if one.weight == "sure":
            reason = say("number.lost", number=source[one.start : one.end])
            yield Flag("number", reason, "source", one.start, one.end)
    for one in invented:
        if one.weight == "sure":
            reason = say("number.added", number=english[one.start : one.end])
            yield Flag("number", reason, "target", one.start, one.end)
    yield from _words(source, english, lacking, invented)
    yield from _units(source, english, kazakh, other)
    for month in _unnamed(ours, theirs, other):
        reason = say("number.month.lost", month=source[month.start : month.end])
        yield Flag("number", reason, "source", month.start, month.end)
    for month in _unnamed(theirs, ours, kazakh):
        reason = say("number.month.added", month=english[month.start : month.end])
        yield Flag("number", reason, "target", month.start, month.end)


def _left(found: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    """The numbers that none of the others may be."""
    said = frozenset[Decimal]().union(*(one.readings for one in others))
    return [one for one in found if not one.readings & said]


def _words(source: str, english: str, lacking: list[Quantity], invented: list[Quantity]) -> Iterator[Flag]:
    """Small numbers in words, where each side has one left over that the other lacks."""
    kazakh = [one for one in lacking if one.weight == "word"]
    for one in invented:
        if kazakh and one.weight == "word":
            said = source[kazakh[0].start : kazakh[0].end]
            reason = say("number.word", kazakh=said, english=english[one.start : one.end])
            yield Flag("number", reason, "target", one.start, one.end)


def _units(source: str, english: str, kazakh: Sequence[Quantity], other: Sequence[Quantity]) -> Iterator[Flag]:
    """A number that stands on both sides, with a unit on each, and never with the same."""
    for one in other:
        if one.unit and one.weight == "sure":
            same = [each for each in kazakh if each.readings & one.readings]
            if same and all(each.unit not in (None, one.unit) for each in same):
                written = english[one.start : one.end]
                reason = say("number.unit", number=written, unit=one.unit, other=same[0].unit)
                yield Flag("number", reason, "target", one.start, one.end)


def _unnamed(found: Sequence[Month], others: Sequence[Month], numbers: Sequence[Quantity]) -> Iterator[Month]:
    """The months that the other side has neither by name nor in figures."""
    named = {one.month for one in others}
    for one in found:
        if one.sure and one.month not in named and not any(one.month in each.readings for each in numbers):
            yield one


def _number(month: Month) -> Quantity:
    return Quantity(month.start, month.end, frozenset({Decimal(month.month)}), "loose")
