"""The words that tell where a sentence ends: abbreviations, sentence openers, news agencies and dateline places."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

Kind = Literal["joins", "ends"]

# Latin letters that pass for Cyrillic ones in Kazakh files, and marks that nobody sees: neither may hide a word.
_LOOKALIKES = str.maketrans("aceopxyihkmtb", "асеорхуіһкмтв")
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])


def fold(text: str) -> str:
    """The form in which words are compared here: small letters, no invisible marks, look-alikes as Cyrillic."""
    return text.translate(_INVISIBLE).casefold().translate(_LOOKALIKES)


@cache
def abbreviations(language: str) -> Mapping[str, Kind]:
    """Each abbreviation, folded and without its last stop, and what a capital after it means.

    All languages' are known in every language, since newsrooms mix them; where two disagree, the text's own wins.
    """
    found: dict[str, Kind] = {}
    own: dict[str, Kind] = {}
    for title, words in _sections("abbreviations.txt").items():
        code, kind = title.split()
        assert kind in get_args(Kind), title
        entries = dict.fromkeys(map(fold, " ".join(words).split()), cast(Kind, kind))
        found = entries | found
        if language.startswith(code):
            own |= entries
    return found | own


@cache
def openers() -> frozenset[str]:
    """Words, folded, that open a sentence and are no name."""
    return frozenset(map(fold, " ".join(_sections("openers.txt")[""]).split()))


@cache
def agencies() -> frozenset[str]:
    """The news agencies that stand in datelines, folded."""
    return frozenset(map(fold, _sections("datelines.txt")["agencies"]))


@cache
def places() -> frozenset[str]:
    """The places that may stand alone in a dateline, folded."""
    return frozenset(map(fold, " ".join(_sections("datelines.txt")["places"]).split()))


def _sections(name: str) -> dict[str, list[str]]:
    """The lines of a data file by the title that they stand under: `[kaz] joins`, here without its brackets."""
    sections: dict[str, list[str]] = {}
    title = ""
    for line in files("translate").joinpath("data", name).read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"\[(.+?)\](.*)", line):
            title = heading[1] + heading[2]
        elif line and not line.startswith("#"):
            sections.setdefault(title, []).append(line)
    return sections
