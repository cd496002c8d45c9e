"""Finds the dateline that opens a news paragraph: place, perhaps day and agency, dash (`ТОКИО. KAZINFORM – `)."""

import re

from translate.lexicon import agencies, fold_name, places

LONGEST = 100  # characters; the longest seen in print, with place, day, agency and author, have about 70

_WORD = r"[^\W\d_][\w\u00ad’'ʼ-]*"
_GAP = r"[^\S\n]"
_MONTH = (
    "қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_YEAR = rf"(?:,?{_GAP}?\d{{4}}(?:{_GAP}?(?:ж\.|г\.|жыл\w*|года))?)?"
_DAY = (
    rf"(?:\d{{1,2}}{_GAP}(?:{_MONTH})(?:[дт][ае])?{_YEAR}|(?:{_MONTH})\.?{_GAP}\d{{1,2}}{_YEAR}"
    rf"|\d{{4}}{_GAP}жыл\w*{_GAP}\d{{1,2}}{_GAP}(?:{_MONTH})|\d\d?\.\d\d?\.\d{{4}})"
)
_DATELINE = re.compile(
    rf"(?P<place>{_WORD}(?:{_GAP}{_WORD}){{0,3}}(?:{_GAP}?[/,]{_GAP}?(?!(?:{_MONTH})\b){_WORD}(?:{_GAP}{_WORD})?)?)(?P<stop>[.,])?{_GAP}*"
    rf"(?:(?P<day>{_DAY})[.,]?{_GAP}*)?"
    rf"(?P<agency>[/(«\"“]?[^\W_][^–—\n]{{1,50}}?)??"
    rf"(?:{_GAP}*/[^/\n]{{2,40}}/)?"
    rf"{_GAP}*(?:[–—]|(?<=\s)-|-(?=\s)){_GAP}*(?P<next>\S)",
    re.IGNORECASE,
)
_OWN = re.compile(rf"(?P<agency>{_WORD}(?:\.{_WORD})?){_GAP}*(?:[–—]|(?<=\s)-){_GAP}*(?P<next>\S)")
_DASH = re.compile(r"[–—-]")
_DOMAIN = re.compile(r"[\w-]+\.[a-z]{2,4}", re.IGNORECASE)


def dateline(text: str) -> int:
    """The length of the dateline at the start of a paragraph, its dash and blank included; 0 where there is none."""
    opening = text[:LONGEST]
    if not _DASH.search(opening):
        return 0  # what follows takes its time to find that out
    if (match := _DATELINE.match(opening)) and _sound(match):
        return match.start("next")
    own = _OWN.match(opening)
    if own and own["agency"].isupper() and _agency(own["agency"]) and not own["next"].islower():
        return own.start("next")
    return 0


def _sound(match: re.Match[str]) -> bool:
    place, agency = match["place"], match["agency"]
    if not all(word[0].isupper() for word in re.findall(_WORD, place)):
        return False
    if agency:
        bracketed = agency[0] in '/(«"“'
        if not (match["stop"] or match["day"] or bracketed):
            return False
        return _agency(agency) or (_known(place) and agency[0].isupper() and not match["next"].islower())
    # A bare word before a dash is mostly a subject (`БҰҰ – халықаралық ұйым`), so only known places in capitals count.
    sure = place.isupper() if match["day"] else not match["stop"] and _known(place)
    return sure and not match["next"].islower()


def _agency(name: str) -> bool:
    name = name.strip('/()«»"“” ')
    return fold_name(name) in agencies() or bool(_DOMAIN.fullmatch(name))


def _known(place: str) -> bool:
    names = (place, *re.findall(_WORD, place))
    return place.isupper() and any(fold_name(name) in places() for name in names)
