"""The package's words of Kazakh, Russian and English, each with a step of how often it was seen."""

import lzma
from collections.abc import Iterator
from importlib import resources
from threading import Lock

_READING = Lock()
_SEEN: dict[str, dict[str, int]] = {}


def counted(language: str) -> Iterator[tuple[int, list[str]]]:
    """The steps of a language (`kk`, `ru`, `en`, `marks`), and the words that were seen at least so often."""
    return ((step, words) for _, step, words in _parts(language))


def spelled(language: str) -> tuple[dict[str, int], frozenset[str]]:
    """Each word of a language (`kk`, `en`) as it is spelled, with its step; and those in small letters that are names.

    Such have a capital wherever a text has capitals.
    """
    names = f"{language}-names"
    steps: dict[str, int] = {}
    named: frozenset[str] = frozenset()
    for part, step, words in _parts(language, names):
        if part == names:
            named = frozenset(words)
        else:
            steps.update(dict.fromkeys(words, step))
    return steps, named


def _parts(*wanted: str) -> Iterator[tuple[str, int, list[str]]]:
    """The lines of these parts, in one reading, which takes a sixth of a second."""
    data = resources.files("translate").joinpath("data", "words.xz").read_bytes()
    for line in lzma.decompress(data).decode("utf-8").splitlines():
        part, step, words = line.split("\t")
        if part in wanted:
            yield part, int(step), words.split(" ")


def seen(language: str) -> dict[str, int]:
    """Each word of a language in small letters, and the highest step of its spellings."""
    if language not in _SEEN:
        # several threads may need it first; to read it takes a second or two of each
        with _READING:
            if language not in _SEEN:
                _SEEN[language] = _read(language)
    return _SEEN[language]


def _read(language: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for step, words in counted(language):
        found.update((word.lower(), step) for word in words)
    return found
