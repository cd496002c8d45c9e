"""The record of a row's terms, held against the English as it is written in the end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from glossary.term import Match, Term
from translate.document import Flag, TermUse
from translate.reasons import say
from translate.terminology import spelled
from translate.terminology.claims import Claims
from translate.terminology.forms import Span, pattern


def recorded(english: str, matches: Sequence[Match], uses: Sequence[TermUse]) -> list[TermUse]:
    """The uses as the English bears them out: where a form of the term stands no more, another place or none."""
    terms = {(match.start, match.end): match.term for match in matches}
    forms = [_forms(use, terms.get((use.start, use.end))) for use in uses]
    right = [use.status != "not_applied" and _stands(english, use, own) for use, own in zip(uses, forms, strict=True)]
    taken = [(use.target_start, use.target_end) for use, fits in zip(uses, right, strict=True) if fits]
    found = []
    for use, own, fits in zip(uses, forms, right, strict=True):
        if use.status != "not_applied" and not fits:
            span = next(_places(english, own, taken), None)
            if span:
                taken.append(span)
                use = replace(use, target_start=span[0], target_end=span[1])
            else:
                use = replace(use, status="not_applied", rule="none", target_start=-1, target_end=-1)
        found.append(use)
    return found


def standing(english: str, matches: Sequence[Match]) -> tuple[TermUse, ...]:
    """Which terms stand in an English that nobody may change."""
    claims = Claims(english, matches)
    spelled.already(claims)
    return claims.uses()


_DOUBTS = {"erasure": "term.erasure", "inline": "term.inline", "grafted": "term.grafted"}


def doubtful(uses: Sequence[TermUse]) -> Iterator[Flag]:
    """A flag on each term whose place the engine's scores alone tell, or about which words were decoded again."""
    for use in uses:
        if use.rule in _DOUBTS and use.status != "not_applied":
            reason = say(_DOUBTS[use.rule], target=use.target)
            yield Flag("term", reason, "target", use.target_start, use.target_end)


def _forms(use: TermUse, term: Term | None) -> tuple[str, ...]:
    return (use.target, *(term.accepted if term else ()))


def _stands(english: str, use: TermUse, forms: Sequence[str]) -> bool:
    written = english[use.target_start : use.target_end]
    return any(pattern(form).fullmatch(written) for form in forms)


def _places(english: str, forms: Sequence[str], taken: Sequence[Span]) -> Iterator[Span]:
    for form in forms:
        for found in pattern(form).finditer(english):
            if all(found.end() <= start or end <= found.start() for start, end in taken):
                yield found.span()
