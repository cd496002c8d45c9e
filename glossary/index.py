"""Finds a glossary's entries for a word of a text, or several: their forms, and what of an entry decides on a match."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from glossary.forms import Forms, opening
from glossary.kazakh import WORD, normalise
from glossary.morphology import Stem, inflection, stem
from glossary.term import Term
from glossary.traps import common, homographs

_MARKS = ".*"  # behind a word to keep off: only at the end of a sentence, and none of the phrase's words


class Entry(NamedTuple):
    """All terms of one source, as its words in normalised spelling; without terms it is a word to keep off."""

    words: tuple[str, ...]
    last: Stem
    terms: tuple[Term, ...]
    common: bool  # a name that is a common word too
    always: bool  # its terms hold on any day and in any capitals
    closing: bool  # it is this word only at the end of a sentence
    whole: bool  # none of its words is another entry


class Index:
    """Entries by their first words and by what their last word begins with in any form.

    Only strings are filed; an entry is taken apart when a text's words may be one of its forms.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        """File every entry, and the words that look like an entry's forms and are none."""
        terms = tuple(terms)
        sources = _normalised([term.source for term in terms])
        # Nearly every source has one term, and a list for each would cost more than all else here.
        self._terms: dict[str, Term] = {}
        self._more: dict[str, list[Term]] = defaultdict(list)
        for term, source in zip(terms, sources, strict=True):
            if self._terms.setdefault(source, term) is not term:
                self._more[source].append(term)
        self._keep_off = {
            source: marked[len(source) :]
            for marked in homographs()
            if (source := marked.rstrip(_MARKS)) not in self._terms
        }
        words: list[str] = []
        # Entries of several words by the first of them, and the forms of those that a text may hold.
        self.openings: dict[str, list[str]] = {}
        self._phrases: dict[str, Forms] = {}
        for source in (*self._terms, *self._keep_off):
            if first := opening(source):
                self.openings.setdefault(first, []).append(source)
            else:
                words.append(source)
        self._words = Forms(words)
        # Words recur, and an entry does not change: a memory, not a state.
        self.alone = lru_cache(1 << 12)(self._alone)
        self._entry = lru_cache(1 << 12)(self._taken_apart)

    @property
    def repeats(self) -> bool:
        """Whether any source has more than one entry."""
        return bool(self._more)

    def phrases(self, first: str) -> Forms:
        """The entries that begin with a word of `openings`, which are filed when a text holds it: most are in none."""
        found = self._phrases.get(first)
        if found is None:
            found = self._phrases[first] = Forms(self.openings[first])
        return found

    def _alone(self, word: str) -> tuple[tuple[Entry, int], ...]:
        """The entries of one word that a word is a form of, and where its ending begins."""
        lower, small = word.lower(), word[0].islower()
        return tuple(self.forms(self._words, "", lower, small)) if self._words.opens("", lower, small) else ()

    def behind(self, steps: Sequence[str], word: str) -> list[tuple[Entry, int]]:
        """The entries that have these first words, each with its gap, and this last one in any form."""
        if not steps:
            return self.forms(self._words, "", word, False)
        return self.forms(self.phrases(steps[0]), "".join(steps), word, False) if steps[0] in self.openings else []

    def forms(self, filed: Forms, prefix: str, word: str, small: bool) -> list[tuple[Entry, int]]:
        """Those that are filed there and have these first words and this last one, and where its ending begins."""
        found: list[tuple[Entry, int]] = []
        for source in filed.behind(prefix, word, small):
            entry = self._entry(source)
            cut = inflection(entry.last, word)
            if cut is not None:
                found.append((entry, cut))
        return found

    def _taken_apart(self, source: str) -> Entry:
        words = tuple(WORD.findall(source))
        last = stem(words[-1], len(words) > 1)
        name = last.name and len(words) == 1
        is_common = name and (last.letters in common() or last.letters in self._terms)
        terms = (self._terms[source], *self._more.get(source, ())) if source in self._terms else ()
        always = not is_common and all(not (t.valid_from or t.valid_to or t.kind == "keep") for t in terms)
        mark = self._keep_off.get(source, "")
        return Entry(words, last, terms, is_common, always, mark == ".", mark == "*")


def _normalised(sources: list[str]) -> list[str]:
    """All at once: the search for odd letters costs as much for one word as for a thousand."""
    lines = [" ".join(source.splitlines()) if "\n" in source else source for source in sources]
    return normalise("\n".join(lines)).text.split("\n") if lines else []
