"""Whether a converted model still says what the original says; a broken one must never be installed.

Conversions have gone wrong without a word: gibberish from int8, five BLEU lost after an upgrade (CTranslate2's issues
847, 1042, 1273). So the original, the cut and the converted model are all asked.
"""

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.engines.checkpoint import EMBEDDINGS, Weights
from translate.engines.convert import parts, stacked
from translate.engines.cores import physical
from translate.engines.ct2file import places
from translate.engines.source import TARGET, Framing
from translate.engines.tokenizer import JsonTokenizer
from translate.engines.trim import Cut
from translate.errors import ModelError

if TYPE_CHECKING:
    import torch

SENTENCES = (
    "Қазақстан Президенті Қасым-Жомарт Тоқаев Токиода дәріс оқыды.",
    "Бүгін Астанада Үкіметтің кеңейтілген отырысы өтті.",
    "Алматы облысында 2025 жылы 14 мың гектар жерге күріш егілді.",
    "«Біз экономиканы әртараптандыру саясатын жалғастырамыз», – деді министр.",
    "Шымкентте жаңа мектеп пен аурухана салынып жатыр.",
    "Ұлттық банк базалық мөлшерлемені 16,5 пайыз деңгейінде сақтады.",
    "Түркістан қаласына биыл 1,2 млн турист келді.",
    "Жамбыл облысында дауылды жел соғып, үйлердің шатырын ұшырып кетті.",
    "Қазақ боксшысы әлем чемпионатында алтын медаль жеңіп алды.",
    "Мәжіліс депутаттары жаңа заң жобасын бірінші оқылымда мақұлдады.",
    "Сот айыпталушыны бес жылға бас бостандығынан айырды.",
    "Ертең еліміздің солтүстігінде қар жауып, аяз 25 градусқа дейін күшейеді.",
)
OTHERS = (
    "Президент России провёл переговоры в Москве.",
    "The minister said that exports had grown by 7.5 per cent in 2024.",
)
# Mean difference of log-probability for each piece, in nats. Sound int8 conversions of NLLB's shape stay below a tenth.
DRIFT = 0.5
# How many sample sentences may hold a piece that went, and what share of the probability must lie on pieces that stay,
# as a mean over all steps. A cut that loses more is ruinous: whoever reads the news would see it.
FEW = 2
MASS = 0.9
# What a float model may take at most beside its file: half of what is free.
_ROOM = 0.5


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `compared` is `sentences`, or `weights` alone where memory holds no float
    model to ask.

    `alike` counts sentences whose English the original would write too if it had only the pieces that stay; `free`
    those that it writes with all its pieces to choose from; `mass` is how much of its probability lies on pieces that
    stay; `drift` is what int8 changed, in nats a piece.
    """

    compared: str
    sentences: int = 0
    alike: int = 0
    free: int = 0
    mass: float = 1.0
    same_text: int = 0
    drift: float = 0.0

    def told(self) -> dict[str, Any]:
        """As a manifest holds it."""
        if self.compared == "weights":
            return {"compared": "weights"}
        return {
            "compared": "sentences",
            "sentences": self.sentences,
            "same_english_as_the_original_on_kept_pieces": self.alike,
            "same_english_as_the_original_on_all_pieces": self.free,
            "probability_on_kept_pieces": round(self.mass, 6),
            "same_english_after_conversion": self.same_text,
            "drift_nats_a_piece": round(self.drift, 5),
        }


def pieces(whole: str, cut: Cut, sentences: Sequence[str] = (*SENTENCES, *OTHERS), few: int = FEW) -> int:
    """How many of these sentences hold pieces that went. Raises ModelError where those are more than a few.

    Raises it too unless the new tokenizer cuts each sentence as the old one does, wherever its pieces stay.
    """
    from tokenizers import Tokenizer

    old, new = Tokenizer.from_str(whole), Tokenizer.from_str(cut.tokenizer)
    kept, poorer = set(cut.tokens), 0
    for sentence in sentences:
        before = old.encode(sentence, add_special_tokens=False).tokens
        after = new.encode(sentence, add_special_tokens=False).tokens
        # What held a piece that went is cut otherwise, and is meant to be.
        if not kept.issuperset(before):
            poorer += 1
        elif before != after:
            raise ModelError(f"the cut tokenizer reads {sentence!r} otherwise than the whole one: report this as a bug")
    if poorer > few:
        raise ModelError(
            f"the cut takes pieces from {poorer} of {len(sentences)} sample sentences (at most {few} is sound): "
            "nothing was installed; install another model, or report this as a bug"
        )
    return poorer


def compare(whole: Weights, cut: Cut, folder: Path, sentences: Sequence[str] = SENTENCES) -> Report:
    """Ask the original, the cut and the converted model. Raises ModelError where one of them is broken.

    `folder` holds the converted model and the cut tokenizer. The cut model writes English step by step. The original
    must take the same steps when only pieces that stay are allowed, and with all of them allowed must want hardly any
    other; the converted one must find each step as likely.
    """
    weights(whole, cut, folder)
    if lacking(whole):
        return Report("weights")
    tokenizer = JsonTokenizer.load(folder / "tokenizer.json")
    framing = Framing(tokenizer, set(cut.tokens).__contains__, 512)
    sources = [list(framing.source(sentence, "kaz_Cyrl").tokens) for sentence in sentences]
    new = {token: number for number, token in enumerate(cut.tokens)}
    unknown = new["<unk>"]
    rows = [[new.get(token, unknown) for token in source] for source in sources]
    model = _Float(whole, cut)
    model.use(cut=True)
    outputs = [model.english(row) for row in rows]
    scores = [model.scores(row, out) for row, out in zip(rows, outputs, strict=True)]
    model.use(cut=False)
    found = [model.agrees(row, out) for row, out in zip(rows, outputs, strict=True)]
    alike = sum(agreed for agreed, _, _ in found)
    # A tie in the last digit may go either way, once; more is no tie.
    if alike < len(rows) - 1:
        raise ModelError(f"the cut gives {len(rows) - alike} of {len(rows)} sentences other English: not installed")
    mass = sum(share for _, _, share in found) / len(found)
    if not mass >= MASS:
        raise ModelError(
            f"only {mass:.0%} of the original's probability lies on the pieces that stay (at least {MASS:.0%} is "
            "sound): the cut is ruinous, nothing was installed; install another model, or report this as a bug"
        )
    drift, same = _converted(folder, sources, [[cut.tokens[i] for i in out] for out in outputs], scores)
    if not drift <= DRIFT:  # a broken model's is no number at times
        raise ModelError(
            f"the converted model differs from the original by {drift:.2f} nats a piece (at most {DRIFT} is sound): "
            "the conversion is broken, nothing was installed; install again, or report this as a bug"
        )
    return Report("sentences", len(rows), alike, sum(free for _, free, _ in found), mass, same, drift)


class _Float:
    """The original in PyTorch, on the mapped files themselves: what is read of them, memory can give back."""

    def __init__(self, whole: Weights, cut: Cut) -> None:
        import torch
        from transformers import M2M100Config, M2M100ForConditionalGeneration

        self._cut, self._kept = cut, torch.tensor(cut.kept)
        with torch.device("meta"):
            model = M2M100ForConditionalGeneration(M2M100Config(**dict(whole.config)))
        state = {name: whole.tensor(name).float() for name in whole.names() if name not in EMBEDDINGS}
        state = {name: value for name, value in state.items() if "embed_positions" not in name}
        self._matrix = whole.tensor(EMBEDDINGS[0]).float()
        model.load_state_dict(state | dict.fromkeys(EMBEDDINGS, self._matrix), strict=False, assign=True)
        for side in (model.model.encoder, model.model.decoder):
            table = side.embed_positions
            table.weights = type(table).get_embedding(table.weights.shape[0], table.embedding_dim, table.padding_idx)
        left = [name for name, value in (*model.named_parameters(), *model.named_buffers()) if value.is_meta]
        if left:
            raise ModelError(f"the model's files hold no {left[0]}: fetch them again")
        self.model = model.eval()
        self._rows = self._matrix.index_select(0, self._kept)
        self._start = cut.kept.index(int(whole.config["decoder_start_token_id"]))
        self._code, self._end, self._unknown = (cut.tokens.index(token) for token in (TARGET, "</s>", "<unk>"))

    def use(self, *, cut: bool) -> None:
        """Have only the rows that stay, or all of them. Pieces are named by their new numbers in either case."""
        import torch

        self._short = cut
        rows = torch.nn.Parameter(self._rows if cut else self._matrix, requires_grad=False)
        inner = self.model.model
        for module in (inner.shared, inner.encoder.embed_tokens, inner.decoder.embed_tokens, self.model.lm_head):
            module.weight = rows

    def english(self, row: list[int]) -> list[int]:
        """The likeliest piece at each step, the code first and the end last."""
        import torch

        out = [self._code]
        with torch.inference_mode():
            seen = self.model.get_encoder()(self._numbers(row))
            cache, given = None, self._numbers([self._start, self._code])
            while out[-1] != self._end and len(out) < len(row) + 16:
                found = self.model(encoder_outputs=seen, decoder_input_ids=given, cache=cache, use_cache=True)
                cache, logits = found.cache, found.logits[0, -1]
                logits[self._unknown] = -torch.inf
                out.append(int(logits.argmax()))
                given = self._numbers(out[-1:])
        return out

    def scores(self, row: list[int], out: list[int]) -> list[float]:
        """The log-probability of each piece of an output after its code."""
        steps = self._steps(row, out).log_softmax(-1)
        return [float(steps[place, piece]) for place, piece in enumerate(out[1:])]

    def agrees(self, row: list[int], out: list[int]) -> tuple[bool, bool, float]:
        """Whether this model writes the same of pieces that stay, and of all; how much it gives to those that stay."""
        import torch

        steps = self._steps(row, out)
        mass = float(steps.softmax(-1)[:, self._kept].sum(-1).mean())
        steps = steps.clone()
        steps[:, self._kept[self._unknown]] = -torch.inf
        whole = steps.argmax(-1).tolist() == self._kept[out[1:]].tolist()
        return steps[:, self._kept].argmax(-1).tolist() == out[1:], whole, mass

    def _steps(self, row: list[int], out: list[int]) -> "torch.Tensor":
        import torch

        with torch.inference_mode():
            given = self._numbers([self._start, *out[:-1]])
            logits: torch.Tensor = self.model(input_ids=self._numbers(row), decoder_input_ids=given).logits[0, 1:]
            return logits

    def _numbers(self, new: list[int]) -> "torch.Tensor":
        import torch

        numbers = torch.tensor([new])
        return numbers if self._short else self._kept[numbers]


def _converted(
    folder: Path, sources: list[list[str]], outputs: list[list[str]], scores: list[list[float]]
) -> tuple[float, int]:
    """Mean difference to the converted model's scores of this English, and how often its own English is the same."""
    import ctranslate2

    try:
        model = ctranslate2.Translator(str(folder), "cpu", intra_threads=physical())
        found = model.score_batch(sources, [out[:-1] if out[-1] == "</s>" else out for out in outputs])
        texts = model.translate_batch(
            sources,
            [[TARGET]] * len(sources),
            beam_size=1,
            max_decoding_length=max(map(len, sources)) + 16,
            disable_unk=True,
        )
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"the converted model can't be opened ({error}): nothing was installed") from error
    # Both score the code first, which is given and not chosen.
    differences = [
        abs(a - b)
        for mine, theirs in zip(scores, found, strict=True)
        for a, b in zip(mine, theirs.log_probs[1:], strict=False)
    ]
    same = sum(
        result.hypotheses[0] == [piece for piece in out if piece != "</s>"]
        for result, out in zip(texts, outputs, strict=True)
    )
    return sum(differences) / max(1, len(differences)), same


def weights(whole: Weights, cut: Cut, folder: Path) -> None:
    """Raise ModelError unless every matrix of a converted model is the original's, as near as its number format can."""
    import torch

    kept = torch.tensor(cut.kept)
    file = folder / "model.bin"
    stored = places(file)

    def read(name: str) -> "torch.Tensor | None":
        if name not in stored:
            return None
        form, shape, place = stored[name]
        kind: torch.dtype = getattr(torch, form)
        count = math.prod(shape)
        found = torch.from_file(str(file), size=file.stat().st_size, dtype=torch.uint8)
        found = found[place : place + count * kind.itemsize].clone().view(kind).reshape(shape).float()
        scale = read(f"{name}_scale") if form == "int8" else None
        return found if scale is None else found / scale[:, None]

    def near(name: str, original: "torch.Tensor") -> None:
        found = read(name)
        step = original.abs().amax(dim=-1, keepdim=True).clamp(min=1e-30) / 100
        if found is None or found.shape != original.shape or not bool(((found - original).abs() <= step).all()):
            raise ModelError(f"the converted model's {name} is not the original's: not installed; try again")

    near("decoder/embeddings/weight", whole.tensor(EMBEDDINGS[0]).index_select(0, kept).float())
    for part in parts(whole.config):
        for kind, name in (("weight", "gamma" if part.norm else "weight"), ("bias", "beta" if part.norm else "bias")):
            near(f"{part.name}/{name}", stacked(whole, part, kind))


def available() -> int | None:
    """Bytes of memory that are free for use, or None where the system doesn't tell."""
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (OSError, AttributeError, ValueError):
        return None


def lacking(whole: Weights) -> int:
    """How many bytes would have to be free to ask a float model; 0 where they are."""
    needed, free = _size(whole), available()
    return int(needed / _ROOM) if free is not None and needed > free * _ROOM else 0


def _size(whole: Weights) -> int:
    """Bytes of a model in float32."""
    config: Mapping[str, Any] = whole.config
    width = int(config["d_model"])
    layers = sum(
        int(config[f"{side}_layers"]) * (heads * width * width + 2 * width * int(config[f"{side}_ffn_dim"]))
        for side, heads in (("encoder", 4), ("decoder", 8))
    )
    return 4 * (layers + int(config["vocab_size"]) * width)
