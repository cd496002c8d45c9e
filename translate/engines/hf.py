"""Any Hugging Face model directory, NLLB-shaped with language codes or BART-shaped without, by transformers."""

import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.engines import Decoding, Hypothesis
from translate.engines.device import place
from translate.engines.source import Source
from translate.engines.steering import Steered, Tokens
from translate.engines.tokenizer import JsonTokenizer
from translate.errors import ModelError

if TYPE_CHECKING:
    import torch

SHAPES = ("m2m_100", "bart")
WEIGHTS = (
    "model.safetensors",
    "model.safetensors.index.json",
    "pytorch_model.bin",
    "pytorch_model.bin.index.json",
)


class HfEngine(Steered):
    """A model in PyTorch: in float32 the reference for what conversion and quantising change, in float16 on a card."""

    def __init__(self, model: Any, tokenizer: JsonTokenizer) -> None:
        """Take a loaded model."""
        vocabulary = int(model.config.vocab_size)
        super().__init__(
            tokenizer,
            lambda token: (tokenizer.id(token) or vocabulary) < vocabulary,
            int(model.config.max_position_embeddings),
        )
        self._model = model
        # several windows may be in hand, but one batch at a time fills the memory
        self._turn = threading.Lock()
        self._json = tokenizer
        self._end = int(model.config.eos_token_id)
        self._unknown = tokenizer.id("<unk>")
        start = [int(model.config.decoder_start_token_id)]
        # The code stands in the prompt, not in `forced_bos_token_id`: so it has no part in lengths and scores.
        self._prompt = start + [tokenizer.id(code) or 0 for code in self._framing.prefix]

    @classmethod
    def load(cls, directory: Path, *, device: str = "auto", threads: int = 0) -> "HfEngine":
        """Load a directory, on one graphics card at most; `threads` 0 leaves the number to PyTorch.

        Nothing is fetched from anywhere.
        """
        shape = _shape(directory)
        if not any((directory / name).is_file() for name in WEIGHTS):
            raise ModelError(f"{directory} holds no {WEIGHTS[0]} (nor {WEIGHTS[2]}): copy the model's whole folder")
        if not (directory / "tokenizer.json").is_file():
            raise ModelError(f"{directory} holds no tokenizer.json: copy it from the original model")
        tokenizer = JsonTokenizer.load(directory / "tokenizer.json")

        import torch
        from transformers import BartForConditionalGeneration, M2M100ForConditionalGeneration

        at = place(device, threads or 1, torch.cuda.device_count)
        kind = M2M100ForConditionalGeneration if shape == "m2m_100" else BartForConditionalGeneration
        try:
            dtype = torch.float16 if at.cards else torch.float32
            model = kind.from_pretrained(str(directory), local_files_only=True, dtype=dtype)
        except Exception as error:  # torch, safetensors, pickle and transformers each raise their own
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise ModelError(f"the weights in {directory} can't be loaded ({reason}): install it again") from error
        if threads:
            torch.set_num_threads(threads)
        return cls(model.eval().to(f"cuda:{at.cards[0]}" if at.cards else "cpu"), tokenizer)

    @property
    def name(self) -> str:
        """Runtime and number format: `hf-float32`."""
        return "hf-" + str(self._model.dtype).removeprefix("torch.")

    def _start(self, batch: Sequence[Source], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        return lambda: self._decode(batch, decoding)

    def _decode(self, batch: Sequence[Source], decoding: Decoding) -> list[Hypothesis]:
        import torch

        ids, mask = self._tensors(batch)
        each = decoding.alternatives + 1
        with self._turn, torch.inference_mode():
            found = self._model.generate(
                input_ids=ids,
                attention_mask=mask,
                decoder_input_ids=torch.tensor([self._prompt] * len(batch), device=ids.device),
                generation_config=self._settings(batch, decoding),
            )
            sequences = found.sequences[:, len(self._prompt) :]
            scores = self._scores(found, decoding)
            weights = self._weights(ids, mask, found.sequences, each) if decoding.attention else None
        hypotheses = [
            self._hypothesis(
                batch[row // each],
                sequences[row].tolist(),
                float(scores[row]),
                None if weights is None else weights[row].tolist(),
            )
            for row in range(len(batch) * each)
        ]
        return [
            Hypothesis(first.text, first.score, first.truncated, tuple(others), first.attention)
            for first, *others in (hypotheses[at : at + each] for at in range(0, len(hypotheses), each))
        ]

    def _weigh(self, batch: Sequence[Source], english: Sequence[Tokens]) -> Callable[[], list[list[float]]]:
        return lambda: self._weighed(batch, english)

    def _weighed(self, batch: Sequence[Source], english: Sequence[Tokens]) -> list[list[float]]:
        import torch

        ids, mask = self._tensors(batch)
        wanted = torch.tensor([[*self._ids(tokens), self._end] for tokens in english], device=ids.device)
        prompt = torch.tensor([self._prompt] * len(batch), device=ids.device)
        with self._turn, torch.inference_mode():
            seen = self._model(
                input_ids=ids,
                attention_mask=mask,
                decoder_input_ids=torch.cat([prompt, wanted[:, :-1]], dim=1),
            )
            said = seen.logits[:, len(self._prompt) - 1 :].float().log_softmax(dim=-1)
            found: list[list[float]] = said.gather(2, wanted.unsqueeze(2)).squeeze(2).tolist()
        return found

    def _ids(self, tokens: Sequence[str]) -> list[int]:
        numbers = [self._json.id(token) for token in tokens]
        return [(self._unknown or 0) if number is None else number for number in numbers]

    def _settings(self, batch: Sequence[Source], decoding: Decoding) -> Any:
        """Everything set here, nothing taken from the folder's own `generation_config.json`."""
        from transformers import GenerationConfig

        config = self._model.config
        unknown = [self._unknown] if self._unknown is not None else None
        words = [[self._json.id(piece) for piece in form] for form in self._suppressed(decoding.suppress)]
        return GenerationConfig(
            bos_token_id=config.bos_token_id,
            pad_token_id=config.pad_token_id,
            eos_token_id=config.eos_token_id,
            decoder_start_token_id=config.decoder_start_token_id,
            min_new_tokens=1,  # as CTranslate2 does: an empty output would take a finished place in the beam
            max_new_tokens=self._limit(batch),
            num_beams=decoding.width,
            num_return_sequences=decoding.alternatives + 1,
            do_sample=False,
            early_stopping=decoding.width > 1,
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            bad_words_ids=[form for form in words if None not in form] or None,
            suppress_tokens=unknown,
            # What is suppressed has no part in the probabilities, as in CTranslate2: so scores mean the same.
            renormalize_logits=True,
            output_scores=True,
            return_dict_in_generate=True,
        )

    def _tensors(self, batch: Sequence[Source]) -> tuple["torch.Tensor", "torch.Tensor"]:
        import torch

        pad = int(self._model.config.pad_token_id)
        rows = []
        for source in batch:
            rows.append(self._ids(source.tokens))
        width = max(map(len, rows))
        ids = torch.tensor([row + [pad] * (width - len(row)) for row in rows], device=self._model.device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows], device=self._model.device)
        return ids, mask

    def _scores(self, found: Any, decoding: Decoding) -> Any:
        """The mean log-probability of each sequence's pieces, its end included."""
        import torch

        steps = self._model.compute_transition_scores(
            found.sequences, found.scores, getattr(found, "beam_indices", None), normalize_logits=False
        )
        pieces = found.sequences[:, len(self._prompt) :][:, : steps.shape[1]]
        ended = torch.cumsum((pieces == self._end).int(), dim=1)
        inside = (ended - (pieces == self._end).int()) == 0
        return torch.where(inside, steps, 0.0).sum(dim=1) / inside.sum(dim=1)

    def _weights(self, ids: Any, mask: Any, sequences: Any, each: int) -> Any:
        """A pass over the finished output: the last layer's looks at the source, mean over heads, one row a piece."""
        self._model.set_attn_implementation("eager")  # the fast kernels keep no weights
        try:
            seen = self._model(
                input_ids=ids.repeat_interleave(each, dim=0),
                attention_mask=mask.repeat_interleave(each, dim=0),
                decoder_input_ids=sequences[:, :-1],
                output_attentions=True,
            )
        finally:
            self._model.set_attn_implementation("sdpa")
        # The row that predicts a piece stands one before the piece.
        return seen.cross_attentions[-1].mean(dim=1)[:, len(self._prompt) - 1 :]

    def _hypothesis(
        self, source: Source, numbers: list[int], score: float, weights: list[list[float]] | None
    ) -> Hypothesis:
        ended = self._end in numbers
        numbers = numbers[: numbers.index(self._end)] if ended else numbers
        tokens = [self._json.token(number) for number in numbers]
        return Hypothesis(
            self._tokenizer.text(tokens),
            min(0.0, score),
            source.cut or not ended,
            attention=None if weights is None else self._attention(source, tokens, weights),
        )


def _shape(directory: Path) -> str:
    path = directory / "config.json"
    try:
        shape = json.loads(path.read_text(encoding="utf-8")).get("model_type")
    except (ValueError, AttributeError) as error:
        raise ModelError(f"{path} is no JSON object ({error}): copy it again from the original model") from error
    if shape not in SHAPES:
        raise ModelError(f"{directory} holds a model of type {shape}: take one of type {' or '.join(SHAPES)}")
    return str(shape)
