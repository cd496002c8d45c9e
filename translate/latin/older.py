"""The Latin alphabets of 2017 (`Qazaqstan Respy'bli'kasy`) and 2018 (`Qazaqstan Respýblıkasy`), by that of 2021.

Each was decreed and given up within two years; their letters stand for those of the alphabet of 2021 one by one.
"""

import re
import unicodedata
from typing import Literal

from translate import wordlist
from translate.latin.known import known
from translate.latin.respelled import Respelled
from translate.latin.spelling import small

Older = Literal["kaz_2017", "kaz_2018"]

_MARK = "['’ʼ‘`´]"
_LETTERS: dict[Older, dict[str, str]] = {
    "kaz_2017": {
        "a'": "ä", "g'": "ğ", "i'": "i", "i": "ı", "n'": "ñ", "o'": "ö", "s'": "ş", "c'": "ş", "u'": "ü", "u": "ū",
        "y'": "u",
    },
    "kaz_2018": {
        "á": "ä", "ǵ": "ğ", "ı": "i", "i": "ı", "ń": "ñ", "ó": "ö", "sh": "ş", "ch": "ş", "ú": "ü", "u": "ū", "ý": "u",
    },
}  # fmt: skip
_ACUTE = "[^\\W\\d_][\u0300-\u036f]*"
WORDS: dict[Older, re.Pattern[str]] = {
    "kaz_2017": re.compile(f"(?:[^\\W\\d_]{_MARK}?)+"),
    "kaz_2018": re.compile(f"(?:{_ACUTE})+"),
}
# Letters as they are typed, with how many characters each takes.
_UNITS: dict[Older, re.Pattern[str]] = {
    "kaz_2017": re.compile(f"[agionsucyAGIONSUCY]{_MARK}|.", re.DOTALL),
    "kaz_2018": re.compile(f"[sScC][hH]|{_ACUTE}|.", re.DOTALL),
}
_CAPITALS = {"i": "İ", "ı": "I"}


def modern(typed: str, alphabet: Older, head: int = 0) -> Respelled:
    """The text in the letters of 2021; the first `head` characters and English words stay."""
    made = [(typed[n], n, n + 1) for n in range(head)]
    done = head
    for word in WORDS[alphabet].finditer(typed, head):
        made += [(typed[n], n, n + 1) for n in range(done, word.start())]
        made += _word(word, alphabet)
        done = word.end()
    made += [(typed[n], n, n + 1) for n in range(done, len(typed))]
    return Respelled("".join(one for one, _, _ in made), typed, tuple((start, end) for _, start, end in made))


def older(text: str, alphabet: Older) -> str:
    """Kazakh in the letters of 2021 in an older alphabet's."""
    back = {new: old for old, new in reversed(_LETTERS[alphabet].items())}
    shown = []
    for letter in text:
        lower = small(letter)
        old = back.get(lower, lower)
        if letter == lower:
            shown.append(old)
        elif alphabet == "kaz_2018" and lower in "iı":
            # İ is no letter of it: the capital of i is I, and that of ı too
            shown.append("I")
        else:
            shown.append(old[0].upper() + old[1:])
    return "".join(shown)


def _word(word: re.Match[str], alphabet: Older) -> list[tuple[str, int, int]]:
    made: list[tuple[str, int, int]] = []
    for unit in _UNITS[alphabet].finditer(word.string, word.start(), word.end()):
        made += [(letter, *unit.span()) for letter in _letter(unit.group(), alphabet)]
    spelled = "".join(letter for letter, _, _ in made)
    plain = word.group()
    foreign = plain.isascii() and plain.lower() in wordlist.seen("en") and not known(small(spelled))
    return [(word.string[n], n, n + 1) for n in range(*word.span())] if foreign else made


def _letter(unit: str, alphabet: Older) -> str:
    typed = re.sub(_MARK, "'", unicodedata.normalize("NFC", unit))
    lower = typed.lower() if typed != "İ" else "i"
    if alphabet == "kaz_2018" and typed == "I":
        lower = "i"
    new = _LETTERS[alphabet].get(lower)
    if new is None:
        return unit
    return _CAPITALS.get(new, new.upper()) if typed[0].isupper() else new
