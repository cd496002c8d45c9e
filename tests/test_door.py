"""The page where the server has keys: a log-in, what each key opens, and that nothing else gets in."""

import hashlib
import json
import os
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

import app
from glossary.store import Store
from page import guard
from page.door import COOKIE, MOST_SESSIONS, NEEDS, Door, Sessions, needs
from page.guard import Message, Receive, Send
from page.tabs import page as built
from tests.browser import SECOND, Bench, browser, closed_loops, pytestmark, watched
from tests.server import FORM, JSON, Reply, fetch
from translate.server import run
from translate.server.keys import Key, Keys

__all__ = ["browser", "pytestmark"]


def key(written: str, *scopes: str) -> Key:
    return Key(hashlib.sha256(written.encode()).digest(), frozenset(scopes), f"the {written}")


KEYS = Keys([key("reader", "read"), key("translator", "translate"), key("editor", "translate", "edit")])


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made = Bench(tmp_path_factory.mktemp("door"))
    # with folders, so that the page has all its handlers
    made.settings = replace(made.settings, archives=(tmp_path_factory.mktemp("archives"),))
    return made


@pytest.fixture(scope="module", autouse=True)
def loops() -> Iterator[None]:
    with closed_loops():
        yield


@pytest.fixture(scope="module")
def blocks(bench: Bench) -> Any:
    return app.build(bench.settings, opener=bench.open)


@pytest.fixture(scope="module")
def port(bench: Bench, blocks: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    uploads = tmp_path_factory.mktemp("uploads")
    before, os.environ["GRADIO_TEMP_DIR"] = os.environ.get("GRADIO_TEMP_DIR"), str(uploads)
    application = app.guarded(blocks, "127.0.0.1", settings=bench.settings, keys=KEYS)
    with run.listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(run.config(application))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(10)
    os.environ.pop("GRADIO_TEMP_DIR")
    if before:
        os.environ["GRADIO_TEMP_DIR"] = before


def log_in(port: int, written: str, headers: Mapping[str, str] | None = None) -> Reply:
    return fetch(port, "POST", "/login", f"key={quote(written)}", {**FORM, **(headers or {})})


def inside(port: int, written: str) -> dict[str, str]:
    """The headers of someone who is logged in."""
    reply = log_in(port, written)
    assert reply.status == 303, reply.raw
    return {"Cookie": reply.headers["set-cookie"].split(";")[0]}


def test_a_stranger_finds_the_log_in_and_nothing_else(port: int) -> None:
    reply = fetch(port, "GET", "/")
    assert (reply.status, reply.headers["location"]) == (303, "/login")
    assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
    form = fetch(port, "GET", "/login")
    assert (form.status, b'type="password"' in form.raw) == (200, True)
    for method, path in (
        ("GET", "/config"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/queue/data?session_hash=abc"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/run/predict"),
        ("POST", "/gradio_api/upload"),
        ("GET", "//"),
        ("GET", "/login/../config"),
    ):
        reply = fetch(port, method, path, "{}" if method == "POST" else None, JSON)
        assert (reply.status, b"not logged in" in reply.raw) == (401, True), path


@pytest.mark.parametrize("written", ["", "guess", "reader ' or 1", "\0", "ә" * 2000])
def test_what_is_no_key_opens_nothing(port: int, written: str) -> None:
    reply = log_in(port, written)
    assert (reply.status, "set-cookie" in reply.headers) == (413 if len(written) > 1000 else 401, False)


def test_a_session_is_a_random_name_that_scripts_and_other_sites_never_get(port: int) -> None:
    cookies = [log_in(port, "reader").headers["set-cookie"] for _ in range(2)]
    for cookie in cookies:
        assert cookie.startswith(f"{COOKIE}=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"} <= {
            part.strip() for part in cookie.split(";")
        }
    names = {cookie.split(";")[0].partition("=")[2] for cookie in cookies}
    assert len(names) == 2
    assert all(len(name) >= 43 for name in names)


def test_logging_out_ends_the_session_on_the_server(port: int) -> None:
    headers = inside(port, "reader")
    assert fetch(port, "GET", "/config", None, headers).status == 200
    reply = fetch(port, "POST", "/logout", None, headers)
    assert (reply.status, "Max-Age=0" in reply.headers["set-cookie"]) == (303, True)
    assert fetch(port, "GET", "/config", None, headers).status == 401


def test_a_session_ends_by_the_clock_and_only_so_many_are_kept() -> None:
    now = [0.0]
    sessions = Sessions(1, lambda: now[0])
    token = sessions.begin(key("a", "read"))
    assert sessions.find(token)
    now[0] = 3600.0
    assert sessions.find(token) is None
    first = sessions.begin(key("a", "read"))
    for _ in range(MOST_SESSIONS):
        last = sessions.begin(key("a", "read"))
    assert (sessions.find(first), bool(sessions.find(last))) == (None, True)


@pytest.mark.parametrize("path", ["/login", "/logout", "/gradio_api/queue/join"])
def test_other_sites_can_not_post_with_a_persons_session(port: int, path: str) -> None:
    headers = {**FORM, **inside(port, "editor"), "Origin": "http://evil.example"}
    assert fetch(port, "POST", path, "key=editor", headers).status == 403
    assert fetch(port, "GET", "/config", None, inside(port, "editor")).status == 200


def test_who_tries_keys_is_told_to_wait(blocks: Any) -> None:
    async def page(scope: Message, receive: Receive, send: Send) -> None:
        """Nobody gets there."""

    with run.listen("127.0.0.1", 0) as listener:
        config = run.config(Door(page, blocks, KEYS, 1))
        config.lifespan = "off"
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        replies = [log_in(listener.getsockname()[1], "guess") for _ in range(21)]
        server.should_exit = True
        thread.join(10)
    assert {reply.status for reply in replies[:20]} == {401}
    assert (replies[20].status, int(replies[20].headers["retry-after"]) >= 1) == (429, True)


def test_every_handler_of_the_page_says_what_it_needs(blocks: Any) -> None:
    names = set()
    for one in blocks.fns.values():
        handler = one.fn
        while hasattr(handler, "func"):
            handler = handler.func
        if handler is not None:
            names.add(getattr(handler, "__qualname__", ""))
    assert names - set(NEEDS) == set(), "add it to NEEDS in page/door.py: until then a key must open edit for it"
    assert set(NEEDS) - names == set(), "no such handler is left"


def test_a_handler_that_nobody_listed_is_taken_for_one_that_writes() -> None:
    assert needs(lambda: None) == "edit"
    assert needs(built) == "edit"
    assert needs(None) == "read"


@pytest.mark.parametrize(
    ("who", "handler", "passes"),
    [
        ("reader", "refresh", True),
        ("reader", "_translate", False),
        ("reader", "_save", False),
        ("translator", "_translate", True),
        ("translator", "_save", False),
        ("translator", "_delete", False),
        ("translator", "_undo", False),
        ("translator", "_import", False),
        ("editor", "_import", True),
    ],
)
def test_a_key_opens_what_its_scopes_say(port: int, blocks: Any, who: str, handler: str, passes: bool) -> None:
    wanted = ("Translation." if handler == "_translate" else "Glossary.") + handler
    places = [number for number, one in blocks.fns.items() if getattr(one.fn, "__qualname__", "") == wanted]
    said = {"fn_index": places[0], "session_hash": "abc", "data": []}
    for path in ("/gradio_api/queue/join", "/gradio_api/run/predict"):
        reply = fetch(port, "POST", path, json.dumps(said), {**JSON, **inside(port, who)})
        assert (reply.status != 403) is passes, reply.raw
        assert passes or b"your key does not open" in reply.raw


@pytest.mark.parametrize(
    "body",
    [
        '{"data": [], "session_hash": "abc"}',
        '{"fn_index": null, "data": []}',
        '{"fn_index": "0", "data": []}',
        '{"fn_index": true, "data": []}',
        '{"fn_index": 1e1, "data": []}',
        '{"fn_index": 99999, "data": []}',
    ],
)
def test_an_event_that_names_no_handler_counts_as_one_that_writes(port: int, body: str) -> None:
    headers = {**JSON, **inside(port, "translator")}
    for path in ("/gradio_api/queue/join", "/gradio_api/run/predict"):
        assert fetch(port, "POST", path, body, headers).status == 403


@pytest.mark.parametrize(
    "path", ["/gradio_api/run/_save", "/gradio_api/call/_save", "/gradio_api/component_server", "/x"]
)
def test_other_ways_in_are_closed_to_who_may_not_edit(port: int, path: str) -> None:
    assert fetch(port, "POST", path, "{}", {**JSON, **inside(port, "translator")}).status == 403
    assert fetch(port, "PUT", path, "{}", {**JSON, **inside(port, "translator")}).status == 403


@pytest.mark.parametrize("body", ["", "[]", "{", "[" * 100_000])
def test_what_is_no_event_is_told(port: int, body: str) -> None:
    reply = fetch(port, "POST", "/gradio_api/queue/join", body, {**JSON, **inside(port, "editor")})
    assert (reply.status, reply.json) == (400, {"detail": "that is no event of the page"})


@pytest.mark.parametrize("path", ["/etc/passwd", "/etc/../etc/passwd", "app.py", "..%2fapp.py", "%2fetc%2fpasswd"])
def test_the_page_gives_no_file_of_a_persons_choosing(port: int, path: str) -> None:
    for route in ("/gradio_api/file=", "/file=", "/static/", "/assets/", "/theme/"):
        reply = fetch(port, "GET", f"{route}{path}", None, inside(port, "editor"))
        assert (reply.status >= 400, b"root:" in reply.raw) == (True, False), (route, path)


def test_an_upload_lies_in_the_pages_own_folder_whatever_it_is_called(port: int) -> None:
    part = '--b\r\nContent-Disposition: form-data; name="files"; filename="../../../escape.txt"\r\n\r\nx\r\n--b--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    assert fetch(port, "POST", "/gradio_api/upload", part, {**headers, **inside(port, "reader")}).status == 403
    reply = fetch(port, "POST", "/gradio_api/upload", part, {**headers, **inside(port, "editor")})
    assert reply.status == 200, reply.raw
    [lies] = map(Path, reply.json)
    assert Path(os.environ["GRADIO_TEMP_DIR"]) in lies.resolve().parents


def test_the_page_takes_no_more_than_an_upload_and_not_too_slowly(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n\r\nkey="
    assert sent(port, head.format("/gradio_api/upload", 100_000_000)).startswith(b"HTTP/1.1 413")
    monkeypatch.setattr(guard, "_LIMITS", replace(guard._LIMITS, patience=0.3))
    answer = sent(port, head.format("/login", 100))
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"too slowly" in answer
    assert fetch(port, "GET", "/login").status == 200


def sent(port: int, said: str) -> bytes:
    """The answer to these very bytes, until the server has had enough."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        connection.sendall(said.encode())
        heard = b""
        while part := connection.recv(65536):
            heard += part
        return heard


# as a person meets it


def enter(page: Page, port: int, written: str) -> None:
    page.goto(f"http://127.0.0.1:{port}/")
    page.get_by_label("Key").fill(written)
    page.get_by_role("button", name="Log in").click()


def test_a_translator_translates_and_is_told_that_the_glossary_is_not_theirs(
    browser: Browser, port: int, bench: Bench
) -> None:
    with browser.new_context() as context, watched(context) as page:
        enter(page, port, "wrong")
        expect(page.get_by_role("alert")).to_contain_text("not known here")
        enter(page, port, "translator")
        expect(page.locator("#translate")).to_be_visible(timeout=20 * SECOND)
        expect(page.get_by_text("the translator (translate)")).to_be_visible()
        page.locator("#box textarea").fill("Ол келді.")
        page.locator("#translate").click()
        expect(page.locator("#rows")).to_contain_text("English: Ол келді.", timeout=20 * SECOND)
        page.get_by_role("tab", name="Glossary").click()
        page.get_by_label("Kazakh, without endings", exact=True).fill("Шабақтыбай")
        page.get_by_label("English", exact=True).fill("Shabaktybai")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("your key does not open edit")).to_be_visible(timeout=20 * SECOND)
        assert not Store(bench.settings.data / "glossary.csv").path.exists()
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_label("Key")).to_be_visible()


def test_an_editor_edits(browser: Browser, port: int, bench: Bench) -> None:
    # a second try begins as the first one did
    (bench.settings.data / "glossary.csv").unlink(missing_ok=True)
    with browser.new_context() as context, watched(context) as page:
        enter(page, port, "editor")
        expect(page.locator("#translate")).to_be_visible(timeout=20 * SECOND)
        page.get_by_role("tab", name="Glossary").click()
        page.get_by_label("Kazakh, without endings", exact=True).fill("Шабақтыбай")
        page.get_by_label("English", exact=True).fill("Shabaktybai")
        for told in ("Not saved yet", "Saved"):
            page.get_by_role("button", name="Save", exact=True).click()
            expect(page.locator("#edit-notice")).to_contain_text(told, timeout=20 * SECOND)
        assert "Shabaktybai" in (bench.settings.data / "glossary.csv").read_text("utf-8")
