"""Proposes entries: the names that texts repeat and the glossary does not know, their inflected forms merged."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from glossary import person
from glossary.bases import bases, in_small_letters
from glossary.kazakh import WORD, normalise
from glossary.matcher import Glossary
from glossary.romanisation import romanise
from glossary.spans import Span, is_initial, is_shouted, sentence, spans
from glossary.term import Kind

_EXAMPLES = 3
_REPEATED = 3  # so often a word must follow to be of the name
_DERIVED = re.compile("(?:[лдт][ыі][қк](?:тар|тер)?|ш[ыі]л?|с[ыі]з|[шт]а|[шт]е)(?=$|[-])")
_NUMERAL = re.compile("[IVXLCMІХ]+")
_ADJECTIVE = re.compile("[лдт][ыі][қк]$")
_OWNED = ("ы", "і", "сы", "сі")  # what does not part a name: Сауд Арабиясы Корольдігі


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name in its bare form with a romanisation; `forms` are what was read of it, the commonest first.

    Its kind is `person` where that is sure, else `term`.
    """

    source: str
    target: str
    count: int
    forms: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """What an entry for it names."""
        return person.kind(self.source)


def suggest(texts: Iterable[str], glossary: Glossary, *, least: int = 2) -> list[Suggestion]:
    """Names that stand at least so often in the texts and are in no entry, the commonest first.

    A name is what has a capital inside a sentence, or stands in quotes; a word that stands in small letters as often
    is none, nor is what is made from another name (`қазақстандық`, `АҚШ-Қытай`).
    """
    reading = _Reading(glossary)
    for text in texts:
        reading.read(text)
    return reading.suggestions(least)


class _Form(NamedTuple):
    """A name as it was read, and the words in small letters behind it."""

    surface: str
    tail: tuple[str, ...]
    times: int
    examples: Sequence[str]

    @property
    def longer(self) -> "_Form":
        """The name with the next word."""
        return self._replace(surface=f"{self.surface} {self.tail[0]}", tail=self.tail[1:])


class _Reading:
    """What was read so far: each run of words once, with its count, and the words in small letters."""

    def __init__(self, glossary: Glossary) -> None:
        """Look for the entries of all times: an old name is known too."""
        self.known = Glossary(replace(term, valid_from=None, valid_to=None) for term in glossary.terms)
        self.runs: Counter[Span] = Counter()
        self.examples: dict[Span, list[str]] = defaultdict(list)
        self.small: Counter[str] = Counter()
        self.covered: set[str] = set()

    def read(self, text: str) -> None:
        """Count a text's runs and small words, line by line."""
        for line in normalise(text).text.splitlines():
            if is_shouted(line):
                continue
            matches = self.known.find(line)
            self.covered.update(match.term.source for match in matches)
            self.small.update(word for word in WORD.findall(line) if word[0].islower())
            for span, at in spans(line, [(match.start, match.end) for match in matches]):
                self.runs[span] += 1
                if len(self.examples[span]) < _EXAMPLES:
                    self.examples[span].append(sentence(line, at))

    def suggestions(self, least: int) -> list[Suggestion]:
        """The names in the runs, merged, sifted and ranked."""
        words = _Words(self.runs, self.small, self.covered)
        found = [
            _suggestion(source, forms)
            for base, short in _grouped(self.forms(words)).items()
            for source, forms in _longer(base, short, 4 if len({form.surface for form in short}) == 1 else 2)
            if words.is_name(source, {form.surface for form in forms}) and not self.known.find(source)
        ]
        return sorted((one for one in found if one.count >= least), key=lambda one: (-one.count, one.source))

    def forms(self, words: "_Words") -> Iterator[_Form]:
        """The names of each run; what follows the run follows its last name."""
        for run, count in self.runs.items():
            *others, last = [*words.names(run)] or [""]
            for name in others:
                yield _Form(name, (), count, self.examples[run])
            if last:
                yield _Form(last, run.tail, count, self.examples[run])


class _Words:
    """The capitalised words of all runs: their stems, how often each stands and beside which."""

    def __init__(self, runs: Counter[Span], small: Counter[str], covered: Iterable[str]) -> None:
        """Count stems, and pairs of them, in capitals inside a sentence, and in small letters."""
        every = Counter({word: 0 for word in covered if WORD.fullmatch(word)})
        for run, count in runs.items():
            every.update(dict.fromkeys(() if run.quoted else run.words, count))
        self._base = bases(every)
        self.inside: Counter[str] = Counter()
        self.all: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.before: Counter[str] = Counter()
        for run, count in runs.items():
            stems = [self.base(word) for word in run.words]
            for at, one in enumerate(stems):
                self.all[one] += count
                self.inside[one] += count * (at > 0 or not run.opening)
            for one, other in pairwise(stems):
                self.pairs[one, other] += count
                self.before[one] += count
        self.small = in_small_letters(self._base.values(), small)

    def base(self, word: str) -> str:
        """The bare form of a capitalised word, as far as the texts tell."""
        return self._base.get(word, word)

    def names(self, run: Span) -> Iterator[str]:
        """The names in a run: words that mostly stand together are one."""
        if run.quoted:
            yield run.text
            return
        words = list(run.words)
        if run.opening and not self.is_inside(words[0]) and not is_initial(words[0]):
            del words[0]
        name: list[str] = []
        for word in words:
            if name and not self.binds(name[-1], word):
                yield Span(tuple(name)).text
                name = []
            if name or not person.is_title(word):
                name.append(word)
        if name:
            yield Span(tuple(name)).text

    def is_inside(self, word: str) -> bool:
        """Whether a word that opens a sentence has its capital elsewhere too, and not by chance."""
        base = self.base(word)
        return self.inside[base] > 0 and self.inside[base] >= self.small[base]

    def binds(self, word: str, then: str) -> bool:
        """Whether two neighbours are of one name: one seldom stands without the other, or seldom ends a name."""
        if is_initial(word):
            return True
        one, other = self.base(word), self.base(then)
        if word != one and word[len(one) :] not in _OWNED:
            return False
        return self.pairs[one, other] * 2 >= min(self.all[one], self.all[other]) or self.before[one] * 2 > self.all[one]

    def is_name(self, base: str, forms: Collection[str]) -> bool:
        """Whether a bare form is a name: no common word, no initial, not made from another name."""
        if " " in base:
            return True
        if len(base) < 2 or not any(map(str.isalpha, base[1:])) or _NUMERAL.fullmatch(base):
            return False
        if self.small[self.base(base)] >= max(self.all[self.base(base)], 1):
            return False
        bare = len(forms) == 1 and _ADJECTIVE.search(base)
        return not bare and not self._is_made(base)

    def _is_made(self, word: str) -> bool:
        """Whether the word is derived from another, or joins two: қазақстандық, АҚШ-Қытай, Қытай-американдық."""
        first, *others = word.split("-")
        if others and self.all[self.base(first)] + (first in self._base):
            small = others[0][0].islower()
            return small or all(other in self._base for other in others)
        return any(word[: found.start()] in self._base for found in _DERIVED.finditer(word))


def _suggestion(source: str, forms: Sequence[_Form]) -> Suggestion:
    counts: Counter[str] = Counter()
    for form in forms:
        counts[form.surface] += form.times
    examples = dict.fromkeys(example for form in forms for example in form.examples)
    ranked = sorted(counts.items(), key=lambda form: (-form[1], form[0]))
    return Suggestion(source, romanise(source), counts.total(), tuple(ranked), tuple(examples)[:_EXAMPLES])


def _grouped(forms: Iterable[_Form]) -> dict[str, list[_Form]]:
    """The forms by the name that they are forms of."""
    forms = list(forms)
    counts: Counter[str] = Counter()
    for form in forms:
        counts[form.surface] += form.times
    merged = bases(counts)
    groups: dict[str, list[_Form]] = defaultdict(list)
    for form in forms:
        groups[merged[form.surface]].append(form)
    return groups


def _longer(base: str, forms: Sequence[_Form], share: int) -> Iterator[tuple[str, list[_Form]]]:
    """A name, and the longer ones that it begins: what follows it in one of so many places is of the name."""
    total = sum(form.times for form in forms)
    rest = [form for form in forms if form.surface != base or not form.tail]
    followed = [form for form in forms if form.surface == base and form.tail]
    for longer, those in _grouped(form.longer for form in followed).items():
        count = sum(form.times for form in those)
        if count >= _REPEATED and count * share >= total:
            yield from _longer(longer, those, 2)
        else:
            rest += [form._replace(surface=base) for form in those]
    if rest:
        yield base, rest
