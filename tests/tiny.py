"""Tiny real models, made on the spot: NLLB-shaped and BART-shaped, as Hugging Face directories and converted ones."""

import atexit
import json
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PAIRS = (
    ("Алматыда жаңа мектеп ашылды.", "A new school opened in Almaty."),
    ("Президент Астанаға келді.", "The president came to Astana."),
    ("Қазақстан мен Қытай келісімге қол қойды.", "Kazakhstan and China signed an agreement."),
    ("Бүгін ауа райы суық болады.", "The weather will be cold today."),
    ("Оқушылар кітап оқиды.", "The pupils read books."),
    ("Токиода жер сілкінді.", "There was an earthquake in Tokyo."),
    ("Министр журналистердің сұрақтарына жауап берді.", "The minister answered the questions of the journalists."),
    ("Шымкентте екі адам жарақат алды.", "Two people were hurt in Shymkent."),
    ("Көкпар — ұлттық ойын.", "Kokpar is a national game."),
    ("Ол ертең келеді.", "He will come tomorrow."),
    ("Ел экономикасы өсті.", "The economy of the country grew."),
    ("Жаңа жол салынды.", "A new road was built."),
)
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
CODES = ["eng_Latn", "kaz_Cyrl", "rus_Cyrl"]
WIDTH = 32
HEADS = 4
POSITIONS = 64


@dataclass(frozen=True)
class Tiny:
    """One model twice: as transformers saved it, and as CTranslate2 converted it (float32)."""

    hf: Path
    ct2: Path


@cache
def made(shape: str) -> Tiny:
    """The model of a shape, `nllb` or `bart`, made once in a run of tests."""
    folder = Path(tempfile.mkdtemp(prefix="audarma-tiny-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return {"nllb": nllb, "bart": bart}[shape](folder)


def nllb(folder: Path) -> Tiny:
    """A model with language codes: `kaz_Cyrl … </s>` in, `eng_Latn … </s>` out."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    made = json.loads(_bpe().to_str())["model"]
    tokenizer = NllbTokenizer(
        vocab=made["vocab"],
        merges=[tuple(merge) for merge in made["merges"]],
        extra_special_tokens=CODES,
        src_lang="kaz_Cyrl",
        tgt_lang="eng_Latn",
    )
    # As many positions as the real model has; a converted one doesn't tell, since it computes them.
    config = M2M100Config(**_shape(len(tokenizer)) | {"max_position_embeddings": 1024}, scale_embedding=True)
    model = M2M100ForConditionalGeneration(config)
    sources = [tokenizer(kazakh).input_ids for kazakh, _ in PAIRS]
    code, end = tokenizer.convert_tokens_to_ids("eng_Latn"), tokenizer.eos_token_id
    targets = [[code, *tokenizer(english, add_special_tokens=False).input_ids, end] for _, english in PAIRS]
    return _saved(model, tokenizer, sources, targets, folder)


def bart(folder: Path) -> Tiny:
    """A model without language codes, framed by its tokenizer: `<s> … </s>` in, `… </s>` out."""
    from tokenizers import processors
    from transformers import BartConfig, BartForConditionalGeneration, PreTrainedTokenizerFast

    backend = _bpe()
    backend.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )
    # CTranslate2's converter asks for `normalize_before`, which transformers 5 no longer sets by itself.
    config = BartConfig(**_shape(len(tokenizer)), forced_eos_token_id=None, normalize_before=False)
    model = BartForConditionalGeneration(config)
    sources = [tokenizer(kazakh).input_ids for kazakh, _ in PAIRS]
    targets = [tokenizer(english).input_ids[1:] for _, english in PAIRS]
    return _saved(model, tokenizer, sources, targets, folder)


def _bpe() -> Any:
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.NFKC()
    # Marks stay apart from words while pieces are learnt, as sentencepiece keeps them.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation()])
    tokenizer.decoder = decoders.Metaspace()
    # Every letter of "</s>" and "eng_Latn" is known, so that a wrongly matched special piece can't hide as <unk>.
    lines = [side for pair in PAIRS for side in pair]
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=SPECIAL, show_progress=False, initial_alphabet=list("</>_engLats")
    )
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


def _shape(vocabulary: int) -> dict[str, Any]:
    side = {"layers": 2, "attention_heads": HEADS, "ffn_dim": 64}
    both = {f"{part}_{name}": value for part in ("encoder", "decoder") for name, value in side.items()}
    return both | {
        "vocab_size": vocabulary,
        "d_model": WIDTH,
        "max_position_embeddings": POSITIONS,
        "dropout": 0.0,
        "attention_dropout": 0.0,
        "bos_token_id": 0,
        "pad_token_id": 1,
        "eos_token_id": 2,
        "decoder_start_token_id": 2,
    }


def _saved(model: Any, tokenizer: Any, sources: list[list[int]], targets: list[list[int]], folder: Path) -> Tiny:
    _train(model, sources, targets)
    hf, ct2 = folder / "hf", folder / "ct2"
    model.eval().save_pretrained(hf)
    tokenizer.save_pretrained(hf)
    _convert(hf, ct2)
    shutil.copy(hf / "tokenizer.json", ct2)
    return Tiny(hf, ct2)


def _convert(hf: Path, ct2: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the converter's own imports warn of is no affair of ours
        import numpy
        from ctranslate2.converters import TransformersConverter

        class AllHeads(TransformersConverter):  # type: ignore[misc]
            """Left to itself the converter keeps one head of the last layer as the attention to report."""

            def _load(self) -> Any:
                spec = super()._load()
                spec.decoder.alignment_heads = numpy.dtype("int16").type(HEADS)
                return spec

        AllHeads(str(hf)).convert(str(ct2))


def _train(model: Any, sources: list[list[int]], targets: list[list[int]], steps: int = 120) -> None:
    """Until it has learnt some of its lines: outputs then differ, end, and leave no ties for the beam to break."""
    import torch

    torch.manual_seed(7)
    for weights in model.parameters():
        if weights.dim() > 1:
            torch.nn.init.normal_(weights, std=0.1)
    ids, labels = _padded(sources, 1), _padded(targets, -100)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # matrices of this size are slower on two cores than on one
    optimiser = torch.optim.Adam(model.parameters(), lr=4e-3)
    model.train()
    for _ in range(steps):
        loss = model(input_ids=ids, attention_mask=(ids != 1).long(), labels=labels).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    torch.set_num_threads(threads)


def _padded(rows: list[list[int]], filler: int) -> Any:
    import torch

    width = max(map(len, rows))
    return torch.tensor([row + [filler] * (width - len(row)) for row in rows])
