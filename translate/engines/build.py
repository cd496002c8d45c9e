"""From a checkpoint's folder to a small fast one: cut, converted, checked."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from translate.engines import Decoding, selfcheck, spm, trim
from translate.engines.checkpoint import EMBEDDINGS, Checkpoint, read_json
from translate.engines.convert import FORMATS, convert
from translate.engines.load import load
from translate.engines.trim import CODES, Need
from translate.errors import ModelError

TOKENIZER = "tokenizer.json"


def best_form() -> str:
    """The number format for this machine: int8, on a GPU with what it is fast in for the rest."""
    import ctranslate2

    if not ctranslate2.get_cuda_device_count():
        return "int8"
    able = ctranslate2.get_supported_compute_types("cuda")
    return next((form for form in ("int8_bfloat16", "int8_float16") if form in able), "int8")


def look(source: Path) -> None:
    """Raise ModelError where a folder's small files already show that it can't be installed."""
    from translate.engines.checkpoint import config

    found = config(source)
    _framed(found, trim.cut(_tokenizer(source, found["vocab_size"]), (), found["vocab_size"]), source)


def build(source: Path, folder: Path, needs: Sequence[Need], form: str, tell: Callable[[str], None]) -> dict[str, Any]:
    """Make a model in an empty folder; gives what a manifest says of it. Raises ModelError."""
    from tokenizers import Tokenizer

    if form not in FORMATS:
        raise ModelError(f"no number format {form!r}: take one of {', '.join(FORMATS)}")
    whole = Checkpoint(source)
    size = int(whole.config["vocab_size"])
    tokenizer = _tokenizer(source, size)
    rows = len(whole.tensor(EMBEDDINGS[0]))
    if rows < size:
        raise ModelError(f"{source}: the model has {rows:,} rows and its config.json says {size:,}: fetch it again")
    tell("choosing the pieces that Kazakh, Russian and English need")
    cut = trim.cut(tokenizer, trim.used(Tokenizer.from_str(tokenizer), needs), size)
    _framed(whole.config, cut, source)
    poorer = selfcheck.pieces(tokenizer, cut)
    tell(f"converting to {form}, with {len(cut.kept):,} of {size:,} pieces")
    convert(trim.Trimmed(whole, cut), cut.tokens, folder, form)
    (folder / TOKENIZER).write_text(cut.tokenizer, encoding="utf-8")
    lacking = selfcheck.lacking(whole)
    if lacking:
        tell(f"comparing weights alone ({lacking / 1e9:.1f} GB free memory would be needed to compare sentences too)")
    else:
        tell(f"comparing {len(selfcheck.SENTENCES)} sentences before and after")
    report = selfcheck.compare(whole, cut, folder)
    return {
        "quantization": form,
        "vocabulary": {"kept": len(cut.kept), "of": size, "languages": list(CODES)},
        "check": {"sample_sentences_with_dropped_pieces": poorer} | report.told(),
        "versions": {name: version(name) for name in ("ctranslate2", "torch", "transformers", "tokenizers")},
    }


def converted(folder: Path) -> bool:
    """Whether a folder holds a model in CTranslate2's form."""
    config = folder / "config.json"
    return (folder / "model.bin").is_file() and config.is_file() and "model_type" not in read_json(config)


def opens(folder: Path, most: int = 2) -> float:
    """Open a model and translate a little; gives sentences a second. Raises ModelError where nothing comes out."""
    sentences = selfcheck.SENTENCES[:most]
    engine = load(folder)
    start = time.perf_counter()
    found = engine.translate(sentences, Decoding())
    if not any(hypothesis.text.strip() for hypothesis in found):
        raise ModelError(f"the model in {folder} opens but says nothing: install it again")
    return len(sentences) / (time.perf_counter() - start)


def _framed(config: Mapping[str, Any], cut: trim.Cut, source: Path) -> None:
    start = config["decoder_start_token_id"]
    if start not in cut.kept:
        raise ModelError(f"{source / 'config.json'}: decoder_start_token_id is {start}, which is no special piece")


def _tokenizer(source: Path, size: int) -> str:
    path = source / TOKENIZER
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        # Beside a `vocab.json` the file's order is not the model's: M2M-100 numbers its pieces there.
        if (source / spm.NAME).is_file() and not (source / "vocab.json").is_file():
            return spm.tokenizer_json(source / spm.NAME, size)
        raise ModelError(
            f"{source} holds no {TOKENIZER} and no {spm.NAME} of NLLB's layout: copy it from the original model"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} can't be read ({os.fspath(path)}: {error}): fetch it again") from error
