"""Rows made by rule: sources as newswires really write them, and English names inside Kazakh sentences.

The second follows Dinu et al. 2019: a model that has seen a term's English form inside its source learns to copy it,
so that a glossary can later steer it by writing that form into the sentence.
"""

import random
import re

LOOKALIKES = str.maketrans("аеорсухіАЕОРСХІКМНТВ", "aeopcyxiAEOPCXIKMHTB")
ROMAN = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        "a a b v g g d e e zh z i i k k l m n n o o p r s t u u u f kh h ts ch sh sh . y i . e yu ya".split(),
        strict=True,
    )
)
EXCHANGED = [pair.split("-") for pair in "kh-h dzh-j zh-j gh-g q-k c-k w-v x-ks ph-f".split()]
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def newswire(text: str, rng: random.Random) -> str:
    """One of: ALL CAPS, all lower case, no closing stop, some Cyrillic letters replaced by Latin look-alikes."""
    kind = rng.randrange(4)
    if kind == 0:
        return text.upper()
    if kind == 1:
        return text.lower()
    if kind == 2:
        return text.rstrip(" .!?…")  # may leave a text without a stop as it was
    return "".join(c.translate(LOOKALIKES) if rng.random() < 0.3 else c for c in text)


def romanised(word: str) -> str:
    """Cyrillic in Latin letters, near enough to compare with English."""
    return "".join(ROMAN.get(c, c) for c in word.lower()).replace(".", "")


def skeleton(word: str) -> str:
    """What stays of a name whatever the spelling: its consonants, with letters that romanisations exchange made one."""
    plain = romanised(word)
    for old, new in EXCHANGED:
        plain = plain.replace(old, new)
    plain = re.sub(r"[aeiouy’'ʼ-]", "", plain)
    return re.sub(r"(.)\1+", r"\1", plain)


def same_name(kazakh: str, english: str) -> bool:
    """Whether a Kazakh word may be this English name with a Kazakh ending."""
    ours, theirs = skeleton(kazakh), skeleton(english)
    begins = romanised(kazakh)[:1] == romanised(english)[:1]
    return begins and len(theirs) >= 2 and ours.startswith(theirs) and len(ours) - len(theirs) <= 3


def names(english: str) -> list[str]:
    """Capitalised words that do not open the sentence."""
    found = [m for m in WORD.finditer(english) if m.group()[0].isupper() and len(m.group()) > 3]
    return [
        m.group()
        for m in found
        if english[: m.start()].strip(" \"“'‘«(-–—") and not re.search(r"[.!?:]\W*$", english[: m.start()])
    ]


def inline(source: str, english: str) -> str | None:
    """The Kazakh sentence with its names written as the English side has them, endings dropped; None without a name."""
    changed = source
    for name in dict.fromkeys(names(english)):
        for word in WORD.findall(changed):
            if word[0].isupper() and re.search("[а-яё]", word.lower()) and same_name(word, name):
                changed = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", name, changed)
                break
    return changed if changed != source else None
