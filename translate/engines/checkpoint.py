"""The weights of a Hugging Face folder, one tensor at a time: so that a model is never whole in memory."""

import json
import pickle
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from translate.errors import ModelError

if TYPE_CHECKING:
    import torch

# One matrix under several names: the embeddings of both sides and the output layer.
EMBEDDINGS = (
    "model.shared.weight",
    "model.encoder.embed_tokens.weight",
    "model.decoder.embed_tokens.weight",
    "lm_head.weight",
)
_SINGLE = ("model.safetensors", "pytorch_model.bin")
# What a model's settings must tell, each a whole number.
_NUMBERS = (
    "vocab_size",
    "d_model",
    "encoder_layers",
    "decoder_layers",
    "encoder_attention_heads",
    "encoder_ffn_dim",
    "decoder_ffn_dim",
    "max_position_embeddings",
    "pad_token_id",
    "decoder_start_token_id",
)
_TYPES = {"float32": "F32", "float16": "F16", "bfloat16": "BF16", "int64": "I64", "int32": "I32"}


class Weights(Protocol):
    """What conversion needs of a model: its settings, and each tensor by name."""

    @property
    def config(self) -> Mapping[str, Any]:
        """What `config.json` says."""
        ...

    def names(self) -> Sequence[str]:
        """The tensors there are; the embeddings stand under one name only."""
        ...

    def tensor(self, name: str) -> "torch.Tensor":
        """One tensor, as it is stored. Raises ModelError where there is none of that name."""
        ...


class Checkpoint:
    """A folder as the hub holds it: safetensors where there are any, else `.bin` files, in one piece or in shards.

    Files are mapped, not read. Of a `.bin` only tensors are taken: it is a pickle, and what would run code is refused.
    """

    def __init__(self, folder: Path) -> None:
        """Look what there is; nothing is loaded yet. Raises ModelError."""
        self.folder = folder
        self.config: Mapping[str, Any] = config(folder)
        self._shards: dict[str, Mapping[str, torch.Tensor] | Any] = {}
        self._places = self._placed()

    def names(self) -> Sequence[str]:
        """See `Weights`."""
        embeddings = [name for name in EMBEDDINGS if name in self._places]
        return [name for name in self._places if name not in embeddings[1:]]

    def tensor(self, name: str) -> "torch.Tensor":
        """See `Weights`; any of the names of the embeddings will do."""
        names = EMBEDDINGS if name in EMBEDDINGS else (name,)
        found = next((each for each in names if each in self._places), None)
        if found is None:
            raise ModelError(f"{self.folder} holds no tensor {name}: it is no whole NLLB-shaped model; fetch it again")
        shard = self._shard(self._places[found])
        try:
            tensor: torch.Tensor = shard[found] if isinstance(shard, dict) else shard.get_tensor(found)
            return tensor
        except Exception as error:  # safetensors raises its own
            raise ModelError(
                f"{self.folder / self._places[found]}: no tensor {found} ({_line(error)}); fetch it again"
            ) from error

    def _placed(self) -> dict[str, str]:
        """Each tensor's file."""
        # In the order in which files are taken from the hub; an index of safetensors may stand there without them.
        safe = any(self.folder.glob("*.safetensors"))
        names = [each for single in (_SINGLE if safe else _SINGLE[1:]) for each in (single, f"{single}.index.json")]
        index = next((name for name in names if (self.folder / name).is_file()), None)
        if index in _SINGLE:
            shard = self._shard(index)
            return dict.fromkeys(shard if isinstance(shard, dict) else shard.keys(), index)
        if index is None:
            raise ModelError(f"{self.folder} holds no {_SINGLE[0]} and no {_SINGLE[1]}: fetch the model's whole folder")
        places = read_json(self.folder / index).get("weight_map")
        if not isinstance(places, dict) or not places:
            raise ModelError(f"{self.folder / index} names no tensors: fetch it again")
        for name in sorted({str(name) for name in places.values()}):
            if Path(name).name != name or not (self.folder / name).is_file():
                raise ModelError(f"{self.folder} holds no {name}, which {index} names: fetch the model's whole folder")
        return {str(tensor): str(name) for tensor, name in places.items()}

    def _shard(self, name: str) -> Any:
        if name not in self._shards:
            path = self.folder / name
            self._shards[name] = _safetensors(path) if path.suffix == ".safetensors" else _pickled(path)
        return self._shards[name]


def _safetensors(path: Path) -> Any:
    from safetensors import SafetensorError, safe_open

    try:
        return safe_open(str(path), "pt")
    except (SafetensorError, OSError, ValueError) as error:
        raise ModelError(f"{path} is no safetensors file ({_line(error)}): fetch it again") from error


def _pickled(path: Path) -> "dict[str, torch.Tensor]":
    import torch

    try:
        try:
            found = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
        except RuntimeError as error:
            if "mmap" not in str(error):
                raise
            found = torch.load(path, map_location="cpu", weights_only=True)  # the form of before 2020 can't be mapped
    except pickle.UnpicklingError as error:
        raise ModelError(
            f"{path} holds more than weights, and opening it could run a stranger's program: it was left unopened. "
            "Take a model that is published as safetensors"
        ) from error
    except (RuntimeError, OSError, EOFError, ValueError, KeyError, AttributeError) as error:
        raise ModelError(f"{path} is no file of weights ({_line(error)}): fetch it again") from error
    if not isinstance(found, dict) or not all(isinstance(value, torch.Tensor) for value in found.values()):
        raise ModelError(f"{path} holds no tensors by name: fetch it again, or take another model")
    return {str(name): value for name, value in found.items()}


def save(weights: Weights, folder: Path) -> None:
    """Write a model as Hugging Face does, tensor by tensor: `model.safetensors` and `config.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    names, entries, place = list(weights.names()), {}, 0
    for name in names:
        tensor = weights.tensor(name)
        size = tensor.numel() * tensor.element_size()
        kind = _TYPES[str(tensor.dtype).removeprefix("torch.")]
        entries[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [place, place + size]}
        place += size
    head = json.dumps({"__metadata__": {"format": "pt"}, **entries}).encode()
    head += b" " * (-len(head) % 8)
    with (folder / "model.safetensors").open("wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        for name in names:
            for part in _bytes(weights.tensor(name)):
                file.write(part)
    (folder / "config.json").write_text(json.dumps(dict(weights.config), indent=2), encoding="utf-8")


def _bytes(tensor: "torch.Tensor", rows: int = 65536) -> Iterator[bytes]:
    import torch

    flat = tensor.detach().reshape(-1)
    for at in range(0, flat.numel(), rows * 64):
        yield flat[at : at + rows * 64].contiguous().view(torch.uint8).numpy().tobytes()


def config(folder: Path) -> Mapping[str, Any]:
    """What a model's `config.json` says. Raises ModelError where that is no NLLB-shaped model."""
    path = folder / "config.json"
    found = read_json(path)
    if found.get("model_type") != "m2m_100":
        raise ModelError(
            f"{path}: a model of type {found.get('model_type')}; only NLLB-shaped ones (m2m_100) can be installed"
        )
    if found.get("tie_word_embeddings") is False:
        raise ModelError(f"{path}: its output layer is apart from its embeddings; that shape can't be installed")
    with suppress(KeyError, TypeError):
        if found["encoder_attention_heads"] == found["decoder_attention_heads"]:
            for name in _NUMBERS:
                value = found.get(name)
                if type(value) is not int or value < (0 if name.endswith("_id") else 1):
                    raise ModelError(f"{path}: {name} is {value!r} and no number that a model can have; fetch it again")
            if found["d_model"] % found["encoder_attention_heads"]:
                raise ModelError(f"{path}: d_model is no multiple of encoder_attention_heads; fetch it again")
            return found
    raise ModelError(f"{path}: the attention heads of its two sides differ or are not told; it can't be installed")


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object of a model's folder. Raises ModelError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"{path.parent} holds no {path.name}: fetch the model's whole folder") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} is no JSON ({_line(error)}): fetch it again") from error
    if not isinstance(found, dict):
        raise ModelError(f"{path} is no JSON object: fetch it again")
    return found


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
