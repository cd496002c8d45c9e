"""What keeps the server standing and to itself: shares a minute, slow clients, names, sites, keys, and what is said."""

import asyncio
import hashlib
import hmac
import json
import logging
import socket
import threading
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.server import FORM, served, until
from translate.errors import SettingsError
from translate.server.address import Callers
from translate.server.faulty import Faulty
from translate.server.gate import Gate, Message, Receive, Send, Traffic
from translate.server.keys import Key, Keys
from translate.server.limits import Limits
from translate.server.metrics import Metrics
from translate.server.patience import Patient
from translate.server.rates import MOST_NAMES, Rate, Rates
from translate.server.refusal import Refusal
from translate.server.visit import Visit
from translate.settings import Settings

READER, EDITOR = "a-key-that-reads", "a-key-that-edits"


def key(written: str, *scopes: str, name: str = "") -> Key:
    return Key(hashlib.sha256(written.encode()).digest(), frozenset(scopes), name)


@pytest.fixture
def keys() -> Keys:
    return Keys([key(READER, "translate"), key(EDITOR, "translate", "edit", name="desk")])


# shares of a minute


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_share_may_be_taken_at_once_and_flows_back() -> None:
    clock = Clock()
    rate = Rate(60, clock=clock)
    assert [rate.take("a") for _ in range(60)] == [0.0] * 60
    assert rate.take("a") == pytest.approx(1)
    assert rate.take("b") == 0
    clock.now += 1.0
    assert rate.take("a") == 0
    assert rate.take("a") == pytest.approx(1)
    clock.now += 3600
    assert [rate.take("a") for _ in range(61)][-2:] == [0.0, pytest.approx(1)]


def test_what_is_larger_than_a_share_waits_for_a_whole_one() -> None:
    clock = Clock()
    rate = Rate(100, clock=clock)
    assert rate.take("a", 1_000) == 0
    assert rate.take("a", 1) == pytest.approx(540.6)


def test_as_many_names_are_kept_as_fit_and_no_more() -> None:
    rate = Rate(1)
    for number in range(MOST_NAMES + 500):
        rate.take(f"{number}")
    assert len(rate) == MOST_NAMES


def test_no_bound_keeps_no_names() -> None:
    rate = Rate(0)
    assert [rate.take("a", 10**9) for _ in range(3)] == [0.0] * 3
    assert len(rate) == 0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("", "", True),
    ],
)
def test_an_address_is_what_one_client_has(first: str, second: str, same: bool) -> None:
    rates = Rates(Limits(requests_a_minute=1))
    rates.enter(Visit("a", first))
    if not same:
        rates.enter(Visit("b", second))
        return
    with pytest.raises(Refusal, match=r"more than the 1 requests") as refused:
        rates.enter(Visit("b", second))
    assert refused.value.headers == {"Retry-After": "60"}


def test_each_protocol_is_told_when_to_come_again(tmp_path: Path) -> None:
    with served(tmp_path, Limits(requests_a_minute=3)) as here:
        for _ in range(3):
            assert here.ask("GET", "/languages").status == 200
        for path, name in (("/v1/translate", "error"), ("/translate", "error"), ("/v2/translate", "message")):
            reply = here.post(path, {})
            assert (reply.status, list(reply.json)) == (429, [name])
            assert 1 <= int(reply.headers["retry-after"]) <= 60
        # whoever watches the server is not counted
        assert {here.ask("GET", "/health").status for _ in range(9)} == {200}


def test_characters_are_counted_in_every_protocol(tmp_path: Path) -> None:
    with served(tmp_path, Limits(characters_a_minute=10)) as here:
        assert here.post("/v1/translate", {"text": "Ол келді.", "title": "А"}).status == 200
        libre = here.post("/translate", {"q": "Ол келді.", "source": "kk", "target": "en"})
        assert (libre.status, "10 characters" in libre.json["error"]) == (429, True)
        deepl = here.post("/v2/translate", {"text": ["Ол келді."], "target_lang": "EN"})
        assert (deepl.status, "10 characters" in deepl.json["message"]) == (429, True)
        assert int(deepl.headers["retry-after"]) > 1


def test_a_key_has_a_share_of_its_own_wherever_it_is_said(tmp_path: Path, keys: Keys) -> None:
    form = {"q": "a", "source": "kk", "target": "en"}
    with served(tmp_path, Limits(requests_a_minute=4), keys) as here:
        for _ in range(4):
            assert here.post("/translate", form | {"api_key": READER}).status == 200
        assert here.post("/translate", form | {"api_key": READER}).status == 429
        assert here.ask("POST", "/v2/usage", f"auth_key={EDITOR}", FORM).status == 200
        # guesses are counted on the address
        statuses = [here.post("/translate", form | {"api_key": "guess"}).status for _ in range(5)]
        assert (statuses[0], statuses[-1]) == (403, 429)


def test_an_address_is_what_the_connection_says(tmp_path: Path) -> None:
    with served(tmp_path, Limits(requests_a_minute=2)) as here:
        statuses = [
            here.ask("GET", "/languages", None, {"X-Forwarded-For": f"192.0.2.{number}"}).status for number in range(3)
        ]
        assert statuses == [200, 200, 429]
    for proxies in (("127.0.0.1",), ("127.0.0.0/8",)):
        with served(tmp_path, Limits(requests_a_minute=2), proxies=proxies) as here:
            statuses = [
                here.ask("GET", "/languages", None, {"X-Forwarded-For": f"192.0.2.{number}"}).status
                for number in range(3)
            ]
            assert statuses == [200] * 3


# slow clients, and those that go


def heads(more: str) -> bytes:
    return f"POST /v1/translate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{more}\r\n".encode()


def test_a_body_that_comes_too_slowly_is_not_waited_for(tmp_path: Path) -> None:
    with served(tmp_path, Limits(patience=0.3)) as here:
        answer = here.raw(heads("Content-Length: 1000\r\n") + b'{"text": "')
        assert answer.startswith(b"HTTP/1.1 408")
        assert b"connection: close" in answer.lower()
        assert b"too slowly" in answer
        # one who sends at a decent pace has all the time that it takes
        with socket.create_connection(("127.0.0.1", here.port), 20) as connection:
            body = json.dumps({"text": "a" * 40_000}).encode()
            connection.sendall(heads(f"Content-Length: {len(body)}\r\nConnection: close\r\n"))
            for start in range(0, len(body), 10_000):
                threading.Event().wait(0.12)
                connection.sendall(body[start : start + 10_000])
            assert connection.recv(12) == b"HTTP/1.1 200"
        assert here.ask("GET", "/health").status == 200


@pytest.mark.parametrize("sent", [b"", b"GET /health HT", b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /he"])
def test_a_head_that_never_ends_is_not_waited_for(sent: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Patient, "patience", 0.4)
    with served(tmp_path) as here, socket.create_connection(("127.0.0.1", here.port), 20) as slow:
        slow.sendall(sent)
        heard = b""
        try:
            while part := slow.recv(65536):
                heard += part
        except ConnectionResetError:
            pass
        assert heard.startswith(b"HTTP/1.1 200") == (b"\r\n\r\n" in sent)
        assert here.ask("GET", "/health").status == 200


def test_a_translation_may_take_longer_than_a_head(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Patient, "patience", 0.3)
    with served(tmp_path, Limits(patience=0.3)) as here:
        here.engine.gate.clear()
        threading.Timer(0.9, here.engine.gate.set).start()
        assert here.post("/v1/translate", {"text": "Ол келді."}).status == 200


def test_connections_beyond_their_number_are_told_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Faulty, "most", 5)
    body = '{"text": "Ол келді."}'.encode()
    with served(tmp_path) as here, ExitStack() as held:

        def connect() -> socket.socket:
            return held.enter_context(socket.create_connection(("127.0.0.1", here.port), 20))

        here.engine.gate.clear()
        for _ in range(5):
            connect().sendall(heads(f"Content-Length: {len(body)}\r\n") + body)
        until(lambda: len(here.server.server_state.tasks) == 5)
        for path, name in (("/v1/translate", "error"), ("/v2/translate", "message"), ("/health", "error")):
            reply = here.post(path, {})
            assert (reply.status, list(reply.json), reply.headers["retry-after"]) == (503, [name], "5")
            assert reply.headers["x-content-type-options"] == "nosniff"
        # so many that there is no place to tell them: the process must not run out of files
        crowd = [connect() for _ in range(100)]
        until(lambda: len(here.server.server_state.connections) <= 25)
        assert crowd[0].recv(1) == b""
        here.engine.gate.set()
        held.close()
        until(lambda: here.ask("GET", "/health").status == 200)
    assert caplog.messages == []


def test_who_asks_nothing_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Faulty, "most", 5)
    with served(tmp_path) as here, ExitStack() as held:
        for _ in range(50):
            held.enter_context(socket.create_connection(("127.0.0.1", here.port), 20))
        until(lambda: len(here.server.server_state.connections) <= 5)
        assert [here.ask("GET", "/health").status for _ in range(9)] == [200] * 9


def test_one_who_never_takes_the_answer_is_let_go() -> None:
    traffic, limits = Traffic(), Limits(patience=0.1)

    async def application(scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        await asyncio.sleep(60)

    async def ask() -> None:
        gate = Gate(
            application, traffic=traffic, callers=Callers(), limits=limits, rates=Rates(limits), metrics=Metrics()
        )
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"localhost")]}
        async with asyncio.timeout(10):
            await gate(scope, receive, send)

    with pytest.raises(ConnectionResetError, match="cut off"):
        asyncio.run(ask())
    assert traffic.inside == 0


def test_a_hundred_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        for path in ("/v1/translate", "/translate", "/v2/translate"):
            head = heads("Content-Length: 100000000\r\n").replace(b"/v1/translate", path.encode())
            answer = here.raw(head)
            assert answer.startswith(b"HTTP/1.1 413")
            assert (b'"message"' if path.startswith("/v2") else b'"error"') in answer
        with socket.create_connection(("127.0.0.1", here.port), 20) as connection:
            connection.sendall(heads("Transfer-Encoding: chunked\r\n"))
            sent = 0
            try:
                while sent < 100_000_000:
                    connection.sendall(b"100000\r\n" + b" " * 0x100000 + b"\r\n")
                    sent += 0x100000
            except OSError:
                pass
        assert sent < 100_000_000
        assert here.ask("GET", "/health").status == 200


def test_one_who_goes_in_the_middle_of_a_body_leaves_nothing_behind(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with served(tmp_path) as here, caplog.at_level(logging.ERROR):
        with socket.create_connection(("127.0.0.1", here.port), 20) as leaving:
            leaving.sendall(heads("Content-Length: 1000\r\n") + b'{"text": "')
        until(lambda: b'route="/v1/translate",status="499"' in here.ask("GET", "/metrics").raw)
        assert b"audarma_requests_inside 1.0" in here.ask("GET", "/metrics").raw
    assert caplog.messages == []


MANY = ["Ол келді."] * 10_000


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        ("/v1/translate", {"text": MANY}, 413),
        ("/translate", {"q": MANY, "source": "kk", "target": "en"}, 400),
        ("/detect", {"q": MANY}, 400),
        ("/v2/translate", {"text": MANY, "target_lang": "EN"}, 400),
        ("/v1/translate", {"text": None}, 422),
        ("/translate", {"q": None, "source": None, "target": None}, 400),
        ("/v2/translate", {"text": None, "target_lang": None}, 400),
        ("/v2/translate", {"text": ["a"], "target_lang": "EN", "source_lang": "XX"}, 400),
        ("/v2/glossaries", {"name": None, "source_lang": "kk", "target_lang": "en", "entries": None}, 400),
        ("/v1/glossary", {"source": None, "target": None}, 422),
        ("/v1/glossary", {"source": ["a"], "target": {}}, 422),
    ],
)
def test_lists_too_long_nulls_and_wrong_types_are_told(
    tmp_path: Path, path: str, said: dict[str, Any], status: int
) -> None:
    with served(tmp_path) as here:
        reply = here.post(path, said)
        assert (reply.status, list(reply.json)) == (status, ["message" if path.startswith("/v2/") else "error"])
        assert "Ол" not in reply.raw.decode()


# names, sites, headers


@pytest.mark.parametrize(
    ("private", "hosts", "host", "passes"),
    [
        (True, (), "127.0.0.1:80", True),
        (True, (), "desk.example.org", False),
        (True, ("desk.example.org",), "desk.example.org", True),
        (True, ("desk.example.org",), "evil.example", False),
        (False, (), "evil.example", True),
        (False, ("desk.example.org",), "evil.example", False),
        (False, ("desk.example.org",), "localhost:7860", True),
        (False, ("desk.example.org",), "[::1", False),
        (False, ("desk.example.org",), "", False),
    ],
)
def test_by_which_names_a_server_is_asked(private: bool, hosts: tuple[str, ...], host: str, passes: bool) -> None:
    assert (Callers(private, hosts).refuse({b"host": host}) == "") is passes


def test_no_other_site_may_ask_unless_it_is_listed(tmp_path: Path) -> None:
    said = {"q": "Ол келді.", "source": "kk", "target": "en"}
    site = "https://cms.example.org"
    asks = {"Origin": site, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    with served(tmp_path) as here:
        assert here.post("/translate", said, {"Origin": site}).status == 403
        assert here.ask("OPTIONS", "/translate", None, asks).status == 403
        assert "access-control-allow-origin" not in here.post("/translate", said, {"Origin": site}).headers
    with served(tmp_path, Limits(requests_a_minute=1), origins=(site,)) as here:
        before = here.ask("OPTIONS", "/translate", None, asks)
        assert (before.status, before.headers["access-control-allow-origin"]) == (200, site)
        assert "access-control-allow-credentials" not in before.headers
        for status in (200, 429):
            reply = here.post("/translate", said, {"Origin": site})
            assert (reply.status, reply.headers["access-control-allow-origin"]) == (status, site)
        other = here.post("/translate", said, {"Origin": "https://evil.example"})
        assert (other.status, "access-control-allow-origin" in other.headers) == (403, False)


def test_every_answer_has_its_guards_also_a_refusal(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        for reply in (here.ask("GET", "/health"), here.post("/translate", {}, {"Host": "evil.example"})):
            assert "default-src 'none'" in reply.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
            assert reply.headers["x-content-type-options"] == "nosniff"
            assert reply.headers["x-frame-options"] == "DENY"
            assert reply.headers["referrer-policy"] == "no-referrer"
            assert reply.headers["cache-control"] == "no-store"
            assert "server" not in reply.headers


@pytest.mark.parametrize(("given", "kept"), [("desk-17.a_B", True), ("a b", False), ("x" * 65, False), ("-", False)])
def test_a_request_is_called_as_the_client_calls_it_if_that_is_a_name(tmp_path: Path, given: str, kept: bool) -> None:
    with served(tmp_path) as here:
        name = here.ask("GET", "/health", None, {"X-Request-ID": given}).headers["x-request-id"]
        assert (name == given) is kept
        assert kept or len(name) == 16


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/docs/..%2f..%2fetc/passwd", "/v2/glossaries/..%2f..%2fkeys"])
def test_no_path_leads_to_a_file(tmp_path: Path, path: str) -> None:
    with served(tmp_path) as here:
        reply = here.ask("GET", path)
        assert (reply.status, b"root:" in reply.raw) == (404, False)


# keys


def test_every_key_is_compared_whole_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    plain = hmac.compare_digest

    def noted(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return plain(one, other)

    monkeypatch.setattr(hmac, "compare_digest", noted)
    keys = Keys([key(f"{number}", "translate") for number in range(5)])
    for given, status in (("0", 0), ("4", 0), ("none of them", 401)):
        compared.clear()
        with pytest.raises(Refusal) if status else nullcontext():
            keys.check(given, "translate")
        assert len(compared) == 5, "the first key and the last take as long as one that is none"
        assert {(len(one), len(other)) for one, other in compared} == {(32, 32)}


@pytest.mark.parametrize(
    ("scopes", "opens"),
    [
        (("read",), {"read"}),
        (("translate",), {"read", "translate"}),
        (("edit",), {"read", "edit"}),
        (("translate", "edit"), {"read", "translate", "edit"}),
    ],
)
def test_what_each_scope_opens(scopes: tuple[str, ...], opens: set[str]) -> None:
    made = key("a", *scopes)
    assert {scope for scope in ("read", "translate", "edit") if made.opens(scope)} == opens


def test_a_key_of_an_earlier_file_still_edits(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{hashlib.sha256(b'old').hexdigest()} translate,glossary the desk\n")
    assert Keys.read(file).check("old", "edit").owner == "the desk"
    file.write_text(f"{hashlib.sha256(b'old').hexdigest()} everything\n")
    with pytest.raises(SettingsError, match="'everything' is no scope"):
        Keys.read(file)


def test_who_may_only_read_reads(tmp_path: Path) -> None:
    with served(tmp_path, keys=Keys([key("r", "read")])) as here:
        shown = {"Authorization": "Bearer r"}
        assert here.ask("GET", "/v1/glossary", None, shown).status == 200
        assert here.ask("GET", "/metrics", None, shown).status == 200
        assert here.ask("GET", "/metrics").status == 401
        assert here.post("/v1/translate", {"text": "a"}, shown).status == 403
        assert here.post("/v1/glossary", {"source": "a", "target": "b"}, shown).status == 403


def test_limits_hold_where_others_reach_the_server() -> None:
    settings = Settings(Path("/d"))
    assert (Limits.of(settings, True).requests_a_minute, Limits.of(settings, False).requests_a_minute) == (0, 600)
    told = Settings(Path("/d"), requests_a_minute=0, characters_a_minute=7, max_body=9, waiting=3, grace=1)
    made = Limits.of(told, False)
    assert (made.requests_a_minute, made.characters_a_minute, made.body, made.waiting, made.grace) == (0, 7, 9, 3, 1)
