"""The network: a BART-shaped translator on the encoder of multilingual-e5-small (MIT), and how its weights begin.

Transfer from a multilingual encoder follows Chen et al. 2021 (SixT).
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn
from transformers import BartConfig, BartForConditionalGeneration

from training.ct2file import variables
from training.data import EOS, PAD

POSITIONS = 256
VOCABULARY = "shared_vocabulary.json"
NEVER = -1e4  # the bias of pieces that the decoder may not write


def q4(raw: NDArray[np.uint8], width: int) -> NDArray[np.float32]:
    """Unpack blocks of 32 weights (an fp16 scale, then 32 nibbles: low ones first) into float rows of `width`."""
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    low, high = (raw[:, 2:] & 15).astype(np.int8) - 8, (raw[:, 2:] >> 4).astype(np.int8) - 8
    return (np.concatenate([low, high], 1) * scale).astype(np.float32).reshape(-1, width)


def network(
    pieces: int, width: int, heads: int, inner: int, encoder_layers: int, decoder_layers: int
) -> BartForConditionalGeneration:
    """A network of this shape, with weights by chance."""
    config = BartConfig(
        vocab_size=pieces,
        d_model=width,
        encoder_layers=encoder_layers,
        decoder_layers=decoder_layers,
        encoder_attention_heads=heads,
        decoder_attention_heads=heads,
        encoder_ffn_dim=inner,
        decoder_ffn_dim=inner,
        activation_function="gelu",
        max_position_embeddings=POSITIONS,
        dropout=0.0,
        attention_dropout=0.0,
        bos_token_id=0,
        pad_token_id=PAD,
        eos_token_id=EOS,
        decoder_start_token_id=EOS,
        forced_bos_token_id=None,
        forced_eos_token_id=None,
        tie_word_embeddings=True,
    )
    config.normalize_before, config.normalize_embedding = False, True  # CTranslate2's converter reads these
    return BartForConditionalGeneration(config)


def writable(file: Path) -> int:
    """How many pieces, from the first on, the decoder may write."""
    with np.load(file) as z:
        return int(z["english"])


def build(file: Path, decoder_layers: int) -> BartForConditionalGeneration:
    """A network whose encoder and embeddings come from the 4-bit file; decoder layers begin as copies."""
    with np.load(file) as opened:
        z = dict(opened)
    width, layers, heads, inner, _ = (int(v) for v in z["shape"])
    words = q4(z["emb.word"], width)
    model = network(len(words), width, heads, inner, layers, decoder_layers)
    floats = {name: value.astype(np.float32) for name, value in z.items() if value.dtype != np.uint8}
    places = floats["emb.pos"].reshape(-1, width) + floats["emb.type"].reshape(2, width)[0]
    with torch.no_grad():
        _put(model.model.shared.weight, words)
        for half in (model.model.encoder, model.model.decoder):
            _put(half.embed_positions.weight[2:], places[:POSITIONS])
            _put(half.layernorm_embedding.weight, floats["emb.ln.w"])
            _put(half.layernorm_embedding.bias, floats["emb.ln.b"])
        for n, layer in enumerate(model.model.encoder.layers):
            _fill(layer, z, n, width, inner)
        for layer, n in zip(
            model.model.decoder.layers, np.linspace(0, layers - 1, decoder_layers).round(), strict=True
        ):
            _fill(layer, z, int(n), width, inner)
        model.final_logits_bias[0, int(z["english"]) :] = NEVER
        model.final_logits_bias[0, :2] = NEVER
    return model


def write_all(model: BartForConditionalGeneration) -> None:
    """Let the decoder write every piece, not English ones alone: for a model that writes Kazakh."""
    with torch.no_grad():
        model.final_logits_bias[0, 2:] = 0


def _put(place: Any, value: NDArray[np.float32]) -> None:
    place.copy_(torch.from_numpy(np.ascontiguousarray(value)).reshape(place.shape))


def _fill(layer: nn.Module, z: dict[str, Any], n: int, width: int, inner: int) -> None:
    """Self-attention and feed-forward of one layer, from layer `n` of the file."""
    linear = [("self_attn.q_proj", "q", width), ("self_attn.k_proj", "k", width), ("self_attn.v_proj", "v", width)]
    linear += [("self_attn.out_proj", "ao", width), ("fc1", "fi", width), ("fc2", "fo", inner)]
    for part, name, columns in linear:
        _put(layer.get_parameter(f"{part}.weight"), q4(z[f"l{n}.{name}.w"], columns))
        _put(layer.get_parameter(f"{part}.bias"), z[f"l{n}.{name}.b"].astype(np.float32))
    for part, name in (("self_attn_layer_norm", "aln"), ("final_layer_norm", "oln")):
        _put(layer.get_parameter(f"{part}.weight"), z[f"l{n}.{name}.w"].astype(np.float32))
        _put(layer.get_parameter(f"{part}.bias"), z[f"l{n}.{name}.b"].astype(np.float32))


def warm(model: BartForConditionalGeneration, directory: Path, tokenizer: Tokenizer) -> None:
    """Put a converted model into the network: a shipped int8 directory is a start, not an end.

    `tokenizer` is the full one; `directory` may hold a part of its pieces, in any order. Decoder layers beyond those of
    the directory begin as copies of its last one that add nothing yet.
    """
    v = variables(directory / "model.bin")
    there = 1 + max(int(name.split("/")[1][6:]) for name in v if name.startswith("decoder/layer_"))
    kept = [tokenizer.token_to_id(piece) for piece in json.loads((directory / VOCABULARY).read_text("utf-8"))]
    if None in kept:
        raise ValueError(f"{directory / VOCABULARY}: pieces that the tokenizer lacks; was it made from another one?")
    with torch.no_grad():
        model.model.shared.weight[kept] = torch.from_numpy(v["encoder/embeddings_0/weight"])
        for side, half in (("encoder", model.model.encoder), ("decoder", model.model.decoder)):
            _put(half.embed_positions.weight[2:], v[f"{side}/position_encodings/encodings"])
            _norm(half.layernorm_embedding, v, f"{side}/layernorm_embedding")
            for n, layer in enumerate(half.layers):
                at = f"{side}/layer_{min(n, there - 1) if side == 'decoder' else n}"
                own = layer.self_attn
                _linears([own.q_proj, own.k_proj, own.v_proj], v, f"{at}/self_attention/linear_0")
                _linears([own.out_proj], v, f"{at}/self_attention/linear_1")
                _norm(layer.self_attn_layer_norm, v, f"{at}/self_attention/layer_norm")
                _linears([layer.fc1], v, f"{at}/ffn/linear_0")
                _linears([layer.fc2], v, f"{at}/ffn/linear_1")
                _norm(layer.final_layer_norm, v, f"{at}/ffn/layer_norm")
        for n, layer in enumerate(model.model.decoder.layers):
            at, other = f"decoder/layer_{min(n, there - 1)}/attention", layer.encoder_attn
            _linears([other.q_proj], v, f"{at}/linear_0")
            _linears([other.k_proj, other.v_proj], v, f"{at}/linear_1")
            _linears([other.out_proj], v, f"{at}/linear_2")
            _norm(layer.encoder_attn_layer_norm, v, f"{at}/layer_norm")
        for layer in model.model.decoder.layers[there:]:
            _silence(layer)


def _silence(layer: nn.Module) -> None:
    """Make a layer hand on what it is given, as nearly as one can whose sums are normalised (post-norm)."""
    for part in ("self_attn.out_proj", "encoder_attn.out_proj", "fc2"):
        nn.init.zeros_(layer.get_parameter(f"{part}.weight"))
        nn.init.zeros_(layer.get_parameter(f"{part}.bias"))
    # a copy of the last layer's: what this one is given comes from it
    weight, bias = (layer.get_parameter(f"final_layer_norm.{name}") for name in ("weight", "bias"))
    mean = float(bias.mean())
    deviation = float((weight.square().mean() + bias.var()).sqrt())
    for part in ("self_attn_layer_norm", "encoder_attn_layer_norm", "final_layer_norm"):
        nn.init.constant_(layer.get_parameter(f"{part}.weight"), deviation)
        nn.init.constant_(layer.get_parameter(f"{part}.bias"), mean)


def _norm(part: nn.Module, v: dict[str, NDArray[np.float32]], name: str) -> None:
    _put(part.weight, v[f"{name}/gamma"])
    _put(part.bias, v[f"{name}/beta"])


def _linears(parts: list[nn.Module], v: dict[str, NDArray[np.float32]], name: str) -> None:
    """CTranslate2 fuses projections of one input: cut them apart again."""
    for part, weight, bias in zip(
        parts, np.split(v[f"{name}/weight"], len(parts)), np.split(v[f"{name}/bias"], len(parts)), strict=True
    ):
        _put(part.weight, weight)
        _put(part.bias, bias)
