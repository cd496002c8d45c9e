"""What a news desk fears, counted: loops, invented numbers and names, and outputs that fit any sentence.

Each share is also worth taking of the references: a good translation writes names that no romanisation finds (Қытай,
China), so only what lies above the references' own share is invention.
"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from training.noise import WORD, names, skeleton

NUMBER = re.compile(r"\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?")
ALIKE = 0.6  # of two names' skeletons


def numbers(text: str) -> set[str]:
    """The numbers of a text as bare digits, so that 1,000 and 1 000 are one."""
    return {re.sub(r"\D", "", m.group()) for m in NUMBER.finditer(text)}


def invented_numbers(sources: Sequence[str], outputs: Sequence[str]) -> tuple[int, int]:
    """Numbers of the outputs that their source does not hold, and all numbers of the outputs."""
    # A source may write 1 000-нан or 12.05.2021: its digits in a row are asked, not its words.
    rows = [(numbers(output), re.sub(r"\D", "", source)) for source, output in zip(sources, outputs, strict=True)]
    return sum(n not in digits for found, digits in rows for n in found), sum(len(found) for found, _ in rows)


def known(name: str, source: str) -> bool:
    """Whether the source holds a word that this name may render."""
    ours = skeleton(name)
    for word in WORD.findall(source):
        theirs = skeleton(word)
        if name.lower() == word.lower() or (ours and theirs.startswith(ours)):
            return True
        cut = theirs[: len(ours) + 1]  # endings hang on the right
        if len(ours) > 1 and SequenceMatcher(None, ours, cut).ratio() >= ALIKE and ours[:1] == theirs[:1]:
            return True
    return False


def invented_names(sources: Sequence[str], outputs: Sequence[str]) -> tuple[int, int]:
    """Capitalised words inside outputs that resemble no word of their source, and all such words."""
    found = [(name, source) for source, output in zip(sources, outputs, strict=True) for name in set(names(output))]
    return sum(not known(name, source) for name, source in found), len(found)


def loops(text: str) -> bool:
    """A phrase said three times in a row, or the same three words in three places."""
    words = re.findall(r"\w+", text.lower())
    for n in range(1, 5):
        for i in range(len(words) - 3 * n + 1):
            if words[i : i + n] == words[i + n : i + 2 * n] == words[i + 2 * n : i + 3 * n]:
                return True
    triples = Counter(zip(words, words[1:], words[2:], strict=False))
    return max(triples.values(), default=0) >= 3


def grams(text: str) -> list[Counter[str]]:
    """Letter n-grams, orders 1 to 6."""
    plain = text.replace(" ", "")
    return [Counter(plain[i : i + n] for i in range(len(plain) - n + 1)) for n in range(1, 7)]


def likeness(ours: list[Counter[str]], theirs: list[Counter[str]]) -> float:
    """Sentence chrF (beta 2, six orders, no words) of two texts' n-grams."""
    total, orders = 0.0, 0
    for a, b in zip(ours, theirs, strict=True):
        if not a or not b:
            continue
        orders += 1
        same = sum((a & b).values())
        precision, recall = same / sum(a.values()), same / sum(b.values())
        total += 5 * precision * recall / (4 * precision + recall) if same else 0.0
    return total / max(orders, 1)


def retrieved(outputs: Sequence[str], references: Sequence[str], among: int = 100) -> float:
    """The share of outputs nearest to their own reference, in blocks of `among`."""
    ours, theirs = [grams(t) for t in outputs], [grams(t) for t in references]
    hits = 0
    whole = len(ours) - len(ours) % among or len(ours)
    for i in range(whole):
        block = range(i - i % among, min(i - i % among + among, whole))
        hits += max(block, key=lambda j: likeness(ours[i], theirs[j])) == i
    return hits / whole
