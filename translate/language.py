"""Which language and script a sentence is in, as far as it matters to what is done with it."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Literal

from translate import wordlist
from translate.document import Document
from translate.latin import letters
from translate.latin.respelled import WORD

# Names of FLORES-200, but for `kaz_Latn` (Kazakh in the alphabet of 2021), `kaz_2017` and `kaz_2018` (in older ones),
# `kaz_Arab` (in the Arabic letters of China), `zxx` (no words at all), and `und_Latn` and
# `und` (words of no language that is told apart here).
Language = Literal[
    "kaz_Cyrl", "kaz_Latn", "kaz_2017", "kaz_2018", "kaz_Arab", "rus_Cyrl", "eng_Latn", "und_Latn", "und", "zxx"
]  # fmt: skip

KAZAKH: Language = "kaz_Cyrl"
# Kazakh, whatever its letters.
KAZAKHS: frozenset[Language] = frozenset({"kaz_Cyrl", "kaz_Latn", "kaz_2017", "kaz_2018", "kaz_Arab"})
# What a model is taken to read where its folder does not say: NLLB knows 200 languages, and the bundled one these two.
READS: frozenset[str] = frozenset({KAZAKH, "rus_Cyrl"})

_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]|[әғқңөұүһі]", re.IGNORECASE)
_ARABIC = re.compile("[\u0620-\u06d5]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)
# How likely it must be that a sentence without any letter of Kazakh alone is Russian: below it, one of 5,000 sentences
# of Kazakh news is taken for Russian, and of three words alone one in a hundred (`benchmarks/language.py`).
_SURE = 0.9


def language(sentence: str) -> Language:
    """The language of one sentence. A word or two of Latin script inside Cyrillic text change nothing."""
    typed = [letter for letter in sentence if letter.isalpha()]
    if not typed:
        return "zxx"
    if len(_CYRILLIC.findall(sentence)) < 0.2 * len(typed):
        if len(_ARABIC.findall(sentence)) >= 0.5 * len(typed):
            return _arabic(sentence)
        return _latin(sentence) if len(_LATIN.findall(sentence)) >= 0.5 * len(typed) else "und"
    if _KAZAKH.search(sentence) or _russian()(sentence) < _SURE:
        return "kaz_Cyrl"
    return "rus_Cyrl"


def _latin(sentence: str) -> Language:
    """The language whose words most words are, of a sentence in Latin letters; a lone letter is no word."""
    words = [word for word in WORD.findall(sentence) if len(word) > 1]
    english = sum(word.lower() in wordlist.seen("en") for word in words)
    read = letters.latin_words(sentence)
    # the alphabet of today, unless an older one makes words of more
    spoken = max(read, key=lambda one: read[one][1] / max(read[one][0], 1))
    many, kazakh = read[spoken]
    if (2 * kazakh < many and 2 * english < len(words)) or not words:
        return "und_Latn"
    return spoken if kazakh / many > english / len(words) else "eng_Latn"


def _arabic(sentence: str) -> Language:
    """Kazakh where most words are, read by the letters of China; else Arabic, Persian, Uyghur: none that is told."""
    many, kazakh = letters.arabic_words(sentence)
    return "kaz_Arab" if kazakh and 2 * kazakh >= many else "und"


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
    kazakh = sum(spoken[one] for one in KAZAKHS)
    read = kazakh + spoken["rus_Cyrl"]
    copied = spoken["eng_Latn"] + spoken["und_Latn"] + spoken["und"]
    if spoken["rus_Cyrl"] > kazakh:
        return "Most of it is Russian, not Kazakh: its English will be worse."
    if copied and not read:
        return "None of it is Kazakh: every sentence will be copied as it stands."
    if copied > read:
        return "Most of it is not Kazakh: those sentences will be copied as they stand."
    return ""
