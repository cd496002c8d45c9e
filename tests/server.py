"""The API on a socket of this machine, with a fake engine behind it, and a client that sends what it is told to."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from glossary.matcher import Glossary
from translate.engines import Decoding, Hypothesis
from translate.engines.fake import FakeEngine
from translate.server import application, run
from translate.server.keys import Keys
from translate.server.limits import Limits
from translate.settings import Settings
from translate.translator import Translator

TERMS = "source,target\nТоқаев,Tokayev\nАстана,Astana\n"
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Gated(FakeEngine):
    """A fake that answers `English: …`, only while its gate is open, and falls over the word `бомба`."""

    def __init__(self) -> None:
        super().__init__(lambda sentence: f"English: {sentence}")
        self.gate = threading.Event()
        self.gate.set()

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        assert self.gate.wait(20)
        if any("бомба" in sentence for sentence in sentences):
            raise RuntimeError("a secret inside /etc/passwd: " + sentences[0])
        return super().translate(sentences, decoding)


@dataclass
class Reply:
    """An answer, whole."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


@dataclass
class Served:
    """A server that runs: its address, its engine, its glossary file."""

    port: int
    engine: Gated
    glossary: Path
    settings: Settings
    server: uvicorn.Server = field(repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request on a connection of its own."""
        return fetch(self.port, method, path, body, headers)

    def post(self, path: str, said: object, headers: Mapping[str, str] | None = None) -> Reply:
        """One request in JSON."""
        return self.ask("POST", path, json.dumps(said), {**JSON, **(headers or {})})

    def raw(self, sent: bytes) -> bytes:
        """The answer to these very bytes."""
        with socket.create_connection(("127.0.0.1", self.port), 20) as connection:
            connection.sendall(sent)
            heard = b""
            while part := connection.recv(65536):
                heard += part
            return heard


def fetch(
    port: int, method: str, path: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
) -> Reply:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    raw = body.encode() if isinstance(body, str) else body
    try:
        connection.request(method, path, raw, dict(headers or {}))
        answer = connection.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, names, answer.read())
    finally:
        connection.close()


@contextmanager
def served(
    folder: Path,
    limits: Limits | None = None,
    keys: Keys | None = None,
    factory: Callable[[], Translator] | None = None,
    private: bool = True,
    **told: Any,
) -> Iterator[Served]:
    """The API on a free port, in a thread; with a factory of its own, it may be one that fails. `told` are settings."""
    glossary = folder / "terms.csv"
    glossary.write_text(TERMS, "utf-8")
    settings, engine = Settings(data=folder, glossary=glossary, **told), Gated()
    opened = factory or (lambda: Translator(engine, Glossary(), "fake"))
    api = application(opened, settings, limits=limits, keys=keys, private=private)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(run.config(api, settings.proxies))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        here = Served(listener.getsockname()[1], engine, glossary, settings, server)
        until(lambda: b"being loaded" not in here.ask("GET", "/ready").raw)
        try:
            yield here
        finally:
            engine.gate.set()
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


def until(holds: Callable[[], bool]) -> None:
    """Wait for what another thread does."""
    due = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < due
        time.sleep(0.005)
