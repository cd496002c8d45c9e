"""Opening a folder: what it is, what is missing, and what it costs to import."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests import tiny
from translate.engines import Decoding, Hypothesis, batches
from translate.engines import ct2 as ct2_module
from translate.engines.cores import physical
from translate.engines.ct2 import Ct2Engine
from translate.engines.ct2file import decoder, positions
from translate.engines.hf import HfEngine
from translate.engines.load import load
from translate.engines.source import Source
from translate.errors import ModelError

ROOT = Path(__file__).parent.parent


@pytest.fixture
def ct2(tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny.made("bart").ct2, tmp_path / "ct2"))


@pytest.fixture
def hf(tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny.made("bart").hf, tmp_path / "hf"))


def _halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _spoil(path: Path) -> None:
    path.write_text("{no json", encoding="utf-8")


def _list(path: Path) -> None:
    path.write_text("[1]", encoding="utf-8")


def _other(path: Path) -> None:
    path.write_text(json.dumps({"model_type": "t5"}), encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "name", "deed", "message"),
    [
        ("ct2", "model.bin", Path.unlink, "holds no model.bin: copy the whole folder"),
        ("ct2", "config.json", Path.unlink, "holds no config.json: copy the whole folder"),
        ("ct2", "tokenizer.json", Path.unlink, "holds no tokenizer.json: copy it"),
        ("ct2", "shared_vocabulary.json", Path.unlink, "holds no shared_vocabulary.json: copy the whole folder"),
        ("ct2", "model.bin", _halve, r"model.bin can't be loaded \(.+\): install the model again"),
        ("ct2", "model.bin", _spoil, r"model.bin can't be loaded \(.+\): install the model again"),
        ("ct2", "config.json", _spoil, r"config.json is no JSON \(.+\): copy"),
        ("ct2", "config.json", _list, r"config.json is no JSON object \(.+\): copy"),
        ("ct2", "shared_vocabulary.json", _spoil, r"shared_vocabulary.json is no JSON \(.+\): copy"),
        ("ct2", "tokenizer.json", _spoil, r"tokenizer.json is no tokenizer \(.+\): copy it again"),
        ("hf", "model.safetensors", Path.unlink, "holds no model.safetensors .*: copy the model's whole folder"),
        ("hf", "config.json", Path.unlink, "holds no config.json: copy the whole folder"),
        ("hf", "tokenizer.json", Path.unlink, "holds no tokenizer.json: copy it"),
        ("hf", "model.safetensors", _halve, r"the weights in .* can't be loaded \(.+\): install it again"),
        ("hf", "config.json", _spoil, r"config.json is no JSON \(.+\): copy"),
        ("hf", "config.json", _other, "holds a model of type t5: take one of type m2m_100 or bart"),
    ],
)
def test_what_is_missing_or_broken_is_said_in_one_line(
    kind: str, name: str, deed: Callable[[Path], None], message: str, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(kind)
    deed(folder / name)
    with pytest.raises(ModelError, match=message) as caught:
        load(folder, device="cpu")
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"there is no model folder .*nowhere: check the name"):
        load(tmp_path / "nowhere")


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"holds no model.bin"):
        load(tmp_path)


def test_a_broken_config_met_by_the_engine_itself(hf: Path) -> None:
    _spoil(hf / "config.json")
    with pytest.raises(ModelError, match=r"config.json is no JSON object"):
        HfEngine.load(hf)


def test_weights_as_a_bin_file(hf: Path) -> None:
    import torch
    from safetensors.torch import load_file

    torch.save(load_file(hf / "model.safetensors"), hf / "pytorch_model.bin")
    before = load(hf, device="cpu").translate(["Ол ертең келеді."], Decoding())
    (hf / "model.safetensors").unlink()
    assert load(hf, device="cpu").translate(["Ол ертең келеді."], Decoding()) == before


def test_a_directory_that_holds_only_a_sentencepiece_file(tmp_path: Path) -> None:
    from tests.test_tokenizer import _sentencepiece

    folder = _sentencepiece(Path(shutil.copytree(tiny.made("nllb").ct2, tmp_path / "ct2")))
    (folder / "tokenizer.json").unlink()
    [hypothesis] = load(folder, device="cpu").translate(["Ол ертең келеді."], Decoding())
    assert "eng_Latn" not in hypothesis.text
    assert "</s>" not in hypothesis.text


def test_positions_are_read_from_the_file(tmp_path: Path) -> None:
    assert positions(tiny.made("bart").ct2 / "model.bin") == tiny.POSITIONS
    assert load(tiny.made("bart").ct2).longest == tiny.POSITIONS
    # M2M100's are computed, not stored.
    assert positions(tiny.made("nllb").ct2 / "model.bin") is None
    assert positions(tmp_path / "none") is None
    (tmp_path / "short").write_bytes(b"\x06\x00\x00\x00\x03")
    assert positions(tmp_path / "short") is None


def test_the_decoders_shape_is_read_from_the_file(tmp_path: Path) -> None:
    for kind in ("bart", "nllb"):
        config = json.loads((tiny.made(kind).hf / "config.json").read_text("utf-8"))
        assert decoder(tiny.made(kind).ct2 / "model.bin") == (config["decoder_layers"], config["d_model"])
    (tmp_path / "short").write_bytes(b"\x06\x00\x00\x00\x03")
    assert decoder(tmp_path / "short") is None


def test_a_large_models_batches_are_bounded_and_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [f"Ол {n} жыл бұрын келді." for n in range(20)]
    small = load(tiny.made("bart").ct2, device="cpu", threads=1)
    monkeypatch.setattr(ct2_module, "LARGE", 1)
    monkeypatch.setattr(batches, "SHARE", 0.01)
    large = load(tiny.made("bart").ct2, device="cpu", threads=1)
    asked: list[int] = []
    start = large._start  # type: ignore[attr-defined]

    def counted(batch: Sequence[Source], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        asked.append(len(batch))
        found: Callable[[], list[Hypothesis]] = start(batch, decoding)
        return found

    monkeypatch.setattr(large, "_start", counted)
    found, wanted = (engine.translate(sentences, Decoding()) for engine in (large, small))
    assert [best.text for best in found] == [best.text for best in wanted]
    assert max(asked) < len(sentences) <= sum(asked)


def _python(code: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    ).stdout.strip()


def test_importing_the_seam_imports_nothing_heavy() -> None:
    code = (
        "import sys, translate.engines.load, translate.engines.fake, translate.engines.ct2, translate.engines.hf;"
        "print({'torch','transformers','ctranslate2','tokenizers','sentencepiece','numpy'} & set(sys.modules))"
    )
    assert _python(code) == "set()"


def test_a_converted_model_needs_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; from pathlib import Path; from translate.engines import Decoding;"
        "from translate.engines.load import load;"
        "load(Path(sys.argv[1])).translate(['Ол келді.'], Decoding(attention=True));"
        "print({'torch','transformers'} & set(sys.modules))"
    )
    assert _python(code, str(tiny.made("nllb").ct2)) == "set()"


@pytest.mark.parametrize("kind", ["ct2", "hf"])
def test_a_device_that_is_not_there(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import ctranslate2
    import torch

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 0)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ModelError, match="no CUDA device: use the device cpu or auto"):
        load(getattr(tiny.made("bart"), kind), device="cuda")


def test_threads_are_a_parameter() -> None:
    one = load(tiny.made("bart").ct2, threads=1, device="cpu")
    many = load(tiny.made("bart").ct2, threads=3, device="cpu")
    assert isinstance(one, Ct2Engine)
    sentences = [kazakh for kazakh, _ in tiny.PAIRS]
    assert one.translate(sentences, Decoding()) == many.translate(sentences, Decoding())


def test_siblings_count_as_one_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    for cpu in range(4):
        folder = tmp_path / f"cpu{cpu}" / "topology"
        folder.mkdir(parents=True)
        (folder / "thread_siblings_list").write_text(f"{cpu % 2},{cpu % 2 + 2}\n", encoding="utf-8")
    assert physical(tmp_path, tmp_path / "none") == 2
    assert physical(tmp_path / "none", tmp_path / "none") == 4


@pytest.mark.parametrize(("quota", "cores"), [("max 100000", 4), ("200000 100000", 2), ("50000 100000", 1), ("?", 4)])
def test_a_container_gets_its_quota(quota: str, cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    (tmp_path / "cpu.max").write_text(quota, encoding="utf-8")
    assert physical(tmp_path / "none", tmp_path / "cpu.max") == cores


def test_without_affinity_all_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert physical() == 1
