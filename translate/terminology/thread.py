"""Whether an English that was changed for a term still says what it said: its numbers, names, denials and words.

A weak model that is shown one name may write another sentence around it. What a person judged worse of a hundred
changed rows was mostly that: right words lost far from the term, or stock phrases of the news invented.
"""

import math
import re
from collections import Counter
from itertools import pairwise

from translate.checks import numerals
from translate.checks.negation import bounds
from translate.repetition import loop
from translate.terminology.draft import Draft
from translate.terminology.forms import pattern
from translate.terminology.heard import other_names
from translate.terminology.near import begins, sound

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:n't)?")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
# A word that was copied with its Kazakh ending: Astana-да.
_GLUED = re.compile(r"[A-Za-z]-[Ѐ-ӿ]")
_DENIALS = frozenset("no not never nor none without cannot unless except".split())
_AGAINST = re.compile(r"\b(?:anti|against|counter|oppos(?:e|ed|es|ing|ition)|non)\b", re.IGNORECASE)
# An article or a preposition that nothing follows which it could belong to.
_DANGLING = re.compile(
    r"\b(?:the|an?|of|for|with|by|from|into) (?:and|or|but|is|are|was|were|has|have|at|of|in|on|to)\b"
    r"|\b(?:the|an?)[,.;:!?]",
    re.IGNORECASE,
)
_HARDLY = frozenset(("one", "k", "m", "b"))
# Words are compared by their beginnings, so that a plural or a tense is no loss; shorter ones carry little.
_STEM, _SHORTEST = 5, 4
# Words of one beginning are kin; so near no word stands to its kin.
_ROOT, NEAR = 6, 3
# An English that is so much shorter than the one before has lost something, and so has one that lost so many words.
SHORTEST, LOST, STRAYED = 0.6, 0.55, 3.0


def worse(after: Draft, before: Draft) -> bool:
    """Whether anything but the missing terms was lost or made up: a term, a name, a number, a denial, the thread."""
    gone = any(now.status == "not_applied" != then.status for now, then in zip(after.uses, before.uses, strict=True))
    there, was, now = (_numbers(text) for text in (after.sentence, before.english, after.english))
    return bool(
        gone
        or (was & there) - now
        or now - (was | there)
        or _counts(after) != _counts(before)
        or before.names - after.names
        or _astray(after) > _astray(before)
        or len(_AGAINST.findall(after.english)) < len(_AGAINST.findall(before.english))
        or len(_words(after.english)) < SHORTEST * len(_words(before.english))
        or strayed(after, before) > STRAYED
        or _lost(after, before) > LOST * _stems(before.english).total()
        or len(_CYRILLIC.findall(after.english)) > len(_CYRILLIC.findall(before.english))
        or (_GLUED.search(after.english) and not _GLUED.search(before.english))
        or _unpaired(after.english) > _unpaired(before.english)
        or _twins(after.english) > _twins(before.english)
        or _refrains(after.english) > _refrains(before.english)
        or len(_DANGLING.findall(after.english)) > len(_DANGLING.findall(before.english))
        or _echoes(after.english) > _echoes(before.english)
        or (loop(after.english, after.sentence) and not loop(before.english, after.sentence))
        or _strangers(after) > _strangers(before)
        or _again(after, before)
    )


def strayed(after: Draft, before: Draft) -> float:
    """How many words only one of the two has, but for the terms that were gained and a word that gave way to each.

    By the square root of all words: a long sentence may lose more of them, but not a like share.
    """
    words, terms = _stems(before.english), " ".join(match.term.target for match in after.matches)
    made = (_stems(after.english) - words - _stems(terms)).total()
    return (_lost(after, before) + made) / math.sqrt(max(1, words.total()))


def _lost(after: Draft, before: Draft) -> int:
    gained = sum(n not in after.missing for n in before.missing)
    return max(0, (_stems(before.english) - _stems(after.english)).total() - gained)


def _numbers(text: str) -> Counter[str]:
    return Counter(number.replace(",", ".") for number in _NUMBER.findall(text))


def _counts(draft: Draft) -> Counter[str]:
    """The number words of the English, but for those of its terms and those that are more often no number."""
    known = numerals.words("en")
    terms = {word for match in draft.matches for word in _words(match.term.target)}
    return Counter(word for word in _words(draft.english) if known.numeral(word) and word not in _HARDLY | terms)


def _words(english: str) -> list[str]:
    return re.findall(r"\w+", english.casefold())


def _unpaired(english: str) -> int:
    """How many brackets and quotation marks stand without their fellow."""
    pairs = sum(abs(english.count(one) - english.count(other)) for one, other in ("()", "[]", "“”", "«»"))
    return pairs + english.count('"') % 2


def _twins(english: str) -> int:
    return sum(one == then for one, then in pairwise(_words(english)))


def _refrains(english: str) -> int:
    """How many pairs of words that mean something are said again: is actively engaged … is actively engaged."""
    pairs = Counter(pair for pair in pairwise(_words(english)) if min(map(len, pair)) >= _SHORTEST)
    return sum(times - 1 for times in pairs.values())


def _again(after: Draft, before: Draft) -> bool:
    """Whether a term that was gained stands oftener than the Kazakh has it."""
    return any(
        now.status != "not_applied" == then.status
        and _often(after, match.term.target) > max(_often(before, match.term.target), _meant(after, match.term.target))
        for then, now, match in zip(before.uses, after.uses, after.matches, strict=True)
    )


def _often(draft: Draft, target: str) -> int:
    return len(pattern(target).findall(draft.english))


def _meant(draft: Draft, target: str) -> int:
    forms = ((match.term.target, *match.term.accepted) for match in draft.matches)
    return sum(any(pattern(target).search(form) for form in own) for own in forms)


def _echoes(english: str) -> int:
    """How many words stand near a word that they are made from, or that is made from them: banking bank."""
    words = [word.casefold() for word in _WORD.findall(english) if len(word) > 1]  # no 's
    near = ((word, then) for at, word in enumerate(words) for then in words[at + 1 : at + 1 + NEAR])
    return sum(_kin(*pair) for pair in near)


def _kin(one: str, other: str) -> bool:
    short = min(len(one), len(other))
    return short >= _SHORTEST and one[: min(short, _ROOT)] == other[: min(short, _ROOT)]


def _stems(english: str) -> Counter[str]:
    words = (word.casefold() for word in _WORD.findall(english) if word.isascii())
    return Counter(word[:_STEM] for word in words if len(word) >= _SHORTEST)


def _astray(draft: Draft) -> int:
    """How many denials the English has too many or too few for its Kazakh, whatever another English had."""
    least, most = bounds(draft.sentence, "kk")
    plain = _denials(draft.english)
    return max(0, plain - most, least - max(plain, bounds(draft.english, "en")[1]))


def _denials(english: str) -> int:
    words = [word.casefold() for word in _WORD.findall(english)]
    return sum(word in _DENIALS or word.endswith("n't") for word in words)


def _strangers(draft: Draft) -> int:
    """How many capitalised words of the English no term has, and sound like no name of the Kazakh."""
    known = " ".join(form for match in draft.matches for form in (match.term.target, *match.term.accepted))
    there = {word.casefold() for word in _WORD.findall(known)}
    others = other_names(draft.matches, draft.sentence)
    words = [m for m in _WORD.finditer(draft.english) if m.group()[0].isupper() and draft.english[: m.start()].strip()]
    return sum(
        word.casefold() not in there and not any(begins(sound(word), name) for name in others)
        for word in (m.group() for m in words)
    )
