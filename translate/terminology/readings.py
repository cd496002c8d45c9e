"""What the engine makes of single Kazakh words: its own dictionary, whatever the model knows.

A word of the English that one of them means is no accident, though all about it may be wrong: what is put in for a
term must not push it out. And a term that the engine misreads is often misread alike where it stands alone (`AAE` for
АСЕАН), which tells its place.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from glossary.kazakh import WORD
from glossary.romanisation import romanise
from glossary.term import Match
from translate.engines import Decoding, Engine
from translate.terminology.draft import Draft
from translate.terminology.forms import Span, pattern
from translate.terminology.near import begins, sound

# Further hypotheses of a word: it may mean several things.
OTHERS = 3
# Words are the same where they begin alike, as a plural or a tense does; shorter ones carry little.
_STEM, _SHORTEST = 5, 3
_SMALL = frozenset(
    "the and for from with that this these those its his her their our his was were are has had have been will would "
    "that which who not also she they you than then there can may does did such only very more most other all any "
    "some one two but per".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_EDGES = " .,;:!?\"'“”«»()"
_OPENING = re.compile(r"^(?:(?:the|an?|of|in|to|from|by|with|for|on|at) )+", re.IGNORECASE)


class Readings:
    """The English of Kazakh words, each asked for once."""

    def __init__(self, engine: Engine, decoding: Decoding) -> None:
        """Begin with nothing asked."""
        self._engine = engine
        self._decoding = replace(decoding, alternatives=max(decoding.alternatives, OTHERS))
        self._known: dict[str, tuple[str, ...]] = {}

    def ask(self, words: Iterable[str]) -> None:
        """Ask for all of these at once."""
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        for word, said in zip(new, self._engine.translate(new, self._decoding) if new else (), strict=True):
            self._known[word] = tuple(dict.fromkeys(one.text for one in (said, *said.alternatives)))

    def ask_free(self, drafts: Iterable[Draft]) -> None:
        """Ask for all that `lost` must know of these."""
        self.ask(word for draft in drafts for word in _free(draft))

    def of(self, word: str) -> tuple[str, ...]:
        """What a word, or a few, may be in English, the likeliest first."""
        self.ask([word])
        return self._known[word]

    def lost(self, after: Draft, before: Draft) -> bool:
        """Whether a word is gone that some Kazakh word means which no match holds."""
        words = gone(after, before)
        now = stems(after.english).keys()
        return bool(words) and any(self._means(kazakh, words, now) for kazakh in _free(before))

    def _means(self, kazakh: str, words: Iterable[str], now: Set[str]) -> bool:
        """Whether a Kazakh word means one of the words that are gone, and none of those that stand `now`."""
        heard, meant = sound(romanise(kazakh)), self._stems(kazakh)
        named = any(word[0].isupper() and begins(sound(word), heard) for word in words)
        return named or (not meant & now and any(_stem(word) in meant for word in words))

    def ask_places(self, terms: Sequence[tuple[Draft, int]]) -> None:
        """Ask for all that `places` must know of these: what else means the same is asked where a reading stands."""
        self.ask(text for draft, n in terms for text in alone(draft.matches[n]))
        self.ask_free(draft for draft, n in terms if self._standing(draft, n))

    def places(self, draft: Draft, n: int) -> list[Span]:
        """Where a reading of the term stands that no other word of the Kazakh has, the longest first."""
        standing = self._standing(draft, n)
        others = {stem for word in _free(draft) for stem in self._stems(word)} if standing else set()
        return [span for text, spans in standing for span in spans if not stems(text).keys() & others]

    def _standing(self, draft: Draft, n: int) -> list[tuple[str, list[Span]]]:
        """The readings of the term that the English holds, and where."""
        texts = {_bare(text) for asked in alone(draft.matches[n]) for text in self.of(asked)}
        ordered = sorted((text for text in texts if len(text) >= _SHORTEST), key=lambda text: (-len(text), text))
        found = [(text, [one.span() for one in pattern(text).finditer(draft.english)]) for text in ordered]
        return [(text, spans) for text, spans in found if spans]

    def _stems(self, kazakh: str) -> set[str]:
        return {_stem(word) for text in self.of(kazakh) for word in _words(text)}


def gone(after: Draft, before: Draft) -> frozenset[str]:
    """The words that mean something and that the English has no more."""
    stems = {_stem(word) for word in _words(after.english)}
    return frozenset(word for word in _words(before.english) if _stem(word) not in stems)


def new(after: Draft, before: Draft) -> frozenset[str]:
    """The words that mean something and that the English before had not, but for those of the terms."""
    known = stems(before.english) + stems(" ".join(match.term.target for match in before.matches))
    return frozenset(word for word in _words(after.english) if _stem(word) not in known)


def stems(english: str) -> Counter[str]:
    """How often each word that means something stands there, in whatever form."""
    return Counter(_stem(word) for word in _words(english))


def free(draft: Draft) -> list[Span]:
    """Where the Kazakh words stand that no match holds."""
    return [
        word.span()
        for word in WORD.finditer(draft.sentence)
        if len(word.group()) >= _SHORTEST
        and all(word.end() <= match.start or match.end <= word.start() for match in draft.matches)
    ]


def alone(match: Match) -> tuple[str, ...]:
    """The forms in which a term is asked for: as it stands in the sentence, and as the entry has it."""
    return tuple(dict.fromkeys((match.surface, match.term.source)))


def _free(draft: Draft) -> list[str]:
    """The Kazakh words that no match holds, but for a term once more, as a part of another word: АСЕАН-2025."""
    own = {match.term.source for match in draft.matches}
    return [word for word in (draft.sentence[slice(*span)] for span in free(draft)) if word not in own]


def _bare(text: str) -> str:
    return _OPENING.sub("", text.strip(_EDGES))


def _words(english: str) -> list[str]:
    return [word for word in _WORD.findall(english) if len(word) >= _SHORTEST and word.casefold() not in _SMALL]


def _stem(word: str) -> str:
    return word.casefold()[:_STEM]
