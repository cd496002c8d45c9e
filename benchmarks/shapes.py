"""Models of a real shape with random weights, for speed and memory alone: what they say means nothing.

NLLB-200-distilled-600M and -1.3B as published: their layers, widths and 256,206 pieces; and the same with a vocabulary
cut to what Kazakh, Russian and English need. Each lies in a folder as PyTorch's safetensors and as CTranslate2's int8.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

WHOLE, TRIMMED = 256_206, 36_000
SHAPES = {
    "nllb-600m": {"layers": 12, "ffn_dim": 4096},
    "nllb-1.3b": {"layers": 24, "ffn_dim": 8192},
}
WIDTH, HEADS, POSITIONS = 1024, 16, 1024
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "eng_Latn", "kaz_Cyrl"]


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
    _whole(folder / "hf", lambda path: model.save_pretrained(path))
    _whole(folder / "whole", lambda path: _converted(model, WHOLE, path))
    model.resize_token_embeddings(TRIMMED, mean_resizing=False)
    _whole(folder / "trimmed", lambda path: _converted(model, TRIMMED, path))


def pieces(count: int) -> list[str]:
    """The names of a vocabulary's pieces."""
    return [*SPECIAL, *(f"▁p{n}" for n in range(len(SPECIAL), count))]


def _converted(model: Any, count: int, path: Path) -> None:
    """In int8 by CTranslate2's own converter, which wants a tokenizer and is given a list of pieces instead."""
    import torch
    from ctranslate2.converters.transformers import M2M100Loader

    class Loader(M2M100Loader):  # type: ignore[misc]
        def get_vocabulary(self, model: Any, tokenizer: Any) -> list[str]:
            return pieces(count)

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
