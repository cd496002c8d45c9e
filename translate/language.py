"""Which language and script a sentence is in, as far as it matters to what is done with it."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Literal

from translate import wordlist
from translate.document import Document
from translate.latin.known import known
from translate.latin.respelled import WORD
from translate.latin.spelling import small

# Names of FLORES-200, but for `kaz_Latn` (Kazakh in the alphabet of 2021), `zxx` (no words at all), and `und_Latn` and
# `und` (words of no language that is told apart here).
Language = Literal["kaz_Cyrl", "kaz_Latn", "rus_Cyrl", "eng_Latn", "und_Latn", "und", "zxx"]

KAZAKH: Language = "kaz_Cyrl"
# What a model is taken to read where its folder does not say: NLLB knows 200 languages, and the bundled one these two.
READS: frozenset[str] = frozenset({KAZAKH, "rus_Cyrl"})

_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]|[әғқңөұүһі]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)
# How likely it must be that a sentence without any letter of Kazakh alone is Russian: below it, one of 5,000 sentences
# of Kazakh news is taken for Russian, and of three words alone one in a hundred (`benchmarks/language.py`).
_SURE = 0.9


def language(sentence: str) -> Language:
    """The language of one sentence. A word or two of Latin script inside Cyrillic text change nothing."""
    letters = [letter for letter in sentence if letter.isalpha()]
    if not letters:
        return "zxx"
    if len(_CYRILLIC.findall(sentence)) < 0.2 * len(letters):
        return _latin(sentence) if len(_LATIN.findall(sentence)) >= 0.5 * len(letters) else "und"
    if _KAZAKH.search(sentence) or _russian()(sentence) < _SURE:
        return "kaz_Cyrl"
    return "rus_Cyrl"


def _latin(sentence: str) -> Language:
    """The language whose words most words are, of a sentence in Latin letters; a lone letter is no word."""
    words = [word for word in WORD.findall(sentence) if len(word) > 1]
    kazakh = sum(known(small(word)) for word in words)
    english = sum(word.lower() in wordlist.seen("en") for word in words)
    if 2 * max(kazakh, english) < len(words) or not words:
        return "und_Latn"
    return "kaz_Latn" if kazakh > english else "eng_Latn"


@cache
def _russian() -> Callable[[str], float]:
    """How likely a sentence is Russian rather than Kazakh: a model of 94 MB in memory, loaded at the first doubt."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["kk", "ru"])
    return lambda sentence: float(dict(identifier.rank(sentence))["ru"])


def caution(document: Document) -> str:
    """What a person should be told before a document is translated that is not Kazakh; empty where it is."""
    spoken = Counter(language(segment.text[segment.head :]) for segment in document.segments)
    read = spoken["kaz_Cyrl"] + spoken["kaz_Latn"] + spoken["rus_Cyrl"]
    copied = spoken["eng_Latn"] + spoken["und_Latn"] + spoken["und"]
    if spoken["rus_Cyrl"] > spoken["kaz_Cyrl"] + spoken["kaz_Latn"]:
        return "Most of it is Russian, not Kazakh: its English will be worse."
    if copied and not read:
        return "None of it is Kazakh: every sentence will be copied as it stands."
    if copied > read:
        return "Most of it is not Kazakh: those sentences will be copied as they stand."
    return ""
