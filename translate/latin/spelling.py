"""The letters of the Latin alphabet of 2021 and the Cyrillic ones that they stand for, by rule alone."""

import re
from collections.abc import Iterator

# Cyrillic letters, and what the Latin alphabet has for them; the marks ь and ъ have nothing.
_LATIN = dict(
    zip("аәбвгғдежзйиіклмнңоөпрстуұүфхһқшы", "aäbvgğdejziiıklmnñoöprstuūüfhhqşy", strict=True),
    ия="ia", ию="iu", ий="i", я="ia", ю="iu", ё="io", ц="s", ч="ş", щ="ş", э="e", ь="", ъ="",
)  # fmt: skip
_CYRILLIC_UNIT = re.compile("и[яюй]|[а-яёәғқңөұүһі]")
_ONE = dict(zip("aäbvgğdejzıklmnñŋoöprstuūüfhqşyi", "аәбвгғдежзіклмнңңоөпрстуұүфхқшыи", strict=True))
_VOWELS = frozenset("aäeıioöuūüy")
# Longest first: what i and the vowel after it stand for, after a vowel, after a consonant and at a word's beginning.
_AFTER_VOWEL = {"ia": "я", "iu": "ю", "i": "й"}
_AFTER_CONSONANT = {"iia": "ия", "iiu": "ию", "ia": "ия", "iu": "ию", "i": "и"}
_AT_FIRST = {"ia": "я", "iu": "ю", "i": "и"}
# The alphabet has a capital for each i: I is that of ı, İ that of i.
_SMALL = {"I": "ı", "İ": "i"}
_CAPITAL = {lower: capital for capital, lower in _SMALL.items()}

# Of a word in pieces: the Cyrillic, and how many Latin letters it stands for.
Piece = tuple[str, int]


def latin(text: str) -> str:
    """Cyrillic Kazakh in the Latin alphabet of 2021; what is no Cyrillic letter stays as it is."""
    return "".join(
        _with_capitals(found.group(), _LATIN[lower], text[found.end() : found.end() + 1])
        if (lower := found.group().lower()) in _LATIN
        else found.group()
        for found in re.finditer(f"{_CYRILLIC_UNIT.pattern}|.", text, re.IGNORECASE | re.DOTALL)
    )


def small(text: str) -> str:
    """In small letters, as this alphabet has them: as many as there were."""
    return "".join(_SMALL.get(letter) or (letter.lower() if len(letter.lower()) == 1 else letter) for letter in text)


def units(word: str) -> list[tuple[str, str]]:
    """A Cyrillic word in small letters as (Cyrillic, Latin), unit by unit; a mark goes with the letter before it."""
    found: list[tuple[str, str]] = []
    for unit in _CYRILLIC_UNIT.findall(word):
        if not _LATIN[unit] and found:
            found[-1] = (found[-1][0] + unit, found[-1][1])
        else:
            found.append((unit, _LATIN[unit]))
    return found


def by_rule(word: str) -> list[Piece] | None:
    """A Latin word in small letters as Cyrillic pieces; None where it has a letter that the alphabet lacks."""
    return None if set(word) - _ONE.keys() else list(_pieces(word))


def _pieces(word: str) -> Iterator[Piece]:
    at = 0
    while at < len(word):
        letters, cyrillic = 1, _ONE[word[at]]
        if at and word.startswith("sia", at):
            cyrillic = "ц"  # инвестиция; сияқты begins with it, and the list has what else there is
        if word[at] == "i":
            rules = _AT_FIRST if at == 0 else _AFTER_VOWEL if word[at - 1] in _VOWELS else _AFTER_CONSONANT
            letters, cyrillic = next((len(run), it) for run, it in rules.items() if word.startswith(run, at))
        yield cyrillic, letters
        at += letters


def cased(cyrillic: str, typed: str, shouted: bool) -> str:
    """Cyrillic with the capitals of the Latin that it stands for; `shouted` says that the whole word is in capitals."""
    if shouted:
        return cyrillic.upper()
    return cyrillic.capitalize() if typed[:1].isupper() else cyrillic


def _with_capitals(typed: str, spelled: str, after: str) -> str:
    """Latin with the capitals of the Cyrillic; this alphabet's two capital i are not Python's."""
    if not typed[0].isupper():
        return spelled
    whole = typed.isupper() and (len(typed) > 1 or after.isupper())
    capitals = spelled if whole else spelled[:1]
    return "".join(_CAPITAL.get(one, one.upper()) for one in capitals) + spelled[len(capitals) :]
