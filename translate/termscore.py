"""How many of a glossary's terms the English has right, counted against references that have them too."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossary.term import Term
from translate.document import Bead, Document
from translate.terminology.forms import anywhere, places
from translate.translator import Translator


@dataclass(frozen=True, slots=True)
class Line:
    """A Kazakh text, its beads and what a person made of it."""

    document: Document
    beads: Sequence[Bead]
    reference: str

    @property
    def english(self) -> str:
        """What the beads say."""
        return " ".join(bead.target for bead in self.beads)

    def missed(self, term: Term) -> int:
        """How often a term was found and not applied."""
        uses = [use for bead in self.beads for use in bead.terms]
        return sum(
            use.status == "not_applied" and (use.source, use.target) == (term.source, term.target) for use in uses
        )


@dataclass(frozen=True, slots=True)
class TermScore:
    """Of `counted` terms the share that is right, and the share that is there as the very target."""

    counted: int
    right: float
    exact: float


def measure(lines: Sequence[Line], translator: Translator) -> TermScore:
    """The terms that the translator's glossary finds in the lines, counted where the reference has them too.

    A term counts as often as the Kazakh has it, but no oftener than the reference; where a form that the entry forbids
    stands in the English, or the match is said to be not applied, none is right.
    """
    counted = right = exact = 0
    for line in lines:
        for term, times in found(line.document, translator).items():
            wanted = min(times, _most((term.target, *term.accepted, *term.variants), line.reference))
            counted += wanted
            reached = min(wanted, times - line.missed(term))
            if not any(_standing(term, form, line.english) for form in term.forbidden):
                right += min(reached, _count((term.target, *term.accepted), line.english))
                exact += min(reached, _count((term.target,), line.english))
    return TermScore(counted, right / max(1, counted), exact / max(1, counted))


def found(document: Document, translator: Translator) -> Counter[Term]:
    """How often the Kazakh has each term."""
    day = document.date if translator.spelling == "day" else None
    return Counter(match.term for segment in document.segments for match in translator.glossary.find(segment.text, day))


def statuses(beads: Iterable[Bead]) -> str:
    """What became of all matches, as in `already 120 (exact 100, accepted 20), not_applied 3 (none 3)`."""
    rules = Counter((use.status, use.rule) for bead in beads for use in bead.terms)
    said = []
    for status in ("already", "replaced", "redecoded", "not_applied"):
        own = [(rule, times) for (one, rule), times in rules.most_common() if one == status]
        detail = ", ".join(f"{rule} {times}" for rule, times in own)
        said.append(f"{status} {sum(times for _, times in own)}" + (f" ({detail})" if own else ""))
    return ", ".join(said)


def _most(forms: Iterable[str], text: str) -> int:
    return max((_count((form,), text) for form in forms), default=0)


def _count(forms: Iterable[str], text: str) -> int:
    """How often the forms stand in a text, none of them inside another."""
    spans = sorted({span for form in forms for span in places(form, text, shout=True)}, key=lambda s: (s[0], -s[1]))
    end = count = 0
    for span in spans:
        if span[0] >= end:
            count, end = count + 1, span[1]
    return count


def _standing(term: Term, form: str, english: str) -> bool:
    """Whether a forbidden form stands in the English, but as part of the target."""
    right = list(places(term.target, english, shout=True))
    return any(
        not any(first <= start and end <= last for first, last in right) for start, end in anywhere(form, english)
    )
