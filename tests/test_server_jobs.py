"""Jobs: long work that is begun, looked at, fetched and ended, each by its owner alone."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.server import JSON, Served, served, until
from translate.engines import Decoding, Hypothesis
from translate.server.keys import Keys
from translate.server.limits import Limits

TEXT = "Тоқаев келді. Ол кетті.\n\n  Абай бар.\n"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("jobs"), Limits(jobs=3, long=5_000, kept=60)) as running:
        yield running


def begun(here: Served, said: object) -> str:
    reply = here.post("/v1/jobs", said)
    assert reply.status == 202, reply.raw
    assert reply.headers["location"] == f"/v1/jobs/{reply.json['id']}"
    return str(reply.json["id"])


def finish(here: Served, job: str) -> None:
    until(lambda: state(here, job)["status"] == "done")


def state(here: Served, job: str) -> Any:
    return here.ask("GET", f"/v1/jobs/{job}").json


def test_a_job_makes_what_a_request_makes(here: Served) -> None:
    said = {"text": [TEXT, "Ол келді."]}
    job = begun(here, said)
    until(lambda: state(here, job)["status"] == "done")
    told = state(here, job)
    assert (told["done"], told["total"], told["eta"], told["error"]) == (4, 4, 0.0, None)
    assert here.ask("GET", f"/v1/jobs/{job}/result").json == here.post("/v1/translate", said).json
    assert job in [one["id"] for one in here.ask("GET", "/v1/jobs").json["jobs"]]
    assert here.ask("DELETE", f"/v1/jobs/{job}").status == 204
    assert here.ask("GET", f"/v1/jobs/{job}").status == 404


def test_progress_is_told_and_a_cancelled_job_leaves_the_engine(here: Served) -> None:
    here.engine.gate.clear()
    job = begun(here, {"text": " ".join(f"Ол {n} келді." for n in range(200))})
    before = len(here.engine.history)
    assert state(here, job)["done"] == 0
    assert here.ask("GET", f"/v1/jobs/{job}/result").status == 409
    assert here.ask("DELETE", f"/v1/jobs/{job}").status == 204
    here.engine.gate.set()
    assert here.post("/v1/translate", {"text": "Абай келді."}).status == 200
    assert sum(len(call.sentences) for call in here.engine.history[before:]) < 100


def test_the_time_that_is_left_is_told_from_the_speed_so_far(here: Served) -> None:
    pace = 0.1
    slow = here.engine.translate

    def translate(sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        time.sleep(pace)
        return slow(sentences, decoding)

    with patch.object(here.engine, "translate", translate):
        job = begun(here, {"text": " ".join(f"Ол {n} келді." for n in range(320))})
        until(lambda: state(here, job)["done"] >= 64)
        told = state(here, job)
        assert told["status"] == "working"
        assert told["eta"] > pace * (told["total"] - told["done"]) / 64
        here.ask("DELETE", f"/v1/jobs/{job}")


def test_a_job_that_breaks_says_so_and_nothing_more(here: Served) -> None:
    job = begun(here, {"text": "Бұл бомба."})
    until(lambda: state(here, job)["status"] == "failed")
    assert "secret" not in str(state(here, job))
    result = here.ask("GET", f"/v1/jobs/{job}/result")
    assert (result.status, b"failed" in result.raw) == (409, True)
    here.ask("DELETE", f"/v1/jobs/{job}")


def test_too_many_are_refused_and_the_oldest_result_goes_first(here: Served) -> None:
    for old in here.ask("GET", "/v1/jobs").json["jobs"]:
        here.ask("DELETE", f"/v1/jobs/{old['id']}")
    first = begun(here, {"text": "Ол келді."})
    until(lambda: state(here, first)["status"] == "done")
    here.engine.gate.clear()
    try:
        others = [begun(here, {"text": "Ол кетті."}) for _ in range(2)]
        others.append(begun(here, {"text": "Ол кетті."}))
        assert state(here, first) == {"error": here.ask("GET", "/v1/jobs/none").json["error"]}
        refused = here.post("/v1/jobs", {"text": "Ол кетті."})
        assert (refused.status, "retry-after" in refused.headers) == (429, True)
    finally:
        here.engine.gate.set()
    until(lambda: all(state(here, job)["status"] == "done" for job in others))


def test_a_done_job_is_forgotten_after_its_time(tmp_path: Path) -> None:
    with served(tmp_path, Limits(job_kept=0.2)) as here:
        job = begun(here, {"text": "Ол келді."})
        until(lambda: here.ask("GET", f"/v1/jobs/{job}").status == 404)


def test_a_file_is_read_by_its_kind(here: Served) -> None:
    def sent(name: str, data: bytes, field: str = "file") -> Any:
        head = f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body = head.encode() + data + b"\r\n--b--\r\n"
        return here.ask("POST", "/v1/jobs", body, {"Content-Type": "multipart/form-data; boundary=b"})

    page = "<html><body><article><p>Тоқаев бүгін Астанаға ұшып келді.</p></article></body></html>".encode()
    for name, data in (("a.txt", TEXT.encode()), ("../../a.html", page)):
        reply = sent(name, data)
        assert reply.status == 202, reply.raw
        job = reply.json["id"]
        finish(here, job)
        assert "Tokayev" in here.ask("GET", f"/v1/jobs/{job}/result").json["translations"][0]["text"]
        here.ask("DELETE", f"/v1/jobs/{job}")
    for name, data, words in (("a.exe", b"MZ", "no file that can be read"), ("a.docx", b"PK", "a.docx")):
        reply = sent(name, data)
        assert (reply.status, words in reply.json["error"]) == (422, True), reply.raw
    assert sent("a.txt", TEXT.encode(), "other").status == 422
    assert sent("a.txt", b"a" * 5_001).status == 413


def test_one_key_does_not_see_the_jobs_of_another(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    hashes = [hashlib.sha256(name.encode()).hexdigest() for name in ("one", "two")]
    # whoever wrote the file may have given both the same name
    file.write_text("".join(f"{digest} translate desk\n" for digest in hashes))
    with served(tmp_path, keys=Keys.read(file)) as here:
        one, two = ({"Authorization": f"Bearer {name}"} for name in ("one", "two"))
        job = here.post("/v1/jobs", {"text": "Ол келді."}, one).json["id"]
        for method, path in (("GET", ""), ("GET", "/result"), ("DELETE", "")):
            assert here.ask(method, f"/v1/jobs/{job}{path}", None, two).status == 404
        assert here.ask("GET", "/v1/jobs", None, two).json == {"jobs": []}
        assert here.ask("GET", f"/v1/jobs/{job}", None, one).status == 200
        assert here.post("/v1/jobs", {"text": "Ол келді."}, JSON).status == 401


def test_a_job_may_be_longer_than_a_request_and_a_file_is_bounded(tmp_path: Path) -> None:
    with served(tmp_path, Limits(body=3_000, file=20_000)) as here:
        said = {"text": "Ол келді. " * 400}
        assert here.post("/v1/translate", said).status == 413
        finish(here, begun(here, said))
        assert here.post("/v1/jobs", {"text": "Ол келді. " * 4_000}).status == 413
        parts = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n{}\r\n--b--\r\n'
        kind = {"Content-Type": "multipart/form-data; boundary=b"}
        for many, status in ((900, 202), (1_250, 413)):
            reply = here.ask("POST", "/v1/jobs", parts.format("Ол келді. " * many), kind)
            assert reply.status == status, reply.raw
