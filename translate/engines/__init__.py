"""The seam to the models: sentences in, hypotheses out, whatever runtime stands behind.

An engine is a runtime, not a model: `hf.py` and `ct2.py` each load any model directory of their kind. This folder is
the only one that may import torch, transformers and ctranslate2, and it does so inside `load`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# The fewest and the most pieces that a model can be told to read as one sequence.
LEAST, MOST = 16, 512


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a sentence is decoded. Every field is part of the result's signature where it differs from its default.

    Languages are named as in FLORES-200 (`kaz_Cyrl`, `rus_Cyrl`); how a model codes them is the engine's affair, and a
    model without language codes ignores them. `alternatives` asks for that many further hypotheses; the beam is widened
    to hold them. `suppress` holds words that the output must not contain, as the model's tokenizer spells them: a rare
    other spelling in pieces can slip through. `attention` asks for word alignment weights. `ladder` decodes a sentence
    again, more strictly, where its English loops, and in parts where its English leaves words in Latin letters out.
    `longest` is the most pieces that are read as one sequence, fewer than the model could: whoever asks cuts longer
    sentences. A small model says more of a long sentence in parts. 0 leaves it to the model.
    """

    source: str = "kaz_Cyrl"
    beam: int = 4
    alternatives: int = 0
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0
    suppress: tuple[str, ...] = ()
    attention: bool = False
    ladder: bool = True
    longest: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError for a setting that no decoder knows what to do with; they may come from a file."""
        whole = (
            ("beam", self.beam, 1),
            ("alternatives", self.alternatives, 0),
            ("no_repeat_ngram", self.no_repeat_ngram, 0),
        )
        for name, value, least in whole:
            if type(value) is not int or not least <= value <= 100:
                raise ValueError(f"{name} is {value!r}: set it to a whole number from {least} to 100")
        if type(self.longest) is not int or not (self.longest == 0 or LEAST <= self.longest <= MOST):
            raise ValueError(f"longest is {self.longest!r}: set it to a whole number from {LEAST} to {MOST}, or to 0")
        for name, number in (("length_penalty", self.length_penalty), ("repetition_penalty", self.repetition_penalty)):
            if not isinstance(number, int | float) or not 0 <= number <= 100:
                raise ValueError(f"{name} is {number!r}: set it to a number from 0 to 100")
        for name, answer in (("attention", self.attention), ("ladder", self.ladder)):
            if not isinstance(answer, bool):
                raise ValueError(f"{name} is {answer!r}: set it to true or false")
        if not all(isinstance(word, str) for word in (self.source, *self.suppress)):
            raise ValueError("source and the words of suppress are texts: write them in quotes")

    @property
    def width(self) -> int:
        """How many hypotheses the search holds at a time."""
        return max(self.beam, self.alternatives + 1)

    def reads(self, longest: int) -> int:
        """The most pieces of one sequence, for an engine that reads so many."""
        return min(longest, self.longest or longest)


@dataclass(frozen=True, slots=True)
class Attention:
    """How much each target piece looked at each source piece.

    `source` and `target` are character spans `(start, end)` of the pieces in the sentence and in the hypothesis's
    text; `weights[t][s]` has shape (len(target), len(source)), each row sums to at most 1.
    """

    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]
    weights: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation of one sentence.

    `score` is the mean log-probability per target piece (nats, at most 0). `truncated` says that the input was cut to
    what the model can read, or that the output met its length limit before it ended.
    """

    text: str
    score: float = 0.0
    truncated: bool = False
    alternatives: tuple["Hypothesis", ...] = ()
    attention: Attention | None = None


class Engine(Protocol):
    """What every runtime offers. Each call gives one hypothesis per sentence, in the order of the sentences."""

    @property
    def name(self) -> str:
        """Runtime and number format, as the signature shows it: `ct2-int8`, `hf-float32`."""
        ...

    @property
    def longest(self) -> int:
        """The most pieces of one sentence that the model reads; `lengths` counts in the same unit."""
        ...

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """How many pieces each sentence has, special pieces included."""
        ...

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Translate each sentence into English, one sentence per sequence; nothing is cut without `truncated`."""
        ...
