"""From a Hugging Face model to CTranslate2's form, tensor by tensor: memory holds the result and one matrix."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.engines.checkpoint import EMBEDDINGS, Weights
from translate.errors import ModelError

if TYPE_CHECKING:
    import torch

# The number formats that a model may be stored in, each with what is not a matrix of int8: norms and biases.
FORMATS = {
    "int8": "float32",
    "int8_float16": "float16",
    "int8_bfloat16": "bfloat16",
    "float16": "float16",
    "bfloat16": "bfloat16",
    "float32": "float32",
}
# What CTranslate2 calls the three places of one matrix; the first is where it lies.
_EMBEDDINGS = ("decoder/embeddings", "decoder/projection", "encoder/embeddings_0")
_POSITIONS = ("encoder/position_encodings", "decoder/position_encodings")


@dataclass(frozen=True, slots=True)
class Part:
    """A layer's part under CTranslate2's name, and the modules it is made of, one below the other."""

    name: str
    modules: tuple[str, ...]
    norm: bool = False


def parts(config: Mapping[str, Any]) -> Iterator[Part]:
    """Every part of a model but its embeddings and positions."""
    for side in ("encoder", "decoder"):
        yield Part(f"{side}/layer_norm", (f"model.{side}.layer_norm",), norm=True)
        for number in range(int(config[f"{side}_layers"])):
            new, old = f"{side}/layer_{number}", f"model.{side}.layers.{number}"
            yield from _attention(f"{new}/self_attention", f"{old}.self_attn", fused=True)
            if side == "decoder":
                yield from _attention(f"{new}/attention", f"{old}.encoder_attn", fused=False)
            yield Part(f"{new}/ffn/layer_norm", (f"{old}.final_layer_norm",), norm=True)
            yield Part(f"{new}/ffn/linear_0", (f"{old}.fc1",))
            yield Part(f"{new}/ffn/linear_1", (f"{old}.fc2",))


def _attention(new: str, old: str, *, fused: bool) -> Iterator[Part]:
    query, key, value = (f"{old}.{name}_proj" for name in "qkv")
    linear = [(query, key, value)] if fused else [(query,), (key, value)]
    yield Part(f"{new}/layer_norm", (f"{old}_layer_norm",), norm=True)
    for number, modules in enumerate([*linear, (f"{old}.out_proj",)]):
        yield Part(f"{new}/linear_{number}", modules)


def convert(weights: Weights, tokens: tuple[str, ...], folder: Path, form: str = "int8") -> None:
    """Write a model as CTranslate2 reads it; `tokens` are its pieces in order. The folder gets no tokenizer."""
    import numpy
    from ctranslate2.specs import transformer_spec
    from ctranslate2.specs.model_spec import index_spec

    config = weights.config
    heads = int(config["encoder_attention_heads"])
    spec = transformer_spec.TransformerSpec.from_config(
        (int(config["encoder_layers"]), int(config["decoder_layers"])), heads, activation=_activation(config)
    )
    # The attention that is reported is the mean of all heads of the last layer, as `hf.py` reports it; the default is
    # one head, which looks where it likes.
    spec.decoder.alignment_heads = numpy.dtype("int16").type(heads)
    for part in parts(config):
        place = index_spec(spec, part.name)
        if part.norm:
            place.gamma = _plain(weights, f"{part.modules[0]}.weight", form)
            place.beta = _plain(weights, f"{part.modules[0]}.bias", form)
        else:
            _set(place, stacked(weights, part, "weight"), form)
            place.bias = _as(stacked(weights, part, "bias"), FORMATS[form])
    _embed(spec, weights, tokens, form)
    _save(spec, config, tokens, folder)


def stacked(weights: Weights, part: Part, kind: str) -> "torch.Tensor":
    """The weight or the bias of a part, in float32."""
    import torch

    return torch.cat([weights.tensor(f"{module}.{kind}").float() for module in part.modules])


def positions(config: Mapping[str, Any]) -> "torch.Tensor":
    """The places that M2M100 adds to its pieces: computed, never stored."""
    from transformers.models.m2m_100.modeling_m2m_100 import M2M100SinusoidalPositionalEmbedding as Sinusoidal

    table = Sinusoidal(int(config["max_position_embeddings"]), int(config["d_model"]), int(config["pad_token_id"]))
    values: torch.Tensor = table.weights[table.offset :]
    return values


def _embed(spec: Any, weights: Weights, tokens: tuple[str, ...], form: str) -> None:
    from ctranslate2.specs.model_spec import index_spec

    config = weights.config
    matrix = weights.tensor(EMBEDDINGS[0]).float()
    if len(matrix) != len(tokens):
        raise ModelError(f"the model has {len(matrix)} rows for {len(tokens)} pieces: its files don't belong together")
    scale = math.sqrt(int(config["d_model"])) if config.get("scale_embedding", True) else 1.0
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = scale
        side.position_encodings.encodings = _as(positions(config), FORMATS[form])
    # Set at all three places, so that the whole is valid; `_save` leaves the matrix at the first.
    for name in _EMBEDDINGS:
        place = index_spec(spec, name)
        if name == _EMBEDDINGS[0]:
            _set(place, matrix, form)
            first = place
        place.weight, place.weight_scale = first.weight, first.weight_scale


def _save(spec: Any, config: Mapping[str, Any], tokens: tuple[str, ...], folder: Path) -> None:
    from ctranslate2.specs import model_spec

    spec.register_source_vocabulary(list(tokens))
    spec.register_target_vocabulary(list(tokens))
    for name in ("bos", "eos", "unk"):
        number = config.get(f"{name}_token_id")
        setattr(spec.config, f"{name}_token", f"<{name}>" if number is None else tokens[int(number)])
    spec.config.decoder_start_token = tokens[int(config["decoder_start_token_id"])]
    spec.validate()
    # What CTranslate2 itself does to equal variables, without comparing each with each.
    for names, kinds in ((_EMBEDDINGS, ("weight", "weight_scale")), (_POSITIONS, ("encodings",))):
        for name in names[1:]:
            for kind in kinds:
                if getattr(model_spec.index_spec(spec, names[0]), kind) != model_spec.OPTIONAL:
                    setattr(model_spec.index_spec(spec, name), kind, f"{names[0]}/{kind}")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def _set(place: Any, matrix: "torch.Tensor", form: str) -> None:
    if form.startswith("int8"):
        place.weight, place.weight_scale = int8(matrix)
    else:
        place.weight = _as(matrix, form)


def int8(matrix: "torch.Tensor") -> "tuple[torch.Tensor, torch.Tensor]":
    """Whole numbers up to 127 and what each row was multiplied by to get them."""
    import torch

    largest = matrix.abs().amax(dim=1)
    # A row of zeros stays one; and the scale must be a number that float32 can hold.
    largest = torch.where(largest == 0, 127.0, largest).clamp(min=127 / torch.finfo(torch.float32).max)
    scale = 127.0 / largest
    return (matrix * scale[:, None]).round().to(torch.int8), scale


def _plain(weights: Weights, name: str, form: str) -> "torch.Tensor":
    return _as(weights.tensor(name), FORMATS[form])


def _as(tensor: "torch.Tensor", kind: str) -> "torch.Tensor":
    import torch

    wanted: torch.dtype = getattr(torch, kind)
    return tensor.detach().to(wanted)


def _activation(config: Mapping[str, Any]) -> Any:
    from ctranslate2.specs import common_spec

    known = {
        "relu": common_spec.Activation.RELU,
        "gelu": common_spec.Activation.GELU,
        "swish": common_spec.Activation.SWISH,
        "silu": common_spec.Activation.SWISH,
    }
    name = str(config.get("activation_function"))
    if name not in known:
        raise ModelError(f"a model with the activation {name}: only {', '.join(known)} can be converted")
    return known[name]
