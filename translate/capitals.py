"""Capitals of a sentence: taken off a Kazakh one that shouts, put on an English one that should begin with one."""

import re
from collections.abc import Sequence

from glossary.kazakh import WORD
from glossary.term import Match
from translate import lexicon

# A text is shouted where at most one letter in so many is small: the endings in `АҚШ-тың`, the `км` in `5 км`.
_SMALL = 10
# And only where some word is too long for an abbreviation: `БҰҰ, ЕҚЫҰ` is a list, `ТІЛ ТУРАЛЫ ЗАҢ` a headline.
_LONG = 5
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_VOWEL = re.compile(r"[АӘЕЁИОӨУҰҮЫІЭЮЯ]")
_ROMAN = re.compile(r"[XХ]{0,3}(?:[IІ]?[VXХ]|V?[IІ]{0,3})")
# Kazakh puts a hyphen before an ending after abbreviations and numbers alone: `АЭС-ТЕ`, `ҰБТ-НЫҢ`.
_ENDING = (
    "(?:[НДТ][ЫІ]Ң|[ҒҚКГН][АЕ]|[НДТ][АЕЫІ]Н?|[НДТ][АЕ][ҒГ][ЫІ]|[МБП]ЕН|[ЛДТ][АЕ]Р(?:[НДТ]?[ЫІ]Ң?|[ҒГДН][АЕ]Н?|МЕН)?)"
)
_ABBREVIATED = re.compile(rf"([^\W\d_]{{2,{_LONG}}})-{_ENDING}")
# Surnames and patronymics tell themselves by their form, in whatever case they stand.
_NAMED = re.compile(rf"[^\W\d_]{{2,}}(?:[ОЕЁ]ВА?|ҰЛЫ|ҚЫЗЫ){_ENDING}?")
# A new sentence, or what is called by a name (`«ЖАҢА ЖОЛ» ПАРТИЯСЫ`); then an initial that stands at its surname.
_OPENED = re.compile(r"(?:[.!?…]\s+|[«“„]|(?<!\S)\")\Z")
# The stop of a quantity or a year ends no sentence: `1 МЛРД. ДОЛЛАР`, `2019 Ж. ҚАҢТАР`.
_COUNTED = re.compile(r"(?<!\w)(?:МЛН|МЛРД|ТРЛН|ТЫС|ЖЖ?|ҒҒ?)\.\s+\Z")
_CLOSED = re.compile(r"[»”\"]\s*\Z")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = re.compile(r"(?<!\w)[^\W\d_]\.\Z")
_BACK = 8
_FIRST = re.compile(r"[^\W_]")
_FIRST_WORD = re.compile(r"\w[\w'’.@/-]*")


def shouted(text: str) -> bool:
    """Whether a Kazakh text is written in capitals throughout."""
    small = sum(letter.islower() for letter in text)
    large = sum(letter.isupper() for letter in text)
    if not large or small * _SMALL > large:
        return False
    return any(word.group().isupper() and _length(word.group()) >= _LONG for word in WORD.finditer(text))


def calmed(text: str, matches: Sequence[Match]) -> str:
    """A shouted text in small letters, but for its first one and names: those of the glossary and those told by form.

    Every character keeps its place. Names of no glossary and no form are lost in small letters: that costs less than
    capitals throughout, which a model reads as another language.
    """
    letters = list(text)
    forms = {at: form for match in matches for at, form in _of_glossary(match)}
    for word in WORD.finditer(text):
        start, end = word.span()
        calm = forms.get(start) or _form(text, start, end)
        letters[start:end] = [_like(old, new) for old, new in zip(word.group(), calm, strict=True)]
    if first := _FIRST.search(text):
        letters[first.start()] = text[first.start()]
    return "".join(letters)


def begun(source: str, english: str) -> str:
    """The English with a capital to begin with, unless the Kazakh begins with a small letter, or the word has its own
    way (`iPhone`, `example.kz`)."""
    kazakh, word = _FIRST.search(source), _FIRST_WORD.search(english)
    if not kazakh or kazakh.group().islower() or not word or not word.group().islower():
        return english
    if word.start() != (_FIRST.search(english) or word).start() or re.search(r"[.@/]\w", word.group()):
        return english
    return english[: word.start()] + _large(word.group()[0]) + english[word.start() + 1 :]


def shout(english: str) -> str:
    """The English in capitals throughout, each character in its place."""
    return "".join(map(_large, english))


def quiet(text: str) -> str:
    """The text in small letters throughout, each character in its place."""
    return "".join(map(_like, text, map(str.lower, text)))


def _of_glossary(match: Match) -> list[tuple[int, str]]:
    """Each word of a match where it stands in the text, with the capitals of the entry; the ending in small letters."""
    sources = WORD.findall(match.term.source)
    found = []
    for number, word in enumerate(WORD.finditer(match.surface)):
        entry = sources[number] if number < len(sources) else ""
        large = {at for at, letter in enumerate(entry) if letter.isupper()}
        form = "".join(old if at in large else old.lower() for at, old in enumerate(word.group()))
        found.append((match.start + word.start(), form))
    return found


def _form(text: str, start: int, end: int) -> str:
    """A word that no entry knows, in small letters but for what is Latin or an abbreviation, and a name's first one."""
    word, calm = text[start:end], _calm(text, start, end)
    if len(calm) != len(word):
        return calm
    named = _CLOSED.search(text[max(0, start - _BACK) : start])
    for run in _LETTERS.finditer(word):
        if _LATIN.fullmatch(run.group()) or _known(run.group(), named=bool(named)):
            calm = calm[: run.start()] + run.group() + calm[run.end() :]
    return calm


def _known(word: str, *, named: bool) -> bool:
    folded = lexicon.fold(word)
    return folded in lexicon.capitals(named=False) or (named and folded in lexicon.capitals(named=True))


def _calm(text: str, start: int, end: int) -> str:
    """The word in small letters unless its form says that it is a name or an abbreviation."""
    word = text[start:end]
    if not _CYRILLIC.search(word) or _ROMAN.fullmatch(word):
        return word
    before = text[max(0, start - _BACK) : start]
    counted = before.rstrip()[-1:].isdigit()
    if len(word) == 1 and text[end : end + 1] == "." and text[end + 1 : end + 2].isupper() and not counted:
        return word
    if not counted and (abbreviated := _ABBREVIATED.fullmatch(word)):
        head = abbreviated.end(1)
        return word[:head] + word[head:].lower()
    if len(word) <= _LONG and word.isalpha() and not _VOWEL.search(word):
        return word.lower() if counted else word  # `5 МЛН`
    opened = _OPENED.search(before) and not _COUNTED.search(before)
    named = _NAMED.fullmatch(word) or _INITIALS.search(before) or opened
    return word[:1] + word[1:].lower() if named else word.lower()


def _like(old: str, new: str) -> str:
    return new if len(new) == 1 else old


def _large(letter: str) -> str:
    large = letter.upper()
    return large if len(large) == 1 else letter


def _length(word: str) -> int:
    return max(map(len, re.findall(r"[^\W\d_]+", word)), default=0)
