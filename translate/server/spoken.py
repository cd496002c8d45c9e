"""Which language a whole text is in, as the other protocols tell it."""

from collections import Counter

from translate.language import KAZAKHS, language
from translate.segment import split

# FLORES-200's name to the two letters of ISO 639-1.
_LETTERS = {**dict.fromkeys(KAZAKHS, "kk"), "rus_Cyrl": "ru", "eng_Latn": "en"}
# A long text says after so many characters what it is.
_ENOUGH = 5_000


def spoken(text: str) -> tuple[str, float]:
    """The language (`kk`, `ru`, `en`) that most of the text is in, and its share in per cent; 0 where none is told."""
    opening = text[:_ENOUGH]
    counted: Counter[str] = Counter()
    for start, end in split(opening):
        if letters := _LETTERS.get(language(opening[start:end])):
            counted[letters] += end - start
    if not counted:
        return "kk", 0.0
    most, length = counted.most_common(1)[0]
    return most, round(100 * length / counted.total(), 1)
