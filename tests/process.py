"""The server as a process of its own, started as `audarma serve` does it, with a fake engine of its own pace."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT
from tests.server import JSON, Reply, fetch, until

PROGRAM = """
import json, sys, time
from pathlib import Path
from glossary.matcher import Glossary
from translate import models
from translate.engines.fake import FakeEngine
from translate.memory.person import MEMORY, Person
from translate.server import application, logs, run
from translate.server.limits import Limits
from translate.server.patience import Patient
from translate.settings import Settings
from translate.translator import Translator

asked = json.loads(sys.argv[1])

def slow(sentence):
    time.sleep(asked["pace"])
    return "English: " + sentence

folder = Path(asked["folder"])
terms = folder / "terms.csv"
terms.write_text("source,target\\nТоқаев,Tokayev\\n", "utf-8")
settings = Settings(data=folder, glossary=terms)
logs.begin("text")
Patient.patience = asked["head"]
made = lambda *_: Translator(FakeEngine(slow), Glossary(), "fake", window=1, memory=Person(folder / MEMORY))
api = lambda factory: application(factory, settings, limits=Limits(**asked["limits"]))
if asked["page"]:
    import app
    app.serve(settings=settings, port=asked["port"], model="compact", opener=made, api=api)
else:
    run.serve(api(made), "127.0.0.1", asked["port"])
"""


@dataclass
class Running:
    """A server that runs: its process, and the port that it listens on."""

    process: "subprocess.Popen[str]"
    port: int

    def ask(self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """One request on a connection of its own."""
        return fetch(self.port, method, path, body, headers)

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """The status with which it ends after a signal, and all that it wrote to its log."""
        self.process.send_signal(number)
        return self.left()

    def left(self) -> tuple[int, str]:
        """The same, of one that ends anyway."""
        status = self.process.wait(30)
        assert self.process.stderr
        return status, self.process.stderr.read()


@contextmanager
def running(
    folder: Path, *, page: bool = False, pace: float = 0.0, port: int = 0, head: float = 15.0, **limits: float
) -> Iterator[Running]:
    """A server whose engine takes so many seconds for a sentence; the page beside it where asked for.

    `head` is how many seconds it waits for a request's head, `limits` are those of the API.
    """
    asked = {"folder": str(folder), "page": page, "pace": pace, "port": port, "head": head, "limits": limits}
    command = [sys.executable, "-c", PROGRAM, json.dumps(asked)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            line = process.stderr.readline()
            assert line.startswith("Audarma: http://127.0.0.1:"), line + process.stderr.read()
            here = Running(process, int(line.split()[1].rpartition(":")[2]))
            until(lambda: fetch(here.port, "GET", "/ready").status == 200)
            yield here
        finally:
            process.kill()


def press(here: Running, button: str, *said: object) -> str:
    """Press a button of the page as its script does, with what stands in the widgets; all events until its end."""
    return fetch(here.port, "GET", pressed(here, button, *said)).raw.decode()


def pressed(here: Running, button: str, *said: object) -> str:
    """Press it, and look at nothing yet: the path at which its events are told."""
    told = fetch(here.port, "GET", "/config").json
    [component] = [one["id"] for one in told["components"] if one["props"].get("elem_id") == button]
    [handler] = [one["id"] for one in told["dependencies"] if [component, "click"] in one["targets"]]
    event = json.dumps({"fn_index": handler, "session_hash": "pressed", "data": said})
    assert fetch(here.port, "POST", "/gradio_api/queue/join", event, JSON).status == 200
    return "/gradio_api/queue/data?session_hash=pressed"
