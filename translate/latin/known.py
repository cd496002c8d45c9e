"""The Kazakh words that tell what the rules can't: which letter of several a Latin one stands for."""

from functools import cache

from translate import wordlist
from translate.latin.spelling import Piece, by_rule, units

# A shorter beginning of a word may be that of another.
_SHORTEST = 4
# Seen so often at least, a word is no slip of the pen.
_SURE = 2


def reading(word: str) -> list[Piece] | None:
    """A Latin word in small letters as Cyrillic pieces; None where it has a letter that the alphabet lacks.

    A word that the list has is spelled as there, and so is the beginning of one with other endings.
    """
    ruled = by_rule(word)
    if ruled is None:
        return None
    if (whole := _otherwise().get(word)) is not None:
        return _pieced(whole)
    if "".join(cyrillic for cyrillic, _ in ruled) in wordlist.seen("kk"):
        return ruled
    for size in range(len(word) - 1, _SHORTEST - 1, -1):
        if (stem := _otherwise().get(word[:size])) is not None:
            rest = by_rule("a" * (word[size - 1] in "aäeıioöuūüy") + word[size:]) or []
            return [*_pieced(stem), *(rest[1:] if word[size - 1] in "aäeıioöuūüy" else rest)]
    return ruled


def known(word: str) -> bool:
    """Whether the list has what a Latin word in small letters reads as."""
    pieces = reading(word)
    return pieces is not None and "".join(cyrillic for cyrillic, _ in pieces) in wordlist.seen("kk")


def _pieced(word: str) -> list[Piece]:
    return [(cyrillic, len(latin)) for cyrillic, latin in units(word)]


@cache
def _otherwise() -> dict[str, str]:
    """Latin words in small letters that read otherwise than by rule, and how: the form seen most often."""
    found: dict[str, tuple[int, str]] = {}
    words = wordlist.seen("kk")
    for word, step in words.items():
        spelled = units(word)
        typed = "".join(latin for _, latin in spelled)
        if len("".join(cyrillic for cyrillic, _ in spelled)) != len(word) or typed == "":
            continue  # a word with other letters
        ruled = "".join(cyrillic for cyrillic, _ in by_rule(typed) or ())
        if ruled != word and step >= _SURE and step > words.get(ruled, 0) and step > found.get(typed, (0, ""))[0]:
            found[typed] = step, word
    return {typed: word for typed, (_, word) in found.items()}
