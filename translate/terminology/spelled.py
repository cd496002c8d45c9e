"""Steps 1 and 2 by the entry's own words: a form that is right stands, or a spelling that the entry says to mend."""

import re
from collections.abc import Iterator

from glossary.term import Term
from translate.terminology.claims import Claims
from translate.terminology.forms import Span, anywhere, itself, licit, pattern, places, plurals, refused

_ABBREVIATION = re.compile(r"\b[A-Z]{2,3}\b(?!\.)")


def already(claims: Claims) -> None:
    """Claim the targets that stand, then the accepted forms; the longest first, since one may hold another."""
    for rule in ("exact", "accepted"):
        order = sorted(claims.open, key=lambda n: -len(claims.matches[n].term.target))
        for n in order:
            match = claims.matches[n]
            forms = (match.term.target,) if rule == "exact" else match.term.accepted
            shout = claims.shout(match)
            found = [
                span
                for form in forms
                for span in places(form, claims.english, shout)
                if claims.free(span)
                and not _wrong_plural(form, claims.text(span), match.term)
                and not _in_forbidden(claims, span, match.term)
            ]
            inside = [span for span in found if not _inside_another(claims, match.term, span)]
            if found:
                place = match.term.kind == "place"
                claims.claim(
                    n, min(inside or found, key=lambda span: (place and claims.personal(span), span[0], -span[1])), rule
                )


def mended(claims: Claims) -> None:
    """Put the target in the place of a forbidden form, of a variant, and of itself in the wrong capitals."""
    for n in claims.open:
        term = claims.matches[n].term
        steps = [
            ("forbidden", refused(term)),
            ("variant", (*term.variants, *_dotted(term.target))),
            ("capitals", (term.target,)),
        ]
        if term.kind == "term" and " " in term.target:
            # a phrase of common words has capitals by taste: the new year
            small = [span for span in anywhere(term.target, claims.english) if claims.free(span)]
            if small and not named(term.target):
                claims.claim(n, small[0], "capitals")
                continue
        for rule, forms in steps:
            spans = [
                span
                for form in longest(forms)
                for span in anywhere(form, claims.english)
                if claims.free(span) and not explains(claims.english, span, term)
            ]
            if any(claims.put(n, span, rule, many=_many(claims, span, forms)) for span in spans):
                break


def _in_forbidden(claims: Claims, span: Span, term: Term) -> bool:
    """Whether the span is part of a longer form that the term forbids: China in the PRC's full name."""
    forbidden = (found for form in refused(term) for found in anywhere(form, claims.english))
    return any(start <= span[0] and span[1] <= end and end - start > span[1] - span[0] for start, end in forbidden)


def _dotted(target: str) -> tuple[str, ...]:
    """The target with full stops in its abbreviations, which is but another spelling: U.S. dollar."""
    dotted = _ABBREVIATION.sub(lambda found: "".join(f"{letter}." for letter in found.group()), target)
    return (dotted,) if dotted != target else ()


def _wrong_plural(form: str, written: str, term: Term) -> bool:
    """Whether a plural of a right form is one that the entry says to mend: tenges."""
    return not itself(form, written) and any(itself(bad, written) for bad in (*term.forbidden, *term.variants))


def named(target: str) -> bool:
    """Whether each word of a phrase that means something has a capital, so that it is a name: Paris Agreement."""
    return all(word[0].isupper() for word in target.split() if len(word) > 3)


def banned(claims: Claims) -> None:
    """Put the target in the place of every forbidden form that still stands, where that says nothing twice."""
    for n, match in enumerate(claims.matches):
        bad = refused(match.term)
        for form in longest(bad):
            for _ in range(len(claims.english)):  # each puts one away; places move, so they are looked for anew
                spans = [
                    span
                    for span in standing(claims, form)
                    if claims.free(span) and not explains(claims.english, span, match.term)
                ]
                if not any(claims.mend(n, span, "forbidden", many=_many(claims, span, bad)) for span in spans):
                    break


def capitals(claims: Claims) -> None:
    """Give its capitals to every other form of a person or a place that stands without them: in the nur-sultan."""
    for n, match in enumerate(claims.matches):
        term = match.term
        if term.kind not in ("person", "place"):
            continue
        for form in longest((term.target, *(term.accepted + term.variants if term.kind == "place" else ()))):
            right = term.target if form in term.variants else form
            for _ in range(len(claims.english)):  # places move, so they are looked for anew
                if not any(claims.mend(n, span, "capitals", form=right) for span in _small(claims, form)):
                    break


def _small(claims: Claims, form: str) -> Iterator[Span]:
    """Where a form that begins with a capital lacks one, in the singular."""
    for span in anywhere(form, claims.english):
        written = claims.text(span)
        if len(written) == len(form) and not licit(form, written, shout=True) and claims.free(span):
            yield span


def standing(claims: Claims, form: str) -> Iterator[Span]:
    """Where a forbidden form stands, but inside a longer form that is right."""
    for span in anywhere(form, claims.english):
        held = [
            claim
            for claim in (*claims.held.values(), *claims.proven)
            if claim.start <= span[0] and span[1] <= claim.end
        ]
        if not any((claim.end - claim.start) > span[1] - span[0] for claim in held):
            yield span


def explains(english: str, span: Span, term: Term) -> bool:
    """Whether the span stands in brackets behind the abbreviation that it spells out: WHO (World Health Organization).

    There it would be said twice; that it is forbidden is flagged.
    """
    if not term.target.isupper() or not english.startswith(")", span[1]):
        return False
    return re.search(rf"(?<!\w){re.escape(term.target)} \((?:[Tt]he )?$", english[: span[0]]) is not None


def longest(forms: tuple[str, ...]) -> list[str]:
    """The longest first: `Kassym-Zhomart Tokaev` before `Tokaev`."""
    return sorted(forms, key=len, reverse=True)


def _many(claims: Claims, span: Span, forms: tuple[str, ...]) -> bool:
    """Whether what stands there is the plural of one of the forms; it may be a form itself: children beside child."""
    written = claims.text(span)
    return any(many.lower() == written.lower() != form.lower() for form in forms for many in plurals(form)) or not any(
        itself(form, written) for form in forms
    )


def _inside_another(claims: Claims, term: Term, span: Span) -> bool:
    """Whether the span is part of a longer form that another open match could claim."""
    for n in claims.open:
        other = claims.matches[n].term
        if other.source == term.source:
            continue
        for form in (other.target, *other.accepted):
            if len(form) > span[1] - span[0]:
                for found in pattern(form).finditer(claims.english):
                    if found.start() <= span[0] and span[1] <= found.end() and claims.free(found.span()):
                        return True
    return False
