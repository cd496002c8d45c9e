"""Puts a glossary's terms into the English, and says of each match what became of it: steps 1 to 3, by the words alone.

1. The target or an accepted form stands: `already`. 2. A spelling that the entry names stands: the target is put there,
`replaced`. 3. The span that renders the term is found by its sound or its words: the same.
What is still missing is `not_applied`, until redecode.py asks the model again.
"""

from collections.abc import Sequence
from dataclasses import replace

from glossary.term import Match
from translate.document import TermUse
from translate.terminology import spelled
from translate.terminology.claims import Claims
from translate.terminology.dress import unglued
from translate.terminology.heard import heard
from translate.terminology.person import people, whole
from translate.terminology.phrase import phrases

# More than any text was seen to need.
ROUNDS = 4


def apply(english: str, matches: Sequence[Match], kazakh: str = "") -> tuple[str, tuple[TermUse, ...]]:
    """The English with its terms, and what became of each match; the Kazakh tells which names it holds besides.

    A target that stands once proves one match only: a name that the Kazakh holds twice must stand twice.
    """
    english = unglued(english, {match.term.target for match in matches})
    text, uses = _once(english, matches, kazakh)
    for _ in range(ROUNDS if text != english else 0):
        # what was mended may uncover another misspelling beside it
        further, again = _once(text, matches, kazakh)
        if further == text:
            break
        text, uses = further, tuple(_later(then, now) for then, now in zip(uses, again, strict=True))
    return text, uses


def _later(then: TermUse, now: TermUse) -> TermUse:
    """Where a term stands now; what did not stand right at first was put there."""
    if then.status == "already" or now.status != "already":
        return now
    return replace(now, status="replaced", rule=then.rule if then.status == "replaced" else "sound")


def _once(english: str, matches: Sequence[Match], kazakh: str) -> tuple[str, tuple[TermUse, ...]]:
    claims = Claims(english, matches)
    spelled.already(claims)
    spelled.mended(claims)
    if english.strip():
        whole(claims)
        heard(claims, kazakh)
        people(claims)
        phrases(claims)
        spelled.capitals(claims)
    spelled.banned(claims)
    return claims.english, claims.uses()
