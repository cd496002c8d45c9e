"""The API over a real socket: what it answers, and what it says to requests that are none."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from glossary.matcher import Glossary
from tests.server import FORM, JSON, Served, served, until
from translate.engines.fake import FakeEngine
from translate.errors import SettingsError
from translate.formats import newswire
from translate.formats.json import row
from translate.server import application
from translate.server.keys import Keys
from translate.server.limits import Limits
from translate.server.turns import WIDEST
from translate.settings import Settings
from translate.translator import Translator

TEXT = "Тоқаев келді. Ол кетті.\n\n  Абай бар.\n"
ENGLISH = "English: Tokayev келді. English: Ол кетті.\n\n  English: Абай бар.\n"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    limits = Limits(body=400_000, characters=50_000, texts=100, waiting=4)
    with served(tmp_path_factory.mktemp("server"), limits) as running:
        yield running


def events(raw: bytes) -> list[tuple[str, Any]]:
    found = []
    for block in raw.decode().strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_every_sentence_is_tied_to_its_english(here: Served) -> None:
    reply = here.post("/v1/translate", {"text": [TEXT, "", "hello"]})
    assert reply.status == 200
    first, second, third = reply.json["translations"]
    assert (first["text"], second, third["text"]) == (ENGLISH, {"text": "", "rows": []}, "hello")
    assert [TEXT[each["start"] : each["end"]] for each in first["rows"]] == ["Тоқаев келді.", "Ол кетті.", "Абай бар."]
    assert first["rows"][0]["terms"][0]["target"] == "Tokayev"
    translator = Translator(here.engine, Glossary(), "fake")
    assert second["rows"] + third["rows"] == [row(b) for b in translator.translate(newswire.parse("hello")).beads]
    assert reply.json["signature"].startswith("model:fake|engine:")


def test_title_and_date_belong_to_the_article(here: Served) -> None:
    said = here.post("/v1/translate", {"text": "Ол келді.", "title": "Абай жолы", "date": "2020-01-01"}).json
    rows = said["translations"][0]["rows"]
    assert [(each["source"], each["paragraph"]) for each in rows] == [("Абай жолы", 0), ("Ол келді.", 1)]
    assert said["translations"][0]["text"] == "English: Абай жолы\n\nEnglish: Ол келді."


def test_rows_are_streamed_as_they_are_ready(here: Served) -> None:
    reply = here.post("/v1/translate", {"text": TEXT}, {"Accept": "text/event-stream"})
    assert reply.headers["content-type"].startswith("text/event-stream")
    told = events(reply.raw)
    whole = here.post("/v1/translate", {"text": TEXT}).json
    assert [name for name, _ in told] == ["row"] * 3 + ["done"]
    rows = [{key: value for key, value in data.items() if key not in ("text", "index")} for _, data in told[:-1]]
    assert rows == whole["translations"][0]["rows"]
    assert told[-1][1] == {"signature": whole["signature"]}


def test_a_stream_that_breaks_says_so(here: Served) -> None:
    reply = here.post("/v1/translate", {"text": "Ол келді. Бұл бомба."}, {"Accept": "text/event-stream"})
    assert [name for name, _ in events(reply.raw)] == ["row", "error"]
    assert b"secret" not in reply.raw


def test_libretranslate_takes_json_forms_and_addresses(here: Served) -> None:
    said = {"q": "Ол келді.", "source": "kk", "target": "en"}
    form = "&".join(f"{name}={quote(value)}" for name, value in said.items())
    part = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    parts = "".join(part.format(name, value) for name, value in said.items()) + "--b--\r\n"
    for reply in (
        here.post("/translate", said),
        here.ask("POST", "/translate", form, FORM),
        here.ask("POST", f"/translate?{form}"),
        here.ask("POST", "/translate", parts, {"Content-Type": "multipart/form-data; boundary=b"}),
    ):
        assert (reply.status, reply.json) == (200, {"translatedText": "English: Ол келді."})
    several = here.post("/translate", said | {"q": ["Ол келді.", "Это было на столе."], "source": "auto"}).json
    assert [each["language"] for each in several["detectedLanguage"]] == ["kk", "ru"]
    assert len(several["translatedText"]) == 2
    html = here.post("/translate", said | {"q": "<p>Ол <i>бүгін</i> келді.</p>", "format": "html"}).json
    assert html == {"translatedText": "<p><i>English: Ол бүгін келді.</i></p>"}
    settings = here.ask("GET", "/frontend/settings").json
    assert (settings["charLimit"], settings["keyRequired"]) == (50_000, False)


def test_deepl_takes_forms(here: Served) -> None:
    form = f"text={quote('Ол келді.')}&text={quote('Абай.')}&target_lang=en&auth_key=x&split_sentences=0"
    reply = here.ask("POST", "/v2/translate", form, FORM)
    assert [each["text"] for each in reply.json["translations"]] == ["English: Ол келді.", "English: Абай."]


# path, body, headers, status, words
NO = [
    ("/v1/translate", b"{", JSON, 400, "no JSON (line 1, column 2"),
    ("/v1/translate", b'{"text": "a", "text": "b"}', JSON, 400, "'text' twice"),
    ("/v1/translate", b'{"text": "\xff"}', JSON, 400, "not UTF-8 (byte 10)"),
    ("/v1/translate", b'{"text": "\\ud800"}', JSON, 400, "half a character"),
    ("/v1/translate", b'{"text": NaN}', JSON, 400, "NaN"),
    ("/v1/translate", b"[" * 100_000, JSON, 400, "too deep"),
    ("/v1/translate", b'{"text": ' + b"9" * 5000 + b"}", JSON, 400, "number too long"),
    ("/v1/translate", b"[]", JSON, 400, "no object"),
    ("/v1/translate", b"null", JSON, 400, "no object"),
    ("/v1/translate", b"", JSON, 422, "text: Field required"),
    ("/v1/translate", b'{"text": null}', JSON, 422, "text: "),
    ("/v1/translate", b'{"text": 5}', JSON, 422, "text: "),
    ("/v1/translate", b'{"text": ["a", null]}', JSON, 422, "text: "),
    ("/v1/translate", b'{"text": []}', JSON, 422, "empty list"),
    ("/v1/translate", b'{"text": "a", "lang": "kk"}', JSON, 422, "lang: "),
    ("/v1/translate", b'{"text": "a", "date": "yesterday"}', JSON, 422, "no day"),
    ("/v1/translate", b'{"text": ["a", "b"], "title": "c"}', JSON, 422, "one text"),
    ("/v1/translate", b"a", {"Content-Type": "image/png"}, 415, "send JSON"),
    ("/v1/translate", b"{}", {"Content-Type": "application/json; charset=koi8-r"}, 415, "UTF-8"),
    ("/v1/translate", json.dumps({"text": ["a"] * 10_000}).encode(), JSON, 413, "10,000 texts"),
    ("/v1/translate", json.dumps({"text": "a" * 50_001}).encode(), JSON, 413, "50,001 characters"),
    ("/v1/translate", b'{"text": "' + b"a" * 400_000 + b'"}', JSON, 413, "400,000 bytes"),
    ("/translate", b'{"q": "a", "source": "kk"}', JSON, 400, "missing target parameter"),
    ("/translate", b'{"q": "", "source": "kk", "target": "en"}', JSON, 400, "missing q parameter"),
    ("/translate", b'{"q": [], "source": "kk", "target": "en"}', JSON, 400, "missing q parameter"),
    ("/translate", b'{"q": 5, "source": "kk", "target": "en"}', JSON, 400, "q is neither"),
    ("/translate", b'{"q": "a", "source": "de", "target": "en"}', JSON, 400, "de is not supported"),
    ("/translate", b'{"q": "a", "source": "kk", "target": "kk"}', JSON, 400, "kk is not supported"),
    ("/translate", b'{"q": "a", "source": ["kk"], "target": "en"}', JSON, 400, "source is no string"),
    ("/translate", b'{"q": "a", "source": "kk", "target": "en", "format": "pdf"}', JSON, 400, "pdf format"),
    ("/translate", b"q=%ff&source=kk&target=en", FORM, 400, "not UTF-8"),
    ("/translate", b"q=a&source=kk&target=en&target=en", FORM, 400, "target is no string"),
    ("/translate", b"&".join([b"q=a"] * 20_001), FORM, 400, "fields"),
    ("/detect", b"{}", JSON, 400, "q is missing"),
    ("/v2/translate", b'{"text": [], "target_lang": "EN"}', JSON, 400, "'text' not specified"),
    ("/v2/translate", b'{"text": [null], "target_lang": "EN"}', JSON, 400, "text is neither"),
    ("/v2/translate", b'{"text": ["a"]}', JSON, 400, "'target_lang' not specified"),
    (
        "/v2/translate",
        b'{"text": ["a"], "target_lang": "EN", "glossary_id": "x"}',
        JSON,
        400,
        "source_lang is required",
    ),
    ("/v2/translate", b'{"text": ["a"], "target_lang": "EN", "tag_handling": "md"}', JSON, 400, "'tag_handling'"),
    ("/v2/glossaries", b'{"name": "n"}', JSON, 400, "source_lang is missing"),
    ("/v2/nothing", b"{}", JSON, 404, "nothing at this address"),
    ("/v1/glossary", b'{"source": "a", "target": ""}', JSON, 422, "empty"),
    ("/v1/glossary", b'{"source": "a", "target": "b", "kind": "dog"}', JSON, 422, "kind: "),
    ("/health", b"{}", JSON, 405, "not asked so"),
]


@pytest.mark.parametrize(("path", "body", "headers", "status", "words"), NO)
def test_what_is_no_request_is_told_why(
    here: Served, path: str, body: bytes, headers: dict[str, str], status: int, words: str
) -> None:
    reply = here.ask("POST", path, body, headers)
    said = reply.json["message" if path.startswith("/v2/") else "error"]
    assert (reply.status, list(reply.json)) == (status, ["message" if path.startswith("/v2/") else "error"])
    assert words in said


def test_a_body_without_a_length_is_bounded_too(here: Served) -> None:
    head = b"POST /v1/translate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    part = b"fffff\r\n" + b"a" * 0xFFFFF + b"\r\n"
    assert here.raw(head + b"Transfer-Encoding: chunked\r\n\r\n" + part).startswith(b"HTTP/1.1 413")
    # nothing of a body is waited for that says itself that it is too large
    assert here.raw(head + b"Content-Length: 99999999999999999999\r\n\r\n")[:12] in (b"HTTP/1.1 413", b"HTTP/1.1 400")
    assert here.raw(head + b"Content-Length: 400001\r\n\r\n").startswith(b"HTTP/1.1 413")


def test_the_glossary_is_searched_and_edited_and_what_follows_uses_it(here: Served) -> None:
    found = here.ask("GET", f"/v1/glossary?query={quote('Тоқаевтың')}").json
    assert (found["total"], found["entries"][0]["target"]) == (1, "Tokayev")
    entry = {"source": "Абай", "target": "Abai", "kind": "person"}
    added = here.post("/v1/glossary", entry)
    assert (added.status, added.json["after"][0]["target"]) == (201, "Abai")
    again = here.post("/v1/glossary", entry | {"target": "Abay"})
    assert (again.status, "in the glossary already" in again.json["error"]) == (409, True)
    assert str(here.glossary.parent) not in again.json["error"]
    assert "Abai" in here.post("/v1/translate", {"text": "Абай келді."}).json["translations"][0]["text"]
    assert here.ask("DELETE", f"/v1/glossary?source={quote('Абай')}").status == 200
    assert "Abai" not in here.post("/v1/translate", {"text": "Абай келді."}).json["translations"][0]["text"]
    assert here.ask("DELETE", f"/v1/glossary?source={quote('Абай')}").status == 404
    assert here.ask("DELETE", "/v1/glossary").status == 422
    assert here.ask("GET", "/v1/glossary?limit=0").status == 422


def test_a_glossary_that_breaks_meanwhile_stays_as_it_was(here: Served) -> None:
    whole = here.glossary.read_bytes()
    here.glossary.write_bytes(b"\xff\xfe\xff")
    try:
        assert "Tokayev" in here.post("/v1/translate", {"text": "Тоқаев келді."}).json["translations"][0]["text"]
        reply = here.ask("GET", "/v1/glossary")
        assert (reply.status, str(here.glossary.parent) in reply.json["error"]) == (503, False)
    finally:
        here.glossary.write_bytes(whole)


def test_a_fault_has_a_number_and_tells_nothing(here: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        reply = here.post("/v2/translate", {"text": "Бұл бомба.", "target_lang": "EN"})
    assert reply.status == 500
    number = reply.headers["x-request-id"]
    assert number in reply.json["message"]
    assert number in caplog.text
    assert "RuntimeError" in caplog.text
    for secret in ("secret", "passwd", "бомба", "Traceback", ".py"):
        assert secret not in " ".join(caplog.messages) + reply.raw.decode()


def test_no_text_is_logged(here: Served, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        here.post("/v1/translate", {"text": "Құпия сөз."})
        here.post("/v1/translate", {"text": ["Құпия сөз."] * 200})
    assert "Құпия" not in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Host": "127.0.0.1.evil.example"},
    ],
)
def test_other_sites_are_refused(here: Served, headers: dict[str, str]) -> None:
    assert here.post("/translate", {"q": "a", "source": "kk", "target": "en"}, headers).status == 403


def test_every_answer_is_guarded(here: Served) -> None:
    for reply in (here.ask("GET", "/health"), here.ask("GET", "/nothing"), here.ask("GET", "/docs")):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "access-control-allow-origin" not in reply.headers
        assert len(reply.headers["x-request-id"]) == 16


def test_the_description_is_whole_and_local(here: Served) -> None:
    described = here.ask("GET", "/openapi.json").json
    paths = described["paths"]
    assert {"/v1/translate", "/v1/glossary", "/translate", "/v2/translate", "/v2/glossaries/{name}"} <= set(paths)
    assert paths["/v1/translate"]["post"]["requestBody"]["content"]["application/json"]["schema"]["examples"]
    page = here.ask("GET", "/docs").raw.decode()
    assert "POST /v2/translate" in page
    assert "http" not in page.replace("HTTP", "")


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_one_who_leaves_is_dropped(here: Served, accept: str) -> None:
    here.engine.gate.clear()
    try:
        body = json.dumps({"text": "Ол келді. " * 500}).encode()
        head = f"POST /v1/translate HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n"
        with socket.create_connection(("127.0.0.1", here.port), 10) as leaving:
            leaving.sendall(
                head.encode() + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            )
            threading.Event().wait(0.2)
        threading.Event().wait(0.2)
    finally:
        here.engine.gate.set()
    asked = len(here.engine.history)
    assert here.post("/v1/translate", {"text": "Абай келді."}).status == 200
    # of the 500 sentences those alone were translated that were in the engine already
    assert sum(len(call.sentences) for call in here.engine.history[asked:]) < 200


def test_a_full_queue_is_told_when_to_come_again(here: Served) -> None:
    here.engine.gate.clear()
    replies: list[Any] = []
    ask = lambda: replies.append(here.post("/v1/translate", {"text": "Ол келді."}))  # noqa: E731
    # as many as may be on their way, and more than may wait, however slowly they come
    threads = [threading.Thread(target=ask) for _ in range(WIDEST + 16)]
    for thread in threads:
        thread.start()
    until(lambda: any(reply.status == 429 for reply in replies))
    here.engine.gate.set()
    for thread in threads:
        thread.join(20)
    assert {reply.status for reply in replies} == {200, 429}
    refused = next(reply for reply in replies if reply.status == 429)
    assert int(refused.headers["retry-after"]) >= 1


def test_keys_open_what_their_scopes_say(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    # printf %s reader | sha256sum
    file.write_text(
        "3d0941964aa3ebdcb00ccef58b1bb399f9f898465e9886d5aec7f31090a0fb30 translate\n"
        "1553cc62ff246044c683a61e203e65541990e7fcd4af9443d22b9557ecc9ac54 translate,glossary the desk\n"
    )
    with served(tmp_path, keys=Keys.read(file)) as here:
        entry = {"source": "Абай", "target": "Abai"}
        assert here.ask("GET", "/health").status == 200
        assert here.post("/v1/translate", {"text": "a"}).status == 401
        assert here.post("/v1/translate", {"text": "a"}, {"Authorization": "Bearer guess"}).status == 401
        reader, editor = {"Authorization": "Bearer reader"}, {"X-Api-Key": "editor"}
        assert here.post("/v1/translate", {"text": "a"}, reader).status == 200
        assert here.post("/v1/glossary", entry, reader).status == 403
        assert here.post("/v1/glossary", entry, editor).status == 201
        assert here.ask("GET", "/frontend/settings").json["keyRequired"] is True
        form = {"q": "a", "source": "kk", "target": "en"}
        assert here.post("/translate", form | {"api_key": "reader"}).status == 200
        assert here.post("/translate", form).status == 403
        assert here.ask("POST", "/v2/usage", "auth_key=reader", FORM).status == 200


@pytest.mark.parametrize("line", ["abc translate", "0" * 64, "0" * 64 + " rule", "\udcff"])
def test_keys_that_are_none_are_told_with_their_line(line: str, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_bytes(("# keys\n" + line).encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match="keys"):
        Keys.read(file)


def test_a_model_that_cannot_be_loaded_is_told_at_each_request(tmp_path: Path) -> None:
    def broken() -> Translator:
        raise OSError("/a/secret/path")

    with served(tmp_path, factory=broken) as here:
        for reply in (here.post("/v1/translate", {"text": "a"}), here.ask("GET", "/ready")):
            assert (reply.status, b"secret" in reply.raw) == (503, False)
            assert "can't be loaded" in reply.json["error"]
        assert here.ask("GET", "/health").status == 200


def test_building_it_does_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    before = threading.active_count()
    application(lambda: Translator(FakeEngine(), Glossary(), "fake"), Settings(data=folder))
    assert not folder.exists()
    assert threading.active_count() == before
