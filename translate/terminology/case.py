"""Whether a term that was put into the English stands there as its Kazakh case has it: in China is not Қытайға."""

import re

from translate.terminology.dress import ENDS
from translate.terminology.forms import Span

# Behind which prepositions no noun of a case stands; without an ending it is a subject, or goes with what follows.
_NOT = {
    "": "in to into from at with on",
    "genitive": "to into from with in at than",
    "dative": "of from by with than",
    "accusative": "in from at with than",
    "locative": "to into from with than",
    "ablative": "in to into with at on",
    "instrumental": "of in from to into",
}
_ENDINGS = (
    ("genitive", r"[ндт][ыі]ң$"),
    ("instrumental", r"[мбп]ен$"),
    ("ablative", r"[ндт][ае]н$"),
    ("locative", r"[дт](?:[ае]|[ае]?ғы|[ае]?гі)$"),
    ("dative", r"(?:[ғқ]а|[гк]е|н[ае]|[ае])$"),
    ("accusative", r"(?:[ндт][ыі]|н)$"),
)
# Behind these a Kazakh noun needs no ending.
_POSTPOSITION = re.compile(r"\s*(?:үшін|бойынша|туралы|жайлы|арқылы|арасында|кезінде|ішінде|негізінде|аумағында|қарсы)")
# The next word is somebody's: үкіметі, сайлауында; or the term is one of a row.
_OWNED = re.compile(
    r"\W*(?:және|мен|бен|пен)\b|\s*,"
    r"|\W*(?:[\w-]+\s+)?[\w-]*[ыі](?:н|ның|нің|на|не|нда|нде|нан|нен|мен)?\b"
)
# In a row of things no place stands in which something is: that would have its preposition.
_ROW = re.compile(r"(?:\b(?:and|or)|,)\s+(?:(?:the|an?)\s+)?$", re.IGNORECASE)
_AGAINST = re.compile(r"\s*қарсы")
_AGAINST_IT = re.compile(
    r"\b(?:against|anti|counter|oppos\w*|resist\w*|fight\w*|combat\w*)\b[^.;]{,30}$", re.IGNORECASE
)
_AFTER = re.compile(r"\s*кейін")
_PREPOSITION = re.compile(r"\b([a-z]+)\s+(?:(?:the|an?)\s+)?$", re.IGNORECASE)
_NOUN = re.compile(r"\s(?!(?:who|that|which|also|then|been)\b)[A-Za-z]{3,}")


def case(ending: str) -> str:
    """The case that a Kazakh ending closes with; empty for none."""
    bare = ending.lower().lstrip("-‐‑–’'ʼ")
    return next((name for name, pattern in _ENDINGS if re.search(pattern, bare)), "")


def agrees(english: str, place: Span, ending: str, after: str) -> bool:
    """Whether what stands beside a term goes with its case; `after` is the Kazakh behind it.

    A term before a noun is that noun's attribute, which is no place for an object; else the word before it counts.
    """
    own = case(ending)
    behind = english[place[1] :]
    if _NOUN.match(behind) and not ENDS.match(behind):
        return own in ("", "genitive", "locative")
    if own == "ablative" and _AFTER.match(after):
        return bool(
            re.search(r"\b(?:after|since|following|post)\W+(?:(?:the|an?)\s+)?$", english[: place[0]], re.IGNORECASE)
        )
    if own == "dative" and _AGAINST.match(after):
        return bool(_AGAINST_IT.search(english[: place[0]]))
    if own == "locative" and _ROW.search(english[: place[0]]):
        return False
    found = _PREPOSITION.search(english[: place[0]])
    if not found or (not own and _POSTPOSITION.match(after)):
        return True
    word = found[1].lower()
    # of Macron is not Макрон, who acts, but Макрон үкіметі, whose the next word is
    return word not in _NOT[own].split() and bool(own or word != "of" or _OWNED.match(after))
