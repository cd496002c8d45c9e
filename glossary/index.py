"""Files entries by what their inflected forms begin with, so that a text's words find them without trying them all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from glossary.kazakh import WORD, normalise
from glossary.morphology import Stem, beginnings, inflection, stem
from glossary.term import Term
from glossary.traps import common, homographs

_FEW = 2  # letters that endings hardly ever change


class Entry(NamedTuple):
    """All terms of one source, as its words in normalised spelling; without terms it is a word to keep off."""

    words: tuple[str, ...]
    last: Stem
    terms: tuple[Term, ...]
    common: bool  # a name that is a common word too
    always: bool  # its terms hold on any day and in any capitals
    closing: bool  # it is this word only at the end of a sentence


class Index:
    """Entries by the small letters of their first words and of what their last word begins with in any form.

    Only strings are filed; an entry is taken apart when a text's words may be one of its forms.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        """File every entry, and the words that look like an entry's forms and are none."""
        terms = tuple(terms)
        # Nearly every source has one term, and a list for each would cost more than all else here.
        self._terms: dict[str, Term] = {}
        self._more: dict[str, list[Term]] = defaultdict(list)
        for term, source in zip(terms, _normalised([term.source for term in terms]), strict=True):
            if self._terms.setdefault(source, term) is not term:
                self._more[source].append(term)
        self._keep_off = {
            source.rstrip("."): source.endswith(".") for source in homographs() if source.rstrip(".") not in self._terms
        }
        # What an entry's words but the last are, with their gaps: whether to read on. The same with two letters of the
        # last: whether to look there. Then the sources of each form, one a line: nearly always it is one, and a string
        # is smaller than a list of one.
        self.prefixes: set[str] = set()
        self._openings: set[str] = set()
        self._sources: dict[str, str] = {}
        for source in (*self._terms, *self._keep_off):
            self._file(source)
        self._longest = max(map(len, self._sources), default=0)
        # Words recur, and an entry does not change: a memory, not a state.
        self.alone = lru_cache(1 << 15)(self._alone)
        self._entry = lru_cache(1 << 14)(self._taken_apart)

    @property
    def repeats(self) -> bool:
        """Whether any source has more than one entry."""
        return bool(self._more)

    def _file(self, source: str) -> None:
        key, last = source.lower(), 0
        if not key.isalpha():
            key, ends = _steps(key)
            for last in ends:
                self.prefixes.add(key[:last])
        if key:
            first, sources = key[:last], self._sources
            for beginning in beginnings(key[last:], last > 0):
                form = first + beginning
                if last:
                    self._openings.add(first + beginning[:_FEW])
                sources[form] = sources[form] + "\n" + source if form in sources else source

    def _alone(self, word: str, small: bool) -> tuple[tuple[Entry, int], ...]:
        """The entries of one word that a word, in small letters, is a form of, and where its ending begins."""
        return tuple(self.behind("", word, small))

    def behind(self, prefix: str, word: str, small: bool) -> list[tuple[Entry, int]]:
        """The entries that have these first words and this last one, in any form.

        Where the text begins with a `small` letter, names are passed over: no other case is half as common.
        """
        found: list[tuple[Entry, int]] = []
        if prefix and not (prefix + word[:_FEW] in self._openings or prefix + word[:1] in self._openings):
            return found
        sources, key = self._sources, prefix + word
        lengths = range(len(prefix) + 1, min(len(key), self._longest) + 1)
        for form in [key[:length] for length in lengths if key[:length] in sources]:
            found += self._forms(sources[form].split("\n"), word, small)
        return found

    def _forms(self, sources: Iterable[str], word: str, small: bool) -> Iterator[tuple[Entry, int]]:
        for source in sources:
            if small and source[0].isupper():
                continue
            entry = self._entry(source)
            cut = inflection(entry.last, word)
            if cut is not None:
                yield entry, cut

    def _taken_apart(self, source: str) -> Entry:
        words = tuple(WORD.findall(source))
        last = stem(words[-1], len(words) > 1)
        name = last.name and len(words) == 1
        is_common = name and (last.letters in common() or last.letters in self._terms)
        terms = (self._terms[source], *self._more.get(source, ())) if source in self._terms else ()
        always = not is_common and all(not (t.valid_from or t.valid_to or t.kind == "keep") for t in terms)
        return Entry(words, last, terms, is_common, always, self._keep_off.get(source, False))


def gap(between: str) -> str:
    """What stands between two words of an entry, in one spelling: `Қ. К.` is `Қ.К.`, and a blank line is no gap."""
    if between == " ":
        return between
    if between.count("\n") > 1:
        return "\n\n"
    return "".join(between.split()) or " "


def _normalised(sources: list[str]) -> list[str]:
    """All at once: the search for odd letters costs as much for one word as for a thousand."""
    lines = [" ".join(source.splitlines()) if "\n" in source else source for source in sources]
    return normalise("\n".join(lines)).text.split("\n") if lines else []


def _steps(key: str) -> tuple[str, list[int]]:
    """The words with their gaps in one spelling, and where in it each word but the first begins."""
    plain = key.split(" ")
    if "" not in plain and "".join(plain).isalpha():
        return key, list(accumulate([len(word) + 1 for word in plain[:-1]]))
    words = list(WORD.finditer(key))
    steps = [word.group() + gap(key[word.end() : then.start()]) for word, then in pairwise(words)]
    return "".join(steps) + (words[-1].group() if words else ""), list(accumulate(map(len, steps)))
