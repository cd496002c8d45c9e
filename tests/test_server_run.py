"""The server from its start to its end: what is in flight is finished, what is new refused."""

import json
import signal
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Bench
from tests.process import Running, press, pressed, running
from tests.server import JSON, Reply, until
from translate import cli
from translate.errors import SettingsError
from translate.server import application, run

BODY = '{"text": "Ол келді. Абай кетті. Ол бар. Абай жоқ."}'
both = pytest.mark.parametrize("page", [False, True], ids=["api", "both"])


@contextmanager
def asking(here: Running, headers: Mapping[str, str] = JSON, path: str = "/v1/translate") -> Iterator[list[Reply]]:
    """Someone asks for four sentences, of which the first is in the engine; the answer is in the list afterwards."""
    heard: list[Reply] = []
    thread = threading.Thread(target=lambda: heard.append(here.ask("POST", path, BODY, headers)))
    thread.start()
    until(lambda: b"audarma_requests_inside 2.0" in here.ask("GET", "/metrics").raw)
    yield heard
    thread.join(20)


@both
@pytest.mark.parametrize(("grace", "status", "words"), [(20.0, 200, "English: Ол келді"), (0.2, 503, "server ended")])
def test_sigterm_finishes_what_is_in_flight_and_refuses_the_new(
    page: bool, grace: float, status: int, words: str, tmp_path: Path
) -> None:
    with running(tmp_path, page=page, pace=0.5, grace=grace) as here:
        with asking(here) as heard:
            here.process.send_signal(signal.SIGTERM)
            threading.Event().wait(0.25)
            with pytest.raises(OSError, match=r"refused|reset"):
                here.ask("POST", "/v1/translate", BODY, JSON)
        assert (heard[0].status, words in heard[0].raw.decode()) == (status, True)
        assert here.left() == (128 + signal.SIGTERM, "")


@both
def test_a_stream_in_flight_is_finished_too_however_often_the_signal_comes(page: bool, tmp_path: Path) -> None:
    with running(tmp_path, page=page, pace=0.3, grace=20.0) as here:
        with asking(here, {**JSON, "Accept": "text/event-stream"}) as heard:
            for _ in range(4):
                here.process.send_signal(signal.SIGTERM)
                threading.Event().wait(0.1)
        assert [line for line in heard[0].raw.decode().splitlines() if line.startswith("event:")] == [
            *["event: row"] * 4,
            "event: done",
        ]
        assert here.left() == (128 + signal.SIGTERM, "")


@both
def test_signals_at_any_moment_of_the_end_change_nothing_of_it(page: bool, tmp_path: Path) -> None:
    with running(tmp_path, page=page) as here:
        while here.process.poll() is None:
            here.process.send_signal(signal.SIGTERM)
            threading.Event().wait(0.005)
        status, log = here.left()
        # the last moment of a process is the system's own
        assert (status in (128 + signal.SIGTERM, -signal.SIGTERM), log) == (True, "")


def test_who_is_connected_already_is_told_that_the_server_ends(tmp_path: Path) -> None:
    with running(tmp_path, pace=0.5, grace=20.0) as here, closing(HTTPConnection("127.0.0.1", here.port)) as kept:
        kept.request("GET", "/languages")
        kept.getresponse().read()
        with asking(here) as heard:
            here.process.send_signal(signal.SIGTERM)
            threading.Event().wait(0.25)
            for path, name, status in (("/v2/translate", "message", 503), ("/translate", "error", 503)):
                kept.request("POST", path, BODY.encode(), JSON)
                answer = kept.getresponse()
                assert (answer.status, list(json.loads(answer.read()))) == (status, [name])
                assert answer.headers["retry-after"] == "5"
        assert heard[0].status == 200
        assert here.left() == (128 + signal.SIGTERM, "")


def test_a_job_does_not_hold_up_the_end_and_is_told_to_be_gone_after_it(tmp_path: Path) -> None:
    text = json.dumps({"text": " ".join(f"Ол {n} келді." for n in range(300))})
    with running(tmp_path, pace=0.1, grace=20.0) as here:
        job = here.ask("POST", "/v1/jobs", text, JSON).json["id"]
        until(lambda: here.ask("GET", f"/v1/jobs/{job}").json["done"] > 0)
        began = time.monotonic()
        assert here.end() == (128 + signal.SIGTERM, "")
        # thirty seconds of work were left
        assert time.monotonic() - began < 10
    with running(tmp_path) as here:
        reply = here.ask("GET", f"/v1/jobs/{job}")
        assert (reply.status, "started anew" in reply.json["error"]) == (404, True)


def test_what_the_page_translates_does_not_hold_up_the_end(tmp_path: Path) -> None:
    text = " ".join(f"Ол {n} келді." for n in range(300))
    with running(tmp_path, page=True, pace=0.1) as here:
        thread = threading.Thread(target=cut_off, args=(here, text))
        thread.start()
        until(lambda: b'audarma_sentences_total{origin="engine",way="page"}' in here.ask("GET", "/metrics").raw)
        began = time.monotonic()
        assert here.end() == (128 + signal.SIGTERM, "")
        assert time.monotonic() - began < 10
        thread.join(20)


def test_who_leaves_the_page_in_the_middle_holds_the_engine_no_longer(tmp_path: Path) -> None:
    text = " ".join(f"Ол {n} келді." for n in range(300))
    with running(tmp_path, page=True, pace=0.1) as here:
        path = pressed(here, "translate", text, "compact", None, "day")
        with socket.create_connection(("127.0.0.1", here.port), 20) as leaving:
            leaving.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            until(lambda: 'way="page"' in sentences(here))
        # what is in the engine is finished, and nothing after it
        threading.Event().wait(1.0)
        before = sentences(here)
        threading.Event().wait(1.5)
        assert sentences(here) == before
        assert here.end() == (128 + signal.SIGTERM, "")


def sentences(here: Running) -> str:
    """What the figures say of those that the engine made."""
    figures = here.ask("GET", "/metrics").raw.decode().splitlines()
    return next((line for line in figures if line.startswith('audarma_sentences_total{origin="engine"')), "")


def cut_off(here: Running, text: str) -> None:
    """Press the page's button, and be left without the end."""
    with suppress(OSError, HTTPException):
        press(here, "translate", text, "compact", None, "day")


@both
def test_it_starts_again_on_the_same_port_at_once(page: bool, tmp_path: Path) -> None:
    port = 0
    for _ in range(2):
        with running(tmp_path, page=page, port=port) as here:
            port = here.port
            # the side that ends a connection holds its address for a minute
            assert here.ask("GET", "/health", headers={"Connection": "close"}).status == 200
            assert here.end() == (128 + signal.SIGTERM, "")


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
