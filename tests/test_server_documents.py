"""Documents over both foreign protocols: sent, translated with all else, held for a while, and given to nobody else."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import deepl
import pytest
from urllib3.filepost import encode_multipart_formdata

from tests.kept import DATA
from tests.server import JSON, Reply, Served, served, until
from tests.test_server_clients import HASH, KEY
from translate.formats import kept
from translate.server.keys import Key, Keys
from translate.server.limits import Limits

PAGE = "<p>Тоқаев <b>келді</b>.</p>"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("documents")) as running:
        yield running


def sent(
    here: Served, path: str, name: str, data: bytes, headers: dict[str, str] | None = None, **fields: str
) -> Reply:
    """A form with a file, as any client sends it."""
    body, kind = encode_multipart_formdata({**fields, "file": (name, data)})
    return here.ask("POST", path, body, {"Content-Type": kind, **(headers or {})})


def libre(here: Served, name: str, data: bytes, **fields: str) -> Reply:
    return sent(here, "/translate_file", name, data, None, **{"source": "kk", "target": "en", **fields})


def begun(here: Served, name: str, data: bytes, headers: dict[str, str] | None = None, **fields: str) -> dict[str, str]:
    reply = sent(here, "/v2/document", name, data, headers, **{"target_lang": "EN-GB", **fields})
    assert reply.status == 200, reply.json
    found: dict[str, str] = reply.json
    return found


def asked(here: Served, document: dict[str, str], end: str = "", headers: dict[str, str] | None = None) -> Reply:
    said = json.dumps({"document_key": document["document_key"]})
    return here.ask("POST", f"/v2/document/{document['document_id']}{end}", said, {**JSON, **(headers or {})})


def test_libretranslate_translates_a_file(here: Served) -> None:
    reply = libre(here, "бет.html", "<p>Ол <b>келді</b>.</p>".encode())
    assert reply.status == 200, reply.raw
    address = reply.json["translatedFileUrl"]
    assert address.startswith(f"{here.url}/download_file/")
    fetched = here.ask("GET", urlsplit(address).path)
    assert fetched.raw.decode() == "<p><b>English: Ол келді.</b></p>"
    assert fetched.headers["content-type"].startswith("text/html")
    assert fetched.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D0%B1%D0%B5%D1%82.html")
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert len(re.findall("[0-9a-f]{64}", address)) == 1


def test_libretranslate_tells_what_it_takes(here: Served) -> None:
    told = here.ask("GET", "/frontend/settings").json
    assert told["filesTranslation"] is True
    assert told["supportedFilesFormat"] == list(kept.SUFFIXES)
    for suffix in told["supportedFilesFormat"]:
        kind = kept.media_type(suffix)
        there = [path for path in DATA.iterdir() if kept.suffix(path.name) and kept.media_type(path.name) == kind]
        data = there[0].read_bytes() if there else PAGE.encode()
        assert libre(here, f"a{suffix}", data).status == 200, suffix


def test_deepl_translates_a_document(here: Served) -> None:
    with closing(deepl.Translator("any", server_url=here.url)) as client:
        before, made = client.get_usage().character.count, io.BytesIO()
        with (DATA / "maqala.docx").open("rb") as file:
            status = client.translate_document(file, made, source_lang="KK", target_lang="EN-GB")
        assert status.ok
        assert status.billed_characters
        assert (client.get_usage().character.count or 0) - (before or 0) == status.billed_characters
        with zipfile.ZipFile(made) as package:
            body = package.read("word/document.xml").decode()
        assert ">Tokayev</w:t></w:r></w:hyperlink>" in body
        with pytest.raises(deepl.DocumentTranslationException, match="no Word file that can be read"):
            client.translate_document(b"no zip", io.BytesIO(), target_lang="EN-GB", filename="a.docx")
        with pytest.raises(deepl.DeepLException, match="its form is not known"):
            client.translate_document_upload("Ол", target_lang="EN-GB", filename="a.pdf")
        with pytest.raises(deepl.DeepLException, match="keeps its form"):
            client.translate_document_upload("Ол", target_lang="EN-GB", filename="a.txt", output_format="docx")
        with pytest.raises(deepl.DeepLException, match="'target_lang' not supported"):
            client.translate_document_upload("Ол", target_lang="DE", filename="a.txt")


def test_a_document_goes_by_a_named_glossary(here: Served) -> None:
    with closing(deepl.Translator("any", server_url=here.url)) as client:
        glossary = client.create_glossary("Names", "KK", "EN", {"Тоқаев": "Toqayev"})
        made = io.BytesIO()
        client.translate_document(
            "Тоқаев келді.".encode(),
            made,
            source_lang="KK",
            target_lang="EN-GB",
            filename="a.txt",
            glossary=glossary,
        )
        assert made.getvalue().decode() == "English: Toqayev келді."


def test_a_document_shares_the_engine_and_tells_how_far_it_is(here: Served) -> None:
    here.engine.gate.clear()
    try:
        document = begun(here, "a.txt", "Ол келді.\n".encode() * 40)
        until(lambda: asked(here, document).json.get("seconds_remaining", 0) > 1)
        assert asked(here, document, "/result").status == 503
    finally:
        here.engine.gate.set()
    until(lambda: asked(here, document).json["status"] == "done")
    calls = [len(call.sentences) for call in here.engine.history]
    assert max(calls) > 1
    assert asked(here, document, "/result").raw.decode() == "English: Ол келді.\n" * 40


def test_a_name_alone_opens_nothing(here: Served) -> None:
    document = begun(here, "a.txt", "Ол келді.".encode())
    until(lambda: asked(here, document).json["status"] == "done")
    for wrong in ({**document, "document_key": "0" * 64}, {**document, "document_id": "0" * 64}):
        assert asked(here, wrong).status == 404
        assert asked(here, wrong, "/result").status == 404
    assert here.ask("GET", f"/download_file/{'0' * 64}/a.txt").status == 404
    assert here.ask("GET", "/download_file/..%2f..%2fetc/passwd").status == 404
    assert here.post(f"/v2/document/{document['document_id']}", {}).status == 400


def test_keys_are_asked_for_and_a_document_is_its_owners_alone(tmp_path: Path) -> None:
    import hashlib

    other = Key(hashlib.sha256(b"other").digest(), frozenset({"translate"}), "another desk")
    keys = Keys([Key(bytes.fromhex(HASH), frozenset({"translate"}), "the desk"), other])
    with served(tmp_path, keys=keys) as here:
        mine, theirs = ({"Authorization": f"DeepL-Auth-Key {key}"} for key in (KEY, "other"))
        assert sent(here, "/v2/document", "a.txt", b"x", target_lang="EN").status == 403
        assert sent(here, "/v2/document", "a.txt", b"x", {"Authorization": "Bearer no"}, target_lang="EN").status == 403
        assert libre(here, "a.txt", b"x").status == 403
        assert libre(here, "a.txt", "Ол келді.".encode(), api_key=KEY).status == 200
        document = begun(here, "a.txt", "Ол келді.".encode(), mine)
        until(lambda: asked(here, document, headers=mine).json["status"] == "done")
        assert asked(here, document, headers=theirs).status == 404
        assert asked(here, document).status == 403
        assert asked(here, document, "/result", mine).status == 200


@pytest.mark.parametrize(
    ("name", "data", "fields", "status", "said"),
    [
        ("a.exe", b"MZ", {}, 400, "its form is not known"),
        ("a.docx", b"", {}, 400, "the file is empty"),
        ("a.docx", b"PK", {}, 400, "no Word file"),
        ("a.html", b"\xff\xfe\xfa", {}, 400, "a.html"),
        ("a.html", b"x", {"source": "de"}, 400, "de is not supported"),
        ("a.html", b"x", {"target": "kk"}, 400, "kk is not supported"),
        ("a.txt", b"x" * 4_000_001, {}, 413, "4,000,001 bytes"),
        ("a.txt", (b"x" * 999 + b"\n") * 1_001, {}, 413, "1,001,000 characters"),
        ("../../etc/passwd", b"x", {}, 400, "passwd: its form is not known"),
    ],
)
def test_what_is_refused_is_told(
    here: Served, name: str, data: bytes, fields: dict[str, str], status: int, said: str
) -> None:
    reply = libre(here, name, data, **fields)
    assert (reply.status, said in reply.json["error"]) == (status, True), reply.json


def test_forms_that_are_none_are_refused(here: Served) -> None:
    assert here.post("/translate_file", {"source": "kk"}).status == 400
    assert here.post("/v2/document", {}).json["message"].startswith("the body is no form")
    body, kind = encode_multipart_formdata({"source": "kk", "target": "en"})
    assert "missing file" in here.ask("POST", "/translate_file", body, {"Content-Type": kind}).json["error"]
    body, kind = encode_multipart_formdata([("file", ("a.txt", b"x")), ("file", ("b.txt", b"x"))])
    assert here.ask("POST", "/translate_file", body, {"Content-Type": kind}).status == 400
    assert here.ask("POST", "/translate_file", b"--x", {"Content-Type": "multipart/form-data"}).status == 400


def test_a_body_that_is_too_large_is_not_read(here: Served) -> None:
    head = b"POST /v2/document HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 99000000\r\n\r\n"
    assert b" 413 " in here.raw(head)
    # other addresses take no more than they did
    assert here.ask("POST", "/translate", b"x" * 1_000_001, JSON).status == 413


def test_a_bomb_is_refused(here: Served) -> None:
    out = io.BytesIO((DATA / "maqala.odt").read_bytes())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("Pictures/a.png", bytes(20_000_000))
    reply = libre(here, "a.odt", out.getvalue())
    assert (reply.status, "200 times its size" in reply.json["error"]) == (400, True)


def test_their_number_is_bounded(tmp_path: Path) -> None:
    text = "Ол келді.".encode()
    with served(tmp_path, limits=Limits(files=3, begun=2)) as here:
        here.engine.gate.clear()
        for _ in range(2):
            begun(here, "a.txt", text)
        refused = libre(here, "a.txt", text)
        assert (refused.status, refused.headers["retry-after"]) == (429, "10")
        here.engine.gate.set()
        until(lambda: libre(here, "a.txt", text).status == 200)
        full = libre(here, "a.txt", text)
        assert (full.status, full.headers["retry-after"]) == (429, "60")
    with served(tmp_path, limits=Limits(held=10)) as here:
        assert libre(here, "a.txt", text).status == 429


def test_their_time_is_bounded(tmp_path: Path) -> None:
    with served(tmp_path, limits=Limits(files=1, kept=2.0)) as here:
        path = urlsplit(libre(here, "a.txt", "Ол келді.".encode()).json["translatedFileUrl"]).path
        until(lambda: here.ask("GET", path).status == 404)
        # there is room again
        assert libre(here, "a.txt", "Ол келді.".encode()).status == 200


def test_one_that_breaks_the_engine_tells_nothing(here: Served) -> None:
    document = begun(here, "a.txt", "Бұл бомба.".encode())
    until(lambda: asked(here, document).json["status"] == "error")
    told = asked(here, document).json
    assert "something went wrong inside Audarma" in told["error_message"]
    assert "secret" not in json.dumps(told)
    assert libre(here, "a.txt", "Бұл бомба.".encode()).status == 500


def test_the_characters_of_documents_count_too(tmp_path: Path) -> None:
    parts = (
        '--b\r\nContent-Disposition: form-data; name="source"\r\n\r\nkk\r\n'
        '--b\r\nContent-Disposition: form-data; name="target"\r\n\r\nen\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nОл келді. Ол кетті.\r\n--b--\r\n'
    )
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    with served(tmp_path, Limits(characters_a_minute=30)) as here:
        assert here.ask("POST", "/translate_file", parts, kind).status == 200
        asked = len(here.engine.history)
        reply = here.ask("POST", "/translate_file", parts, kind)
        assert reply.status == 429
        assert 1 <= int(reply.headers["retry-after"]) <= 60
        assert len(here.engine.history) == asked
