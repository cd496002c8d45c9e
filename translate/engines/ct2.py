"""Any CTranslate2 directory, NLLB-shaped with language codes or BART-shaped without."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.engines import Decoding, Hypothesis
from translate.engines.batches import Room
from translate.engines.cores import physical
from translate.engines.device import LARGE, number_format, place
from translate.engines.source import Source
from translate.engines.steering import Steered, Tokens
from translate.engines.tokenizer import PieceTokenizer, load_tokenizer
from translate.errors import ModelError

if TYPE_CHECKING:
    import ctranslate2

VOCABULARIES = ("shared_vocabulary.json", "target_vocabulary.json", "shared_vocabulary.txt", "target_vocabulary.txt")
# A directory tells nothing of how long its inputs may be; this holds where its weights don't either.
UNTOLD = 512


class Ct2Engine(Steered):
    """A converted model in CTranslate2's runtime, in the number format it was stored in."""

    def __init__(
        self,
        translator: "ctranslate2.Translator",
        tokenizer: PieceTokenizer,
        vocabulary: frozenset[str],
        positions: int = UNTOLD,
        end: str = "</s>",
        room: Room | None = None,
    ) -> None:
        """Take a loaded model; `vocabulary` holds the pieces that it knows, `positions` how many it reads."""
        super().__init__(tokenizer, vocabulary.__contains__, positions, room)
        self._translator = translator
        self._vocabulary = vocabulary
        self._end = end

    @classmethod
    def load(cls, directory: Path, *, threads: int = 0, device: str = "auto") -> "Ct2Engine":
        """Load a directory; `threads` 0 takes the physical cores, `device` is one that `place` understands."""
        from translate.engines.ct2file import positions

        config = _config(directory)
        vocabulary = _vocabulary(directory)
        tokenizer = load_tokenizer(directory)
        longest = positions(directory / "model.bin") or UNTOLD
        translator = _translator(directory, threads, device)
        room = _room(directory / "model.bin", translator)
        return cls(translator, tokenizer, vocabulary, longest, config["eos_token"], room)

    @property
    def name(self) -> str:
        """Runtime and number format of the weights, and of the rest where that is no float32: `ct2-int8`."""
        return "ct2-" + str(self._translator.compute_type).removesuffix("_float32").replace("_", "")

    def _start(self, batch: Sequence[Source], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        begun = [self._framing.prefix] * len(batch) if self._framing.prefix else None
        futures = self._futures(batch, begun, decoding)
        return lambda: [self._best(s, f.result(), decoding) for s, f in zip(batch, futures, strict=True)]

    def _futures(self, batch: Sequence[Source], begun: Sequence[Tokens] | None, decoding: Decoding) -> list[Any]:
        suppress = [form for form in self._suppressed(decoding.suppress) if self._vocabulary.issuperset(form)]
        futures: list[Any] = self._translator.translate_batch(
            [list(source.tokens) for source in batch],
            [list(tokens) for tokens in begun] if begun else None,
            asynchronous=True,
            # Batches are planned already. But CTranslate2 (4.8.5) reports for the first step of a beam search what some
            # other sentence of the batch looked at; where that step is no language code, each sentence goes alone.
            max_batch_size=1 if decoding.attention and not self._framing.prefix else 0,
            batch_type="examples",
            beam_size=decoding.width,
            num_hypotheses=decoding.alternatives + 1,
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            suppress_sequences=suppress or None,
            disable_unk=True,
            max_input_length=0,  # sentences are cut already, and marked
            # the language code counts here, and is no part of the output
            max_decoding_length=self._limit(batch) + len(self._framing.prefix),
            return_end_token=True,
            return_scores=True,
            return_attention=decoding.attention,
        )
        return futures

    def _weigh(self, batch: Sequence[Source], english: Sequence[Tokens]) -> Callable[[], list[list[float]]]:
        code = len(self._framing.prefix)
        futures = self._translator.score_batch(
            [list(source.tokens) for source in batch],
            [[*self._framing.prefix, *tokens] for tokens in english],
            max_batch_size=0,
            batch_type="examples",
            max_input_length=0,
            asynchronous=True,
        )
        return lambda: [future.result().log_probs[code:] for future in futures]

    def _best(self, source: Source, result: Any, decoding: Decoding) -> Hypothesis:
        attention = result.attention or [[]] * len(result.hypotheses)
        first, *others = (
            self._hypothesis(source, *found, decoding)
            for found in zip(result.hypotheses, result.scores, attention, strict=True)
        )
        return Hypothesis(first.text, first.score, first.truncated, tuple(others), first.attention)

    def _hypothesis(
        self, source: Source, tokens: list[str], score: float, weights: list[list[float]], decoding: Decoding
    ) -> Hypothesis:
        code = len(self._framing.prefix) if tuple(tokens[:1]) == self._framing.prefix else 0
        tokens, weights = tokens[code:], weights[code:]
        ended = tokens[-1:] == [self._end]
        # CTranslate2 divides the sum by length ** length_penalty; the end counts as a piece.
        mean = score * (len(tokens) + code) ** decoding.length_penalty / max(1, len(tokens))
        return Hypothesis(
            self._tokenizer.text(tokens),
            min(0.0, mean),
            source.cut or not ended,
            attention=self._attention(source, tokens, weights) if decoding.attention else None,
        )


def _translator(directory: Path, threads: int, device: str) -> "ctranslate2.Translator":
    import ctranslate2

    from translate.engines.ct2file import stored

    file = directory / "model.bin"
    large = file.is_file() and file.stat().st_size > LARGE
    at = place(device, threads or physical(), ctranslate2.get_cuda_device_count, large=large)
    offered = ctranslate2.get_supported_compute_types(at.device) if at.cards else set()
    try:
        return ctranslate2.Translator(
            str(directory),
            at.device,
            device_index=list(at.cards) or 0,
            compute_type=number_format(stored(file), offered) if at.cards else "default",
            inter_threads=at.workers,
            intra_threads=at.threads,
        )
    except (RuntimeError, ValueError, MemoryError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(f"{file} can't be loaded ({reason}): install the model again") from error


def _room(file: Path, translator: "ctranslate2.Translator") -> Room | None:
    """What the batches of a large model may take on the processor; a small one's need no bound."""
    from translate.engines.ct2file import decoder

    shape = decoder(file)
    if not shape or translator.device != "cpu" or file.stat().st_size <= LARGE:
        return None
    return Room.of(file.stat().st_size, *shape, translator.num_translators)


def _config(directory: Path) -> dict[str, str]:
    path = directory / "config.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {"eos_token": str(found.get("eos_token") or "</s>")}
    except FileNotFoundError as error:
        raise ModelError(f"{directory} holds no config.json: copy the whole folder of the converted model") from error
    except (ValueError, AttributeError) as error:
        raise ModelError(f"{path} is no JSON object ({error}): copy the folder of the converted model again") from error


def _vocabulary(directory: Path) -> frozenset[str]:
    for path in (directory / name for name in VOCABULARIES):
        if path.is_file():
            try:
                text = path.read_text(encoding="utf-8")
                return frozenset(json.loads(text) if path.suffix == ".json" else text.split("\n"))
            except ValueError as error:
                raise ModelError(f"{path} is no JSON ({error}): copy the converted model again") from error
    raise ModelError(f"{directory} holds no {VOCABULARIES[0]}: copy the whole folder of the converted model")
