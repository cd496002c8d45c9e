"""The page behind its widgets: jobs, models, what comes in, what is told, and the guard before it all."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import uvicorn

import app
from page import intake, lines, words
from page.desk import Desk
from page.guard import Guard, Message, Receive, Send, without_outside
from page.job import FAULT, Job, Sight, end_all
from page.tabs import page
from page.translation import FORMS, Opened, Origin, Translation
from page.update import unchanged
from tests.browser import Bench, Paced, closed_loops, started, starting
from tests.conftest import ROOT, SEED
from tests.outside import outside
from tests.server import JSON, fetch, until
from translate import models, published
from translate.document import Document
from translate.errors import InputError, ModelError, SettingsError
from translate.formats import newswire
from translate.formats.writers import TEXTS, WRITERS
from translate.models import Model
from translate.server import application, run
from translate.server.address import Callers, loopback
from translate.server.beside import Beside
from translate.server.head import Head

TEXT = SEED.read_bytes().decode("utf-8")


@pytest.fixture(autouse=True)
def loops() -> Iterator[None]:
    with closed_loops():
        yield


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "models")


@pytest.fixture
def desk(bench: Bench) -> Desk:
    return Desk(bench.settings, opener=bench.open)


@pytest.fixture
def translation(desk: Desk) -> Iterator[Translation]:
    """The tab as it is laid out, with its handlers."""
    import gradio as gr

    with gr.Blocks(analytics_enabled=False):
        yield Translation(desk, intake.samples(SEED.parent))


def sights(desk: Desk, model: str, document: Document) -> list[Sight]:
    return list(Job(desk, model, document).run(0.01))


# the desk


def test_a_desk_offers_what_is_installed_with_the_default_first(desk: Desk) -> None:
    assert desk.default == "quick"
    assert next(iter(desk.models)) == "quick"
    assert {"quick", "steady", "slow", "compact"} <= set(desk.models)
    assert "nllb-600m" not in desk.models


def test_a_model_is_loaded_once_however_many_ask(desk: Desk, bench: Bench) -> None:
    threads = [threading.Thread(target=desk.translator, args=("quick",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bench.loads == ["quick"]
    assert desk.loaded("quick")
    assert not desk.loaded("slow")


def test_a_model_that_fails_may_be_asked_again(desk: Desk, bench: Bench) -> None:
    for _ in range(2):
        with pytest.raises(ModelError, match="no weights"):
            desk.translator("broken")
    assert bench.loads == ["broken", "broken"]


def test_a_model_that_is_gone_is_told() -> None:
    with pytest.raises(ModelError, match="reload the page"):
        Desk.model(Desk.__new__(_Bare), "old")


class _Bare(Desk):
    models: dict[str, Model] = {}  # noqa: RUF012 - a desk that was never set up


# jobs


def test_a_job_shows_ever_more_of_the_same_rows(desk: Desk) -> None:
    document = newswire.parse(TEXT)
    seen = sights(desk, "steady", document)
    assert [seen[0].stage, seen[1].stage, seen[-1].stage] == ["loading", "running", "done"]
    counts = [len(sight.bitext.beads) for sight in seen]
    assert counts == sorted(counts)
    assert len(set(counts)) > 3
    assert counts[-1] == seen[-1].total == 24
    assert all(later.rows.startswith(sooner.rows) for sooner, later in pairwise(seen))
    assert seen[-1].rows == lines.rows(seen[-1].bitext)
    assert seen[-1].bitext == desk.translator("steady").translate(document)


def test_a_stopped_job_keeps_what_is_ready(desk: Desk) -> None:
    job = Job(desk, "slow", newswire.parse(TEXT))
    last = None
    for sight in job.run(0.01):
        last = sight
        if sight.bitext.beads:
            job.stop()
    assert last
    assert last.stage == "stopped"
    assert 0 < len(last.bitext.beads) < 24


def test_a_job_that_nobody_watches_ends(desk: Desk, bench: Bench) -> None:
    running = Job(desk, "slow", newswire.parse(TEXT * 20)).run(0.01)
    next(sight for sight in running if sight.bitext.beads)
    running.close()  # type: ignore[attr-defined]
    for thread in threading.enumerate():
        if thread.name == "audarma-job":
            thread.join(10)
            assert not thread.is_alive()
    assert bench.engines["slow"].heard < 20


def test_the_end_of_the_page_waits_for_the_engine(desk: Desk, bench: Bench) -> None:
    running = Job(desk, "slow", newswire.parse(TEXT * 20)).run(0.01)
    next(sight for sight in running if sight.bitext.beads)
    end_all()
    assert not [thread for thread in threading.enumerate() if thread.name == "audarma-job"]
    assert list(running)[-1].stage == "stopped"
    assert bench.engines["slow"].heard < 20


@pytest.mark.parametrize(("model", "told"), [("broken", "model broken has no weights"), ("buggy", FAULT)])
def test_a_failed_job_says_why_in_one_line(desk: Desk, model: str, told: str, caplog: pytest.LogCaptureFixture) -> None:
    last = sights(desk, model, newswire.parse(TEXT))[-1]
    assert last.stage == "failed"
    assert last.error.startswith(told)
    assert "\n" not in last.error
    assert ("a secret inside" in caplog.text) == (model == "buggy"), "a bug keeps its traceback, in the log"


# what comes in


@pytest.mark.parametrize("nothing", ["", " ", "\n\t\u00a0\n"])
def test_nothing_is_no_text(nothing: str) -> None:
    with pytest.raises(InputError, match="no text in the box"):
        intake.take(nothing)


def test_too_much_names_the_command_that_takes_it() -> None:
    with pytest.raises(InputError, match=r"1,000,002 characters.*audarma translate FILE"):
        intake.take("а\n" * 500_001)


def test_what_the_command_refuses_too_is_to_be_broken_up() -> None:
    with pytest.raises(InputError, match=r"1,000,001 characters.*break it into paragraphs") as caught:
        intake.take("a" * 1_000_001)
    assert "audarma translate" not in str(caught.value)


def test_half_a_character_is_replaced() -> None:
    assert intake.take("Ол \ud800келді.").text == "Ол \ufffdкелді."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ол келді.", "1 sentence, about 1 s once the model is loaded, on two free processor cores; up to 1 s where"),
        ("Ол келді.\n" * 1200, "1,200 sentences, about 2 min once the model is loaded, on two free processor cores;"),
        ("Ол келді.\n" * 1200, "up to 6 min where it leaves out many terms."),
        ("", ""),
        ("a" * 1_000_001, "This text has 1,000,001 characters"),
        ("Это было на заседании, которое уже прошло.", "Most of it is Russian"),
        ("The end. It is over.", "every sentence will be copied"),
        ("The end.\nIt is over.\nОл келді.", "those sentences will be copied"),
    ],
)
def test_a_forecast_says_how_long_and_what_language(text: str, said: str) -> None:
    model = Model("quick", Path("quick"), "", speed=10)
    assert said in intake.forecast(text, model)


def test_no_speed_no_duration() -> None:
    assert intake.forecast("Ол келді.", Model("new", Path("new"), "")) == "1 sentence."


def test_samples_are_called_by_date_and_title(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(" date 2025-01-02 Тақырып\nОл келді.", "utf-8")
    (tmp_path / "c.txt").write_text("Ол келді.", "utf-8")
    (tmp_path / "a.txt").write_bytes(b"\xcf\xf0\xe5")
    assert [label for label, _ in intake.samples(tmp_path)] == ["a.txt", "2025-01-02  Тақырып", "c.txt"]


def test_a_missing_folder_of_samples_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        intake.samples(tmp_path / "none")


def test_an_error_of_encoding_is_told_in_the_words_of_the_page() -> None:
    content = "Президент келді".encode("windows-1251")
    with pytest.raises(InputError, match="the file's encoding set to") as caught:
        intake.decode(content, "a.txt", "")
    assert "--" not in str(caught.value)
    with pytest.raises(InputError, match="choose another of the file's encodings") as caught:
        intake.decode(b"\xd8", "a.txt", "utf-16-le")
    assert intake.decode(content, "a.txt", "windows-1251") == "Президент келді".replace("і", "і")


# handlers, without a browser


def test_an_opened_file_is_read_and_its_copy_removed(translation: Translation, tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("Ол келді".encode("utf-16-le"))
    failed = translation._open(str(file), "")
    assert not file.exists()
    assert 'role="alert"' in failed[translation.notice]
    assert translation.box not in failed, "what stands in the box stays"
    assert translation.origin not in failed, "and is called what it was called"
    again = translation._reread(failed[translation.opened], "utf-16-le")
    assert again[translation.box] == "Ол келді"
    assert again[translation.origin] == Origin("old.txt", "Ол келді")
    assert again[translation.notice] == ""


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_a_file_without_text_is_told_and_the_box_stays(
    translation: Translation, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(content)
    update = translation._open(str(file), "")
    assert "empty.txt holds no text" in update[translation.notice]
    assert translation.box not in update
    assert translation.origin not in update


def test_a_file_that_is_too_long_never_reaches_the_box(translation: Translation) -> None:
    update = translation._reread(Opened("big.txt", b"a\n" * 500_001), "")
    assert "1,000,002 characters" in update[translation.notice]
    assert translation.box not in update


@pytest.mark.parametrize(
    ("text", "name"),
    [("Ол.\r\nМен.", "a.txt"), ("Ол.\nМен.", "a.txt"), ("Ол.\nСен.", intake.PASTED), ("", intake.PASTED)],
)
def test_a_text_keeps_its_name_until_a_person_edits_it(text: str, name: str) -> None:
    assert Origin("a.txt", "Ол.\r\nМен.").called(text) == name


def test_a_file_that_is_gone_is_told(translation: Translation, tmp_path: Path) -> None:
    assert "can&#x27;t read it" in translation._open(str(tmp_path / "none"), "")[translation.notice]
    assert translation._open(None, "") == unchanged()


def test_only_samples_on_the_list_can_be_picked(translation: Translation, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Құпия.", "utf-8")
    assert translation.box not in translation._pick(str(secret))
    assert translation._pick(str(SEED))[translation.box] == TEXT


def test_handlers_tell_what_is_wrong_rather_than_raise(translation: Translation) -> None:
    assert "no text in the box" in next(translation._translate(" ", "quick", Origin()))[translation.notice]
    assert "reload the page" in next(translation._translate("Ол.", "gone", Origin()))[translation.notice]
    assert "reload the page" in translation._about("Ол.", "gone")
    translation._stop(None)


def test_a_translation_ends_with_rows_that_can_be_written(translation: Translation) -> None:
    updates = list(translation._translate(TEXT, "steady", Origin("a.txt", TEXT)))
    assert "Loading steady" in updates[0][translation.progress]
    assert any('<progress max="24"' in update[translation.progress] for update in updates)
    assert "24 of 24 in" in updates[-1][translation.progress]
    bitext = updates[-1][translation.bitext]
    written = [write(bitext, None) for write in translation._writers()]
    assert [parcel.get("file") for parcel in written] == [
        None, None, "a.en.txt", "a.en.json", "a.en.tsv", "a.en.html", "a.en.docx", "a.en.tmx",
    ]  # fmt: skip
    for parcel, form in zip(written[2:], FORMS, strict=True):
        said = parcel["text"] if "text" in parcel else b64decode(parcel["base64"])
        assert said == WRITERS[form](bitext)
    assert "Copied 24" in written[0]["said"]
    assert written[1]["html"] == TEXTS["html"](bitext)


def test_there_is_nothing_to_write_before_there_are_rows(translation: Translation) -> None:
    assert [write(None, None) for write in translation._writers()] == [None] * 8


def test_what_is_written_of_a_part_says_so(translation: Translation) -> None:
    document = newswire.parse(TEXT, "a.txt")
    whole = translation._desk.translator("quick").translate(document)
    written = [write(replace(whole, beads=whole.beads[:7]), None) for write in translation._writers()]
    endings = ["txt", "json", "tsv", "html", "docx", "tmx"]
    assert [parcel.get("file") for parcel in written[2:]] == [f"a.partial.en.{ending}" for ending in endings]
    assert [parcel.get("said") for parcel in written[:2]] == [
        "Copied 7 of 24 English sentences",
        "Copied 7 of 24 rows, Kazakh and English",
    ]
    assert "7 of 24 sentences" in written[0]["text"]
    assert "7 of 24 sentences" in written[1]["html"]


def test_a_sample_that_can_not_be_read_leaves_the_box_empty(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xcf\xf0\xe5")
    blocks = page(desk, intake.samples(tmp_path))
    boxes = [block for block in blocks.blocks.values() if getattr(block, "elem_id", "") == "box"]
    assert [box.value for box in boxes] == [""]


# words


def test_what_comes_from_outside_is_escaped() -> None:
    model = Model("<i>", Path(), "<script>", draft=True)
    for said in (words.alert("<b>"), words.about(model, "<u>"), words.draft_warning(model)):
        assert not any(tag in said for tag in ("<i>", "<script>", "<u>", "<b><"))
    assert words.alert("") == ""
    assert words.draft_warning(Model("good", Path(), "")) == ""


def test_the_weak_model_s_figures_stand_beside_a_real_translator_s() -> None:
    bundled = models.at(models.COMPACT)
    real = next(row for row in published.on("newstest2019") if row.of("nllb-600m"))
    assert f"{real.bleu} and {real.chrf}" in words.draft_warning(bundled)


# the guard


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", True), ("127.1.2.3", True), ("localhost", True), ("::1", True), ("[::1]", True),
        ("app.localhost", True), ("0.0.0.0", False), ("192.168.1.7", False), ("localhost.evil.example", False),
        ("", False),
    ],
)  # fmt: skip
def test_which_hosts_are_this_machine(host: str, own: bool) -> None:
    assert loopback(host) is own


def test_tags_that_name_other_hosts_go_and_all_else_stays() -> None:
    kept = b'<link href="/a.css"><script>window.x = {"u": "https://a.example"}</script><meta name="viewport">'
    dropped = (
        b'<link rel="preconnect" href="https://fonts.googleapis.com" crossorigin>'
        b'<script src="https://cdnjs.cloudflare.com/a.js" async></script>'
        b'<meta property="og:image"\n content="https://raw.example/a.jpg" />'
    )
    assert without_outside(kept + dropped + kept) == kept + kept


def ask(
    private: bool, headers: dict[str, str], kind: str = "text/html; charset=utf-8"
) -> tuple[int, dict[bytes, bytes], bytes]:
    """What a guarded application answers to a request with these headers."""
    sent: list[Message] = []

    async def inner(scope: Message, receive: Receive, send: Send) -> None:
        assert b"accept-encoding" not in dict(scope["headers"])
        length = (b"content-length", b"1000")
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind.encode()), length]}
        )
        await send({"type": "http.response.body", "body": b'<link href="https://a.', "more_body": True})
        await send({"type": "http.response.body", "body": b'example/"><p>'})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {}

    raw = [(name.encode(), value.encode()) for name, value in ({"accept-encoding": "br"} | headers).items()]
    asyncio.run(Guard(inner, Callers(private))({"type": "http", "headers": raw}, receive, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def test_a_page_is_cleaned_and_gets_its_policy() -> None:
    status, headers, body = ask(True, {"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:7860"})
    assert (status, body) == (200, b"<p>")
    assert headers[b"content-length"] == b"3"
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert not any(b"http" in value for value in headers.values())


def test_what_is_no_page_passes_as_it_is() -> None:
    assert ask(True, {"host": "localhost"}, "application/json")[2] == b'<link href="https://a.example/"><p>'


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example:7860"},
        {"host": "127.0.0.1:7860", "origin": "http://evil.example"},
        {"host": "127.0.0.1:7860", "origin": "http://127.0.0.1:9999"},
        {"host": "[::1"},
        {},
    ],
)
def test_other_sites_are_refused_by_a_private_page(headers: dict[str, str]) -> None:
    assert ask(True, headers)[0] == 403
    if "origin" not in headers:
        assert ask(False, headers)[0] == 200


def test_what_is_no_request_passes_the_guard() -> None:
    seen: list[str] = []

    async def inner(scope: Message, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    guard = Guard(inner, Callers())
    asyncio.run(guard({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]


# serving


class _Server:
    """Stands in for uvicorn's: notes what it was given, and ends as Ctrl-C does."""

    given: list[Any] = []  # noqa: RUF012

    def __init__(self, config: Any) -> None:
        self.config = config

    def run(self, sockets: list[socket.socket]) -> None:
        self.given.append((self.config.app, sockets[0].getsockname()[1]))
        raise KeyboardInterrupt


@pytest.fixture
def serve(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`app.serve` with the tests' models, which ends at once."""
    monkeypatch.setattr("uvicorn.Server", _Server)
    for name in ("GRADIO_TEMP_DIR", "GRADIO_ANALYTICS_ENABLED", "HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "before")

    def serve(**given: Any) -> None:
        with pytest.raises(KeyboardInterrupt):
            app.serve(settings=bench.settings, opener=bench.open, port=0, **given)

    return serve


def test_ctrl_c_ends_the_page_and_is_passed_on(serve: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    handlers = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)]
    serve(seeds=SEED.parent)
    application, port = _Server.given[-1]
    assert (type(application), type(application._application)) == (Head, Guard)
    assert capsys.readouterr().err == f"Audarma: http://127.0.0.1:{port} (Ctrl-C ends it)\n"
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)] == handlers


@pytest.mark.parametrize(("again", "status"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_a_second_ctrl_c_waits_for_no_engine(
    again: BaseException, status: int, serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[tuple[int, bool]] = []

    def wait() -> None:
        raise again

    monkeypatch.setattr("page.job.end_all", wait)
    monkeypatch.setattr(os, "_exit", lambda status: left.append((status, Path(os.environ["GRADIO_TEMP_DIR"]).exists())))
    serve()
    assert left == [(status, False)], "the folder of uploads goes first"


# how the process ends: SIGHUP, a closed window, goes the way of SIGTERM
ENDS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)]


@pytest.fixture
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a page's temporary folder lies, for pages that start with Ctrl-C turned off, as in the background."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield folder
    signal.signal(signal.SIGINT, before)


def ended(process: "subprocess.Popen[str]", number: int) -> tuple[int, str]:
    """The status and the last words of a page that gets a signal."""
    process.send_signal(number)
    assert process.stderr
    return process.wait(20), process.stderr.read()


@pytest.mark.parametrize(("number", "status"), ENDS)
def test_a_page_that_is_ended_leaves_nothing_behind(number: int, status: int, uploads: Path, tmp_path: Path) -> None:
    with started(tmp_path / "log", "--model", "compact") as (_, process):
        assert list(uploads.glob("audarma-*"))
        said = "audarma: interrupted\n" if number == signal.SIGINT else ""
        assert ended(process, number) == (status, said)
    assert list(uploads.iterdir()) == []


@pytest.mark.parametrize(("number", "status"), ENDS)
def test_so_does_one_that_only_begins(number: int, status: int, uploads: Path, tmp_path: Path) -> None:
    with starting(tmp_path / "log", "--model", "compact") as process:
        while not list(uploads.glob("audarma-*")) and process.poll() is None:
            time.sleep(0.01)
        said = "audarma: interrupted\n" if number == signal.SIGINT else ""
        assert ended(process, number) == (status, said)
    assert list(uploads.iterdir()) == []


def test_the_browser_is_opened_on_request(serve: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    opened = threading.Event()
    monkeypatch.setattr("webbrowser.open", lambda address: opened.set())
    serve(open_browser=True)
    assert opened.wait(5)


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("localhost", "localhost")],
)
def test_the_address_is_one_that_a_browser_can_open(host: str, address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert run.address(host, listener) == f"http://{address}:{listener.getsockname()[1]}"


def test_the_page_and_the_api_share_a_port_and_a_model(bench: Bench) -> None:
    desk = app._desk(bench.settings, None, bench.open)
    api = application(lambda: desk.translator(desk.default), bench.settings)
    both = Beside(api, app.guarded(app._blocks(desk, None), "127.0.0.1", api))
    with run.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(both, log_level="critical", timeout_graceful_shutdown=1, lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            until(lambda: fetch(port, "GET", "/ready").status == 200)
            said = '{"q": "Ол келді.", "source": "kk", "target": "en"}'
            assert fetch(port, "POST", "/translate", said, JSON).json == {"translatedText": "English: Ол келді."}
            shown = fetch(port, "GET", "/")
            assert (shown.status, b"gradio" in shown.raw) == (200, True)
            assert bench.loads == ["quick"]
        finally:
            server.should_exit = True
            thread.join(20)


def test_a_port_in_use_is_told_in_one_line(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"127.0.0.1:{port}: can't listen there .*--port 0"):
            app.serve(settings=bench.settings, port=port)


def test_a_missing_model_is_told_before_anything_is_served(bench: Bench, serve: Callable[..., None]) -> None:
    with pytest.raises(ModelError, match="no model 'none'"):
        app.serve(settings=bench.settings, port=0, model="none")


def test_importing_the_page_does_nothing() -> None:
    probe = "import sys, app; print([n for n in ('gradio', 'torch', 'ctranslate2', 'page') if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


# the record of what a process asks for


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        (
            "import socket; s = socket.socket(); s.settimeout(.01); s.connect_ex(('192.0.2.1', 80))",
            "socket.connect 192.0.2.1",
        ),
        (
            "import socket\ntry: socket.getaddrinfo('outside.invalid', 80)\nexcept OSError: pass",
            "socket.getaddrinfo outside",
        ),
        (
            "import socket; s = socket.socket(type=2); s.setblocking(False); s.sendto(b'', ('192.0.2.1', 9))",
            "socket.sendto 192",
        ),
        ("import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())", ""),
    ],
)
def test_the_record_sees_what_leaves_and_nothing_else(code: str, seen: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    subprocess.run([sys.executable, "-m", "tests.outside", str(log), "-c", code], cwd=ROOT, check=False, stderr=-3)
    written = log.read_text()
    assert written.startswith(seen)
    assert bool(written) == bool(seen)


def test_addresses_of_this_machine_are_not_outside() -> None:
    inside: list[object] = ["localhost", b"127.0.0.1", ("::1", 1, 0, 0), "/tmp/socket", b"\0abstract", None, ("", 0)]
    assert [outside(address) for address in inside] == [""] * len(inside)
    assert outside(("2001:db8::1", 80, 0, 0)) == "2001:db8::1"


def test_the_engine_of_the_tests_knows_its_seam() -> None:
    assert Paced("quick").lengths(["a b", "c"]) == [2, 1]
