"""Scores English against human references, sacreBLEU's BLEU and chrF++ with signatures; asks a bare model for it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translate.document import Bead
from translate.engines import Decoding, Engine, Hypothesis
from translate.errors import InputError
from translate.segment import pieces

# Lines of one engine call.
_WINDOW = 64


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's corpus score (0 to 100) and sacreBLEU's signature of how it was computed."""

    metric: str
    value: float
    signature: str


def check(sources: Sequence[str], references: Sequence[str]) -> None:
    """Raise InputError unless the texts have lines, and as many on one side as on the other."""
    if len(sources) != len(references):
        raise InputError(
            f"{len(sources)} source lines but {len(references)} reference lines: give files that agree line by line"
        )
    if not sources:
        raise InputError("no lines to score: give files with a sentence a line")


def score(hypotheses: Sequence[str], references: Sequence[str]) -> tuple[Score, ...]:
    """BLEU and chrF++ of line-aligned texts (Post 2018; Popović 2017). Raises InputError as `check` does."""
    from sacrebleu.metrics import BLEU, CHRF

    check(hypotheses, references)
    metrics = (("BLEU", BLEU()), ("chrF++", CHRF(word_order=2)))
    return tuple(
        Score(name, float(metric.corpus_score(list(hypotheses), [list(references)]).score), str(metric.get_signature()))
        for name, metric in metrics
    )


def flags(beads: Iterable[Bead]) -> str:
    """How many rows have a flag of each kind, as in `draft 997, term 12`."""
    rows = Counter(kind for bead in beads for kind in {flag.kind for flag in bead.flags})
    return ", ".join(f"{kind} {count}" for kind, count in rows.most_common()) or "none"


def bare(engine: Engine, lines: Sequence[str], decoding: Decoding) -> Iterator[Hypothesis]:
    """What the model alone says of each line, as it says it: published figures are of that.

    A line is one input, whatever it holds; only one that is longer than the engine reads is cut, at sentences first.
    """

    def fits(text: str) -> bool:
        return engine.lengths([text])[0] <= engine.longest

    for first in range(0, len(lines), _WINDOW):
        window = [line.strip() for line in lines[first : first + _WINDOW]]
        cut = [[line] if fits(line) else [line[a:b] for a, b in pieces(line, fits)] for line in window if line]
        heard = iter(engine.translate([piece for parts in cut for piece in parts], decoding))
        said = iter([[next(heard) for _ in parts] for parts in cut])
        for line in window:
            parts = next(said) if line else []
            yield Hypothesis(" ".join(one.text for one in parts), truncated=any(one.truncated for one in parts))
