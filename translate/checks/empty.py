"""Whether one side says nothing where the other does."""

from collections.abc import Iterator

from translate.checks.place import whole
from translate.document import Flag


def flags(source: str, english: str) -> Iterator[Flag]:
    """The side that has no letter or figure, where the other has one."""
    if _says(source) and not _says(english):
        yield whole("empty", "the English is empty: translate the sentence", "target", english)
    elif _says(english) and not _says(source):
        yield whole("empty", "the Kazakh is empty, and the English says something: take it out", "source", source)


def _says(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
