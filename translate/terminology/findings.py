"""Step 5: what a person should look at: terms that are missing, forms that must not stand, names that nobody knows."""

import re
from collections.abc import Iterator, Sequence

from glossary.kazakh import WORD
from glossary.morphology import inflection, stem
from glossary.romanisation import romanise
from glossary.term import Match
from translate.document import Flag, Segment, TermUse
from translate.terminology.forms import anywhere, pattern
from translate.terminology.heard import TOKEN
from translate.terminology.near import alike, similarity, sound

# Words in a row are one finding.
_CYRILLIC = re.compile(r"[Ѐ-ӿ]+(?:[^A-Za-z\n]*[Ѐ-ӿ]+)*")
_SHOWN = 40
# Letters and endings of Kazakh names; others (Джонсон) are spelled as in their own language, which no rule knows.
_KAZAKH = re.compile(r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]|(?:[оеё]в|[оеё]ва|бай|бек|хан|жан|ұлы|қызы|гүл|ай)$")
_OPENING = re.compile(r"(?:^|[.!?…:;])[\s«»“”„\"'‘’(\[–—-]*$")
_SHORTEST = 4


def flags(
    segment: Segment, target: str, matches: Sequence[Match], uses: Sequence[TermUse], head: int
) -> tuple[Flag, ...]:
    """The flags of one row; `head` is where the English behind the dateline begins."""
    return (
        *_missing(target, uses),
        *_forbidden(target, matches, uses, head),
        *_cyrillic(target, head),
        *_misspelled(segment, target, matches, uses, head),
    )


def _missing(target: str, uses: Sequence[TermUse]) -> Iterator[Flag]:
    for use in uses:
        # where it stands once and the Kazakh says it twice, the English may well say "it"
        if use.status == "not_applied" and not pattern(use.target).search(target):
            reason = f"the glossary wants {use.target} for {use.surface}, and the English has it nowhere: put it in"
            yield Flag("term", reason, "source", use.start, use.end)


def _forbidden(target: str, matches: Sequence[Match], uses: Sequence[TermUse], head: int) -> Iterator[Flag]:
    seen = set()
    for match in matches:
        for form in match.term.forbidden:
            for start, end in anywhere(form, target):
                right = any(
                    use.target_start <= start
                    and end <= use.target_end
                    and use.target_end - use.target_start > end - start
                    for use in uses
                )
                if start >= head and not right and (start, end) not in seen:
                    seen.add((start, end))
                    reason = f"{target[start:end]} must not stand for {match.surface}: write {match.term.target}"
                    yield Flag("term", reason, "target", start, end)


def _cyrillic(target: str, head: int) -> Iterator[Flag]:
    for left in _CYRILLIC.finditer(target, head):
        text = left.group()
        shown = f"{text}: a name would be {romanise(text)}" if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        reason = f"left in Cyrillic: {shown}"
        yield Flag("name", reason, "target", *left.span())


def _misspelled(
    segment: Segment, target: str, matches: Sequence[Match], uses: Sequence[TermUse], head: int
) -> Iterator[Flag]:
    """Kazakh names in no entry whose English is near the press's spelling, and is not it."""
    words = [found for found in TOKEN.finditer(target, head) if found.group()[0].isupper() and free(found, uses)]
    for name in names(segment.text, matches, segment.head):
        spelled = {bare: romanise(bare) for bare in bases(name)}
        if not any(_KAZAKH.search(bare) for bare in spelled):
            continue
        if any(word.group() in spelled.values() for word in words):
            continue
        likest = [
            (similarity(sound(word.group()), sound(latin)), latin, word)
            for word in words
            for latin in spelled.values()
            if alike(sound(word.group()), sound(latin), 0.8)
        ]
        if likest:
            _, latin, word = max(likest, key=lambda one: one[0])
            reason = f"{name} is in no glossary; the press would write {latin}, not {word.group()}"
            yield Flag("name", reason, "target", *word.span())


def names(text: str, matches: Sequence[Match], head: int = 0) -> Iterator[str]:
    """Names that no entry holds: long enough and capitalised inside a sentence."""
    for word in WORD.finditer(text, head):
        name = word.group()
        if (
            len(name) >= _SHORTEST
            and name[0].isupper()
            and name[1:].islower()
            and not _OPENING.search(text[: word.start()])
            and all(word.end() <= match.start or match.end <= word.start() for match in matches)
        ):
            yield name


def bases(name: str) -> list[str]:
    """What a name may be without a Kazakh ending, the whole name first."""
    found = [name]
    for cut in range(len(name) - 1, 2, -1):
        if inflection(stem(name[:cut], False), name.lower()) is not None:
            found.append(name[:cut])
    return found


def free(word: re.Match[str], uses: Sequence[TermUse]) -> bool:
    """Whether a word of the English renders no term."""
    return all(
        use.status == "not_applied" or word.end() <= use.target_start or use.target_end <= word.start() for use in uses
    )
