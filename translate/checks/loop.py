"""English that says the same over and over where the Kazakh does not."""

from collections.abc import Iterator

from translate.checks.place import shown
from translate.document import Flag
from translate.repetition import loop


def flags(source: str, english: str) -> Iterator[Flag]:
    """The run that is said again, as `translate.repetition` finds it."""
    found = loop(english, source)
    if found:
        said = shown(english[found.start : found.end])
        reason = f"says the same again and again: {said}; compare with the Kazakh"
        yield Flag("repetition", reason, "target", found.start, found.end)
