"""Kazakh in the Arabic letters of China (tóte jazu) turned into Cyrillic, with the way back to each letter's place.

The alphabet (GB 21669-2008) has one letter each for а and ә, о and ө, ұ and ү, ы and і, и and й, and no capitals; a
hamza before a word says that all its vowels are front ones, unless к, г or е say so. Which vowel is meant the rules of
vowel harmony tell, and of the words that go against them the package's list of Kazakh words.
"""

import re
from collections.abc import Iterator
from functools import cache

from translate import wordlist
from translate.latin.respelled import Respelled
from translate.latin.spelling import Piece

_HAMZA = "\u0674"
_CYRILLIC = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщыіэюя"
_ARABIC = "ا ا ب ۆ گ ع د ە يو ج ز ي ي ك ق ل م ن ڭ و و پ ر س ت ۋ ۇ ۇ ف ح ھ تس چ ش شش ى ى ە يۋ يا".split()
_SPELLED = dict(zip(_CYRILLIC, _ARABIC, strict=True)) | {"ь": "", "ъ": ""}
_FRONT_VOWELS, _BACK_VOWELS = "әөүіе", "аоұы"
# Letters that say by themselves that the word is a front one.
_FRONT = frozenset("كگە")
_BACK = frozenset("قع")
_CONSONANTS = dict(zip("بۆگعدجزكقلمنڭپرستۋفحھچش", "бвгғджзкқлмнңпрстуфхһчш", strict=True))
# Each as the back vowel and as the front one.
_VOWELS = {"ا": "аә", "و": "оө", "ۇ": "ұү", "ى": "ыі"}
_OTHERS = {"ک": "ك", "ه": "ە", "ی": "ي", "ء": _HAMZA, "ئ": "", "ێ": "ى", "ۈ": "ۇ", "ۅ": "و"}
_LETTERS = frozenset([*_CONSONANTS, *_VOWELS, "ە", "ي"])
_WORD = re.compile("[\u0621-\u064a\u066e-\u06d3\u06d5\u0640\u064b-\u0652\u0670]+")
# What stands for nothing: the stretcher of lines, and marks of vowels.
_SILENT = re.compile("[\u0640\u064b-\u0652\u0670]")
_SIGNS = dict(zip("،؛؟٪٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", ",;?%01234567890123456789", strict=True))
_SHORTEST = 4
_SURE = 2


def arabic(text: str) -> str:
    """Cyrillic Kazakh in these letters; what is no Cyrillic letter stays as it is."""
    return re.sub("[а-яёәғқңөұүһі]+", lambda found: _written(found.group()), text.lower())


def respell(typed: str, head: int = 0) -> Respelled:
    """The text with its words in Cyrillic; the first `head` characters and words of other letters stay."""
    made = [(typed[n], n, n + 1) for n in range(head)]
    done, opens = head, True
    for word in _WORD.finditer(typed, head):
        made += _between(typed, done, word.start())
        made += _placed(word, opens)
        opens, done = False, word.end()
    made += _between(typed, done, len(typed))
    return Respelled("".join(one for one, _, _ in made), typed, tuple((start, end) for _, start, end in made))


def words(text: str) -> Iterator[str]:
    """What the words of a text are in Cyrillic, in small letters; empty for one with a letter of another alphabet."""
    for found in _WORD.finditer(text):
        letters = "".join(letter for letter, _, _ in _letters(found))
        if letters.strip(_HAMZA):
            yield "".join(cyrillic for cyrillic, _ in reading(letters) or ())


def reading(word: str) -> list[Piece] | None:
    """A word as Cyrillic pieces; None where it has a letter that the alphabet lacks."""
    bare = word.replace(_HAMZA, "")
    if not bare or set(bare) - _LETTERS:
        return None
    front = _HAMZA in word or not _FRONT.isdisjoint(bare)
    if (whole := _otherwise().get((bare, front))) is not None:
        return _hidden(word, _pieced(whole))
    ruled = list(_ruled(bare, front))
    if "".join(cyrillic for cyrillic, _ in ruled) not in wordlist.seen("kk"):
        for size in range(len(bare) - 1, _SHORTEST - 1, -1):
            stems = (_otherwise().get((bare[:size], soft)) for soft in (front, not front))
            if stem := next(filter(None, stems), None):
                last = next((letter for letter in reversed(stem) if letter in _FRONT_VOWELS + _BACK_VOWELS), "")
                return _hidden(word, [*_pieced(stem), *_ruled(bare, last in _FRONT_VOWELS if last else front, size)])
    return _hidden(word, ruled)


def _written(word: str) -> str:
    letters = "".join(_SPELLED[letter] for letter in word)
    soft = any(letter in "әөүі" for letter in word) and _FRONT.isdisjoint(letters)
    return _HAMZA * soft + letters


def _ruled(word: str, front: bool, at: int = 0) -> Iterator[Piece]:
    """A word without hamza, from a letter on, by harmony alone."""
    while at < len(word):
        letter, before, after = word[at], word[at - 1 : at], word[at + 1 : at + 2]
        many = 1
        if letter in _VOWELS:
            near_back = before in _BACK or after in _BACK
            # ә stands in first syllables
            soft = front and not near_back and (letter != "ا" or _opening(word, at))
            cyrillic = _VOWELS[letter][soft]
        elif letter == "ە":
            cyrillic = "е"
        elif letter == "ي":
            consonant = before not in ("", *_VOWELS, "ە", "ي", "ۋ")
            if glide := {"ا": "я", "ۋ": "ю"}.get(after):
                many = 2
                cyrillic = "и" + glide if consonant else glide
            else:
                cyrillic = "и" if consonant or not before else "й"
        elif letter == after == "ش":
            cyrillic, many = "щ", 2
        else:
            cyrillic = _CONSONANTS[letter]
        yield cyrillic, many
        at += many


def _opening(word: str, at: int) -> bool:
    return not any(letter in _VOWELS or letter in "ەي" for letter in word[:at])


def _pieced(word: str) -> list[Piece]:
    """A Cyrillic word with how many letters each of its own is written with; a mark goes with the letter before it."""
    found: list[Piece] = []
    for letter in word:
        if not _SPELLED[letter] and found:
            found[-1] = (found[-1][0] + letter, found[-1][1])
        else:
            found.append((letter, len(_SPELLED[letter])))
    return found


def _hidden(word: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces with the hamza before a word counted to its first letter."""
    return [(pieces[0][0], pieces[0][1] + word.count(_HAMZA)), *pieces[1:]] if pieces else pieces


def _letters(found: re.Match[str]) -> list[tuple[str, int, int]]:
    """The letters of a word with their places; what stands for nothing goes with the letter before it."""
    letters: list[tuple[str, int, int]] = []
    for at in range(*found.span()):
        letter = found.string[at]
        letter = "" if _SILENT.match(letter) else _OTHERS.get(letter, letter)
        if not letter and letters:
            letters[-1] = (*letters[-1][:2], at + 1)
        else:
            letters.append((letter, at, at + 1))
    return letters


def _placed(found: re.Match[str], opens: bool) -> Iterator[tuple[str, int, int]]:
    """A word's Cyrillic letters with their places, with a capital where it is a name or opens the sentence."""
    letters = [one for one in _letters(found) if one[0]]
    pieces = reading("".join(letter for letter, _, _ in letters))
    if pieces is None:
        yield from ((found.string[n], n, n + 1) for n in range(*found.span()))
        return
    capital = opens or _name("".join(one for one, _ in pieces))
    done, start = 0, found.start()
    for number, (one, many) in enumerate(pieces):
        done += many
        end = letters[done - 1][2] if done < len(letters) else found.end()
        yield from ((letter, start, end) for letter in (one.capitalize() if capital and not number else one))
        start = end


def _name(word: str) -> bool:
    """Whether a word, or its beginning, is seen as a name."""
    return any(word[:size] in _names() for size in range(len(word), _SHORTEST, -1))


def _between(typed: str, start: int, end: int) -> list[tuple[str, int, int]]:
    return [(_SIGNS.get(typed[n], typed[n]), n, n + 1) for n in range(start, end)]


@cache
def _otherwise() -> dict[tuple[str, bool], str]:
    """Words that read otherwise than by rule, by their letters and whether they are front ones: the form seen most."""
    found: dict[tuple[str, bool], tuple[int, str]] = {}
    seen = wordlist.seen("kk")
    for word, step in seen.items():
        if step < _SURE or set(word) - _SPELLED.keys():
            continue
        spelled = _written(word)
        bare = spelled.replace(_HAMZA, "")
        its = bare, _HAMZA in spelled or not _FRONT.isdisjoint(bare)
        if not bare or step <= found.get(its, (0, ""))[0]:
            continue
        ruled = "".join(cyrillic for cyrillic, _ in _ruled(*its))
        if ruled != word and step > seen.get(ruled, 0):
            found[its] = step, word
    return {its: word for its, (_, word) in found.items()}


@cache
def _names() -> frozenset[str]:
    """Words in small letters that are seen more often with a capital: the alphabet has none."""
    small: dict[str, int] = {}
    large: dict[str, int] = {}
    for step, its in wordlist.counted("kk"):
        for word in its:
            kept = small if word.islower() else large
            lower = word.lower()
            if word.islower() or word.istitle():
                kept[lower] = max(step, kept.get(lower, 0))
    return frozenset(word for word, step in large.items() if len(word) > 3 and step > small.get(word, 0))
