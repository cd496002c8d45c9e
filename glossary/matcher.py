"""Finds a glossary's entries in a text: longest, leftmost, never two over one place."""

import hashlib
from collections.abc import Iterable
from datetime import date

from glossary.kazakh import WORD
from glossary.term import Match, Term


class Glossary:
    """A set of entries, ready to be looked for. It does not change; an edited glossary is a new one."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        """Index the entries by the first word of their source, the longest source first."""
        self.terms = tuple(terms)
        by_word: dict[str, dict[str, list[Term]]] = {}
        for term in self.terms:
            for form in dict.fromkeys((term.source, term.source.upper())):
                first = WORD.search(form)
                if first and first.start() == 0:
                    by_word.setdefault(first.group(), {}).setdefault(form, []).append(term)
        self._by_word = {word: sorted(forms.items(), key=lambda form: -len(form[0])) for word, forms in by_word.items()}

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change with any entry; the order of entries does not matter."""
        entries = sorted(repr(term) for term in self.terms)
        return hashlib.sha256("\n".join(entries).encode()).hexdigest()[:8]

    def find(self, text: str, day: date | None = None) -> list[Match]:
        """The entries in force on `day` (today's where None) that stand in the text as whole words, in order."""
        day = day or date.today()
        matches: list[Match] = []
        free = 0
        for word in WORD.finditer(text):
            if word.start() < free:
                continue
            match = self._longest(text, word.start(), word.group(), day)
            if match:
                matches.append(match)
                free = match.end
        return matches

    def _longest(self, text: str, start: int, word: str, day: date) -> Match | None:
        for form, terms in self._by_word.get(word, ()):
            end = start + len(form)
            in_force = [term for term in terms if term.holds(day)]
            if in_force and text.startswith(form, start) and _ends_word(text, end):
                return Match(max(in_force, key=lambda term: term.priority), start, end, form)
        return None


def _ends_word(text: str, end: int) -> bool:
    """Whether a word ends here: no letter or digit follows, directly or behind a hyphen."""
    rest = text[end : end + 2]
    return not (rest[:1].isalnum() or (len(rest) == 2 and rest[0] in "-‐‑’'ʼ" and rest[1].isalnum()))
