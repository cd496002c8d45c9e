"""Which words are ordinary ones, capital or not, as the package's word counts have them."""

from functools import cache

from translate.checks.numerals import Language, words
from translate.terminology.forms import plural
from translate.wordlist import spelled

# Steps of how often a word was seen; one that is seen as often without its capital is no name.
_COMMON = {"kk": 2, "en": 10}
_SHORTEST = 4


@cache
def ordinary(language: Language) -> frozenset[str]:
    """Words in small letters that are seen so at least as often as with a capital, and often enough.

    No names: texts without any capitals hold those in small letters too.
    """
    seen, named = spelled(language)
    least = _COMMON[language]
    names = named - words(language).months.keys()  # months are counted among the numbers
    return frozenset(
        word
        for word, step in seen.items()
        if step >= least and word.islower() and step >= seen.get(word.capitalize(), 0) and word not in names
    )


def is_ordinary(word: str) -> bool:
    """Whether an English word, or what it is a form of, is an ordinary one."""
    small = word.lower()
    known = ordinary("en")
    return small in known or any(
        plural(small[:-cut]) == small and small[:-cut] in known for cut in (1, 2) if len(small) - cut >= _SHORTEST
    )
