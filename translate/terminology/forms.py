"""The forms in which an English term may stand: plural, in capitals, with the dash or apostrophe that was typed."""

import re
from collections.abc import Iterator
from functools import lru_cache

from glossary.term import Term

Span = tuple[int, int]

_IRREGULAR = {"man": "men", "woman": "women", "person": "people", "child": "children", "Man": "Men", "Woman": "Women"}
# Words whose plural no rule tells, for chief, photo and lens go by one.
_PLURALS = dict(
    one_and_many.split(":")
    for one_and_many in (
        "wife:wives housewife:housewives midwife:midwives life:lives knife:knives leaf:leaves half:halves "
        "thief:thieves shelf:shelves wolf:wolves calf:calves hero:heroes veto:vetoes embargo:embargoes "
        "potato:potatoes tomato:tomatoes foot:feet tooth:teeth criterion:criteria phenomenon:phenomena "
        "quiz:quizzes lens:lenses"
    ).split()
)
# What is not counted, or has one form for both, and what is in the plural already: sanctions, services.
_ONE_FORM = re.compile(
    r"\b(?:news|police|media|data|staff|series|species|headquarters|(?:air|space)craft|information|equipment|"
    r"livestock|sheep|\w+ics|[a-z]\w*[b-hk-rtwy]s)$"
)
# Common nouns that begin with a capital in a name; another name keeps its y: two Germanys.
_NOUN_IN_Y = re.compile(
    r"\b(?:Academy|Agency|Assembly|Authority|City|Company|Country|County|Deputy|Embassy|Ministry|Party|Policy|"
    r"Secretary|Society|Strategy|Treasury|Treaty|University)$"
)
_DASHES, _APOSTROPHES = "-‐‑–", "'’‘ʼ"
# What a noun that is counted stands before: heads of state, ministers for defence.
_OF = re.compile(r"^(\w+)( (?:of|for|in|to|and|at) .+)$")
_JOINED = re.compile(rf"(?<=[a-z])[{_DASHES}](?=[A-Z][a-z])")
_WORD = re.compile(r"\w+")
# Below this an English word may be spelled like an abbreviation: it, us, who, is.
_SHORTEST = 5


def plural(form: str) -> str:
    """The plural of an English noun, or of a phrase's last."""
    if phrase := _OF.match(form):
        return plural(phrase[1]) + phrase[2]  # guests of honor
    for one, many in _IRREGULAR.items():
        if re.search(rf"(?:^|[\W_]|(?<=[a-z])){one}$", form) and not form.endswith(("human", "Human", "German")):
            return form[: -len(one)] + many
    if many := _irregular(form):
        return many
    if _ONE_FORM.search(form):
        return form
    if _NOUN_IN_Y.search(form) or (re.search(r"[^aeiouAEIOU\W]y$", form) and not form[:1].isupper()):
        return form[:-1] + "ies"
    if form.endswith("sis"):
        return form[:-2] + "es"
    if re.search(r"(?:s|x|z|ch|sh)$", form):
        return form + "es"
    return form + "s"


def _irregular(form: str) -> str:
    """The form with its last word in a plural that no rule tells; empty where one does."""
    found = re.search(r"[^\W_]+$", form)
    many = _PLURALS.get(found.group().lower()) if found else None
    if not found or not many:
        return ""
    return form[: found.start()] + (many.capitalize() if found.group()[0].isupper() else many)


def plurals(form: str) -> tuple[str, ...]:
    """All the plurals that a form may have: of a phrase's last word, and of its head (`heads of state`)."""
    found = [plural(form)]
    if form.endswith("y"):
        found += [form[:-1] + "ies", form + "s"]
    if phrase := _OF.match(form):
        found.append(phrase[1] + _last(phrase[2]))
    return tuple(dict.fromkeys(found))


def _last(words: str) -> str:
    """The last of some words in the plural."""
    head, _, tail = words.rpartition(" ")
    return f"{head} {plural(tail)}"


@lru_cache(maxsize=1_024)
def pattern(form: str) -> re.Pattern[str]:
    """Finds a form or its plural as whole words, in any capitals and with any dash, apostrophe and blank."""
    words = "|".join(_loose(one) for one in (form, *plurals(form)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def places(form: str, english: str, shout: bool = False) -> Iterator[Span]:
    """Where a form stands as whole words in capitals that it may have; `shout` says that all may be capitals."""
    for found in pattern(form).finditer(english):
        if licit(form, found.group(), shout):
            yield found.span()


def anywhere(form: str, english: str) -> Iterator[Span]:
    """Where a form stands in any capitals, but for short ones, which may be other words: `us` is not the US."""
    for found in pattern(form).finditer(english):
        text = found.group()
        if len(form) >= _SHORTEST or licit(form, text, shout=True):
            yield found.span()


def refused(term: Term) -> tuple[str, ...]:
    """The forms that an entry forbids; what joins the names of one may be a blank: Nur Sultan for Nur-Sultan."""
    right = (term.target, *term.accepted)
    spaced = (_JOINED.sub(" ", form) for form in term.forbidden)
    return tuple(loose if loose not in right else form for form, loose in zip(term.forbidden, spaced, strict=True))


def itself(form: str, text: str) -> bool:
    """Whether a text is the form in any capitals, and not its plural."""
    return re.fullmatch(_loose(form), text, re.IGNORECASE) is not None


def licit(form: str, text: str, shout: bool = False) -> bool:
    """Whether the form may be written so: what is a capital stays one, and a word may begin with one."""
    if text == form:
        return True
    if text.isupper() and len(text) > 1:
        return shout or form.isupper()
    words = zip(_WORD.findall(form), _WORD.findall(text), strict=False)
    return all(_licit(wanted, written) for wanted, written in words)


def _licit(wanted: str, written: str) -> bool:
    """Whether a word may be written so; a plural may be longer."""
    for at, (one, other) in enumerate(zip(wanted, written, strict=False)):
        if (one.isupper() and other.islower()) or (at and one.islower() and other.isupper()):
            return False
    return True


def _loose(form: str) -> str:
    parts = []
    for letter in form:
        if letter in _DASHES:
            parts.append(f"[{_DASHES}]")
        elif letter in _APOSTROPHES:
            parts.append(f"[{_APOSTROPHES}]")
        else:
            # an adjective of two words has a hyphen: interest-rate rises
            parts.append(rf"(?:\s+|[{_DASHES}])" if letter.isspace() else re.escape(letter))
    return "".join(parts)
