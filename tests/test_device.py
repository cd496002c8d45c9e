"""Where an engine runs: what is asked of the libraries. No test here needs a graphics card, and none has seen one."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import tiny
from translate.engines import ct2file
from translate.engines.ct2 import Ct2Engine
from translate.engines.device import Place, known, number_format, place
from translate.engines.hf import HfEngine
from translate.errors import ModelError

COMPACT = Path(__file__).parent.parent / "translate" / "compact"


@pytest.mark.parametrize(
    ("device", "threads", "cards", "found"),
    [
        ("auto", 2, 0, Place(workers=2)),
        ("cpu", 4, 2, Place(workers=4)),
        ("auto", 24, 0, Place(workers=8, threads=3)),
        ("auto", 4, 1, Place((0,))),
        ("cuda", 4, 3, Place((0, 1, 2))),
        ("cuda:2,0", 4, 3, Place((2, 0))),
        ("cuda:1,1", 4, 3, Place((1,))),
    ],
)
def test_places(device: str, threads: int, cards: int, found: Place) -> None:
    assert place(device, threads, lambda: cards) == found


@pytest.mark.parametrize(
    ("threads", "found"),
    [(1, Place()), (2, Place(threads=2)), (4, Place(threads=4)), (8, Place(workers=2, threads=4))],
)
def test_a_large_model_has_few_workers_with_threads(threads: int, found: Place) -> None:
    assert place("cpu", threads, lambda: 0, large=True) == found


def test_the_processor_asks_for_no_cards() -> None:
    assert place("cpu", 1, lambda: pytest.fail("asked")).device == "cpu"


@pytest.mark.parametrize(
    ("device", "cards", "said"), [("cuda", 0, "no CUDA device"), ("cuda:1", 1, "no CUDA device 1")]
)
def test_a_card_that_is_not_there(device: str, cards: int, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        place(device, 2, lambda: cards)


def test_names_of_devices() -> None:
    assert all(map(known, ("auto", "cpu", "cuda", "cuda:0", "cuda:0,12")))
    assert not any(map(known, ("", "gpu", "cuda:", "cuda:a", "cuda:0,", "cpu:0", "CUDA")))


def test_formats() -> None:
    every = {"float32", "int8", "int8_float32", "int8_float16", "float16"}
    assert number_format("int8", every) == "int8_float16"
    assert number_format("int8", every - {"int8_float16"}) == "int8_float32"
    assert number_format("float32", every) == "float16"
    assert number_format("", {"odd"}) == "default"


def test_a_converted_model_tells_its_format(tmp_path: Path) -> None:
    assert ct2file.stored(tiny.made("nllb").ct2 / "model.bin") == "float32"
    assert ct2file.stored(COMPACT / "model.bin") == "int8"
    (tmp_path / "model.bin").write_bytes(b"\x06\x00\x00")
    assert ct2file.stored(tmp_path / "model.bin") == ""
    assert ct2file.stored(tmp_path / "none") == ""


def test_ctranslate2_gets_every_card_and_a_format_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctranslate2

    asked: list[tuple[Any, ...]] = []

    def translator(*given: Any, **named: Any) -> Any:
        asked.append((given, named))
        return SimpleNamespace(compute_type=named["compute_type"], device=given[1])

    monkeypatch.setattr(ctranslate2, "Translator", translator)
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 2)
    monkeypatch.setattr(ctranslate2, "get_supported_compute_types", lambda _: {"int8_float16", "float16", "int8"})
    engine = Ct2Engine.load(COMPACT, device="auto")
    assert engine.name == "ct2-int8float16"
    Ct2Engine.load(COMPACT, device="cpu", threads=2)
    Ct2Engine.load(tiny.made("nllb").ct2, device="cuda:1")
    cards, processor, chosen = ({"device": given[1], **named} for given, named in asked)
    both = {"inter_threads": 1, "intra_threads": 1}
    assert cards == {"device": "cuda", "device_index": [0, 1], "compute_type": "int8_float16"} | both
    assert processor == {"device": "cpu", "device_index": 0, "compute_type": "default"} | both | {"inter_threads": 2}
    assert chosen == {"device": "cuda", "device_index": [1], "compute_type": "float16"} | both


def test_transformers_goes_to_the_first_card_in_half_floats(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch
    import transformers

    asked: list[Any] = []

    class Model:
        config = transformers.M2M100Config(vocab_size=40)
        dtype = torch.float16

        def eval(self) -> "Model":
            return self

        def to(self, device: str) -> "Model":
            asked.append(device)
            return self

    def loaded(*_: Any, **named: Any) -> Model:
        asked.append(named["dtype"])
        return Model()

    monkeypatch.setattr(transformers.M2M100ForConditionalGeneration, "from_pretrained", loaded)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    folder = tiny.made("nllb").hf
    assert HfEngine.load(folder, device="cuda:1").name == "hf-float16"
    HfEngine.load(folder, device="auto")
    HfEngine.load(folder, device="cpu")
    assert asked == [torch.float16, "cuda:1", torch.float16, "cuda:0", torch.float32, "cpu"]


@pytest.mark.parametrize("load", [Ct2Engine.load, HfEngine.load])
def test_no_card_is_said_in_one_line(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import ctranslate2
    import torch

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 0)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    folder = tiny.made("nllb").ct2 if load == Ct2Engine.load else tiny.made("nllb").hf
    with pytest.raises(ModelError, match="use the device cpu or auto"):
        load(folder, device="cuda")
