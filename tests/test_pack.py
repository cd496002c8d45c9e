"""A model as one file: it comes out as it went in, and nobody's file can do more than that."""

import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from translate import manifest, models, pack
from translate.errors import ModelError, OutputError
from translate.manifest import Entry, Manifest


def quiet(done: int, total: int) -> None:
    pass


@pytest.fixture
def model(tmp_path: Path) -> tuple[Path, Manifest]:
    folder = tmp_path / "model"
    folder.mkdir()
    for name, data in (("config.json", b"{}"), ("model.bin", bytes(range(256)) * 9000), ("tokenizer.json", b"[1]")):
        (folder / name).write_bytes(data)
    description = manifest.make(folder, "mine", "a/b", "c" * 40, "CC-BY-NC-4.0", {"quantization": "int8"})
    manifest.write(description, folder)
    return folder, description


def test_a_model_comes_out_as_it_went_in(model: tuple[Path, Manifest], tmp_path: Path) -> None:
    folder, description = model
    counts: list[tuple[int, int]] = []
    pack.pack(folder, description, tmp_path / "m.pack", lambda done, total: counts.append((done, total)))
    assert counts[-1][0] == counts[-1][1] == sum(one.size for one in description.files.values())
    assert pack.unpack(tmp_path / "m.pack", tmp_path / "new" / "out", quiet) == description
    assert manifest.read(tmp_path / "new" / "out") == description
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "new" / "out").iterdir()
    }


def test_the_same_model_gives_the_same_file(model: tuple[Path, Manifest], tmp_path: Path) -> None:
    sums = {pack.pack(*model, tmp_path / name, quiet) for name in ("a", "b")}
    assert len(sums) == 1


def test_a_changed_model_is_not_packed(model: tuple[Path, Manifest], tmp_path: Path) -> None:
    (model[0] / "config.json").write_text("{ ")
    with pytest.raises(ModelError, match=r"config.json has 2 bytes|config.json has changed"):
        pack.pack(*model, tmp_path / "m.pack", quiet)
    assert not (tmp_path / "m.pack").exists()


def test_a_file_that_cannot_be_written_is_named(model: tuple[Path, Manifest], tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"none.m.pack can't be written"):
        pack.pack(*model, tmp_path / "none" / "m.pack", quiet)


def archive(
    description: Any, files: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda entry: None
) -> bytes:
    """An archive that a stranger made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        text = description if isinstance(description, bytes) else json.dumps(description).encode()
        packed.writestr(zipfile.ZipInfo(manifest.NAME), text)
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            change(entry)
            packed.writestr(entry, data)
    return made.getvalue()


def described(contents: dict[str, bytes], **other: Any) -> dict[str, Any]:
    import hashlib

    entries = {name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in contents.items()}
    return {
        "version": 1,
        "name": "x",
        "source": "",
        "revision": "",
        "licence": "",
        "files": entries,
        "made": {},
    } | other


PLAIN = {"config.json": b"{}", "model.bin": b"abc"}


def link(entry: zipfile.ZipInfo) -> None:
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16


def device(entry: zipfile.ZipInfo) -> None:
    entry.external_attr = (stat.S_IFCHR | 0o666) << 16


def squeezed(entry: zipfile.ZipInfo) -> None:
    entry.compress_type = zipfile.ZIP_DEFLATED


NAMES = [
    "../x",
    "/etc/x",
    "a/b",
    "..",
    "C:x",
    "a\\b",
    ".hidden",
    "nul",
    "COM1.json",
    "x\n",
    "ә",
    "-rf",
    "x" * 101,
    "x.",
]
HOSTILE = {
    "no archive": b"not an archive at all",
    "empty": b"",
    "cut short": archive(described(PLAIN), PLAIN)[:-30],
    "no manifest": archive(described(PLAIN), PLAIN).replace(b"manifest.json", b"manifesto.txt"),
    "a link": archive(described(PLAIN), PLAIN, link),
    "a device": archive(described(PLAIN), PLAIN, device),
    "a folder": archive(described({"d": b""}), {"d/": b""}),
    "a bomb": archive(described({"model.bin": b"0" * 10**6}), {"model.bin": b"0" * 10**6}, squeezed),
    "a file too many": archive(described(PLAIN), PLAIN | {"more.txt": b"x"}),
    "a file too few": archive(described(PLAIN), {"config.json": b"{}"}),
    "another size": archive(described(PLAIN), PLAIN | {"model.bin": b"abcd"}),
    "another content": archive(described(PLAIN), PLAIN | {"model.bin": b"abd"}),
    "too many files": archive(described({}), {f"f{n}": b"" for n in range(200)}),
    "a long manifest": archive(b" " * (2 << 20), {}),
    "a deep manifest": archive(b"[" * 100_000, {}),
    "no JSON": archive(b"\xff", {}),
    "another version": archive(described({}, version=2), {}),
    "a name that is none": archive(described({}, name=3), {}),
    "a size below zero": archive(described({}, files={"a": {"size": -1, "sha256": "0" * 64}}), {"a": b""}),
    "a size that is none": archive(described({}, files={"a": {"size": True, "sha256": "0" * 64}}), {"a": b"x"}),
    "itself": archive(described({manifest.NAME: b""}), {}),
    **{f"the name {name!r}": archive(described({name: b"x"}), {name: b"x"}) for name in NAMES},
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_strangers_file_writes_nothing_anywhere(kind: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "m.pack").write_bytes(HOSTILE[kind])
    with pytest.raises(ModelError) as refused:
        pack.unpack(tmp_path / "in" / "m.pack", tmp_path / "in" / "deep" / "out", quiet)
    assert "\n" not in str(refused.value)
    assert {path.name for path in tmp_path.rglob("*")} <= {"in", "m.pack", "deep"}


def test_a_good_file_made_by_another_program_is_taken(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(archive(described(PLAIN), PLAIN))
    assert pack.unpack(tmp_path / "m", tmp_path / "out", quiet).files["model.bin"].size == 3


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m", "w") as packed:
        packed.writestr(manifest.NAME, json.dumps(described(PLAIN)))
        packed.writestr("config.json", b"{}")
        packed.writestr("model.bin", b"abc")
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("model.bin", b"abc")
    with pytest.raises(ModelError, match=r"holds no one manifest.json"):
        pack.look(tmp_path / "m")


def test_a_manifest_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    assert manifest.read(tmp_path) is None
    (tmp_path / manifest.NAME).write_text("{}")
    with pytest.raises(ModelError, match=r"manifest.json: no manifest that can be read \(its version is not 1\)"):
        manifest.read(tmp_path)


def test_names_of_models_make_plain_file_names() -> None:
    assert all(manifest.plain(models.slug(name)) for name in ("a/b", "con", "x.", "..", "тілмаш", "C:\\x"))
    assert manifest.faults(Manifest("a", "", "", "", {"x": Entry(0, "0" * 64)}), Path("/none")) == ["x is missing"]
