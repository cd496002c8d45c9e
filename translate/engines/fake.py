"""An engine without a model, for tests: known answers, faults on demand, and a history of what was asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from translate.engines import Decoding, Hypothesis
from translate.engines.runtime import Runtime
from translate.engines.source import Source
from translate.engines.tokenizer import Pieces

Answers = Mapping[str, str] | Callable[[str], str]
Fault = Literal["drop", "repeat", "truncate"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of `translate`, as it was asked."""

    sentences: tuple[str, ...]
    decoding: Decoding


class FakeEngine(Runtime):
    """Says each sentence's words in reverse order, or what `answers` holds for it.

    `faults` names sentences whose translation shall be lost ("drop"), said three times ("repeat") or cut in the middle
    ("truncate"), as real models do. `memory` is how many words a batch may hold before memory runs out.
    `history` holds the calls, `batches` the sentences of every batch that was decoded.
    """

    def __init__(
        self,
        answers: Answers | None = None,
        *,
        faults: Mapping[str, Fault] | None = None,
        memory: int | None = None,
        longest: int = 256,
        name: str = "fake-words",
    ) -> None:
        """Take what to answer and how to fail; see the class."""
        super().__init__(_Words(), lambda _: False, longest)
        self._answers = answers
        self._faults = faults or {}
        self._memory = memory
        self._name = name
        self.history: list[Call] = []
        self.batches: list[tuple[str, ...]] = []

    @property
    def name(self) -> str:
        """What the signature shows."""
        return self._name

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Translate each sentence; see `Engine`."""
        self.history.append(Call(tuple(sentences), decoding))
        return super().translate(sentences, decoding)

    def _start(self, batch: Sequence[Source], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        return lambda: self._decode(batch, decoding)

    def _decode(self, batch: Sequence[Source], decoding: Decoding) -> list[Hypothesis]:
        if self._memory is not None and sum(len(source.tokens) for source in batch) > self._memory:
            raise MemoryError("out of memory, as asked")
        self.batches.append(tuple(source.text for source in batch))
        return [self._hypothesis(source, decoding) for source in batch]

    def _hypothesis(self, source: Source, decoding: Decoding) -> Hypothesis:
        fault = self._faults.get(source.text)
        answer = self._answer(source)
        said = [word for word in answer.split() if word not in decoding.suppress]
        words = {"drop": [], "repeat": said * 3, "truncate": said[: len(said) // 2]}.get(fault or "", said)
        others = [
            replace(_plain(words[turn:] + words[:turn]), score=-1.0 - turn)
            for turn in range(1, decoding.alternatives + 1)
        ]
        return replace(
            _plain(words),
            score=-1.0 if words else 0.0,
            truncated=source.cut or fault == "truncate",
            alternatives=tuple(others),
            attention=self._attention(source, words, _mirrored(len(words), len(source.tokens)))
            if decoding.attention
            else None,
        )

    def _answer(self, source: Source) -> str:
        if callable(self._answers):
            return self._answers(source.text)
        known = (self._answers or {}).get(source.text)
        return " ".join(reversed(source.tokens)) if known is None else known


class _Words:
    """Words for pieces."""

    def pieces(self, text: str) -> Pieces:
        words, spans, at = text.split(), [], 0
        for word in words:
            at = text.index(word, at)
            spans.append((at, at := at + len(word)))
        return Pieces(tuple(words), tuple(spans))

    def text(self, tokens: Sequence[str]) -> str:
        return " ".join(tokens)

    def frame(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (), ()


def _plain(words: Sequence[str]) -> Hypothesis:
    return Hypothesis(" ".join(words))


def _mirrored(target: int, source: int) -> list[list[float]]:
    """Each word looks at its mirror image, as in the reversed sentence."""
    return [[float(s == max(0, source - 1 - t)) for s in range(source)] for t in range(target)]
