"""What whoever watches the server is told: figures and log, and that neither holds a text or a key."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from page.batch import Batches
from page.desk import Desk
from page.job import end_all
from tests.browser import Bench
from tests.process import Running, press, running
from tests.server import JSON, Served, served, until
from tests.test_server_security import READER, key
from translate import __version__
from translate.archive import Order
from translate.archive.standing import Kept
from translate.document import Bead, Flag, Segment
from translate.memory import Memory
from translate.memory.person import MEMORY
from translate.server import application, logs
from translate.server.keys import Keys
from translate.server.metrics import Metrics
from translate.settings import Settings

SECRET = "Құпия"


def figures(here: Served | Running, **headers: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    reply = here.ask("GET", "/metrics", None, headers)
    assert (reply.status, reply.headers["content-type"].startswith("text/plain")) == (200, True)
    families = text_string_to_metric_families(reply.raw.decode())
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def one(found: dict[tuple[str, frozenset[tuple[str, str]]], float], name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


def test_requests_sentences_and_flags_are_counted(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        before = figures(here)
        here.post("/v1/translate", {"text": "Ол келді. Тоқаев 5 рет кетті.\nhello"})
        here.post("/v1/translate", {"text": 5})
        here.post(f"/{SECRET.encode().hex()}", {})
        after = figures(here)
        assert one(after, "audarma_requests_total", method="POST", route="/v1/translate", status="200") == 1
        assert one(after, "audarma_requests_total", method="POST", route="/v1/translate", status="422") == 1
        assert one(after, "audarma_requests_total", method="POST", route="none", status="404") == 1
        assert one(after, "audarma_request_seconds_count", route="/v1/translate") == 2
        assert one(after, "audarma_sentences_total", origin="engine", way="api") == 2
        assert one(after, "audarma_sentences_total", origin="copied", way="api") == 1
        assert one(after, "audarma_flags_total", kind="language", way="api") == 1
        assert one(before, "audarma_sentences_total", origin="engine", way="api") == 0
        assert one(after, "audarma_ready") == 1
        assert one(after, "audarma_info", version=__version__) == 1
        assert one(after, "audarma_requests_inside") == 1
        assert ("audarma_queue_requests", frozenset()) in after
        assert one(after, "process_resident_memory_bytes") > 1e6


def test_what_a_memory_knew_is_counted() -> None:
    metrics = Metrics()
    segment = Segment(0, 3, "Ол.", 0)
    for origin in ("engine", "memory", "corrected"):
        metrics.tally("page")(Bead(segment, "He.", origin, flags=(Flag("term", "why", "target", 0, 1),)))
    written = metrics.written().decode()
    assert 'audarma_memory_hits_total{way="page"} 2.0' in written
    assert 'audarma_memory_hits_total{way="api"} 0.0' in written
    assert 'audarma_flags_total{kind="term",way="page"} 3.0' in written


def test_what_the_page_translates_is_counted_beside_what_the_api_does(tmp_path: Path) -> None:
    with Memory.open(tmp_path / MEMORY) as memory:
        memory.correct("Абай келді.", "Abai has come.", who="the desk")
    text = "Абай келді. Тоқаев 5 рет кетті.\nhello"
    with running(tmp_path, page=True) as here:
        assert here.ask("POST", "/v1/translate", json.dumps({"text": text}), JSON).status == 200
        shown = press(here, "translate", text, "compact", None, "day")
        assert "Abai has come." in shown
        found = figures(here)
        for way in ("api", "page"):
            for origin in ("engine", "corrected", "copied"):
                assert one(found, "audarma_sentences_total", origin=origin, way=way) == 1, (origin, way)
            assert one(found, "audarma_memory_hits_total", way=way) == 1
            assert one(found, "audarma_flags_total", kind="language", way=way) == 1
        assert here.end() == (143, "")


def test_archives_of_the_page_are_counted_and_looks_at_a_sentence_are_not(tmp_path: Path) -> None:
    bench, (source, out) = Bench(tmp_path / "data"), (tmp_path / "in", tmp_path / "out")
    source.mkdir()
    (source / "a.txt").write_text("Ол келді. Ол кетті.", "utf-8")
    desk, counted = Desk(bench.settings, opener=bench.open), list[Bead]()
    desk.tally = counted.append
    batches = Batches(desk)
    batch = batches.start(Order(source, out), Kept(str(source), ("json",), "quick", "day"))
    until(lambda: not batch.busy)
    end_all()
    assert (batch.stage, [bead.target for bead in counted]) == ("done", ["English: Ол келді.", "English: Ол кетті."])
    assert desk.rereader("quick").tally is None


def test_two_applications_count_apart(tmp_path: Path) -> None:
    made = [application(lambda: None, Settings(tmp_path / name)) for name in "ab"]  # type: ignore[arg-type,return-value]
    assert len(made) == 2
    assert Metrics().registry is not Metrics().registry


def test_a_server_without_keys_tells_its_figures_to_this_machine_alone(tmp_path: Path) -> None:
    with served(tmp_path, private=False, proxies=("127.0.0.1",)) as here:
        assert here.ask("GET", "/metrics").status == 200
        assert here.ask("GET", "/metrics", None, {"X-Forwarded-For": "192.0.2.1"}).status == 403


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    heard = io.StringIO()
    monkeypatch.setattr("sys.stderr", heard)
    logs.begin("json")
    yield heard
    logs.begin("text")


def lines(heard: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in heard.getvalue().splitlines()]


def test_each_request_is_a_line_that_holds_no_text_and_no_key(tmp_path: Path, log: io.StringIO) -> None:
    keys = Keys([key(READER, "translate", name="the desk")])
    with served(tmp_path, keys=keys) as here:
        shown = {"Authorization": f"Bearer {READER}", "X-Request-ID": "desk-7"}
        assert here.post("/v1/translate", {"text": f"{SECRET} сөз."}, shown).status == 200
        here.post("/translate", {"q": f"{SECRET}.", "source": "kk", "target": "en", "api_key": READER})
        here.ask("GET", f"/v1/glossary?query={SECRET.encode().hex()}", None, shown)
        here.post("/v1/translate", {"text": f"{SECRET} бомба."}, shown)
        here.ask("GET", f"/nothing/{SECRET.encode().hex()}")
    told = [line for line in lines(log) if line.get("event") == "request" and line["route"] == "/v1/translate"]
    assert {
        name: told[0][name] for name in ("level", "message", "method", "status", "request_id", "who", "address")
    } == {
        "level": "info",
        "message": "request",
        "method": "POST",
        "status": 200,
        "request_id": "desk-7",
        "who": "the desk",
        "address": "127.0.0.1",
    }
    assert told[0]["seconds"] >= 0
    fault = next(line for line in lines(log) if line["level"] == "error")
    assert (fault["request_id"], "RuntimeError" in fault["message"]) == ("desk-7", True)
    for secret in (SECRET, SECRET.encode().hex(), READER, "passwd", "бомба"):
        assert secret not in log.getvalue()


def test_a_fault_is_told_by_its_kind_and_place(log: io.StringIO) -> None:
    try:
        raise RuntimeError(SECRET)
    except RuntimeError:
        logging.getLogger("audarma.page").exception("a fault in Audarma")
    [line] = lines(log)
    assert line["message"] == "a fault in Audarma"
    assert line["fault"].startswith("RuntimeError in test_a_fault_is_told")
    assert SECRET not in log.getvalue()


def test_in_plain_lines_no_request_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = io.StringIO()
    monkeypatch.setattr("sys.stderr", heard)
    logs.begin("text")
    with served(tmp_path) as here:
        here.post("/v1/translate", {"text": f"{SECRET} сөз."})
    assert heard.getvalue() == ""
