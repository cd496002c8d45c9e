"""Whether one side says nothing where the other does."""

from collections.abc import Iterator

from translate.checks.place import whole
from translate.document import Flag
from translate.reasons import say


def flags(source: str, english: str) -> Iterator[Flag]:
    """The side that has no letter or figure, where the other has one."""
    if _says(source) and not _says(english):
        yield whole("empty", say("empty.english"), "target", english)
    elif _says(english) and not _says(source):
        yield whole("empty", say("empty.kazakh"), "source", source)


def _says(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
