"""Step 5: what a person should look at: terms that are missing, forms that must not stand, names that nobody knows."""

import re
from collections.abc import Iterator, Sequence

from glossary.romanisation import romanise
from glossary.term import Match
from translate.document import Flag, Segment, TermUse
from translate.reasons import say
from translate.terminology import names
from translate.terminology.forms import anywhere, pattern, refused

# Words in a row are one finding.
_CYRILLIC = re.compile(r"[Ѐ-ӿ]+(?:[^A-Za-z\n]*[Ѐ-ӿ]+)*")
_SHOWN = 40


def flags(
    segment: Segment, target: str, matches: Sequence[Match], uses: Sequence[TermUse], head: int
) -> tuple[Flag, ...]:
    """The flags of one row; `head` is where the English behind the dateline begins."""
    return (
        *_missing(target, uses),
        *_forbidden(target, matches, uses, head),
        *_cyrillic(target, head),
        *names.misspelled(segment, target, matches, uses, head),
        *names.others(segment, target, matches, uses, head),
    )


def _missing(target: str, uses: Sequence[TermUse]) -> Iterator[Flag]:
    for use in uses:
        # where it stands once and the Kazakh says it twice, the English may well say "it"
        if use.status == "not_applied" and not pattern(use.target).search(target):
            reason = say("term.missing", target=use.target, surface=use.surface)
            yield Flag("term", reason, "source", use.start, use.end)


def _forbidden(target: str, matches: Sequence[Match], uses: Sequence[TermUse], head: int) -> Iterator[Flag]:
    seen = set()
    for match in matches:
        for never in refused(match.term):
            for start, end in anywhere(never, target):
                right = any(
                    use.target_start <= start
                    and end <= use.target_end
                    and use.target_end - use.target_start > end - start
                    for use in uses
                )
                if start >= head and not right and (start, end) not in seen:
                    seen.add((start, end))
                    form, wanted = target[start:end], match.term.target
                    reason = say("term.forbidden", form=form, surface=match.surface, target=wanted)
                    yield Flag("term", reason, "target", start, end)


def _cyrillic(target: str, head: int) -> Iterator[Flag]:
    for left in _CYRILLIC.finditer(target, head):
        text = left.group()
        if len(text) <= _SHOWN:
            reason = say("name.cyrillic", words=text, latin=romanise(text))
        else:
            reason = say("name.cyrillic.long", words=f"{text[:_SHOWN]}…")
        yield Flag("name", reason, "target", *left.span())
