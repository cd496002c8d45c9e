"""What goes in a span's place: the target with the span's plural and capitals, and nothing said twice beside it."""

import re
from collections.abc import Iterable

from glossary.term import Match, Term
from translate.terminology.forms import Span, plural

_MANY = re.compile(r"[лдт][ае]р")
_BEFORE = re.compile(r"(\w+)(\W*)$")
_AFTER = re.compile(r"^(\W*)(\w+)")
_OPENS = re.compile(r"(?:^(?:\s*[-*•]\s+)?|[.!?…:]\s+|[.!?…]?[\"“«”»'‘—–]\s*)$")
# Letters whose names begin with a vowel, and words whose vowel is read as a consonant.
_VOWEL_NAMES = frozenset("AEFHILMNORSX")
_SILENT = re.compile(r"[Hh](?:our|onest|ono|eir)")
_YOU = re.compile(r"(?:[Uu]ni(?!n|m)|[Ee]u|[Uu]s(?!h)|[Uu]k|[Uu][iy]g|[Oo]ne\b|UN)")
# Abbreviations that are read as words, and numbers whose names begin with a vowel.
_SAID = re.compile(r"[FHLMNRSX][AEIOU][BCDFGHJ-NP-TV-Z][AEIOUS]")
_EIGHT = re.compile(r"8|1[18](?!\d)")

_THE = re.compile(r"\b[Tt]he\s+$")
# Names of one word that take the article, and first words of names of more that take none.
_WITH_ARTICLE = frozenset(
    "netherlands philippines maldives bahamas seychelles comoros gambia congo vatican hague kremlin akorda pentagon "
    "capitol caucasus balkans baltics crimea arctic antarctic sahara sahel donbas donbass urals alps himalayas "
    "carpathians andes pamirs levant bosphorus dardanelles caspian aral mediterranean pacific atlantic baltic volga "
    "ural irtysh ertis ishim esil syrdarya amudarya ili chu tobol ob yenisei danube rhine thames nile amazon dnieper "
    "don earth moon sun west east north south internet americas emirates states".split()
)
_WITHOUT = frozenset("New San Santa Saint St Los Las Sri Hong Kuala Buenos Tel Abu Addis Saudi Costa El Sierra".split())
# What may follow a name that ends there: no noun, of which the name might be an attribute.
ENDS = re.compile(
    r"['’]s\b|\s*(?:$|[.;:!?)\]»”\"]|,(?!\s*[A-Z])|\s[—–-]\s)|\s+(?:and|or)\s(?!\s*[A-Z]\S*\s+[a-z]+s\b)|\s+(?:"
    r"in|on|at|to|from|by|with|for|as|after|before|during|since|until|near|under|over|between|through|into|about|"
    r"against|without|but|while|when|where|which|because|than|is|are|was|were|has|have|had|will|would|can|could|may|"
    r"might|must|should|said|says|went|came|today|yesterday|tomorrow)\b(?!-)"
)


def bare(term: Term) -> bool:
    """Whether the target is a place that takes no article: Semey, but the Netherlands and the Caspian Sea."""
    words = term.target.split()
    if term.kind != "place" or term.target.isupper() or not term.target[:1].isupper():
        return False
    if len(words) == 1:
        return term.target.casefold() not in _WITH_ARTICLE
    return len(words) == 2 and words[0].rstrip(".") in _WITHOUT


def may_be_many(term: Term) -> bool:
    """Whether the target's plural is no form that the entry says to mend: tenge, never tenges."""
    return plural(term.target) not in (*term.forbidden, *term.variants)


def dressed(target: str, english: str, span: Span, *, many: bool = False, shout: bool = False) -> str:
    """The target as it must be written in that place."""
    start = span[0]
    text = plural(target) if many else target
    if shout:
        return text.upper()
    if text[:1].islower() and english[start : start + 1].isupper() and _OPENS.search(english[:start]):
        return text[:1].upper() + text[1:]
    return text


def unglued(english: str, targets: Iterable[str]) -> str:
    """With each of the targets once that stands twice in one word: immigrationimmigration."""
    for target in targets:
        if len(target) > 1 and target.isalpha():
            english = re.sub(rf"(?<!\w)({target})\1(?!\w)", r"\1", english, flags=re.IGNORECASE)
    return english


def taken(english: str, span: Span, match: Match) -> tuple[str, Span] | None:
    """The English with a term in place of what renders it, plural as that or the Kazakh is; and the place taken."""
    term, written = match.term, english[slice(*span)]
    if (tail := re.match(r" (\w+)", english[span[1] :])) and re.search(rf"\w{tail[1]}$", term.target):
        span = span[0], span[1] + tail.end()  # fake information: disinformation
    countable = (term.kind == "term" or term.target[:1].islower()) and (
        not term.target.endswith("s") or term.target.endswith("sis")
    )
    many = (
        countable
        and may_be_many(term)
        and written[:1].islower()
        and (written.endswith("s") or bool(_MANY.match(match.ending)))
    )
    text = dressed(term.target, english, span, many=many, shout=english.isupper())
    made = put(english, span, text, bare=not many and bare(term))
    return made[:2] if made else None


def put(english: str, span: Span, text: str, *, bare: bool = False) -> tuple[str, Span, Span] | None:
    """The English with the text in the span's place: what was taken out (widened), and where the text stands now.

    A word of the text that stands beside the span already is not said twice; None where it would be all the same.
    The article before agrees with the new word, or gives way to its own; `bare` says that it takes no `the` where no
    noun follows.
    """
    start, end = _without_twins(english, span, text)
    before, after = english[:start], _owned(english, (start, end), text)
    if _twins(before, text) or _twins_behind(after, text):
        return None
    article = re.search(r"\b([Aa])(n?)(\s+)$", before)
    if article and text[:4] in ("the ", "The "):
        start = article.start()
        before = before[:start]
        text = ("T" if article[1] == "A" else text[0]) + text[1:]  # The United States team, not: A the
    elif article and bool(article[2]) != _vowel(text):
        start = article.start()
        before = before[:start] + article[1] + ("n" if _vowel(text) else "") + article[3]
    if bare and (the := _THE.search(before)) and ENDS.match(after):
        start = the.start()
        before = before[:start]
    return before + text + after, (start, end), (len(before), len(before) + len(text))


def _owned(english: str, span: Span, text: str) -> str:
    """What stands behind the span, with the possessive that the text takes: the UN's for the United Nations'."""
    written, before, after = english[slice(*span)], english[: span[0]], english[span[1] :]
    plain = text[:1].isupper() or not re.search(r"[aisu]s$", text)
    if text.endswith("s") and plain and (owner := re.match(r"(['’])s\b", after)):
        return owner[1] + after[owner.end() :]
    quoted = re.search(r"(?:^|[\s(])['‘]", before + written)
    lone = re.match(r"['’](?=\s\w)", after)
    if written.endswith("s") and not text.endswith("s") and lone and not quoted:
        return lone.group() + "s" + after[1:]
    return after


def _without_twins(english: str, span: Span, text: str) -> Span:
    """The span with the words before and after it that the text brings along itself."""
    start, end = span
    words = text.split()
    sizes = range(min(4, len(words)), 0, -1)
    heads = (re.search(rf"(?<!\w){_words(words[:size])}\s+$", english[:start], re.IGNORECASE) for size in sizes)
    tails = (re.match(rf"\s+{_words(words[-size:])}(?!\w)", english[end:], re.IGNORECASE) for size in sizes)
    head, tail = next(filter(None, heads), None), next(filter(None, tails), None)
    tail = tail or re.match(rf"\s*\(\s*{_words(words)}\s*\)", english[end:], re.IGNORECASE)  # the UAE (UAE)
    return head.start() if head else start, end + tail.end() if tail else end


def told_beside(english: str, span: Span, text: str) -> bool:
    """Whether a name that the text adds to what stands there stands beside it: Kazakhstan's National Bank."""
    written = english[slice(*span)].casefold()
    if not text.casefold().startswith(f"{written} "):
        return False
    added = {word for word in text[len(written) :].split() if word[0].isupper()}
    before = re.search(r"([\w-]+)(?:['’]s)?\s+$", english[: span[0]])
    after = re.match(r"(?:\s+[\w-]+){0,5}", english[span[1] :])
    return bool(added & {before[1] if before else "", *(after.group().split() if after else ())})


def _words(words: list[str]) -> str:
    return r"\s+".join(map(re.escape, words))


def _twins(before: str, text: str) -> bool:
    last, first = _BEFORE.search(before), _AFTER.match(text)
    return bool(last and first and not re.search(r"[^\s-]", last[2]) and last[1].casefold() == first[2].casefold())


def _twins_behind(after: str, text: str) -> bool:
    last, first = _BEFORE.search(text), _AFTER.match(after)
    return bool(last and first and not re.search(r"[^\s-]", first[1]) and last[1].casefold() == first[2].casefold())


def _vowel(text: str) -> bool:
    """Whether `an` stands before it."""
    word = re.match(r"\w*", text)
    spelled = word and word.group().isupper() and len(word.group()) < 5 and not _SAID.fullmatch(word.group())
    if spelled and not text.startswith(("'", "’"), 1):
        return text[0] in _VOWEL_NAMES
    return bool(_SILENT.match(text) or _EIGHT.match(text)) or (
        text[:1].lower() in tuple("aeiou") and not _YOU.match(text)
    )
