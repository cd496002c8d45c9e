"""Capitals put back into a corpus that lost them: each word as the rest of the corpus mostly writes it.

The way of Moses' truecaser (Koehn et al. 2007): a word's usual form is counted away from the beginnings of sentences.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
BEGIN = re.compile(r"(?:^|[.!?…:]\s+)[\W\d_]*$")
# Latin alone: in Kazakh, ж. and қ. with a word behind them are a year and a city more often than a person.
INITIAL = re.compile(r"(?<![\w.])([a-z]|[czsk]h|y[eua])\. ?[a-z]{3,}")
SEEN = 3  # a form met less often is no evidence


def flat(text: str) -> bool:
    """Whether the text has letters and no capital among them."""
    return text == text.lower() and text != text.upper()


@dataclass(frozen=True)
class Truecaser:
    """The usual form of every word that is mostly not lower-case."""

    forms: dict[str, str]

    @staticmethod
    def learn(texts: Iterable[str]) -> "Truecaser":
        """Count the forms of words inside sentences; texts of one case teach nothing."""
        counts: dict[str, Counter[str]] = {}
        for text in texts:
            if flat(text) or text == text.upper():
                continue
            for m in WORD.finditer(text):
                if not BEGIN.search(text, 0, m.start()):
                    counts.setdefault(m.group().lower(), Counter())[m.group()] += 1
        best = {word: forms.most_common(1)[0] for word, forms in counts.items()}
        return Truecaser({word: form for word, (form, count) in best.items() if form != word and count >= SEEN})

    def restore(self, text: str) -> str:
        """The text with capitals, where it has none at all; any other text as it is."""
        if not flat(text):
            return text
        named = INITIAL.sub(lambda m: m.group().title(), text)
        cased = WORD.sub(lambda m: self.forms.get(m.group(), m.group()), named)
        first = WORD.search(cased)
        if first is None or re.search(r"\d", cased[: first.start()]):
            return cased
        return cased[: first.start()] + cased[first.start()].upper() + cased[first.start() + 1 :]
