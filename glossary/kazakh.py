"""Kazakh letters and words: one spelling for what is typed in many ways, and the way back to what was typed."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from string import ascii_letters

# A word is letters and digits, with endings and parts joined by hyphens or apostrophes (`БҰҰ-ның`, `Қасым-Жомарт`).
WORD = re.compile(r"[^\W_]+(?:[-‐‑–’'ʼ][^\W_]+)*")

_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# й and ё in two characters, as files from a Mac and many PDFs hold them.
_CUT = re.compile(f"([иИеЕ])[\u0306\u0308]|[{_UNSEEN}]")
_MAY_CUT = re.compile(f"[\u0306\u0308{_UNSEEN}]")
_COMPOSED = {"и\u0306": "й", "И\u0306": "Й", "е\u0308": "ё", "Е\u0308": "Ё"}

# Letters of other alphabets and old fonts that stand for Kazakh ones in any word, then dashes and apostrophes. The
# Turkish İ is here because it alone grows longer in lower case, and offsets must not move.
_WRONG = dict(zip("ƏəӉӊӇӈҤҥƟɵѲѳҠҡӃӄӶӷİ‐‑‒–−’‘ʼʻ`´", "ӘәҢңҢңҢңӨөӨөҚқҚқҒғI-----''''''", strict=True))
_ODD = re.compile("[" + "".join(_WRONG) + "]")

QUOTE = re.compile("[«»“”„‟]")  # those that stand for the plain one

# The two scripts' letters that look alike. Y is Ү in capitals and у in small letters: so they look on paper.
_LIKE_LATIN, _LIKE_CYRILLIC = "ABCEHIKMOPTXYaceiopxyh", "АВСЕНІКМОРТХҮасеіорхуһ"
_TO_CYRILLIC = str.maketrans(_LIKE_LATIN, _LIKE_CYRILLIC)
_TO_LATIN = str.maketrans(_LIKE_CYRILLIC, _LIKE_LATIN)
_LATIN_ALONE = frozenset(ascii_letters) - frozenset(_LIKE_LATIN)
_LATIN_LETTERS = frozenset(ascii_letters)
# A set of letters at the beginning is what `re` looks for quickly.
_SEAM = re.compile("[A-Za-z](?:(?=[Ѐ-ӿ])|(?<=[Ѐ-ӿ][A-Za-z]))")
_LETTER = re.compile("[A-Za-zЀ-ӿ]")
_LETTERS = re.compile("[A-Za-zЀ-ӿ]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in one spelling, and where its characters stand in the text as it was typed.

    `cuts` holds, for each character dropped, the place in `text` before which it stood.
    """

    text: str
    typed: str
    cuts: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of `text[start:end]`, which is not empty, in the typed text, less what is invisible at its end."""
        if not self.cuts:
            return start, end
        first, last = (place + bisect_right(self.cuts, place) for place in (start, end))
        while _INVISIBLE.match(self.typed, last - 1):
            last -= 1
        return first, last


def normalise(text: str) -> Plain:
    """The text with one letter for each Kazakh sound: nothing invisible, no look-alikes, one hyphen, one apostrophe."""
    plain = text
    cuts: tuple[int, ...] = ()
    if _MAY_CUT.search(plain):
        plain, cuts = _cut(plain)
    if _ODD.search(plain):
        plain = _ODD.sub(lambda found: _WRONG[found.group()], plain)
    return Plain(_unmixed(plain), text, cuts)


def readable(text: str) -> str:
    """The text as a model should read it: no soft hyphens or invisible marks, control characters as single blanks."""
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text)).strip()


def _cut(text: str) -> tuple[str, tuple[int, ...]]:
    pieces: list[str] = []
    cuts: list[int] = []
    done = 0
    for found in _CUT.finditer(text):
        composed = _COMPOSED.get(found.group(), "")
        if found.group(1) and not composed:
            continue
        pieces += [text[done : found.start()], composed]
        cuts.append(found.start() - len(cuts) + len(composed))
        done = found.end()
    return "".join(pieces) + text[done:], tuple(cuts)


def _unmixed(text: str) -> str:
    """The text with one script in each run of letters; only those with a seam are looked at."""
    pieces: list[str] = []
    done = 0
    for seam in _SEAM.finditer(text):
        start = seam.start()
        if start >= done:
            while start > done and _LETTER.match(text, start - 1):
                start -= 1
            run = _LETTERS.match(text, start)
            if run:
                pieces += [text[done:start], _one_script(run.group())]
                done = run.end()
    return "".join(pieces) + text[done:] if pieces else text


def _one_script(run: str) -> str:
    """Letters of both scripts in one word: the script with a letter that only it has wins, Cyrillic where neither has.

    Where both have one, as in `Facebookке`, the word is in two scripts indeed.
    """
    letters = frozenset(run)
    if not letters & _LATIN_ALONE:
        return run.translate(_TO_CYRILLIC)
    if letters - _LATIN_LETTERS - frozenset(_LIKE_CYRILLIC):
        return run
    return run.translate(_TO_LATIN)
