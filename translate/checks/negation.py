"""A negation of one side that nothing on the other side answers."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from translate.checks.numerals import Language
from translate.document import Flag
from translate.reasons import say

# The negative suffix after the sound that it agrees with; what stands behind it tells a verb's from a noun's end.
_SUFFIX = r"(?:(?<=[аәеёиоөуұүыіэюярйл])м|(?<=[зжмнң])б|(?<=[бвгғдкқпстфхцчшщ])п)(?:а|е)"
_PREDICATE = r"й(?:ды|ді|мын|мін|мыз|міз|сың|сің|сыз|сіз)|(?:ды|ді)(?:м|ң|қ|к|ңыз|ңіз)?|пты|пті"
_PARTICIPLE = r"(?:йтын|йтін|ған|ген)[^\W\d_]*"
_OTHER = r"й|йынша|йінше|стан|стен|с|с[ае][мңқк]?|саңыз|сеңіз|у[^\W\d_]*"
_SURE_VERB = re.compile(rf"[^\W\d_]{{2,}}?{_SUFFIX}(?:{_PREDICATE}|{_PARTICIPLE})", re.IGNORECASE)
_SOFT_VERB = re.compile(rf"[^\W\d_]{{2,}}?{_SUFFIX}(?:{_OTHER})", re.IGNORECASE)
_WORD = {
    "kk": re.compile(r"[^\W\d_]+"),
    "en": re.compile(r"n[’']t\b|\bcannot\b|[^\W\d_]+?(?=n[’']t\b)|[^\W\d_]+(?:-[^\W\d_]+)*"),
}
# Not a denial of what the sentence says.
_PHRASE = re.compile(
    r"\b(?:not (?:only|just|merely|least|long ago|to mention|unlike|so much|necessarily)|if not|or not|why not|"
    r"no (?:longer|doubt|less|wonder|matter|more|one else|later|fewer)|nothing but|none other|no\.? ?\d+)\b"
    r"|\b(?:емес|жоқ)\s+(?:па|пе|ба|бе)\b",
    re.IGNORECASE,
)


def flags(source: str, english: str) -> Iterator[Flag]:
    """The first negation of each side, where the other side has none of any kind."""
    ours, theirs = _found(source, "kk"), _found(english, "en")
    kazakh = next((found for found, kind in ours if kind == "sure"), None)
    other = next((found for found, kind in theirs if kind == "sure"), None)
    # what only answers is taken first by its like: "illegal" by заңсыз, not by емес
    left = sum(kind == "soft" for _, kind in theirs) - sum(kind == "soft" for _, kind in ours)
    if kazakh and not other and left <= 0:
        reason = say("negation.lost", word=kazakh.group())
        yield Flag("negation", reason, "source", *kazakh.span())
    elif other and not ours:
        reason = say("negation.added", word=other.group())
        yield Flag("negation", reason, "target", *other.span())


def bounds(text: str, language: Language) -> tuple[int, int]:
    """How many denials a text has at least, its sure ones, and at most, with those that only answer one."""
    kinds = [kind for _, kind in _found(text, language)]
    return kinds.count("sure"), len(kinds)


def _found(text: str, language: Language) -> list[tuple[re.Match[str], str]]:
    """The words of negation with their kinds, sure or soft."""
    phrases = [found.span() for found in _PHRASE.finditer(text)]
    found = []
    for word in _WORD[language].finditer(text):
        kind = _kind(word.group(), language)
        if kind == "sure" and any(start <= word.start() < end for start, end in phrases):
            kind = "soft"
        if kind:
            found.append((word, kind))
    return found


def _kind(word: str, language: Language) -> str:
    small = word.lower().replace("’", "'")
    known = _words()
    kinds = [kind for kind in ("other", "sure", "soft") if known[language, kind].fullmatch(small)]
    if kinds:
        return kinds[0] if kinds[0] != "other" else ""
    if language == "kk":
        return "sure" if _denies(word, _SURE_VERB) else "soft" if _denies(word, _SOFT_VERB) else ""
    return ""


def _denies(word: str, verb: re.Pattern[str]) -> bool:
    """Whether a word is a negative verb; Абай, Назарбай and Ермағанбеттің are none."""
    name = word[0].isupper() and (word.endswith(("бай", "пай", "май")) or "мағанбет" in word.lower())
    return verb.fullmatch(word) is not None and not name


@cache
def _words() -> dict[tuple[str, str], re.Pattern[str]]:
    text = resources.files("translate").joinpath("data", "negation.csv").read_text("utf-8")
    found: dict[tuple[str, str], list[str]] = {}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        found.setdefault((row["language"], row["kind"]), []).extend(row["words"].split())
    return {key: re.compile("|".join(map(_pattern, words))) for key, words in found.items()}


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", r"[\w'-]*").replace(r"\?", r"\w")
