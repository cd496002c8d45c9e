"""Finds the words of the English that render a word of the Kazakh by leaving it out (Li et al. 2016 erase words so).

Read again without it, the engine finds the English as likely as before but for what came of it: `in Turkey` where the
Kazakh has Twitter. These words fall, whatever they say; so the place of a term is known though it is misread there.
"""

import re
from collections.abc import Sequence

from glossary.kazakh import WORD
from translate.engines.steering import Pair, Weighed
from translate.terminology import dress
from translate.terminology.bound import akin, bound, possessive
from translate.terminology.draft import Draft
from translate.terminology.forms import Span
from translate.terminology.heard import TOKEN
from translate.terminology.likelihood import Likelihood
from translate.terminology.near import alike, sound
from translate.terminology.readings import gone, stems

# How far (nats) a word must fall without a term to be its rendering, and what share of that its neighbours must.
LEAST, SHARE = 2.5, 0.4
# How much less likely the English may become where the term takes that place, as a share of the fall.
CREDIT = 1.3
# So many words of the English about a term must hold what renders the term's neighbours.
ABOUT = 4
# Shorter names are too soon alike.
ECHO = 5
# How far (nats) a word must fall without the term to be part of its rendering.
PROVEN = 2.0
_SMALL = frozenset(
    "a an the of in on at to for by with from as and or that is are was were be been has have had will".split()
)


def rendered(likely: Likelihood, draft: Draft, n: int) -> list[tuple[str, float]]:
    """The English with a term in place of the words that render it, and how much less likely it may be so."""
    seen = _rendering(falls(likely, draft, n), draft)
    english = taken(draft, seen[0], n) if seen else ""
    return [(english, CREDIT * seen[1])] if seen and english else []


def taken(draft: Draft, span: Span, n: int) -> str:
    """The English with a term in place of these words, or nothing where they may not give way."""
    if not draft.clear(span) or bound(draft, span, n):
        return ""
    english = dress.taken(draft.english, possessive(draft, span, n), draft.matches[n])
    return english[0] if english and draft.clear(english[1]) else ""


def falls(likely: Likelihood, draft: Draft, n: int) -> list[tuple[Span, float]]:
    """Each word of the English, and how far it falls (nats) without a match; none where the engine can't be asked."""
    whole, without = likely.of([draft, draft], [draft.sentence, erased(draft, n)])
    if not whole.spans or not without.spans:
        return []
    words = (found.span() for found in TOKEN.finditer(draft.english) if found.group().casefold() not in _SMALL)
    return [(word, _fall(whole, without, word)) for word in words]


def proven(likely: Likelihood, after: Draft, before: Draft) -> float:
    """How far the words that gave way fall (nats) without the terms that were gained: the least of all terms.

    What gave way to a term must have been what rendered it.
    """
    words = gone(after, before)
    shares = [
        [fall for span, fall in falls(likely, before, n) if before.english[slice(*span)] in words]
        for n in gained(after, before)
    ]
    return min((max(own, default=0.0) for own in shares), default=0.0)


def settled(likely: Likelihood, after: Draft, before: Draft) -> float:
    """How far the words about a gained term fall (nats) without its neighbours in the Kazakh: the least of all terms.

    A term that stands among the words that render its neighbours is in its place.
    """
    return min((_settled(likely, after, before, n) for n in gained(after, before)), default=0.0)


def doubled(likely: Likelihood, after: Draft, before: Draft) -> bool:
    """Whether a gained term, or a word of it, stood in its place already, perhaps as another: Russia for Russian."""
    return any(_doubled(likely, after, before, n) for n in gained(after, before))


def pairs(draft: Draft, n: int) -> list[Pair]:
    """What is to be weighed for `falls`."""
    return [(draft.sentence, draft.english), (erased(draft, n), draft.english)]


def erased(draft: Draft, n: int) -> str:
    """The Kazakh without a match."""
    return _without(draft.sentence, (draft.matches[n].start, draft.matches[n].end))


def _rendering(words: Sequence[tuple[Span, float]], draft: Draft) -> tuple[Span, float] | None:
    """The word that falls most and its neighbours that fall with it, and how far; None where none falls far."""
    first = last = max(range(len(words)), key=lambda at: words[at][1], default=0)
    if not words or words[first][1] < LEAST:
        return None
    fall = words[first][1]

    def together(one: int, then: int, outer: int) -> bool:
        between = draft.english[words[one][0][1] : words[then][0][0]]
        return between in (" ", "-") and words[outer][1] >= SHARE * fall

    while first and together(first - 1, first, first - 1):
        first -= 1
    while last + 1 < len(words) and together(last, last + 1, last + 1):
        last += 1
    return (words[first][0][0], words[last][0][1]), fall


def _doubled(likely: Likelihood, after: Draft, before: Draft, n: int) -> bool:
    target, then, now = (stems(text) for text in (before.matches[n].term.target, before.english, after.english))
    kept = {stem for stem in target if now[stem] >= then[stem] + target[stem]}
    if any(_echoed(after, before, word) for word in TOKEN.findall(before.matches[n].term.target)):
        return True
    own = [span for span, fall in falls(likely, before, n) if fall >= PROVEN]
    return any(kept & stems(before.english[slice(*span)]).keys() or _kin_stands(after, before, span, n) for span in own)


def _kin_stands(after: Draft, before: Draft, span: Span, n: int) -> bool:
    """Whether a word of a term's kin says as much already; a common word may give way to its kin: warning to war."""
    if not akin(before, span, n):
        return False
    word, name = before.english[slice(*span)], before.matches[n].term.target[:1].isupper()
    return name or TOKEN.findall(after.english).count(word) >= TOKEN.findall(before.english).count(word)


def _echoed(after: Draft, before: Draft, word: str) -> bool:
    """Whether a name of a term stands there oftener than the Kazakh has it, in one spelling or another: Majilis."""
    if not word[0].isupper() or len(word) < ECHO:
        return False
    heard = sound(word)
    then, now = (
        sum(bool(alike(sound(one), heard)) for one in _capitals(text)) for text in (before.english, after.english)
    )
    meant = sum(any(alike(sound(one), heard) for one in _capitals(match.term.target)) for match in before.matches)
    return now > max(then, meant)


def _capitals(english: str) -> list[str]:
    return [word for word in TOKEN.findall(english) if word[0].isupper() and len(word) >= ECHO]


def _settled(likely: Likelihood, after: Draft, before: Draft, n: int) -> float:
    use = after.uses[n]
    about = [word.group() for word in TOKEN.finditer(after.english[: use.target_start])][-ABOUT:]
    about += [word.group() for word in TOKEN.finditer(after.english[use.target_end :])][:ABOUT]
    about = [word.casefold() for word in about if word.casefold() not in _SMALL]
    texts = _beside(before, n)
    whole, *without = likely.of([before] * (1 + len(texts)), [before.sentence, *texts])
    spans = [word.span() for word in TOKEN.finditer(before.english) if word.group().casefold() in about]
    shares = (_fall(whole, one, span) for one in without if whole.spans and one.spans for span in spans)
    return max(shares, default=0.0)


def _beside(draft: Draft, n: int) -> list[str]:
    """The Kazakh without each of the words that stand next to a match, two on either side."""
    match = draft.matches[n]
    words = [word.span() for word in WORD.finditer(draft.sentence)]
    left, right = [one for one in words if one[1] <= match.start], [one for one in words if one[0] >= match.end]
    return [_without(draft.sentence, span) for span in (*left[-2:], *right[:2])]


def gained(after: Draft, before: Draft) -> list[int]:
    """The terms that the English has and the one before lacked."""
    return [n for n in before.missing if after.uses[n].status != "not_applied"]


def _without(text: str, span: Span) -> str:
    return re.sub(r"\s+", " ", text[: span[0]] + text[span[1] :]).strip()


def _fall(whole: Weighed, without: Weighed, word: Span) -> float:
    return _of(whole, word) - _of(without, word)


def _of(weighed: Weighed, word: Span) -> float:
    places = zip(weighed.spans, weighed.values, strict=False)  # the last value is the end's
    return sum(value for (start, end), value in places if start < word[1] and word[0] < end)
