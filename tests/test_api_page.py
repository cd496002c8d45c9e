"""Every command on the page about the API is run as it is printed, against a server on a port of its own."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import deepl
import libretranslatepy
import pytest

from tests.conftest import ROOT
from tests.kept import DATA
from tests.server import Served, served, until
from translate.server.keys import Keys

PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")
PRINTED = "127.0.0.1:8000"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as running:
        yield running


def blocks(kind: str) -> list[str]:
    """The examples of one kind, in their order."""
    return re.findall(f"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """What a reader would type, line by line; a line that ends in a backslash goes on in the next one."""
    lines = "".join(blocks("console")).replace("\\\n", "").splitlines()
    return [line.removeprefix("$ ") for line in lines]


def ran(command: str, folder: Path) -> str:
    """What a shell says to that. Curl tells the status after each answer, and where nothing listens, it fails."""
    (folder / ".curlrc").write_text('write-out = "\\n%{http_code}"\nmax-time = 20\n')
    surroundings = {"PATH": "/usr/local/bin:/usr/bin:/bin", "CURL_HOME": str(folder), "LC_ALL": "C.UTF-8"}
    words = ["bash", "-euc", command]
    done = subprocess.run(words, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def test_each_curl_command_is_answered_as_it_is_printed(here: Served, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("no curl on this machine: install the package curl")
    for name in ("article.docx", "report.docx"):
        shutil.copy(DATA / "maqala.docx", tmp_path / name)
    asked = [command for command in commands() if command.startswith("curl")]
    assert len(asked) >= 20
    # what an earlier answer tells and the page leaves out
    names: dict[str, str] = {}
    for command in asked:
        command = command.replace(PRINTED, f"127.0.0.1:{here.port}")
        for before, printed in (("jobs/", "Zq1m…"), ("download_file/", "…")):
            command = command.replace(f"{before}{printed}", f"{before}{names.get(printed, printed)}")
        if "/result" in command:
            until(lambda: here.ask("GET", f"/v1/jobs/{names['Zq1m…']}").json["status"] == "done")
        answer, _, status = ran(command, tmp_path).rpartition("\n")
        assert status.startswith("2"), (command, answer, status)
        if "-F file=@article.docx" in command:
            names["Zq1m…"] = json.loads(answer)["id"]
        if "-F file=@report.docx" in command:
            names["…"] = json.loads(answer)["translatedFileUrl"].partition("/download_file/")[2]
        if "event-stream" in command:
            assert answer.count("event: row") == 2
    assert (tmp_path / "report-en.docx").read_bytes().startswith(b"PK")


def test_each_python_example_does_what_it_says(here: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(DATA / "maqala.docx", tmp_path / "report.docx")
    monkeypatch.chdir(tmp_path)
    examples = blocks("python")
    assert len(examples) == 3
    known = {"deepl": deepl, "LibreTranslateAPI": libretranslatepy.LibreTranslateAPI}
    for example in examples:
        exec(example.replace(PRINTED, f"127.0.0.1:{here.port}"), known)
    with closing(known["translator"]):
        assert (tmp_path / "report-en.docx").read_bytes().startswith(b"PK")


def test_the_keys_that_are_made_as_it_says_open_what_it_says(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("no openssl on this machine: install the package openssl")
    made = [command for command in commands() if "KEY" in command and "serve" not in command]
    assert len(made) == 2
    key = ran("\n".join(made), tmp_path).strip()
    keys = Keys.read(tmp_path / "keys")
    assert [keys.check(key, scope).owner for scope in ("translate", "edit")] == ["the news desk"] * 2
