"""The server from its start to its end: what is in flight is finished, what is new refused."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Bench
from tests.conftest import ROOT
from tests.server import JSON, Reply, fetch, until
from translate import cli
from translate.errors import SettingsError
from translate.server import application, run

# A server whose engine takes as many seconds for a sentence as its second argument says.
PROGRAM = """
import sys, time
from pathlib import Path
from glossary.matcher import Glossary
from translate.engines.fake import FakeEngine
from translate.server import application, run
from translate.server.limits import Limits
from translate.settings import Settings
from translate.translator import Translator

def slow(sentence):
    time.sleep(float(sys.argv[2]))
    return sentence.upper()

terms = Path(sys.argv[1], "terms.csv")
terms.write_text("source,target\\n")
settings, limits = Settings(data=Path(sys.argv[1]), glossary=terms), Limits(grace=float(sys.argv[3]))
run.serve(application(lambda: Translator(FakeEngine(slow), Glossary(), "fake", window=1), settings, limits=limits),
          "127.0.0.1", 0)
"""


@contextmanager
def running(folder: Path, pace: float, grace: float) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    command = [sys.executable, "-c", PROGRAM, str(folder), str(pace), str(grace)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            line = process.stderr.readline()
            assert line.startswith("Audarma: http://127.0.0.1:"), line + process.stderr.read()
            port = int(line.split()[1].rpartition(":")[2])
            until(lambda: fetch(port, "GET", "/ready").status == 200)
            yield process, port
        finally:
            process.kill()


@pytest.mark.parametrize(("grace", "status", "words"), [(20.0, 200, "ОЛ КЕЛДІ"), (0.2, 503, "the server ended")])
def test_sigterm_finishes_what_is_in_flight_and_refuses_the_new(
    grace: float, status: int, words: str, tmp_path: Path
) -> None:
    with running(tmp_path, 0.3, grace) as (process, port):
        heard: list[Reply] = []
        body = '{"text": "Ол келді. Абай кетті. Ол бар. Абай жоқ."}'
        thread = threading.Thread(target=lambda: heard.append(fetch(port, "POST", "/v1/translate", body, JSON)))
        thread.start()
        # the first sentence is in the engine by then
        threading.Event().wait(0.4)
        process.send_signal(signal.SIGTERM)
        threading.Event().wait(0.25)
        with pytest.raises(OSError, match=r"refused|reset"):
            fetch(port, "POST", "/v1/translate", body, JSON)
        thread.join(20)
        assert heard[0].status == status
        assert words in heard[0].raw.decode()
        assert process.wait(20) == 128 + signal.SIGTERM
        assert process.stderr
        assert process.stderr.read() == ""


def test_the_command_serves_the_api_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: list[Any] = []
    monkeypatch.setattr(run, "serve", lambda *words: given.append(words))
    monkeypatch.setenv("AUDARMA_DATA", str(tmp_path))
    assert cli.main(["serve", "--api-only", "--port", "0", "--model", "compact", "--max-body", "5000"]) == 0
    [(api, host, port)] = given
    assert (api.title, host, port) == ("Audarma", "127.0.0.1", 0)


def test_an_open_door_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "serve", lambda *words: None)
    monkeypatch.setenv("AUDARMA_DATA", str(tmp_path))
    words = ["serve", "--api-only", "--host", "0.0.0.0", "--model", "compact"]
    assert cli.main(words) == 0
    assert "AUDARMA_API_KEYS asks for keys" in capsys.readouterr().err
    keys = tmp_path / "keys"
    keys.write_text("0" * 64 + " translate\n")
    monkeypatch.setenv("AUDARMA_API_KEYS", str(keys))
    assert cli.main(words) == 0
    assert capsys.readouterr().err == ""
    keys.write_text("a word\n")
    assert cli.main(words) == 1
    assert "line 1: no API key" in capsys.readouterr().err


def test_what_stands_in_the_way_is_told_at_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    (tmp_path / "api-glossaries.json").write_text("[{]")
    with pytest.raises(SettingsError, match=r"api-glossaries\.json: can't be read"):
        application(lambda: None, bench.settings)  # type: ignore[arg-type,return-value]
