"""Whether words of the English may give way to a term: not what says as much, nor what the words beside it hold."""

import re

from translate.terminology.draft import Draft
from translate.terminology.forms import Span, pattern
from translate.terminology.heard import other_names
from translate.terminology.near import begins, sound

_BEFORE, _AFTER = re.compile(r"([A-Z][^\W\d_]+)[ -]$"), re.compile(r"[ -]([A-Z][^\W\d_]+)")
_OBJECT = re.compile(r" (?:the|an?|its|their|his|her|our|this|these|that|those)\b")
_NOUN = re.compile(r"(?:['’]s)? (?!(?:and|but|for|with|from|was|has|had|are|were|will|who|that|which)\b)[a-z]{3,}")
_ADJECTIVE = re.compile(r"(?:al|ic|ary|ive|ous|ian|ish|ese)$")
_PEOPLES = re.compile(r"^[A-Z][a-z]+(?:ish|ese|ian|ean|ican|ch|akh)$")
_OWN = re.compile(r"['’]s\b")
_PLACE = re.compile(r"\b(?:in|into|at|across|throughout|within) (?:the )?$", re.IGNORECASE)


def bound(draft: Draft, span: Span, n: int) -> bool:
    """Whether match n must not take the place of these words."""
    term, written = draft.matches[n].term, draft.english[slice(*span)]
    before, after = draft.english[: span[0]], draft.english[span[1] :]
    if akin(draft, span, n) or _standing(draft, span, n):
        return True
    if term.kind == "person":
        return bool(_PLACE.search(before))  # nothing is in a person
    if " of " in term.target and _ADJECTIVE.search(written) and _NOUN.match(after):
        return True  # the regional office is not the akim of the region office
    verb = written.endswith("ing") or (written.islower() and before.endswith(" to "))
    return _in_name(draft, span) or (verb and bool(_OBJECT.match(after)))


def akin(draft: Draft, span: Span, n: int) -> bool:
    """Whether the words say as much as the term: a word made of it, or it of them, where it can't stand for them.

    Before a noun an adjective can: Kazakhstan's soil, where the Kazakh has қазақ.
    """
    target = draft.matches[n].term.target
    return _made_of(draft.english[slice(*span)], target) and not (
        target[:1].isupper() and _NOUN.match(draft.english[span[1] :])
    )


def possessive(draft: Draft, span: Span, n: int) -> Span:
    """The words with their 's where a word of their kin is to stand for both, or a people's: Polish, not Poland's."""
    target = draft.matches[n].term.target
    held = _made_of(draft.english[slice(*span)], target) or _PEOPLES.search(target)
    own = _OWN.match(draft.english[span[1] :]) if held else None
    return span[0], span[1] + (own.end() if own else 0)


def _made_of(written: str, target: str) -> bool:
    """Whether a word is made from the target or the target from it, so that it says as much: taxpayers, Russia."""
    one, other = target.casefold(), written.casefold()
    ends = [longer.removeprefix(short) for short, longer in ((one, other), (other, one)) if longer.startswith(short)]
    return " " not in one and all(end not in ("", "s", "es") for end in ends) and bool(ends)


def _standing(draft: Draft, span: Span, n: int) -> bool:
    """Whether the words are part of what another match may be: its target may stand twice, and be claimed once."""
    forms = (match.term.target for at, match in enumerate(draft.matches) if at != n)
    spans = (found.span() for form in forms for found in pattern(form).finditer(draft.english))
    return any(start < span[1] and span[0] < end for start, end in spans)


def _in_name(draft: Draft, span: Span) -> bool:
    """Whether the words stand beside another name that the Kazakh has, or beside a person's, as part of it."""
    found = _BEFORE.search(draft.english[: span[0]]), _AFTER.match(draft.english[span[1] :])
    heard = [sound(word[1]) for word in found if word]
    people = (use for use, match in zip(draft.uses, draft.matches, strict=True) if match.term.kind == "person")
    return any(begins(one, name) for one in heard for name in other_names(draft.matches, draft.sentence)) or any(
        use.target_start - 1 == span[1] or use.target_end + 1 == span[0] for use in people
    )
