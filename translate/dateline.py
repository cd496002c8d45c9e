"""Renders the dateline of a news story by rule: `ТОКИО. KAZINFORM – ` becomes `TOKYO. KAZINFORM – `."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from glossary.kazakh import readable
from glossary.matcher import Glossary
from glossary.romanisation import romanise
from translate.lexicon import english, fold, fold_name

_MONTHS = {
    month: name
    for name, months in {
        "January": "қаңтар января",
        "February": "ақпан февраля",
        "March": "наурыз марта",
        "April": "сәуір апреля",
        "May": "мамыр мая",
        "June": "маусым июня",
        "July": "шілде июля",
        "August": "тамыз августа",
        "September": "қыркүйек сентября",
        "October": "қазан октября",
        "November": "қараша ноября",
        "December": "желтоқсан декабря",
    }.items()
    for month in months.split()
}
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
# A month's name is one only beside a day's number: Қазан alone is the city of Kazan.
_DAY = re.compile(
    rf"\b(?:(?P<before>\d{{4}})\s*жыл\w*\s+)?(?P<day>\d{{1,2}})[ -](?P<month>{_MONTH})(?:[дт][ае])?\b"
    rf"(?:,?\s*(?P<after>\d{{4}})\b(?:\s*(?:жыл\w*|года|[жг](?=\.)))?)?"
    rf"|\b(?P<first>{_MONTH})\s+(?P<second>\d{{1,2}})\b(?!\s+{_MONTH})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"\s*[ ‐‑–’'ʼ-]\s*")  # between two words of one name
_IN_OR_FROM = re.compile(r"-?(?:[дт][ае]н?|н[ае]н)$", re.IGNORECASE)  # Астанада, Астанадан
_LONGEST_NAME = 4  # words, hyphens counted as blanks: Бандар-Сери-Бегаван
_BLANKS = re.compile(r"\s+")
# A dateline names a city: of these, which are spelled like their countries or like a camp, the list knows the English.
_NO_CITIES = {"Algeria", "Tunisia", "ALZHIR"}


@dataclass(frozen=True, slots=True)
class Guess:
    """A name whose English nobody has said: spelled by sound at `start` to `end` of the English."""

    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """The English of a dateline, and what in it is a guess."""

    text: str
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """A place in the dateline and its English."""

    start: int
    end: int
    text: str


def render(head: str, glossary: Glossary, day: date | None) -> Rendering:
    """The English of a dateline: days, then names by the glossary, then by the list; the rest romanised, a guess.

    Where two overlap the longer wins (`Егемен Қазақстан` over `Қазақстан`). A common word of the glossary comes after
    the list, since capitals hide that ҚАЗАН is no қазан, October.
    """
    source = _BLANKS.sub(" ", readable(unicodedata.normalize("NFC", head)))
    names: list[_Known] = []
    words: list[_Known] = []
    for match in glossary.find(source, day):
        if match.term.target in _NO_CITIES:
            continue
        known = _Known(match.start, match.end, _cased(match.term.target, match.surface))
        (words if match.term.source[:1].islower() else names).append(known)
    text, done = "", 0
    guesses: list[Guess] = []
    for known in _chosen([*_days(source), *names, *_listed(source), *words]):
        text, guesses = _spell(source[done : known.start], text, guesses)
        text, done = text + known.text, known.end
    text, guesses = _spell(source[done:], text, guesses)
    return Rendering(text + " " if head[-1:].isspace() else text, tuple(guesses))


def _chosen(known: list[_Known]) -> list[_Known]:
    """Of those that overlap the longest, and of equals the first given; in the order of the text."""
    chosen: list[_Known] = []
    for one in sorted(known, key=lambda one: one.start - one.end):
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def _days(source: str) -> Iterator[_Known]:
    for match in _DAY.finditer(source):
        surface = match["month"] or match["first"]
        month = _cased(_MONTHS[surface.casefold()], surface)
        year = match["before"] or match["after"]
        words = (match["day"], month, year) if match["day"] else (month, match["second"])
        yield _Known(match.start(), match.end(), " ".join(filter(None, words)))


def _listed(source: str) -> Iterator[_Known]:
    """Every name of the list that stands in the text, an ending of place after it or not; a name has its capital."""
    words = list(_WORD.finditer(source))
    for first, word in enumerate(words):
        for last in _one_name(source, words[first : first + _LONGEST_NAME + 1]):
            surface = source[word.start() : last.end()]
            for name in (surface, _IN_OR_FROM.sub("", surface)):
                text = english().get(fold_name(name))
                if text and not (text[0].isupper() and name[0].islower()):
                    yield _Known(word.start(), last.end(), _english(text, name))
                    break


def _one_name(source: str, words: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The words that may end a name that begins with the first of them."""
    for before, word in zip([None, *words], words, strict=False):
        if before and not _JOINT.fullmatch(source, before.end(), word.start()):
            return
        yield word


def _english(text: str, surface: str) -> str:
    """In its own case where it is Latin already: `DKnews.kz` stays so."""
    return surface if surface.isascii() and fold(surface) == fold(text) else _cased(text, surface)


def _cased(text: str, surface: str) -> str:
    return text.upper() if surface.isupper() and len(surface) > 1 else text


def _spell(source: str, text: str, guesses: Iterable[Guess]) -> tuple[str, list[Guess]]:
    """The text with the source after it, romanised; words of one name are one guess."""
    found = list(guesses)
    done = 0
    for word in _WORD.finditer(source):
        gap = source[done : word.start()]
        text, done = text + gap, word.end()
        start = len(text)
        text += romanise(word.group())
        if romanise(word.group()) == word.group():
            continue
        if found and found[-1].end == start - len(gap) and _JOINT.fullmatch(gap):
            last = found.pop()
            found.append(Guess(last.surface + gap + word.group(), last.start, len(text)))
        else:
            found.append(Guess(word.group(), start, len(text)))
    return text + source[done:], found
