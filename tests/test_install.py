"""Installing from a hub on loopback, a folder, a pack: whole or not at all, every byte fetched once."""

import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from tests import tiny
from tests.conftest import ROOT
from tests.loopback import LoopbackHub, Repository, serving
from translate import hub as hubs
from translate import install, manifest, models, words
from translate.engines import Decoding
from translate.engines.load import load
from translate.engines.trim import Need
from translate.errors import ModelError
from translate.hub import Hub
from translate.install import Voice, Wish
from translate.settings import Settings

KAZAKH = [kazakh for kazakh, _ in tiny.PAIRS]


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(autouse=True)
def _few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole word list is for a whole vocabulary; and no token of this machine's owner is asked for."""
    counts = Counter(word for pair in tiny.PAIRS for side in pair for word in side.split())
    monkeypatch.setattr(words, "needs", lambda: (Need(counts, 1),))
    monkeypatch.setattr("translate.hub.time.sleep", lambda _: None)
    for name in ("HF_TOKEN", "HF_ENDPOINT", "HF_HUB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def loopback() -> Iterator[LoopbackHub]:
    with serving() as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "ә data")


class Said:
    """A voice that keeps what it says."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.counts: list[tuple[str, int, int]] = []
        self.voice = Voice(self.steps.append, lambda what, done, total: self.counts.append((what, done, total)))


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One model as safetensors, as one `.bin`, and as a `.bin` in shards."""
    whole = tiny.made("nllb").hf
    state = dict(load_state(whole))
    found = {"safetensors": whole}
    for form in ("bin", "sharded"):
        folder = tmp_path_factory.mktemp(form)
        for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
            shutil.copy(whole / name, folder)
        found[form] = folder
    # As the published files are: every name of the embeddings is there.
    matrix = state["model.shared.weight"]
    copies = ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight")
    state |= dict.fromkeys(copies, matrix)
    torch.save(state, found["bin"] / "pytorch_model.bin")
    names = sorted(state)
    shards = {name: f"pytorch_model-0000{1 + place % 3}-of-00003.bin" for place, name in enumerate(names)}
    for shard in sorted(set(shards.values())):
        torch.save({name: state[name] for name in names if shards[name] == shard}, found["sharded"] / shard)
    (found["sharded"] / "pytorch_model.bin.index.json").write_text(json.dumps({"weight_map": shards}))
    return found


def load_state(folder: Path) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    return load_file(folder / "model.safetensors")


def run(what: str, settings: Settings, loopback: LoopbackHub | None = None, **wish: Any) -> tuple[models.Model, Said]:
    said = Said()
    where = Hub(loopback.url if loopback else "http://127.0.0.1:9", wish.pop("token", None))
    return install.install(Wish(what, **wish), settings, where, said.voice), said


def left(settings: Settings) -> list[str]:
    """What the folder of models holds."""
    folder = settings.data / "models"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.mark.parametrize("form", ["safetensors", "bin", "sharded"])
def test_a_model_from_the_hub_says_what_the_original_says(
    form: str, forms: dict[str, Path], loopback: LoopbackHub, settings: Settings
) -> None:
    loopback.repositories["issai/tilmash"] = Repository(forms[form])
    model, said = run("issai/tilmash", settings, loopback)
    assert (model.name, model.path) == ("issai--tilmash", settings.data / "models" / "issai--tilmash")
    assert left(settings) == ["issai--tilmash"]
    assert models.find("issai/tilmash", settings) == model
    original = load(tiny.made("nllb").hf).translate(KAZAKH, Decoding())
    engine = load(model.path)
    assert engine.name == "ct2-int8"
    assert [h.text for h in engine.translate(KAZAKH, Decoding())] == [h.text for h in original]
    described = manifest.read(model.path)
    assert described is not None
    assert (described.source, described.revision) == ("issai/tilmash", "a" * 40)
    assert described.licence == "cc-by-nc-4.0 (non-commercial use only)" == model.licence
    check = described.made["check"]
    assert check["sample_sentences_with_dropped_pieces"] == 0
    assert check["same_english_as_the_original_on_kept_pieces"] == 12
    assert check["same_english_as_the_original_on_all_pieces"] == 12
    assert check["probability_on_kept_pieces"] > 0.99
    assert set(described.files) == {
        "audarma.json",
        "config.json",
        "model.bin",
        "shared_vocabulary.json",
        "tokenizer.json",
    }
    assert install.verify(model, lambda done, total: None) == []
    for name, size in ((path.name, path.stat().st_size) for path in forms[form].iterdir() if path.suffix in (".bin",)):
        assert loopback.sent(name) == size
        assert (name, size, size) in said.counts


def test_the_three_forms_give_one_model(forms: dict[str, Path], settings: Settings) -> None:
    made = {run(str(forms[form]), settings, name=form)[0].path / "model.bin" for form in forms}
    assert len({path.read_bytes() for path in made}) == 1


def test_a_known_name_stands_for_its_repository(
    forms: dict[str, Path], loopback: LoopbackHub, settings: Settings
) -> None:
    loopback.repositories["facebook/nllb-200-distilled-600M"] = Repository(forms["bin"])
    model, _ = run("nllb-600m", settings, loopback)
    assert (model.name, model.licence) == ("nllb-600m", models.NLLB_LICENCE)
    assert model.speed is not None
    assert models.find(None, settings).name == "nllb-600m"
    _, said = run("nllb-600m", settings, loopback)
    assert "installed already" in said.steps[-1]
    before = loopback.sent("pytorch_model.bin")
    loopback.repositories["facebook/nllb-200-distilled-600M"].revision = "b" * 40
    with pytest.raises(ModelError, match=r"nllb-600m is installed: .*--again"):
        run("nllb-600m", settings, loopback)
    run("nllb-600m", settings, loopback, again=True)
    assert loopback.sent("pytorch_model.bin") == 2 * before
    described = manifest.read(model.path)
    assert described is not None
    assert described.revision == "b" * 40
    assert left(settings) == ["nllb-600m"]


def test_a_dropped_connection_is_taken_up_where_it_broke(
    forms: dict[str, Path], loopback: LoopbackHub, settings: Settings
) -> None:
    size = (forms["bin"] / "pytorch_model.bin").stat().st_size
    loopback.repositories["a/b"] = Repository(forms["bin"], cut={"pytorch_model.bin": size // 2})
    run("a/b", settings, loopback)
    asked = [r for r in loopback.log if r.path == "/store/a/b/pytorch_model.bin"]
    assert [r.range for r in asked] == ["", f"bytes={size // 2}-"]
    assert loopback.sent("pytorch_model.bin") == size


def test_a_download_that_broke_off_for_good_goes_on_in_the_next_run(
    forms: dict[str, Path], loopback: LoopbackHub, settings: Settings
) -> None:
    shard = "pytorch_model-00002-of-00003.bin"
    half = (forms["sharded"] / shard).stat().st_size // 2
    loopback.repositories["a/b"] = Repository(forms["sharded"], cut={shard: half}, times=10)
    with pytest.raises(ModelError, match=r"can't be reached .*it goes on where it stopped.*models pack"):
        run("a/b", settings, loopback)
    assert left(settings) == [".installing-a--b"]
    assert [model.name for model in models.known(settings) if model.installed] == ["compact"]
    assert [name for name, _ in install.unfinished(settings)] == ["a--b"]
    sent = {path.name: loopback.sent(path.name) for path in forms["sharded"].iterdir()}
    assert sent[shard] == half
    loopback.repositories["a/b"].times = 0
    run("a/b", settings, loopback)
    for path in forms["sharded"].glob("*.bin"):
        assert loopback.sent(path.name) == path.stat().st_size, "bytes that were there were fetched again"
    assert left(settings) == ["a--b"]


def test_killed_in_the_middle_it_leaves_no_model_and_goes_on(
    forms: dict[str, Path], loopback: LoopbackHub, settings: Settings
) -> None:
    size = (forms["bin"] / "pytorch_model.bin").stat().st_size
    loopback.repositories["a/b"] = Repository(forms["bin"], cut={"pytorch_model.bin": size // 2}, stall=True)
    environment = {**os.environ, "AUDARMA_DATA": str(settings.data), "HF_ENDPOINT": loopback.url}
    command = [sys.executable, "-m", "translate.cli", "models", "install", "a/b"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    work = settings.data / "models" / ".installing-a--b" / "source"
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size for path in work.glob("pytorch_model.bin.*.part")):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()
    there = sum(path.stat().st_size for path in work.glob("*.part"))
    assert 0 < there <= size // 2
    assert not [model.name for model in models.known(settings) if model.installed and model.name != "compact"]
    loopback.log.clear()
    run("a/b", settings, loopback)
    assert loopback.sent("pytorch_model.bin") == size - there


def test_a_gated_model_asks_for_a_token_and_the_store_never_sees_it(
    forms: dict[str, Path], loopback: LoopbackHub, settings: Settings
) -> None:
    loopback.repositories["a/b"] = Repository(forms["safetensors"], token="hf_secret")
    with pytest.raises(ModelError, match=r"a/b is gated: accept its terms at .*HF_TOKEN to it$"):
        run("a/b", settings, loopback)
    with pytest.raises(ModelError, match="the token that is set has no access"):
        run("a/b", settings, loopback, token="hf_other")
    run("a/b", settings, loopback, token="hf_secret")
    assert {r.token for r in loopback.log if r.path.startswith("/store/")} == {""}


def test_what_the_hub_cannot_give_is_said_in_one_line(
    forms: dict[str, Path], loopback: LoopbackHub, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="knows no model 'a/none'"):
        run("a/none", settings, loopback)
    with pytest.raises(ModelError, match=r"can't be reached \(.*\): check the network.*audarma models pack MODEL FILE"):
        run("a/b", settings)
    for page in ("<html>log in</html>", {"error": "x"}, {"id": "a/b", "siblings": [{"rfilename": "x", "size": "?"}]}):
        loopback.page = page
        with pytest.raises(ModelError, match=r"is not the hub: open a web page to see whether this network asks"):
            run("a/b", settings, loopback)
    loopback.page = None
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "README.md").write_text("nothing")
    loopback.repositories["a/empty"] = Repository(tmp_path / "empty")
    with pytest.raises(ModelError, match=r"holds no model.safetensors and no pytorch_model.bin"):
        run("a/empty", settings, loopback)
    loopback.repositories["a/b"] = Repository(forms["safetensors"], spoil="model.safetensors")
    with pytest.raises(ModelError, match=r"model.safetensors of a/b came with a wrong checksum"):
        run("a/b", settings, loopback)
    loopback.repositories["a/b"].spoil = ""
    run("a/b", settings, loopback)
    with pytest.raises(ModelError, match="no model 'gpt': name one of nllb-600m"):
        run("gpt", settings, loopback)


def test_a_model_of_another_kind_is_refused_before_its_weights_are_fetched(
    loopback: LoopbackHub, settings: Settings, tmp_path: Path
) -> None:
    loopback.repositories["a/bart"] = Repository(tiny.made("bart").hf)
    with pytest.raises(ModelError, match="a model of type bart; only NLLB-shaped"):
        run("a/bart", settings, loopback)
    m2m = Path(shutil.copytree(tiny.made("nllb").hf, tmp_path / "m2m"))
    text = (m2m / "tokenizer.json").read_text("utf-8")
    (m2m / "tokenizer.json").write_text(text.replace("kaz_Cyrl", "__kk__"), "utf-8")
    loopback.repositories["a/m2m"] = Repository(m2m)
    with pytest.raises(ModelError, match="knows no kaz_Cyrl"):
        run("a/m2m", settings, loopback)
    assert loopback.sent("model.safetensors") == 0


def test_a_full_disk_is_said_before_a_byte_is_fetched(
    forms: dict[str, Path], loopback: LoopbackHub, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback.repositories["a/b"] = Repository(forms["bin"])
    usage = shutil.disk_usage(settings.data.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=50_000_000))
    with pytest.raises(ModelError, match=r"has 50.0 MB free and 67.\d MB are needed .*AUDARMA_DATA"):
        run("a/b", settings, loopback)
    assert [r.path for r in loopback.log] == ["/api/models/a/b"]


class Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(Path(os.environ["AUDARMA_TEST_EVIL"])),)


@pytest.mark.parametrize("legacy", [False, True])
def test_a_pickle_that_would_run_code_is_left_unopened(
    legacy: bool, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(tiny.made("nllb").hf, tmp_path / "evil"))
    (folder / "model.safetensors").unlink()
    monkeypatch.setenv("AUDARMA_TEST_EVIL", str(tmp_path / "ran"))
    if legacy:
        (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Evil(), protocol=2))
    else:
        torch.save({"model.shared.weight": Evil()}, folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="could run a stranger's program: it was left unopened"):
        run(str(folder), settings)
    assert not (tmp_path / "ran").exists()
    assert "evil" not in left(settings)


def test_a_converted_folder_is_taken_as_it_is(settings: Settings, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny.made("nllb").ct2, tmp_path / "Менің моделім (1)"))
    (folder / "notes").mkdir()
    model, _ = run(str(folder), settings)
    assert model.name == models.slug(folder.name)
    assert (model.path / "model.bin").read_bytes() == (folder / "model.bin").read_bytes()
    assert install.verify(model, lambda done, total: None) == []
    assert load(model.path).translate(KAZAKH[:1], Decoding())[0].text


def test_verify_finds_a_changed_and_a_missing_file(settings: Settings) -> None:
    model, _ = run(str(tiny.made("nllb").ct2), settings, name="mine")
    weights = model.path / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    (model.path / "tokenizer.json").unlink()
    assert install.verify(model, lambda done, total: None) == [
        "model.bin has changed: its checksum is another",
        "tokenizer.json is missing",
    ]


def test_remove_takes_what_was_installed_and_nothing_else(settings: Settings, tmp_path: Path) -> None:
    run(str(tiny.made("nllb").ct2), settings, name="mine")
    (settings.data / "models" / ".installing-broken").mkdir()
    assert install.remove("mine", settings) > 0
    assert install.remove("broken", settings) == 0
    assert left(settings) == []
    with pytest.raises(ModelError, match="the bundled model is part of Audarma and stays"):
        install.remove("compact", settings)
    (tmp_path / "keep").mkdir()
    with pytest.raises(ModelError, match="is installed in"):
        install.remove("../../keep", settings)
    assert (tmp_path / "keep").is_dir()
    with pytest.raises(ModelError, match="compact is the bundled model's name"):
        run(str(tiny.made("nllb").ct2), settings, name="compact")


def test_a_linked_model_is_removed_and_what_it_leads_to_stays(settings: Settings, tmp_path: Path) -> None:
    (settings.data / "models").mkdir(parents=True)
    whole = Path(shutil.copytree(tiny.made("nllb").ct2, tmp_path / "elsewhere"))
    (settings.data / "models" / "mine").symlink_to(whole, target_is_directory=True)
    (settings.data / "models" / "gone").symlink_to(tmp_path / "nowhere", target_is_directory=True)
    assert [install.remove(name, settings) for name in ("mine", "gone")] == [0, 0]
    assert left(settings) == []
    assert (whole / "model.bin").is_file()


def test_one_file_is_preferred_to_shards_on_both_sides(
    forms: dict[str, Path], loopback: LoopbackHub, settings: Settings, tmp_path: Path
) -> None:
    both = Path(shutil.copytree(forms["sharded"], tmp_path / "both"))
    shutil.copy(forms["bin"] / "pytorch_model.bin", both)
    (both / "model.safetensors.index.json").write_text('{"weight_map": {"x": "model-00001-of-00001.safetensors"}}')
    loopback.repositories["a/b"] = Repository(both)
    model, _ = run("a/b", settings, loopback)
    assert install.verify(model, lambda done, total: None) == []
    assert loopback.sent("pytorch_model-00001-of-00003.bin") == 0


def test_a_number_format_is_looked_at_first_and_told_where_it_is_in_vain(
    loopback: LoopbackHub, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    from translate.cli import main

    with pytest.raises(ModelError, match="no number format 'int9': take one of int8, "):
        run("a/b", settings, loopback, form="int9")
    assert loopback.log == []
    with pytest.raises(SystemExit):
        main(["models", "install", "a/b", "--quantization", "int9"])
    assert "int9 is no number format: take one of int8, " in capsys.readouterr().err
    model, said = run(str(tiny.made("nllb").ct2), settings, name="mine", form="float16")
    assert "--quantization float16 changes nothing: the model is converted already" in " ".join(said.steps)
    install.packed(model, settings.data / "m.pack", lambda done, total: None)
    _, said = run(str(settings.data / "m.pack"), settings, name="other", form="float16")
    assert "--quantization float16 changes nothing" in " ".join(said.steps)


def test_licences_are_taken_where_they_are_plain_files(settings: Settings, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny.made("nllb").hf, tmp_path / "m"))
    (folder / "LICENSE.md").write_text("yes")
    (folder / "LICENSE (1).txt").write_text("no")
    (folder / "LICENSES").mkdir()
    model, _ = run(str(folder), settings)
    assert [path.name for path in model.path.glob("LICENSE*")] == ["LICENSE.md"]
    assert install.verify(model, lambda done, total: None) == []


def test_verify_goes_on_after_a_broken_one_and_the_list_after_one_that_is_not_there(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from translate.cli import main

    monkeypatch.setenv("AUDARMA_DATA", str(settings.data))
    for name in ("a", "b", "c"):
        run(str(tiny.made("nllb").ct2), settings, name=name)
    (settings.data / "models" / "a" / manifest.NAME).write_text("{}")
    (settings.data / "models" / "b" / models.CARD).write_text("{")
    assert main(["models", "verify"]) == 1
    said = capsys.readouterr()
    told = dict(line.split(": ", 1) for line in said.out.splitlines())
    assert "no manifest that can be read" in told["a"]
    assert "can't read the model's card" in told["b"]
    assert (told["c"], told["compact"]) == ("sound", "sound")
    assert "2 not sound" in said.err
    monkeypatch.setenv("AUDARMA_MODEL", "nllb-600m")
    assert main(["models", "list"]) == 0
    out = capsys.readouterr().out
    assert "nllb-600m" in out.splitlines()[2]
    assert "AUDARMA_MODEL can't be used: model nllb-600m is not installed" in out.splitlines()[-1]


def test_two_installs_of_one_model_do_not_meet(settings: Settings) -> None:
    with (
        install._alone(settings.data / "models" / "mine"),
        pytest.raises(ModelError, match="another audarma is at work on mine"),
    ):
        run(str(tiny.made("nllb").ct2), settings, name="mine")


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("issai/tilmash", "issai--tilmash"),
        ("../../etc", "etc"),
        ("C:\\models\\x", "C---models--x"),
        ("con", "model-con"),
        ("NUL.txt", "model-NUL.txt"),
        ("a:b*c?", "a-b-c"),
        ("тілмаш", "tilmash-HASH"),
        ("тілмащ", "tilmashch-HASH"),
        ("漢字", "model-HASH"),
        ("...", "model-HASH"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_name_becomes_a_folder_that_every_system_can_hold(name: str, folder: str) -> None:
    found = models.slug(name)
    assert re.fullmatch(re.escape(folder).replace("HASH", "[0-9a-f]{6}"), found)


def test_names_in_other_letters_stay_apart() -> None:
    names = ("қаз", "каз", "Қаз", "漢字", "汉字", "...", "", "кaз")
    assert len({models.slug(name) for name in names}) == len(names)
    assert models.slug("й") == models.slug("\u0438\u0306")


def test_the_hub_is_asked_where_the_environment_says(
    forms: dict[str, Path],
    loopback: LoopbackHub,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from translate.cli import main

    monkeypatch.setenv("AUDARMA_DATA", str(settings.data))
    monkeypatch.setenv("HF_ENDPOINT", loopback.url)
    loopback.repositories["a/b"] = Repository(forms["safetensors"])
    assert main(["models", "install", "a/b"]) == 0
    said = capsys.readouterr()
    assert "a--b is installed: " in said.out
    assert "--model" not in said.out
    assert "comparing 12 sentences before and after" in said.err
    assert main(["models", "verify"]) == 0
    assert capsys.readouterr().out == "a--b: sound\ncompact: sound\n"
    monkeypatch.setenv("AUDARMA_MODEL", "compact")
    assert main(["models", "install", "a/b", "--again"]) == 0
    assert "use it with --model a--b, or set AUDARMA_MODEL=a--b" in capsys.readouterr().out
    assert main(["models", "pack", "a/b", str(settings.data / "b.pack")]) == 0
    assert "SHA-256" in capsys.readouterr().out
    assert main(["models", "remove", "a/b"]) == 0
    assert main(["models", "install", str(settings.data / "b.pack")]) == 0
    capsys.readouterr()
    (settings.data / "models" / "a--b" / "model.bin").write_bytes(b"")
    assert main(["models", "verify", "a/b"]) == 1
    assert "model.bin has 0 bytes" in capsys.readouterr().out


def test_a_name_from_the_hub_leads_nowhere_else() -> None:
    files = [hubs.Listed(name, 1, "", "x") for name in ("../model.safetensors", "x/pytorch_model.bin", "/etc/passwd")]
    assert hubs._weights(files) == []
