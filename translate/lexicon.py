"""The words that tell where a sentence ends, and the names that datelines hold, with their English."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

Kind = Literal["joins", "ends", "counts"]

# Latin letters that pass for Cyrillic ones in Kazakh files, and marks that nobody sees: neither may hide a word.
_LOOKALIKES = str.maketrans("aceopxyihkmtb", "асеорхуіһкмтв")
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF])
_JOINTS = re.compile(r"[\s‐‑–-]+")


def fold(text: str) -> str:
    """The form in which words are compared here: small letters, no invisible marks, look-alikes as Cyrillic."""
    return text.translate(_INVISIBLE).casefold().translate(_LOOKALIKES)


def fold_name(text: str) -> str:
    """The form in which names are compared: folded, with hyphens as blanks, since `Нью Йорк` is `Нью-Йорк`."""
    return " ".join(_JOINTS.split(fold(text).strip()))


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
def capitals(*, named: bool) -> frozenset[str]:
    """Abbreviations, folded, that stand in capitals wherever they stand, or only after a name in quotation marks."""
    return frozenset(map(fold, " ".join(_sections("capitals.txt")["kaz named" if named else "kaz always"]).split()))


@cache
def openers() -> frozenset[str]:
    """Words, folded, that open a sentence and are no name."""
    return frozenset(map(fold, " ".join(_sections("openers.txt")[""]).split()))


@cache
def agencies() -> frozenset[str]:
    """The news agencies that stand in datelines, by `fold_name`."""
    return frozenset(_names("agencies"))


@cache
def places() -> frozenset[str]:
    """The places that may stand alone in a dateline, by `fold_name`."""
    return frozenset(_names("places"))


@cache
def english() -> Mapping[str, str]:
    """The English of every name and word that a dateline may hold, by `fold_name`."""
    return {name: text for title in _sections("datelines.txt") for name, text in _names(title).items()}


def _names(title: str) -> dict[str, str]:
    """A section of the datelines: `Мәскеу, Москва = Moscow` on a line; without `=`, each name is its own English."""
    found: dict[str, str] = {}
    for line in _sections("datelines.txt")[title]:
        names, _, text = map(str.strip, line.partition("="))
        for name in names.split(","):
            found[fold_name(name)] = text or name.strip()
    return found


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
