"""Any CTranslate2 directory, NLLB-shaped with language codes or BART-shaped without."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.engines import Decoding, Hypothesis
from translate.engines.batches import halving, plan
from translate.engines.cores import physical
from translate.engines.source import Framing, Source
from translate.engines.tokenizer import PieceTokenizer, load_tokenizer
from translate.errors import ModelError

if TYPE_CHECKING:
    import ctranslate2

BUDGET = 1024


class Ct2Engine:
    """A converted model in CTranslate2's runtime, in the number format it was stored in."""

    def __init__(self, translator: "ctranslate2.Translator", tokenizer: PieceTokenizer, vocabulary: frozenset[str],
                 positions: int) -> None:
        self._translator = translator
        self._tokenizer = tokenizer
        self._positions = positions
        self._framing = Framing(tokenizer, vocabulary.__contains__, positions)

    @classmethod
    def load(cls, directory: Path, *, threads: int = 0, device: str = "auto") -> "Ct2Engine":
        """Load a directory; `threads` 0 takes the physical cores."""
        import ctranslate2

        tokenizer = load_tokenizer(directory)
        vocabulary = frozenset(json.loads((directory / "shared_vocabulary.json").read_text(encoding="utf-8")))
        translator = ctranslate2.Translator(str(directory), device, intra_threads=threads or physical())
        return cls(translator, tokenizer, vocabulary, 256)

    @property
    def name(self) -> str:
        """`ct2-int8`: runtime and the weights' number format."""
        return "ct2-" + str(self._translator.compute_type).split("_")[0]

    @property
    def longest(self) -> int:
        """The most pieces of one sentence that the model reads."""
        return self._positions

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """How many pieces each sentence has, special ones included."""
        return [self._framing.length(sentence, Decoding.source) for sentence in sentences]

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Translate each sentence; see `Engine`."""
        sources = [self._framing.source(sentence, decoding.source) for sentence in sentences]
        found = [Hypothesis("")] * len(sources)
        full = [place for place, source in enumerate(sources) if not source.blank]
        for batch in plan([len(sources[place].tokens) for place in full], BUDGET):
            batch = [full[i] for i in batch]
            for place, hypothesis in zip(batch, self._decode([sources[i] for i in batch], decoding), strict=True):
                found[place] = hypothesis
        return found

    def _decode(self, batch: Sequence[Source], decoding: Decoding) -> list[Hypothesis]:
        results = self._translator.translate_batch(
            [list(source.tokens) for source in batch],
            [list(self._framing.prefix)] * len(batch),
            batch_type="tokens",
            beam_size=decoding.beam,
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            disable_unk=True,
            max_input_length=0,
            max_decoding_length=min(self._positions - 1, 2 * max(len(s.tokens) for s in batch) + 16),
            return_end_token=True,
            return_scores=True,
        )
        return [self._hypothesis(s, r, decoding) for s, r in zip(batch, results, strict=True)]

    def _hypothesis(self, source: Source, result: Any, decoding: Decoding) -> Hypothesis:
        tokens = result.hypotheses[0]
        ended = tokens[-1:] == ["</s>"]
        return Hypothesis(self._tokenizer.text(tokens), result.scores[0], source.cut or not ended)
