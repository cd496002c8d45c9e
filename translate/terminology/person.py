"""Step 3 for people: part of the name stands, or the family name beside another first name."""

from collections.abc import Sequence

from translate.terminology.claims import Claims
from translate.terminology.forms import Span
from translate.terminology.heard import GAP, TITLES, TOKEN
from translate.terminology.near import alike, sound


def people(claims: Claims) -> None:
    """Put a full name where only its family name stands, with whatever first name the model gave it."""
    for n in claims.open:
        term = claims.matches[n].term
        words = TOKEN.findall(term.target)
        if term.kind != "person" or len(words) < 2:
            continue
        for span in _families(claims, words):
            if claims.put(n, span, "person"):
                break


def whole(claims: Claims) -> None:
    """Put the full name where part of it stands right and the rest beside it is misspelled: `Donneld Trump`."""
    for n, claim in list(claims.held.items()):
        term = claims.matches[n].term
        written = claims.text((claim.start, claim.end))
        if claim.rule != "accepted" or term.kind != "person":
            continue
        tokens = [found.span() for found in TOKEN.finditer(claims.english)]
        before = [span for span in tokens if span[1] <= claim.start][-3:]
        after = [span for span in tokens if span[0] >= claim.end][:3]
        if term.target.endswith(" " + written):
            spans = [(start, claim.end) for start, _ in before]
            rest, edges = term.target[: -len(written)], [(start, claim.start) for start, _ in before]
        elif term.target.startswith(written + " "):
            spans = [(claim.start, end) for _, end in after]
            rest, edges = term.target[len(written) :], [(claim.end, end) for _, end in after]
        else:
            continue
        for span, edge in zip(spans, edges, strict=True):
            beside = claims.text(edge)
            joined = not any(mark in beside for mark in ".,;:()") and beside.strip()[:1].isupper()
            if joined and claims.free(edge) and alike(sound(beside), sound(rest)):
                del claims.held[n]
                if not claims.put(n, span, "person"):
                    claims.held[n] = claim
                break


def _families(claims: Claims, words: Sequence[str]) -> list[Span]:
    """Where the last of these words stands, the capitalised words before it included that may be its first names."""
    tokens = [found.span() for found in TOKEN.finditer(claims.english)]
    found = []
    for last, (start, end) in enumerate(tokens):
        written = claims.english[start:end]
        if not (written[0].isupper() and alike(sound(written), sound(words[-1]), 0.8) and claims.free((start, end))):
            continue
        first = last
        while first and last - first < len(words) and _first_name(claims, tokens, first - 1):
            first -= 1
        found.append((tokens[first][0], end))
    return found


def _first_name(claims: Claims, tokens: Sequence[Span], at: int) -> bool:
    """Whether the word is a capitalised one that nobody claims, beside the next, and no title."""
    start, end = tokens[at]
    written = claims.english[start:end]
    beside = GAP.fullmatch(claims.english[end : tokens[at + 1][0]])
    return bool(beside and written[0].isupper() and written.casefold() not in TITLES and claims.free((start, end)))
