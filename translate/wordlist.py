"""The package's words of Kazakh, Russian and English, each with a step of how often it was seen."""

import lzma
from collections.abc import Iterator
from importlib import resources
from threading import Lock

_READING = Lock()
_SEEN: dict[str, dict[str, int]] = {}


def counted(language: str) -> Iterator[tuple[int, list[str]]]:
    """The steps of a language (`kk`, `ru`, `en`, `marks`), and the words that were seen at least so often.

    `kk-names` and `en-names` are those in small letters that have a capital wherever a text has capitals.
    """
    data = resources.files("translate").joinpath("data", "words.xz").read_bytes()
    for line in lzma.decompress(data).decode("utf-8").splitlines():
        spoken, step, words = line.split("\t")
        if spoken == language:
            yield int(step), words.split(" ")


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
