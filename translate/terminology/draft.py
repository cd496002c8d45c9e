"""A sentence between the engine and its row: what was read, the English so far, and what became of its terms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from glossary.term import Match
from translate.document import TermUse
from translate.terminology import apply
from translate.terminology.forms import Span, pattern
from translate.terminology.heard import other_names
from translate.terminology.inline import inline
from translate.terminology.near import begins, sound

_WORD = re.compile(r"\w+")
# How a term was gained from the Kazakh with its English written into it.
_GAINED = ("inline", "grafted", "reading", "erasure")


@dataclass(frozen=True, slots=True)
class Draft:
    """`matches` and the uses' places count in the sentence that the engine read; `score` is the engine's own."""

    sentence: str
    matches: tuple[Match, ...]
    english: str
    uses: tuple[TermUse, ...]
    score: float = 0.0

    @classmethod
    def of(cls, sentence: str, matches: Sequence[Match], english: str, score: float = 0.0) -> "Draft":
        """The English with what its own words tell of the terms: steps 1 to 3."""
        text, uses = apply(english, matches, sentence)
        return cls(sentence, tuple(matches), text, uses, score)

    @property
    def missing(self) -> tuple[int, ...]:
        """The terms that the English has in no place; one that stands for another match is said once, not missing."""
        return tuple(
            n
            for n, use in enumerate(self.uses)
            if use.status == "not_applied" and not _stands(self.matches[n], self.english)
        )

    @property
    def untold(self) -> tuple[int, ...]:
        """The terms that the English lacks, and those that it has less often than the Kazakh."""
        return tuple(n for n, use in enumerate(self.uses) if use.status == "not_applied")

    @property
    def names(self) -> frozenset[str]:
        """The names of the Kazakh in no entry that some capitalised word of the English sounds like."""
        words = [sound(word) for word in _WORD.findall(self.english) if word[0].isupper()]
        others = other_names(self.matches, self.sentence)
        return frozenset(name for name in others if any(begins(word, name) for word in words))

    def clear(self, span: Span) -> bool:
        """Whether no term stands in that place of the English."""
        return all(
            use.status == "not_applied" or span[1] <= use.target_start or use.target_end <= span[0] for use in self.uses
        )

    def written(self, *, ending: bool = True, every: bool = False) -> str:
        """The Kazakh with its missing terms in English, those that were gained so before, or all."""
        among = [n for n, use in enumerate(self.uses) if every or n in self.missing or use.rule in _GAINED]
        return inline(self.sentence, self.matches, among, ending=ending)

    def kept(self, before: "Draft", n: int) -> bool:
        """Whether all other terms stand in the very form that they stood in before match n was put in."""
        pairs = zip(self.uses, before.uses, strict=True)
        return all(
            at == n or then.status == "not_applied" or _form(self, now) == _form(before, then)
            for at, (now, then) in enumerate(pairs)
        )

    def became(self, english: str, rule: str, *, score: float, again: bool) -> "Draft":
        """The draft with another English: what it gained is marked as put there, or as decoded again."""
        made = Draft.of(self.sentence, self.matches, english, score)
        uses = []
        for before, after in zip(self.uses, made.uses, strict=True):
            if before.status == "not_applied" != after.status:
                after = replace(after, status="redecoded" if again else "replaced", rule=rule)
            elif not again and before.status != "not_applied" != after.status:
                after = replace(after, status=before.status, rule=before.rule)
            uses.append(after)
        return replace(made, uses=tuple(uses))


def _form(draft: Draft, use: TermUse) -> str:
    return draft.english[use.target_start : use.target_end].casefold()


def _stands(match: Match, english: str) -> bool:
    return any(pattern(form).search(english) for form in (match.term.target, *match.term.accepted))
