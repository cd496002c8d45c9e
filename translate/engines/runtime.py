"""What all runtimes do alike: each sentence framed, decoded once, in planned batches, and put back in its place."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from translate.engines import Attention, Decoding, Hypothesis, copies
from translate.engines.batches import BUDGET, Room, halving, plan, step
from translate.engines.ladder import steps
from translate.engines.source import Framing, Source
from translate.engines.tokenizer import PieceTokenizer
from translate.errors import ModelError
from translate.repetition import loop

# NLLB was trained with 512 positions and has 1,024: beyond 512 it only seems to read.
TRAINED = 512
_EXHAUSTED = ("out of memory", "bad_alloc", "allocate memory", "failed to allocate")


class Runtime(ABC):
    """An engine but for the decoding itself."""

    def __init__(
        self, tokenizer: PieceTokenizer, knows: Callable[[str], bool], positions: int, room: Room | None = None
    ) -> None:
        """Take what frames a sentence; `knows` says whether the model has a piece, `room` what batches may take."""
        self._tokenizer = tokenizer
        self._positions = positions
        self._room = room
        self._framing = Framing(tokenizer, knows, self.longest)

    @property
    @abstractmethod
    def name(self) -> str:
        """Runtime and number format, as the signature shows it."""

    @property
    def longest(self) -> int:
        """The most pieces of one sentence that the model reads, special ones included."""
        return min(self._positions, TRAINED)

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """How many pieces each sentence has, special ones included."""
        return [self._framing.length(sentence, Decoding().source) for sentence in sentences]

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Translate each sentence into English; see `Engine`."""
        sources = {sentence: self._framing.source(sentence, decoding.source) for sentence in sentences}
        found = {sentence: Hypothesis("") for sentence in sources}
        found |= self._decoded([source for source in sources.values() if not source.blank], decoding)
        loops = {sentence: loop(best.text, sentence) for sentence, best in found.items()}
        for stricter in steps(decoding):
            looped = {sentence: seen.weight for sentence, seen in loops.items() if seen}
            if not looped:
                break
            for sentence, again in self._decoded([sources[sentence] for sentence in looped], stricter).items():
                seen = loop(again.text, sentence)
                # Of several that all loop the least is kept; an empty one says nothing, and is no better.
                if again.text and (not seen or seen.weight < looped[sentence]):
                    found[sentence], loops[sentence] = again, seen
        if decoding.ladder and not decoding.attention:
            found = {sentence: _mended(sentence, best) for sentence, best in found.items()}
            for share in copies.SHARES:
                found |= self._in_parts({s: best for s, best in found.items() if not loops[s]}, share, decoding)
        return [found[sentence] for sentence in sentences]

    def _in_parts(self, found: Mapping[str, Hypothesis], share: float, decoding: Decoding) -> dict[str, Hypothesis]:
        """Those that have more of what is to be copied if they are read in parts."""
        lacking = [sentence for sentence, best in found.items() if copies.left_out(sentence, best.text)]
        cut = {sentence: parts for sentence in lacking if len(parts := copies.parts(sentence, share)) > 1}
        sources = {part: self._framing.source(part, decoding.source) for parts in cut.values() for part in parts}
        said = {part: Hypothesis("") for part in sources}
        said |= self._decoded([one for one in sources.values() if not one.blank], replace(decoding, alternatives=0))
        better: dict[str, Hypothesis] = {}
        for sentence, parts in cut.items():
            whole, again = found[sentence], _mended(sentence, _joined([said[part] for part in parts]))
            if copies.better(sentence, again.text, whole.text) and not loop(again.text, sentence):
                others = (replace(whole, alternatives=()), *whole.alternatives)[: decoding.alternatives]
                better[sentence] = replace(again, alternatives=others)
        return better

    def _decoded(self, sources: Sequence[Source], decoding: Decoding) -> dict[str, Hypothesis]:
        """The hypothesis of each source, by its text, in planned batches."""
        found: dict[str, Hypothesis] = {}
        lengths = [len(source.tokens) for source in sources]
        batches = [[sources[i] for i in batch] for batch in plan(lengths, self._budget(decoding.width))]

        def start(batch: Sequence[Source]) -> Callable[[], list[Hypothesis]]:
            return self._start(batch, decoding)

        # All are started before the first is waited for, so that a runtime with several workers keeps them busy.
        for batch, started in [(batch, start(batch)) for batch in batches]:
            try:
                best = halving(start, batch, exhausted, started)
                found.update(zip([source.text for source in batch], best, strict=True))
            except Exception as error:
                if not exhausted(error):
                    raise
                raise ModelError(
                    f"not enough memory to translate one sentence of {len(batch[0].tokens)} pieces with "
                    f"{self.name}: close other programs, or take a smaller beam or model"
                ) from error
        return found

    def _budget(self, beam: int) -> int:
        return self._room.budget(beam) if self._room else BUDGET

    @abstractmethod
    def _start(self, batch: Sequence[Source], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        """Begin to decode a batch; what is returned waits for the result."""

    def _limit(self, batch: Sequence[Source]) -> int:
        """The most pieces of an output, the same for all sentences that may share a batch.

        Of 4,466 human translations one is longer than this, in the pieces of a multilingual vocabulary.
        """
        longest = max(step(len(source.tokens)) for source in batch)
        return max(1, min(3 * longest // 2 + 24, self._positions - 1 - len(self._framing.prefix)))

    def _suppressed(self, words: Sequence[str]) -> list[list[str]]:
        """Each word in pieces, as it stands after a blank and as it stands after a mark such as a bracket."""
        found: list[list[str]] = []
        for word in words:
            pieces = list(self._tokenizer.pieces(word).tokens)
            bare = [pieces[0].removeprefix("▁"), *pieces[1:]] if pieces else []
            found += [form for form in (pieces, [piece for piece in bare if piece]) if form and form not in found]
        return found

    def _attention(self, source: Source, tokens: Sequence[str], weights: Sequence[Sequence[float]]) -> Attention:
        """Weights between the pieces that stand in the texts; special pieces and lone blanks are left out."""
        places = [(i, span) for i, span in enumerate(source.spans) if span and span[0] < span[1]]
        # The end of each piece is where the text ends that the pieces up to it make.
        texts = [self._tokenizer.text(tokens[: i + 1]) for i in range(len(tokens))]
        ends = [0, *map(len, texts)]
        rows = [t for t in range(len(tokens)) if ends[t + 1] > ends[t]]
        whole = texts[-1] if texts else ""
        spans = [
            (ends[t] + len(whole[ends[t] : ends[t + 1]]) - len(whole[ends[t] : ends[t + 1]].lstrip()), ends[t + 1])
            for t in rows
        ]
        return Attention(
            source=tuple(span for _, span in places),
            target=tuple(spans),
            weights=tuple(tuple(weights[t][i] for i, _ in places) for t in rows),
        )


def _mended(sentence: str, best: Hypothesis) -> Hypothesis:
    """The hypothesis and its alternatives with the slips in their copies put right."""
    text = copies.mended(sentence, best.text)
    others = tuple(_mended(sentence, other) for other in best.alternatives)
    return best if text == best.text and others == best.alternatives else replace(best, text=text, alternatives=others)


def _joined(parts: Sequence[Hypothesis]) -> Hypothesis:
    """The hypothesis of a sentence from those of its parts; its score is their mean, by length."""
    sizes = [max(1, len(part.text)) for part in parts]
    score = sum(part.score * size for part, size in zip(parts, sizes, strict=True)) / sum(sizes)
    text = " ".join(part.text for part in parts if part.text)
    return Hypothesis(text, score, any(part.truncated for part in parts))


def exhausted(error: BaseException) -> bool:
    """Whether an error of any runtime says that memory ran out."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or any(word in text for word in _EXHAUSTED)
