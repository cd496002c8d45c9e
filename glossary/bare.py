"""Guesses the bare form of a Kazakh name or term that stands in a text with an ending: a suggestion, not a finding."""

from glossary.kazakh import WORD, normalise
from glossary.morphology import inflection, stem

# The cases, and the place as an attribute. Other endings are as often the last letters of a name: Ислам is nobody's
# Исла, and Одағы of Еуропа Одағы belongs to the term.
_CASES = frozenset(
    "ның нің дың дің тың тің ға ге қа ке на не да де та те дан ден тан тен нан нен мен бен пен "
    "нда нде дағы дегі тағы тегі ндағы ндегі".split()
)
_OBJECT = frozenset("ны ні ды ді ты ті".split())
# In a term of several words the last one is nearly always possessed: аудан-ы, ауданы-н.
_OBJECT_OF_SEVERAL = frozenset("н ды ді ты ті".split())
SHORTEST = 3  # of a stem that no hyphen shows


def bare(span: str) -> str:
    """The span in one spelling, without what stands around its words and without the case of the last one."""
    plain = " ".join(normalise(span).text.split())
    words = list(WORD.finditer(plain))
    if not words:
        return ""
    first, last = words[0].start(), words[-1]
    return plain[first : last.start()] + _stem(last.group(), len(words) > 1)


def _stem(word: str, several: bool) -> str:
    endings = _CASES | (_OBJECT_OF_SEVERAL if several else _OBJECT)
    if word.lower().endswith("стан"):
        return word  # Қазақстан has no ablative in it
    for length in range(2, len(word)):
        # АҚШ-тың: the hyphen belongs to the ending
        one, ending = word[:length], word[length:].lstrip("-'").lower()
        long_enough = length >= SHORTEST or word[length] in "-'"
        if long_enough and ending in endings and inflection(stem(one, several), word.lower()) == length:
            return one
    return word
