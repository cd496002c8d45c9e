"""How near two spellings of a name are: by sound, as Kazakh names go through Russian, Turkish or German spelling."""

import re
import unicodedata
from functools import lru_cache

# Spellings of one sound, longest first; what is left of a vowel's colour hardly counts.
_SOUNDS = (
    ("shch", "S"), ("sch", "S"), ("tch", "C"), ("dzh", "j"), ("ch", "C"), ("sh", "S"), ("zh", "j"), ("dj", "j"),
    ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("ts", "c"), ("tz", "c"), ("qu", "k"),
    ("yu", "u"), ("iu", "u"), ("ya", "a"), ("ia", "a"), ("ye", "e"), ("ie", "e"), ("yo", "o"), ("io", "o"),
    ("q", "k"), ("x", "ks"), ("w", "v"), ("y", "i"), ("ı", "i"),
)  # fmt: skip
_SOUND = re.compile("|".join(spelling for spelling, _ in _SOUNDS))
_HEARD = dict(_SOUNDS)
_TWICE = re.compile(r"(.)\1+")
_VOWELS = frozenset("aeiou")
# Pairs that one letter of Kazakh, or of Russian between, is spelled with.
_KIN = frozenset(frozenset(pair) for pair in ("kg", "kh", "gh", "bp", "bv", "fp", "jz", "jS", "jC", "sz", "sc", "td"))
_KIN |= frozenset(frozenset(pair) for pair in ("SC", "cC", "sS", "kc", "vu", "jg", "ji", "hi"))


@lru_cache(maxsize=1_024)
def sound(text: str) -> str:
    """A name as it is heard: small letters without marks, one letter for each sound, no blanks, none doubled."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text.lower()) if letter.isalpha())
    return _TWICE.sub(r"\1", _SOUND.sub(lambda found: _HEARD[found.group()], plain))


@lru_cache(maxsize=1_024)
def similarity(one: str, other: str) -> float:
    """From 0 to 1: how alike two sounds are. Vowels count half, kindred consonants nearly so."""
    if one == other:
        return 1.0
    size = sum(map(_weight, one)), sum(map(_weight, other))
    longest = max(size)
    if not longest or abs(size[0] - size[1]) > longest / 2:
        return 0.0
    before = [0.0]
    for letter in other:
        before.append(before[-1] + _weight(letter))
    for letter in one:
        row = [before[0] + _weight(letter)]
        for place, against in enumerate(other, 1):
            row.append(
                min(
                    before[place] + _weight(letter),
                    row[-1] + _weight(against),
                    before[place - 1] + _cost(letter, against),
                )
            )
        before = row
    return 1 - before[-1] / longest


def alike(one: str, other: str, least: float = 0.74) -> float:
    """The similarity of two sounds where it is enough to be one name, else 0; short ones must be the same."""
    shortest = min(len(one), len(other))
    if shortest < 3 or not _begin(one, other):
        return 0.0
    found = similarity(one, other)
    return found if found >= (0.99 if shortest < 4 else max(least, 0.82) if shortest < 5 else least) else 0.0


def begins(word: str, name: str) -> bool:
    """Whether a sound is alike to another without what its end may hold: a Kazakh ending."""
    sizes = dict.fromkeys((len(name), len(word) - 1, len(word), len(word) + 1))
    return any(alike(word, name[:size]) for size in sizes if size >= 3)


def slip(one: str, other: str) -> bool:
    """Whether one letter of a word is missing, too many or another; the first is the same."""
    if one[:1] != other[:1] or min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[same + (len(one) >= len(other)) :] == other[same + (len(other) >= len(one)) :]


def _begin(one: str, other: str) -> bool:
    return _cost(one[:1], other[:1]) < 1


def _weight(letter: str) -> float:
    return 0.5 if letter in _VOWELS else 1.0


def _cost(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return 0.25
    return 0.5 if frozenset((one, other)) in _KIN else 1.0
