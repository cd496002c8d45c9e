"""Names that no entry of the glossary holds: whether their English can be theirs, and how the press would write them.

The seed is a reference for press usage here, whatever glossary is in force. Advice that is wrong costs more than a
spelling that passes: where the bare form of a name is in doubt, none is given.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from glossary.kazakh import WORD
from glossary.morphology import inflects
from glossary.romanisation import romanise
from glossary.store import seed
from glossary.term import Match
from glossary.traps import common
from translate.document import Flag, Segment, TermUse
from translate.reasons import say
from translate.terminology.forms import pattern
from translate.terminology.heard import TITLES, TOKEN
from translate.terminology.near import alike, similarity, sound

# Letters and endings of Kazakh names; others (Джонсон) are spelled as in their own language, which no rule knows.
_KAZAKH = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]|(?:[оеё]в|[оеё]ва|бай|бек|хан|жан|ұлы|қызы|гүл|ай)$")
_OPENING = re.compile(r"(?:^|[.!?…:;])[\s«»“”„\"'‘’(\[–—-]*$")
_SHORTEST = 4
_FAMILY = re.compile(r"(?:[еоё]в|ин)а?$|(?:ұлы|қызы)$")
# An ending this long, or a shorter one between consonants or behind a family name's, is no part of the name:
# Бекнұров-тың, Бекнұрова-ны, but Дариға.
_SURE, _LONG = 3, 5
_VOWELS = frozenset("аәеёиоөуұүыіэюя")
# What English makes of a name: Kazakhs, Kazakhstani, Russians, Turkish, German of Germany.
_ENGLISH = tuple("s i is n ns an ans ian ians ean ish ese ic y ey ia a e o".split())
# The same father's name, in Kazakh and as Russian has it: Өтепұлы, Utebovich.
_OWN_PATRONYMIC, _RUSSIAN_PATRONYMIC = re.compile(r"(?:ұлы|қызы)$"), re.compile(r"(?:ich|vna)$")
# Vowels say little, and a name that went through another spelling keeps most of its consonants.
_UNLIKE, _UNLIKE_KNOWN = 0.5, 0.67


def misspelled(
    segment: Segment, target: str, matches: Sequence[Match], uses: Sequence[TermUse], head: int
) -> Iterator[Flag]:
    """Names in no entry whose English is near the press's spelling, and is not it."""
    words = [word for word in _words(target, head) if free(word, uses) and word.group().casefold() not in _ordinary()]
    for name in names(segment.text, [*matches, *press(segment.text)], segment.head):
        readings = {bare: romanise(bare) for bare in bases(name)}
        sure = [latin for bare, latin in readings.items() if _sure(bare, name) and _KAZAKH.search(bare)]
        agreeing = {sound(latin) for latin in readings.values() if latin not in sure}
        # х is h in names that came another way: Manmohan
        right = {form for latin in readings.values() for one in (latin, _h(latin)) for form in made(one)}
        if any(made(word.group()) & right or sound(word.group()) in agreeing for word in words):
            continue
        yield from _advice("name.unknown", name, sure, words)
    for match in press(segment.text):
        term = match.term
        if term.kind not in ("person", "place") or not _clear(match, matches) or match.start < segment.head:
            continue
        # what the seed mends is no fault where another glossary is in force
        forms = (term.target, *term.accepted, *term.variants)
        if " " not in term.target and not any(pattern(form).search(target, head) for form in forms):
            right = {one for form in forms for one in made(form)}
            unlike = [word for word in words if not made(word.group()) & right]
            yield from _advice("name.seed", match.surface, [term.target], unlike)


def _advice(code: str, name: str, spelled: Sequence[str], words: Sequence[re.Match[str]]) -> Iterator[Flag]:
    """The flag at the English word that is likest to one of the spellings, where any is like enough."""
    likest = [
        (similarity(sound(word.group()), sound(latin)), latin, word)
        for word in words
        for latin in spelled
        if alike(sound(word.group()), sound(latin), 0.8)
    ]
    if likest:
        _, latin, word = max(likest, key=lambda one: one[0])
        yield Flag("name", say(code, name=name, latin=latin, word=word.group()), "target", *word.span())


def others(
    segment: Segment, target: str, matches: Sequence[Match], uses: Sequence[TermUse], head: int
) -> Iterator[Flag]:
    """Another person's family name behind the right first name: Сатыбалдин, and the English has Sagintayev."""
    text, known = segment.text, [*matches, *press(segment.text)]
    # a first name may well be an entry: nobody's whole name is
    phrases = [match for match in known if match.term.kind != "person" or " " in match.term.source]
    kazakh = [word for word in WORD.finditer(text, segment.head) if word.group()[0].isupper()]
    english = list(TOKEN.finditer(target, head))
    heard = [sound(romanise(bare)) for word in kazakh for bare in bases(word.group())]
    for at, (first, family) in enumerate(pairwise(kazakh)):
        if not (text[first.end() : family.start()] == " " and _plain(first, phrases) and _plain(family, known)):
            continue
        after = kazakh[at + 2] if _OWN_PATRONYMIC.search(family.group()) and at + 2 < len(kazakh) else family
        beside = text[family.end() : after.start()] == " " and _plain(after, known)
        bare = _bare((after if beside else family).group())
        if any(alike(sound(word.group()), sound(romanise(bare))) for word in english):
            continue
        for one, then in pairwise(english):
            said = then.group()
            if (
                target[one.end() : then.start()] == " "
                and one.group()[0].isupper()
                and said[0].isupper()
                and len(said) >= _SHORTEST
                and said.casefold() not in _ordinary()
                and free(then, uses)
                and alike(sound(one.group()), sound(romanise(first.group())), 0.9)
                and not (_OWN_PATRONYMIC.search(_bare(family.group())) and _RUSSIAN_PATRONYMIC.search(said))
                and _unlike(said, heard)
            ):
                reason = say("name.other", name=bare, latin=romanise(bare), word=said)
                yield Flag("name", reason, "target", *then.span())


def _h(latin: str) -> str:
    return latin.replace("kh", "h").replace("Kh", "H")


def _unlike(word: str, heard: Sequence[str]) -> bool:
    """Whether a family name has other consonants than all that the Kazakh says; one of a known person needs less."""
    said = sound(word)
    least = _UNLIKE_KNOWN if word in _people() else _UNLIKE
    return all(similarity(_skeleton(said), _skeleton(one)) < least and not alike(said, one) for one in heard)


def _skeleton(heard: str) -> str:
    return "".join(letter for letter in heard if letter not in "aeiou")


def _plain(word: re.Match[str], known: Sequence[Match]) -> bool:
    """Whether a word is written as a name, and no entry holds it."""
    name = word.group()
    return (
        len(name) >= _SHORTEST
        and name[1:].islower()
        and all(word.end() <= one.start or one.end <= word.start() for one in known)
    )


def names(text: str, matches: Sequence[Match], head: int = 0, *, opening: bool = False) -> Iterator[str]:
    """Names that no entry holds: capitalised inside a sentence, long enough, and no common word.

    With `opening` those that begin one instead, which may as well be any other word.
    """
    for word in WORD.finditer(text, head):
        there = word.group()[0].isupper() and bool(_OPENING.search(text[: word.start()])) == opening
        if there and _plain(word, matches) and not any(bare.lower() in common() for bare in bases(word.group())):
            yield word.group()


@lru_cache(maxsize=1_024)
def bases(name: str) -> tuple[str, ...]:
    """What a name may be without a Kazakh ending, the whole name first."""
    cuts = range(len(name) - 1, 2, -1)
    return (name, *(name[:cut] for cut in cuts if inflects(name[:cut], name)))


def _bare(name: str) -> str:
    """The likeliest of the bases: the shortest that leaves no doubt, else the whole name."""
    return min((bare for bare in bases(name) if _sure(bare, name)), key=len, default=name)


def _sure(bare: str, name: str) -> bool:
    """Whether what stands behind the bare form is an ending without doubt, or the name can have none."""
    ending = name[len(bare) :]
    if not ending:
        return len(bases(name)) == 1
    between = bare[-1] not in _VOWELS and len(bare) >= _LONG
    marked = len(ending) > 1 and ending[0] not in _VOWELS and (between or _FAMILY.search(bare) is not None)
    return len(bare) >= _SHORTEST and (len(ending) >= _SURE or marked)


@lru_cache(maxsize=1_024)
def made(word: str) -> frozenset[str]:
    """The stems that an English word may be made from, without accents: Kazakhs and Kazakh are of one name."""
    small = "".join(letter for letter in unicodedata.normalize("NFKD", word.casefold()) if letter.isalpha())
    found = {small}
    for end in _ENGLISH:
        if small.endswith(end) and len(small) - len(end) >= _SHORTEST:
            found.add(small[: -len(end)])
    return frozenset(found)


def rendered(name: str, text: str) -> frozenset[str]:
    """The stems of all that the seed lets a name of the text be in English: Kazakhstan and Kazakh."""
    terms = (match.term for match in press(text) if name in match.surface)
    forms = (form for term in terms for form in (term.target, *term.accepted))
    return frozenset(one for form in forms for word in TOKEN.findall(form) for one in made(word))


def free(word: re.Match[str], uses: Sequence[TermUse]) -> bool:
    """Whether a word of the English renders no term."""
    return all(
        use.status == "not_applied" or word.end() <= use.target_start or use.target_end <= word.start() for use in uses
    )


def _words(target: str, head: int) -> list[re.Match[str]]:
    return [word for word in TOKEN.finditer(target, head) if word.group()[0].isupper()]


def _clear(match: Match, matches: Sequence[Match]) -> bool:
    """Whether none of the matches touches the place of this one."""
    return all(match.end <= one.start or one.end <= match.start for one in matches)


@lru_cache(maxsize=256)
def press(text: str) -> tuple[Match, ...]:
    """What the seed knows of the text; several checks ask of one sentence."""
    return tuple(seed().find(text))


@cache
def _ordinary() -> frozenset[str]:
    """English words that are no names, as the seed's terms and its names' phrases have them: President, University."""
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for term in seed().terms:
        said[term.kind in ("person", "place")].update(word.casefold() for word in TOKEN.findall(term.target))
    words = said[False] - said[True]
    return TITLES | words | {word + "s" for word in words}


@cache
def _people() -> frozenset[str]:
    """Family names that the seed knows: a model that loses a name's thread says one of these."""
    return frozenset(term.target.split()[-1] for term in seed().terms if term.kind == "person")
