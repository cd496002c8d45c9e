"""Kazakh letters and words: what to strip before reading, where words stand, and how a name is written in English."""

import re

# A word is letters and digits, with endings and parts joined by hyphens or apostrophes (`БҰҰ-ның`, `Қасым-Жомарт`).
WORD = re.compile(r"[^\W_]+(?:[-‐‑–’'ʼ][^\W_]+)*")

# Press usage, not a standard: Kazakh state media write Tokayev and Karaganda, neither Toqaev nor Qaraǧandy.
_LATIN = dict(
    zip(
        "абвгғдёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө",
        "a b v g g d yo zh z i y k k l m n n o p r s t u u u f kh h ts ch sh shch _ y i _ e yu ya a o".split(),
        strict=True,
    )
) | {"ъ": "", "ь": ""}
_VOWELS = set("аәеёиоөуұүыіэюя")

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def readable(text: str) -> str:
    """The text as a model should read it: no soft hyphens or invisible marks, control characters as single blanks."""
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text)).strip()


def romanise(text: str) -> str:
    """Kazakh Cyrillic in the Latin letters of the English-language press; other characters stay as they are.

    It is a suggestion: names are lexical (Жомарт is Jomart, Жамбыл is Zhambyl), so a glossary entry always wins.
    """
    return "".join(_latin(text, i) for i in range(len(text)))


def _latin(text: str, i: int) -> str:
    letter = text[i].lower()
    before = text[i - 1].lower() if i else ""
    if letter == "е":
        # Ерлан -> Yerlan, Тоқаев -> Tokayev, but Семей -> Semey
        latin = "ye" if not before.isalpha() or before in _VOWELS else "e"
    elif letter in _LATIN:
        latin = _LATIN[letter]
    else:
        return text[i]
    if text[i] == letter:
        return latin
    after = text[i + 1 : i + 2]
    shouted = after.isupper() or (not after.isalpha() and text[i - 1 : i].isupper() and i > 0)
    return latin.upper() if shouted else latin.capitalize()
