"""Settings by file, environment and flags, and what `audarma settings` shows of them."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from tests.conftest import ROOT
from translate import cli, sources
from translate.errors import SettingsError
from translate.settings import Settings
from translate.sources import FILE, VARIABLE, read


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for one in fields(Settings):
        monkeypatch.delenv(one.metadata["variable"], raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("AUDARMA_DATA", str(tmp_path))
    return tmp_path


def test_a_flag_wins_over_the_environment_and_that_over_the_file(data: Path) -> None:
    (data / FILE).write_text(
        '# ours\nmodel = "of-the-file"\nport = 1\nthreads = 1\nhosts = ["a.example", "b.example"]\n'
    )
    environ = {"AUDARMA_DATA": str(data), "AUDARMA_PORT": "2", "AUDARMA_THREADS": "2", "AUDARMA_LOG": ""}
    found = {one.field.name: one for one in read(environ, None, {"threads": 3, "port": None}).found}
    assert {name: (one.value, one.origin) for name, one in found.items() if one.origin != "default"} == {
        "data": (data, "environment"),
        "model": ("of-the-file", "file"),
        "port": (2, "environment"),
        "threads": (3, "flag"),
        "hosts": (("a.example", "b.example"), "file"),
    }
    assert found["model"].where == f"{data / FILE}, line 2"
    assert (found["threads"].where, found["port"].where) == ("--threads", "AUDARMA_PORT")
    assert Settings.read(environ).model == "of-the-file"


def test_the_file_is_one_that_is_named_or_lies_in_the_data_folder(data: Path, tmp_path: Path) -> None:
    (data / FILE).write_text("port = 1\n")
    (tmp_path / "mine.toml").write_text(f'port = 2\ndata = "{tmp_path}/elsewhere"\n')
    (tmp_path / "other.toml").write_text("port = 3\n")
    environ = {"AUDARMA_DATA": str(data)}
    assert read(environ).settings.port == 1
    assert read(environ | {VARIABLE: str(tmp_path / "other.toml")}).settings.port == 3
    assert read({VARIABLE: str(tmp_path / "other.toml")}, tmp_path / "mine.toml").settings.port == 2
    assert read({}, tmp_path / "mine.toml").settings.data == tmp_path / "elsewhere"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('model = "a"\n\nmodle = "b"', r"line 3: 'modle' is no setting; did you mean model\?"),
        ("[server]\nport = 1", r"line 1: 'server' is no setting"),
        ("zzz = 1", r"line 1: 'zzz' is no setting; `audarma settings` lists"),
        ("threads = true", "line 1: threads is neither"),
        ("threads = 999", "line 1: threads is '999': set it to a number from 0 to 256"),
        ("port = [1]", "line 1: port is neither"),
        ("model = = 1", r"no TOML \(.*line 1"),
        ('data = "/x"', "line 1: this file lies in the data folder"),
        ('origins = "*"', r"origins is '\*': set it to sites"),
        ('hosts = ["a b"]', "hosts is 'a b': set it to names"),
        ('proxies = ["proxy.example"]', "proxies is 'proxy.example': set it to addresses or networks"),
        ('proxies = ["0.0.0.0/0"]', "not to all there are"),
        ('hub_token = 7.5', "hub_token is neither"),
    ],
)  # fmt: skip
def test_what_the_file_says_wrong_is_told_with_its_line(data: Path, written: str, told: str) -> None:
    (data / FILE).write_text(written)
    with pytest.raises(SettingsError, match=told):
        read({"AUDARMA_DATA": str(data)})


def test_proxies_are_addresses_or_networks(data: Path) -> None:
    (data / FILE).write_text('proxies = ["10.1.2.3", "[::1]", "172.16.9.9/12", "fd00::/8"]\n')
    found = read({"AUDARMA_DATA": str(data)}).settings.proxies
    assert found == ("10.1.2.3", "::1", "172.16.0.0/12", "fd00::/8")


def test_a_file_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml: the settings can't be read \(No such file"):
        read({VARIABLE: str(tmp_path / "none.toml")})
    (tmp_path / "a.toml").write_bytes(b"\xff")
    with pytest.raises(SettingsError, match=r"no UTF-8"):
        read({}, tmp_path / "a.toml")


def test_the_command_shows_all_of_them_and_no_secret(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_a-secret")
    (data / FILE).write_text('log = "json"\n')
    assert cli.main(["settings", "--port", "8000"]) == 0
    shown = capsys.readouterr().out
    assert "a-secret" not in shown
    assert [line.split() for line in shown.splitlines() if line.startswith("port ")] == [["port", "8000", "--port"]]
    assert [line.split()[:3] for line in shown.splitlines() if line.startswith("hub_token ")] == [
        ["hub_token", "***", "HF_TOKEN"]
    ]
    assert cli.main(["settings", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["name"] for row in told["settings"]} == {one.name for one in fields(Settings)}
    assert [row["origin"] for row in told["settings"] if row["name"] in ("log", "port")] == ["default", "file"]
    assert told["file"] == str(data / FILE)


def test_a_wrong_setting_is_one_line_and_a_wrong_flag_is_wrong_usage(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / FILE).write_text("prot = 1\n")
    assert cli.main(["settings"]) == 1
    assert capsys.readouterr().err.endswith("'prot' is no setting; did you mean port?\n")
    with pytest.raises(SystemExit) as left:
        cli.main(["settings", "--port", "70000"])
    assert left.value.code == 2


def test_a_secret_is_in_no_message(data: Path) -> None:
    settings = read({"HF_TOKEN": "hf_a-secret"}).settings
    assert settings.hub_token == "hf_a-secret"
    assert "a-secret" not in repr(settings)


def test_every_setting_is_in_the_page_on_deployment() -> None:
    told = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    missing = [one.metadata["variable"] for one in sources.known() if f"`{one.metadata['variable']}`" not in told]
    assert missing == []
