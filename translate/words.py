"""The words from which a big model's vocabulary is chosen: of Kazakh, Russian and English texts, and the glossary's."""

from collections import Counter

from glossary import store
from translate.engines.trim import Need
from translate.wordlist import counted

# How often a piece must be seen to stay. Kazakh comes in any form, so all that was ever seen stays; English is written
# by the model, which can spell a rare word in smaller pieces.
LEAST = {"kk": 1, "ru": 2, "en": 8, "marks": 3}
# From how often on a word is expected after a mark though it is no name.
_COMMON = 20
_OPENING = {"kk": "«", "ru": "«", "en": '"'}


def needs() -> tuple[Need, ...]:
    """What each language needs; see `tools/word_counts.py` for how the words were counted."""
    counts: dict[str, Counter[str]] = {language: Counter() for language in LEAST}
    for language, count in counts.items():
        for step, words in counted(language):
            for word in words:
                count[word] += step
                # After a mark a word's first piece has no blank before it: «Қазақстан темір жолы», 1990-жылдары.
                if language in _OPENING and (word[:1].isupper() or step >= _COMMON):
                    count[_OPENING[language] + word] += step
    return (*(Need(words, LEAST[language]) for language, words in counts.items()), Need(_names(), 1))


def _names() -> Counter[str]:
    """Both sides of the seed glossary: a name that is to stand in the English must have its pieces."""
    forms: Counter[str] = Counter()
    for term in store.seed().terms:
        for text in (term.source, term.target, *term.variants, *term.accepted):
            forms.update(text.split())
    return forms
