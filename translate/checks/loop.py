"""English that says the same over and over where the Kazakh does not."""

from collections.abc import Iterator

from translate.checks.place import shown
from translate.document import Flag
from translate.reasons import say
from translate.repetition import loop


def flags(source: str, english: str) -> Iterator[Flag]:
    """The run that is said again, as `translate.repetition` finds it."""
    found = loop(english, source)
    if found:
        reason = say("repetition", words=shown(english[found.start : found.end]))
        yield Flag("repetition", reason, "target", found.start, found.end)
