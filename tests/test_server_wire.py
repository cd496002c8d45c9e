"""What an unfriendly world sends down a socket, to the API alone and to page and API on one port: both stay up.

Each server is a process of its own; at its end its log must be empty.
"""

import io
import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPResponse

import pytest

from tests.process import Running, running
from tests.server import Reply, until

TEXT = json.dumps({"text": "Ол келді."}).encode()
# long enough that the server wonders whether anyone still waits
LONG = json.dumps({"text": " ".join(f"Ол {n} келді." for n in range(12))}).encode()


@pytest.fixture(scope="module", params=["api", "both"])
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp(request.param)
    with running(folder, page=request.param == "both", pace=0.05, head=2.0, patience=1.5) as server:
        yield server
        assert server.end() == (143, "")


@pytest.fixture(autouse=True)
def alive(here: Running) -> Iterator[None]:
    """Whatever was sent, the server answers who comes next, and nothing is left inside."""
    yield
    until(lambda: b"audarma_requests_inside 1.0" in here.ask("GET", "/metrics").raw)


def head(more: str = "", path: str = "/v1/translate", version: str = "1.1") -> bytes:
    kind = "Content-Type: application/json\r\n"
    return f"POST {path} HTTP/{version}\r\nHost: 127.0.0.1\r\n{kind}{more}\r\n".encode()


def post(body: bytes = TEXT, more: str = "", path: str = "/v1/translate", version: str = "1.1") -> bytes:
    return head(f"Content-Length: {len(body)}\r\n{more}", path, version) + body


def opened(here: Running) -> "closing[socket.socket]":
    return closing(socket.create_connection(("127.0.0.1", here.port), 20))


def heard(connection: socket.socket) -> bytes:
    """All that comes until the server ends its side."""
    raw = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            raw += part
    return raw


class Heard(io.BytesIO):
    """What came down a socket, in place of the socket: an answer that is read leaves the next one as it is."""

    def makefile(self, _: str) -> "Heard":
        return self

    def close(self) -> None:
        """Not at the end of one answer."""


def replies(raw: bytes) -> list[Reply]:
    """The answers one after another; what only says to go on is left out."""
    file, found = Heard(raw), []
    while file.tell() < len(raw):
        answer = HTTPResponse(file)  # type: ignore[arg-type]
        answer.begin()
        names = {name.lower(): value for name, value in answer.getheaders()}
        found.append(Reply(answer.status, names, answer.read()))
    return found


def sent(here: Running, *parts: bytes, part: bool = False, pause: float = 0.05) -> list[Reply]:
    """What is answered to these bytes, which go out one after another; `part` ends the client's side after them."""
    with opened(here) as connection:
        with suppress(ConnectionResetError, BrokenPipeError):
            for number, one in enumerate(parts):
                time.sleep(pause if number else 0)
                connection.sendall(one)
            if part:
                connection.shutdown(socket.SHUT_WR)
        return replies(heard(connection))


def refused(reply: Reply, status: int, name: str = "error") -> bool:
    """Whether that is a refusal in the shape of its protocol, with all guards, on a connection that ends."""
    assert (reply.status, list(reply.json), reply.headers["connection"]) == (status, [name], "close"), reply
    assert reply.headers["x-content-type-options"] == "nosniff"
    return True


# half a connection


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("body", [TEXT, LONG])
def test_who_ends_his_side_after_asking_is_answered(here: Running, body: bytes, version: str) -> None:
    began = time.monotonic()
    [reply] = sent(here, post(body, version=version), part=True)
    assert (reply.status, len(reply.json["translations"][0]["rows"])) == (200, 1 if body == TEXT else 12)
    assert time.monotonic() - began < 4, "nothing more is waited for"


def test_who_ends_his_side_after_two_requests_gets_both_answers(here: Running) -> None:
    first, second = sent(here, post(LONG) + post(), part=True)
    assert [len(one.json["translations"][0]["rows"]) for one in (first, second)] == [12, 1]


@pytest.mark.parametrize(("path", "name"), [("/v1/translate", "error"), ("/v2/translate", "message")])
def test_a_body_that_ends_before_its_length_is_told(here: Running, path: str, name: str) -> None:
    for framing in ("Content-Length: 1000\r\n", "Transfer-Encoding: chunked\r\n"):
        [reply] = sent(here, head(framing, path) + b'2\r\n{"\r\n', part=True)
        assert refused(reply, 400, name)
        assert "ended before" in reply.json[name]


def test_who_goes_before_the_answer_leaves_the_queue(here: Running) -> None:
    body = json.dumps({"text": "Ол келді. " * 400}).encode()
    for more in ("", "Accept: text/event-stream\r\n"):
        with opened(here) as leaving:
            leaving.sendall(post(body, more))
            time.sleep(0.3)
        # 400 sentences would take twenty seconds
        began = time.monotonic()
        until(lambda: b"audarma_requests_inside 1.0" in here.ask("GET", "/metrics").raw)
        assert time.monotonic() - began < 5


def test_who_goes_in_the_middle_of_a_stream_leaves_the_queue(here: Running) -> None:
    body = json.dumps({"text": " ".join(f"Ол {n} келді." for n in range(400))}).encode()
    with opened(here) as leaving:
        leaving.sendall(post(body, "Accept: text/event-stream\r\n"))
        raw = b""
        while b"event: row" not in raw:
            raw += leaving.recv(65536)
    began = time.monotonic()
    until(lambda: b"audarma_requests_inside 1.0" in here.ask("GET", "/metrics").raw)
    until(lambda: b"audarma_queue_requests 0.0" in here.ask("GET", "/metrics").raw)
    assert time.monotonic() - began < 5


# versions and framing


@pytest.mark.parametrize("more", ["", "Connection: keep-alive\r\n", "Connection: close\r\n"])
def test_http_1_0_is_answered_and_its_connection_ended(here: Running, more: str) -> None:
    [reply] = sent(here, post(more=more, version="1.0"))
    assert (reply.status, reply.headers["connection"]) == (200, "close")
    [reply] = sent(here, post(more=f"Accept: text/event-stream\r\n{more}", version="1.0"))
    assert "transfer-encoding" not in reply.headers
    assert reply.raw.count(b"event: ") == 2


def test_a_body_in_chunks_is_read_whole(here: Running) -> None:
    half = len(TEXT) // 2
    chunks = [b"%x;ext=1\r\n%b\r\n" % (len(part), part) for part in (TEXT[:half], TEXT[half:])]
    whole = head("Transfer-Encoding: chunked\r\nConnection: close\r\n")
    for parts in ([whole + b"".join(chunks) + b"0\r\nX-Trailer: 1\r\n\r\n"], [whole, *chunks, b"0\r\n", b"\r\n"]):
        [reply] = sent(here, *parts)
        assert (reply.status, reply.json["translations"][0]["text"]) == (200, "English: Ол келді.")


@pytest.mark.parametrize("chunk", [b"zz\r\n{}\r\n", b"-1\r\n{}\r\n", b"2\r\n{}X\r\n", b"f" * 30 + b"\r\n"])
@pytest.mark.parametrize(("path", "name"), [("/v1/translate", "error"), ("/v2/translate", "message")])
def test_a_chunk_that_is_none_is_told(here: Running, chunk: bytes, path: str, name: str) -> None:
    for parts in ([chunk], [b"2\r\n{}\r\n", chunk]):
        [reply] = sent(here, head("Transfer-Encoding: chunked\r\n", path), *parts)
        assert refused(reply, 400, name)


def test_chunks_that_never_end_are_not_waited_for(here: Running) -> None:
    [reply] = sent(here, head("Transfer-Encoding: chunked\r\n"), b"2\r\n{}\r\n")
    assert refused(reply, 408)


def test_chunks_that_are_too_much_are_refused_on_both_sides(here: Running) -> None:
    [reply] = sent(here, head("Transfer-Encoding: chunked\r\n"), *[b"80000\r\n" + b" " * 0x80000 + b"\r\n"] * 4)
    assert refused(reply, 413)


def test_garbage_after_a_refusal_breaks_nothing(here: Running) -> None:
    with opened(here) as connection:
        connection.sendall(head("Transfer-Encoding: chunked\r\n", "/v1/nothing"))
        answer = b""
        while not answer.endswith(b"}"):
            answer += connection.recv(65536)
        assert b" 404 " in answer
        connection.sendall(b"zz\r\n")
        assert heard(connection) == b""


def test_who_asks_whether_to_send_is_told_to_go_on(here: Running) -> None:
    with opened(here) as connection:
        connection.sendall(head(f"Content-Length: {len(TEXT)}\r\nExpect: 100-continue\r\nConnection: close\r\n"))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(TEXT)
        assert replies(heard(connection))[0].status == 200


def test_requests_behind_one_another_are_answered_in_their_order(here: Running) -> None:
    asked = post(LONG) + b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + post(more="Connection: close\r\n")
    first, second, third = sent(here, asked)
    assert (len(first.json["translations"][0]["rows"]), second.json["status"]) == (12, "ok")
    assert third.json["translations"][0]["text"] == "English: Ол келді."


# heads


@pytest.mark.parametrize(
    "more",
    ["X-Much: " + "a" * 100_000 + "\r\n", "".join(f"X-{n}: {n}\r\n" for n in range(1_000)), "Cookie: " + "a" * 17_000],
)
@pytest.mark.parametrize("pieces", [1, 3])
def test_a_head_that_is_too_large_is_refused(here: Running, more: str, pieces: int) -> None:
    whole = post(more=more.rstrip("\r\n") + "\r\n")
    size = len(whole) // pieces + 1
    [reply] = sent(here, *(whole[start : start + size] for start in range(0, len(whole), size)))
    assert refused(reply, 431)


def test_an_address_that_is_too_long_is_refused(here: Running) -> None:
    [reply] = sent(here, head(path="/v1/translate?q=" + "a" * 100_000))
    assert refused(reply, 431)


@pytest.mark.parametrize(
    ("framing", "status"),
    [
        ("Content-Length: 5\r\nContent-Length: 6\r\n", 400),
        ("Content-Length: 5, 6\r\n", 400),
        ("Content-Length: -5\r\n", 400),
        ("Content-Length: +5\r\n", 400),
        ("Content-Length: 0x5\r\n", 400),
        ("Content-Length: ٥\r\n", 400),
        ("Content-Length : 5\r\n", 400),
        ("Transfer-Encoding: gzip, chunked\r\n", 501),
        ("Transfer-Encoding: identity\r\n", 501),
        ("Transfer-Encoding: \x0bchunked\r\n", 400),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 501),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400),
        ("Content-Length: 48\r\nTransfer-Encoding: chunked\r\n", 400),
    ],
)
def test_a_body_whose_end_is_said_in_two_ways_smuggles_nothing(here: Running, framing: str, status: int) -> None:
    inside = b"0\r\n\r\nGET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    [reply] = sent(here, head(framing) + inside)
    assert refused(reply, status)


def test_chunks_in_http_1_0_are_refused(here: Running) -> None:
    [reply] = sent(here, head("Transfer-Encoding: chunked\r\n", version="1.0") + b"0\r\n\r\n")
    assert refused(reply, 400)


def test_what_is_longer_than_it_says_is_not_taken_for_a_part_of_it(here: Running) -> None:
    first, second = sent(here, head("Content-Length: 5\r\n") + TEXT + b"\r\n\r\n")
    assert (first.status, list(first.json)) == (400, ["error"])
    assert refused(second, 400)
    # the same length twice is one length
    [reply] = sent(here, head(f"Content-Length: {len(TEXT)}\r\n" * 2 + "Connection: close\r\n") + TEXT)
    assert reply.status == 200


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40) + b"\r\n\r\n",
        b"GET /health\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /\xd2\x9b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: \x00\r\n\r\n",
    ],
)
def test_what_is_no_http_is_told(here: Running, raw: bytes) -> None:
    [reply] = sent(here, raw)
    assert refused(reply, 400)


@pytest.mark.parametrize("version", ["2.0", "9.9", "0.9"])
def test_another_version_is_told(here: Running, version: str) -> None:
    # HTTP/2 begins so, with prior knowledge
    [reply] = sent(here, f"PRI * HTTP/{version}\r\n\r\nSM\r\n\r\n".encode())
    assert refused(reply, 505)


def test_nobody_changes_the_protocol(here: Running) -> None:
    upgrade = "Connection: Upgrade, close\r\nUpgrade: {}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}==\r\n"
    for kind in ("websocket", "h2c"):
        for path in ("/health", "/gradio_api/queue/join"):
            asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{upgrade.format(kind, 'a' * 22)}\r\n"
            [reply] = sent(here, asked.encode())
            assert reply.status in (200, 404, 405)


def test_the_head_of_an_answer_can_be_asked_for_alone(here: Running) -> None:
    for path in ("/health", "/ready", "/languages", "/nothing/there"):
        with opened(here) as connection:
            connection.sendall(f"HEAD {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            answer = heard(connection)
            expected = here.ask("GET", path)
            assert answer.startswith(f"HTTP/1.1 {expected.status} ".encode())
            assert answer.endswith(b"\r\n\r\n")
    assert b'method="HEAD",route="/health",status="200"' in here.ask("GET", "/metrics").raw


# encodings


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "koi8-r", "cp1251"])
@pytest.mark.parametrize(
    ("path", "kind", "said", "name"),
    [
        ("/v1/translate", "application/json", '{"text": "Он был на столе."}', "error"),
        ("/translate", "application/json", '{"q": "Он был.", "source": "ru", "target": "en"}', "error"),
        ("/v2/translate", "application/json", '{"text": ["Он был."], "target_lang": "EN"}', "message"),
        ("/translate", "application/x-www-form-urlencoded", "q=Он был&source=ru&target=en", "error"),
        ("/v2/translate", "application/x-www-form-urlencoded", "text=Он был&target_lang=EN", "message"),
    ],
)
def test_a_body_in_another_encoding_is_told(
    here: Running, encoding: str, path: str, kind: str, said: str, name: str
) -> None:
    body = said.encode(encoding)
    for declared, statuses in (("", {400}), (f"; charset={encoding}", {415})):
        asked = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}{declared}\r\n"
        [reply] = sent(here, f"{asked}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        assert (reply.status in statuses, list(reply.json)) == (True, [name]), reply


# one byte a second


def test_a_body_of_one_byte_a_second_is_not_waited_for(here: Running) -> None:
    [reply] = sent(here, head("Content-Length: 100\r\n"), *[b" "] * 4, pause=0.9)
    assert refused(reply, 408)


def test_a_head_of_one_byte_a_second_is_not_waited_for(here: Running) -> None:
    began = time.monotonic()
    assert sent(here, *(bytes([letter]) for letter in b"GET /he"), pause=0.7) == []
    assert time.monotonic() - began < 6


def test_one_letter_at_a_time_is_read_if_it_comes_in_time(here: Running) -> None:
    asked = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    [reply] = sent(here, *(bytes([letter]) for letter in asked), pause=0.005)
    assert reply.status == 200
