"""A real Chromium, and the page served for it: by a thread with engines made for tests, or as people start it."""

import asyncio
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

import app
from page.shelf import Shelf
from tests.conftest import ROOT
from translate.engines import Decoding, Hypothesis
from translate.errors import ModelError
from translate.models import Model
from translate.settings import Settings
from translate.translator import Translator

SECOND = 1000
# How a browser's tests are marked, but for how often a slow machine may try again.
MARKS = [
    pytest.mark.browser,
    # Gradio's queue keeps its own figures in pandas, in ways that pandas 4 drops.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
# A browser, a server and a test share two processors: what fails three times in a row is no hiccup.
pytestmark = [*MARKS, pytest.mark.flaky(reruns=2)]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    # whatever else it would ask for has no address
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# What runs in the background has Ctrl-C turned off, and leaves that to its children.
HEARING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from tests.outside import main
sys.exit(main(sys.argv[1:]))
"""
# Seconds that each model of the tests takes for a sentence.
PACE = {"quick": 0.0, "steady": 0.3, "slow": 0.4, "broken": 0.0, "buggy": 0.0}


class Paced:
    """An engine that answers `English: …` at its own pace, or falls over."""

    name = "paced"
    longest = 1000

    def __init__(self, model: str) -> None:
        self.model = model
        self.heard = 0
        self.sentences: list[str] = []

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        return [len(sentence.split()) for sentence in sentences]

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        if self.model == "buggy" and self.heard:
            raise RuntimeError("a secret inside")
        time.sleep(PACE[self.model] * len(sentences))
        self.heard += len(sentences)
        self.sentences += sentences
        return [Hypothesis(f"English: {sentence}") for sentence in sentences]


class Bench:
    """A folder of models for the tests, with their engines, and how often each was loaded."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data=folder, model="quick")
        self.engines: dict[str, Paced] = {}
        self.loads: list[str] = []
        for name, pace in PACE.items():
            home = folder / "models" / name
            home.mkdir(parents=True)
            for part in ("config.json", "model.bin", "tokenizer.json"):
                (home / part).write_text("{}")
            card = {"about": f"the {name} one", "licence": "CC0", "draft": name != "slow", "speed": 1 / (pace or 0.01)}
            (home / "audarma.json").write_text(json.dumps(card))

    def open(self, _: Settings, model: Model) -> Translator:
        """What `open_translator` does, without a model."""
        self.loads.append(model.name)
        if model.name == "broken":
            raise ModelError("model broken has no weights: copy model.bin into its folder")
        self.engines[model.name] = Paced(model.name)
        glossary = Shelf(self.settings).state().glossary
        # a steady engine's archives shall have something left when they are stopped
        window = 8 if model.name == "steady" else 64
        return Translator(self.engines[model.name], glossary, model.name, model.decoding, model.draft, window)


@contextmanager
def closed_loops() -> Iterator[None]:
    """Gradio makes event loops to hang its locks on, and closes none: that would be a warning in some later test."""
    made: list[asyncio.AbstractEventLoop] = []
    make = asyncio.new_event_loop

    def noted() -> asyncio.AbstractEventLoop:
        made.append(make())
        return made[-1]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(asyncio, "new_event_loop", noted)
        yield
    asyncio.set_event_loop(None)
    for loop in made:
        loop.close()


@contextmanager
def served(bench: Bench, seeds: Path | None = None, port: int = 0) -> Iterator[str]:
    """The page on a port of this machine, a free one where none is named, in a thread."""
    application = app.guarded(app.build(bench.settings, seeds=seeds, opener=bench.open), "127.0.0.1")
    with socket.create_server(("127.0.0.1", port)) as listener:
        server = uvicorn.Server(uvicorn.Config(application, log_level="critical", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@contextmanager
def started(log: Path, *words: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """`audarma serve` as a process of its own, which writes to `log` every outside address that it asks for."""
    with starting(log, *words) as process:
        assert process.stderr
        line = process.stderr.readline()
        assert line.startswith("Audarma: http://127.0.0.1:"), line
        yield line.split()[1], process


@contextmanager
def starting(log: Path, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """The same, from its first moment on."""
    command = [sys.executable, "-c", HEARING, str(log), "serve", "--port", "0", *words]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(20)
        finally:
            process.kill()
            if process.stderr:
                process.stderr.close()


def record(page: Page) -> list[Request]:
    """Every request that the page makes from now on."""
    asked: list[Request] = []
    # Playwright hangs something on its handlers, which a bound `append` does not let it do
    page.on("request", lambda request: asked.append(request))
    return asked


def outsiders(requests: list[Request]) -> list[str]:
    """The addresses among them that are not on this machine; what a page makes for itself has none."""
    addresses = [urlsplit(request.url) for request in requests]
    return [
        url.geturl() for url in addresses if url.scheme not in ("data", "blob", "about") and url.hostname != "127.0.0.1"
    ]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, or a skip where there is none."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def watched(context: BrowserContext) -> Iterator[Page]:
    """A page that may neither ask for anything outside this machine nor break its script."""
    opened = context.new_page()
    asked = record(opened)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    yield opened
    opened.close()
    assert outsiders(asked) == []
    assert faults == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The models for all tests of a file."""
    return Bench(tmp_path_factory.mktemp("models"))


def rows(page: Page) -> list[tuple[str, str]]:
    """The Kazakh and the English of each row on the page, the marks left out."""
    script = """() => [...document.querySelectorAll('#rows tbody tr')].map((row) => {
      return [row.querySelector('.source .text').textContent, row.querySelector('.target .text').textContent];
    })"""
    return [(kazakh, english) for kazakh, english in page.evaluate(script)]
