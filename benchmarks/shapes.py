"""Models of a real shape with random weights, for speed and memory alone: what they say means nothing.

NLLB-200-distilled-600M and -1.3B as published: their layers, widths and 256,206 pieces, as a folder that the hub could
serve; the same in CTranslate2's int8; and what `audarma models install` makes of that folder.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
WHOLE = 256_206
# So many of the pieces are learnt from the words that Audarma ships; the others stand for NLLB's other languages.
LEARNT = 40_000
SHAPES = {
    "nllb-600m": {"layers": 12, "ffn_dim": 4096},
    "nllb-1.3b": {"layers": 24, "ffn_dim": 8192},
}
WIDTH, HEADS, POSITIONS = 1024, 16, 1024
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
CODES = ["eng_Latn", "kaz_Cyrl", "rus_Cyrl"]


def build(name: str, folder: Path) -> None:
    """Make the folders `hf`, `whole` and `trimmed` of a shape; each is there whole or not at all."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    torch.manual_seed(7)
    shape = SHAPES[name]
    config = M2M100Config(
        vocab_size=WHOLE,
        d_model=WIDTH,
        max_position_embeddings=POSITIONS,
        scale_embedding=True,
        activation_function="relu",
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        tie_word_embeddings=True,
        encoder_layers=shape["layers"],
        decoder_layers=shape["layers"],
        encoder_ffn_dim=shape["ffn_dim"],
        decoder_ffn_dim=shape["ffn_dim"],
        encoder_attention_heads=HEADS,
        decoder_attention_heads=HEADS,
    )
    model = M2M100ForConditionalGeneration(config).eval()
    print(f"{name}: {sum(weights.numel() for weights in model.parameters()) / 1e6:.0f} million weights", flush=True)
    names = pieces()
    # As a trained model does, it hardly ever writes other languages' pieces: else no cut would be sound.
    with torch.no_grad():
        model.model.decoder.layer_norm.bias[0] = 5
        model.model.shared.weight[LEARNT : WHOLE - len(CODES), 0] = -2
    _whole(folder / "hf", lambda path: _saved(model, names, path))
    _whole(folder / "whole", lambda path: _converted(model, list(names), path))
    install(folder / "hf", folder / "trimmed")


def _saved(model: Any, names: dict[str, int], path: Path) -> None:
    model.save_pretrained(path)
    (path / "tokenizer.json").write_text(json.dumps(_tokenizer(names)), "utf-8")


def install(source: Path, folder: Path) -> None:
    """Have the installer make the trimmed model, in a process of its own; keep what it says of it and what it took."""
    if folder.is_dir():
        return
    data = folder.with_suffix(".data")
    shutil.rmtree(data, ignore_errors=True)
    command = [sys.executable, "-m", "translate.cli", "models", "install", str(source), "--name", "shape"]
    began = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"AUDARMA_DATA": str(data), "HF_HUB_OFFLINE": "1"})
    taken = time.perf_counter() - began
    [made] = [path.parent for path in data.rglob("model.bin")]
    record = json.loads((made / "manifest.json").read_text("utf-8"))
    # of all children so far, of which the installer is by far the largest; Linux counts kilobytes
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    record["source"] = "random weights, made by benchmarks/shapes.py"
    record["measured"] = {
        "seconds": round(taken, 1),
        "peak_mb_with_the_files_it_maps": round(peak / 1e6),
        "source_mb": round(sum(path.stat().st_size for path in source.iterdir()) / 1e6),
        "installed_mb": round(sum(path.stat().st_size for path in made.iterdir()) / 1e6),
    }
    (made / "installed.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    made.rename(folder)
    shutil.rmtree(data)


def pieces() -> dict[str, int]:
    """The names of the vocabulary's pieces and their numbers: special ones, learnt ones, others, language codes."""
    learnt = json.loads(_learnt())["model"]["vocab"]
    others = (f"▁p{n}" for n in range(WHOLE))
    names = [*SPECIAL, *(piece for piece in sorted(learnt, key=learnt.__getitem__) if piece not in SPECIAL)]
    names += [piece for piece in others if piece not in learnt][: WHOLE - len(names) - len(CODES)]
    return {piece: number for number, piece in enumerate([*names, *CODES])}


@cache
def _learnt() -> str:
    """Byte-pair encoding of the shipped Kazakh, Russian and English words, as `tokenizer.json` has it."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    from translate import words

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=LEARNT, special_tokens=SPECIAL, show_progress=False)
    tokenizer.train_from_iterator((word for need in words.needs() for word in need.words), trainer)
    return str(tokenizer.to_str())


def _tokenizer(names: dict[str, int]) -> dict[str, Any]:
    """The tokenizer file of the whole vocabulary, laid out as NLLB's is."""
    tree: dict[str, Any] = json.loads(_learnt())
    tree["model"]["vocab"] = {piece: number for piece, number in names.items() if piece not in CODES}
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    tree["added_tokens"] = [{"id": names[token], "content": token, **special} for token in (*SPECIAL, *CODES)]
    return tree


def _converted(model: Any, names: list[str], path: Path) -> None:
    """In int8 by CTranslate2's own converter, which wants a tokenizer and is given a list of pieces instead."""
    import torch
    from ctranslate2.converters.transformers import M2M100Loader

    class Loader(M2M100Loader):  # type: ignore[misc]
        def get_vocabulary(self, model: Any, tokenizer: Any) -> list[str]:
            return names

        def set_config(self, config: Any, model: Any, tokenizer: Any) -> None:
            config.bos_token, config.eos_token, config.unk_token = "<s>", "</s>", "<unk>"
            config.decoder_start_token = "</s>"

    with torch.no_grad():
        spec = Loader()(model, None)
    spec.validate()
    spec.optimize(quantization="int8")
    path.mkdir(parents=True)
    spec.save(str(path))


def _whole(folder: Path, write: Any) -> None:
    if folder.is_dir():
        return
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    write(part)
    part.rename(folder)


if __name__ == "__main__":
    build(sys.argv[1], Path(sys.argv[2]))
    print(json.dumps({"built": sys.argv[1]}))
