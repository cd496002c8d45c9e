"""Which language and script a sentence is in, as far as it matters to what is done with it."""

import re
from collections import Counter
from typing import Literal

from translate.document import Document

# Names of FLORES-200, but for `zxx` (no words at all) and `und_Latn` and `und` (words that no Kazakh model reads).
Language = Literal["kaz_Cyrl", "rus_Cyrl", "und_Latn", "und", "zxx"]

_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]|[әғқңөұүһі]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# Frequent in any Russian sentence, and none of them a Kazakh word.
_RUSSIAN = frozenset(
    "в во на что с со по для от до из за при это этот как так также его её их он она они мы был была были было будет"
    " который которая которые которого и или но если уже только может после через между перед под над не".split()
)


def language(sentence: str) -> Language:
    """The language of one sentence. A word or two of Latin script inside Cyrillic text change nothing."""
    letters = [letter for letter in sentence if letter.isalpha()]
    if not letters:
        return "zxx"
    cyrillic = len(_CYRILLIC.findall(sentence))
    if cyrillic < 0.2 * len(letters):
        return "und_Latn" if len(_LATIN.findall(sentence)) >= 0.5 * len(letters) else "und"
    return "rus_Cyrl" if _russian(sentence) else "kaz_Cyrl"


def _russian(sentence: str) -> bool:
    """No letter that only Kazakh has, and a Russian function word in at least one word of eight."""
    if _KAZAKH.search(sentence):
        return False
    words = [word.lower() for word in _WORD.findall(sentence)]
    return sum(word in _RUSSIAN for word in words) * 8 >= len(words)


def caution(document: Document) -> str:
    """What a person should be told before a document is translated that is not Kazakh; empty where it is."""
    spoken = Counter(language(segment.text[segment.head :]) for segment in document.segments)
    read = spoken["kaz_Cyrl"] + spoken["rus_Cyrl"]
    copied = spoken["und_Latn"] + spoken["und"]
    if spoken["rus_Cyrl"] > spoken["kaz_Cyrl"]:
        return "Most of it is Russian, not Kazakh: its English will be worse."
    if copied and not read:
        return "None of it is Kazakh in Cyrillic: every sentence will be copied as it stands."
    if copied > read:
        return "Most of it is not Kazakh in Cyrillic: those sentences will be copied as they stand."
    return ""
