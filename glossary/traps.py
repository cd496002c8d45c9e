"""Words that endings and capitals alone would misread: names that are common words too, and words of other stems."""

from functools import cache
from importlib import resources


@cache
def common() -> frozenset[str]:
    """Common words, in small letters, that are names too: at the start of a sentence a capital does not tell them."""
    return frozenset(_lines("common.txt"))


@cache
def homographs() -> tuple[str, ...]:
    """Words and phrases that are spelled like an inflected form of a word that they are not."""
    return _lines("homographs.txt")


def _lines(name: str) -> tuple[str, ...]:
    text = resources.files("glossary").joinpath("data", name).read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
