"""Says whether a Kazakh word is a stem with endings, and which: plural, possessive, case and what else inflects.

Words made from a stem (`қазақстандық`, `әкімшілік`) and words joined to it (`АҚШ-Қытай`) are other words. Endings are
checked, not guessed: they agree with the stem's last sound and vowels, and with one another. What a grammar can't see
it can't refuse: `елді` may be an accusative or half of `елді мекен`.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from glossary.kazakh import normalise
from glossary.suffixes import State, accepts

_BACK, _FRONT = frozenset("аоұы"), frozenset("әөүіеэ")
_VOWELS = _BACK | _FRONT | frozenset("яёиую")
_FOREIGN = frozenset("вёфцчщъьэюя")
_VOICED = {"п": "б", "к": "г", "қ": "ғ"}
_VOICELESS = {"б": "п", "г": "к", "ғ": "қ"}
# What an abbreviation may end in when it is read aloud; БАҚ-на is short for a word with a possessive.
_UNHEARD = ("vowel", "glide", "lateral", "nasal", "buzz", "voiceless", "possessed")
# Loans that end so may take a vowel before their endings: интеллектіні, митингіге.
_LINKED = frozenset("кт фт ск нг нк рк мб рб рг рд".split())
# The words that lose their last vowel before a possessive; those that end in орын (кәсіпорын) do too.
_ELIDING = frozenset(
    "ауыз ауыл бейіл бөрік ғұрып дауыс ерік ерін зауық кейіп көңіл көрік қайын қалып қарын қауіп қойын құлық құлып "
    "мойын мұрын мүлік нарық парық пейіл сиық тұрық халық шарық шырық ырық әріп".split()
)
_CLASSES = {"glide": "рй", "lateral": "л", "nasal": "мнң", "buzz": "жз"}
_SOUND = {letter: sound for sound, letters in _CLASSES.items() for letter in letters}
_CYRILLIC = frozenset("абвгғдеёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө")


class Stem(NamedTuple):
    """The last word of an entry, in small letters, and what of it decides its endings."""

    letters: str
    name: bool = False  # written with a capital: endings may stand behind a hyphen
    spelled: bool = False  # an abbreviation, a number, a word in Latin letters: nobody hears how it ends
    several: bool = False  # the last of several words: a possessive there is the entry's own


def stem(last: str, several: bool = False) -> Stem:
    """The stem of an entry, of which this is the last word in normalised spelling (of several, or the only one)."""
    lower = last.lower()
    return Stem(lower, last != lower, lower[-1] not in _CYRILLIC or (len(last) > 1 and last.isupper()), several)


def ending(entry: str, word: str) -> str | None:
    """The ending, as written, if the word is the entry inflected ("" for the bare form), else None.

    Of an entry of several words only the last one inflects. Capitals are not compared: that is the matcher's to do.
    """
    source, plain = normalise(entry).text, normalise(word)
    first = source.rfind(" ") + 1
    one = stem(source[first:], first > 0)
    if plain.text[:first].lower() != source[:first].lower():
        return None
    at = inflection(one, plain.text[first:].lower())
    if at is None:
        return None
    return "" if first + at == len(plain.text) else word[plain.span(first + at, len(plain.text))[0] :]


def inflects(bare: str, name: str) -> bool:
    """Whether a name that begins as another one is that one inflected; both are in normalised spelling.

    Of several words only the last one inflects.
    """
    first = bare.rfind(" ") + 1
    return inflection(stem(bare[first:], first > 0), name[first:].lower()) is not None


@lru_cache(1 << 12)
def inflection(one: Stem, word: str) -> int | None:
    """Where the ending begins in a word that inflects the stem; None in another word. Both are in small letters."""
    if word == one.letters:
        return len(word)
    # -ақ ("even", "also") follows any form
    bare = word.removesuffix("-ақ")
    for letters, states in _shapes(one):
        if bare.startswith(letters) and any(accepts(state, _joined(one, bare[len(letters) :])) for state in states):
            return len(letters)
    return None


def beginnings(letters: str, several: bool = False) -> list[str]:
    """What the inflected forms of a word begin with: the word, and what it becomes before some endings.

    It is a list, and knows no more than letters, because a large glossary asks for it with every entry.
    """
    found = [letters]
    if len(letters) < 3:
        return found
    last, before = letters[-1], letters[-2]
    if last in _VOICED:
        found.append(letters[:-1] + _VOICED[last])
    elif last == "ь" or (last == before and last not in _VOWELS):
        found.append(letters[:-1])
    elif several and last in "ыі":
        found += _unpossessed(letters)
    if before in "ыі" and _elides(letters):
        found.append(letters[:-2] + last)
    return found


def _joined(one: Stem, rest: str) -> str:
    """The endings without the hyphen or apostrophe that names and abbreviations put before them."""
    return rest[1:] if rest[:1] in ("-", "'") and (one.name or one.spelled) and len(rest) > 1 else rest


@lru_cache(1 << 12)
def _shapes(one: Stem) -> tuple[tuple[str, tuple[State, ...]], ...]:
    """Each beginning with the states from which its endings are read."""
    found = [one.letters] if one.spelled else beginnings(one.letters, one.several)
    return tuple((letters, tuple(_states(one, letters))) for letters in found)


def _states(one: Stem, letters: str) -> Iterator[State]:
    for back in _harmonies(one):
        for sound in _UNHEARD if one.spelled else _sounds(letters):
            if letters == one.letters:
                yield State("firm" if _voices(one) else "stem", sound, back)
                if letters[-2:] in _LINKED and not one.spelled:
                    yield State("linked", sound, back)
            elif letters[-1] == one.letters[-1] == one.letters[-2]:
                yield State("stem", sound, back)  # конгрес-тен
            elif one.letters[-1] in "ыі":
                yield State("several", sound, back)  # әкім-деріне
            else:
                yield State("voiced", sound, back)  # кітаб-ы, орн-ы, Кремл-і


def _sounds(letters: str) -> Iterator[str]:
    last, before = letters[-1], letters[-2:-1]
    if last == "ь" and before:
        yield from _sounds(letters[:-1])
    elif last in "иую":
        yield "glide"
        if before not in _VOWELS:
            yield "vowel"
    elif last in _VOWELS:
        yield "vowel"
        if last in "ыі":
            yield "possessed"  # Елбасы, Одағы: whether it is one, the letters don't say
    else:
        yield _SOUND.get(last, "voiceless")


def _harmonies(one: Stem) -> tuple[bool, ...]:
    """Whether back endings fit (True), front ones, or both."""
    clear = [letter in _BACK for letter in one.letters if letter in _BACK or letter in _FRONT]
    if one.spelled or not clear or _is_foreign(one.letters) or (one.name and len(set(clear)) > 1):
        return (True, False)
    return (clear[-1],)


def _is_foreign(letters: str) -> bool:
    """Whether the word shows that it is no Kazakh one.

    It does by letters that Kazakh has from Russian alone, by two consonants at its beginning, by к or г among back
    vowels alone, and by и in its last syllable.
    """
    return (
        not _FOREIGN.isdisjoint(letters)
        or _VOWELS.isdisjoint(letters[:2])
        or (not {"к", "г"}.isdisjoint(letters) and _FRONT.isdisjoint(letters))
        or next((letter for letter in reversed(letters) if letter in _VOWELS), "") == "и"
    )


def _voices(one: Stem) -> bool:
    """Whether the last consonant must be voiced before a vowel (одақ, одағы): not in names, loans and some in -п."""
    last, before = one.letters[-1], one.letters[-2:-1]
    return last in "кқ" and before in _VOWELS and not (one.spelled or one.name or _is_foreign(one.letters))


def _elides(letters: str) -> bool:
    """Whether the last vowel falls before a possessive, as in орын, орны and халық, халқы.

    No rule of sounds tells: of салық there is no салқы, and салқын is "cool".
    """
    return letters.endswith("орын") or letters in _ELIDING


def _unpossessed(letters: str) -> Iterator[str]:
    """What a third-person possessive may have been made from: Одағы of Одақ, басшысы of басшы, халқы of халық."""
    base = letters[:-1]
    yield base
    if base[-1] in _VOICELESS:
        yield base[:-1] + _VOICELESS[base[-1]]
    if base[-1] == "с" and base[-2] in _VOWELS:
        yield base[:-1]
    elif base[-2] not in _VOWELS:
        yield base[:-1] + letters[-1] + base[-1]
