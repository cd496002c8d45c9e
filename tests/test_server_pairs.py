"""English that others made: aligned and checked over HTTP as the command line does it; the glossary's editing."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from glossary.matcher import Glossary
from tests.server import Gated, Served, served
from translate.align import align
from translate.cli import main
from translate.server import application
from translate.settings import Settings
from translate.translator import Translator

KAZAKH = "Тоқаев 15 адамды көрді. Ол 2024 жылы келді.\nАстанада 7 адам қатысты."
ENGLISH = "Tokayev saw 15 people. He came in 2024.\n7 people took part in Astana."


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("pairs")) as running:
        yield running


def test_two_texts_become_beads(here: Served) -> None:
    said = here.post("/v1/align", {"source": KAZAKH, "target": ENGLISH}).json
    assert said["source"] == ["Тоқаев 15 адамды көрді.", "Ол 2024 жылы келді.", "Астанада 7 адам қатысты."]
    assert said["target"] == ["Tokayev saw 15 people.", "He came in 2024.", "7 people took part in Astana."]
    rows = here.post("/v1/translate", {"text": KAZAKH}).json["translations"][0]["rows"]
    beads = align(said["source"], said["target"], [row["target"] for row in rows])
    assert said["beads"] == [{"source": list(b.source), "target": list(b.target), "score": b.score} for b in beads]
    assert [bead["source"] for bead in said["beads"]] == [[0], [1], [2]]


def test_lists_keep_their_lines(here: Served) -> None:
    said = here.post("/v1/align", {"source": KAZAKH.split("\n"), "target": ["", *ENGLISH.split("\n")]}).json
    assert [(bead["source"], bead["target"]) for bead in said["beads"]] == [([], [0]), ([0], [1]), ([1], [2])]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"source": "Ол келді.", "target": ["He came."]}, "two texts or two lists"),
        ({"source": " ", "target": "He came."}, "source holds no text"),
        ({"source": "Ол келді.", "target": "Ол келді."}, "target is no English"),
        ({"source": "He came.", "target": "He came."}, "source is no Kazakh"),
        ({"source": [], "target": []}, "source holds no text"),
        ({"source": "Ол келді."}, "target: "),
    ],
)
def test_what_cannot_be_aligned_is_told(here: Served, said: object, words: str) -> None:
    reply = here.post("/v1/align", said)
    assert (reply.status, words in reply.json["error"]) == (422, True), reply.raw


def test_rows_are_checked_as_the_command_does(here: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources, english = ["Ол 2024 жылы келді.", "Ол кетті.", ""], ["He came in 2023.", "He left.", ""]
    for name, lines in (("kk", sources), ("en", english)):
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert main(["check", str(tmp_path / "kk"), str(tmp_path / "en"), "--format", "json"]) == 0
    said = here.post("/v1/check", {"source": sources, "target": english}).json
    assert said == json.loads(capsys.readouterr().out)
    assert {flag["kind"] for flag in said[0]["flags"]} == {"number"}
    refused = here.post("/v1/check", {"source": sources, "target": english[:2]})
    assert (refused.status, "3 rows but target 2" in refused.json["error"]) == (422, True)


def test_entries_are_found_in_a_text_on_its_day(here: Served) -> None:
    text = "Кеше Тоқаевтың сөзі Астанада айтылды."
    found = here.post("/v1/glossary/find", {"text": text}).json["matches"]
    assert [(text[one["start"] : one["end"]], one["entry"]["target"]) for one in found] == [
        ("Тоқаевтың", "Tokayev"),
        ("Астанада", "Astana"),
    ]
    assert here.post("/v1/glossary/find", {"text": text, "date": "a day"}).status == 422


def test_an_entry_is_changed_and_the_change_taken_back(here: Served) -> None:
    address = f"/v1/glossary?source={quote('Тоқаев')}"
    entry = {"source": "Тоқаев", "target": "Toqayev", "kind": "person"}
    changed = here.ask("PUT", address, json.dumps(entry), {"Content-Type": "application/json"})
    assert (changed.status, changed.json["before"][0]["target"]) == (200, "Tokayev"), changed.raw
    assert "Toqayev" in here.post("/v1/translate", {"text": "Тоқаев келді."}).json["translations"][0]["text"]
    history = here.ask("GET", "/v1/glossary/history").json
    assert (history["changes"][0]["change"], history["changes"][0]["action"]) == (changed.json["change"], "replace")
    assert history["changes"][0]["who"] == "api"
    undone = here.post("/v1/glossary/undo", {"change": changed.json["change"]})
    assert (undone.status, undone.json["undoes"]) == (200, changed.json["change"])
    assert "Tokayev" in here.post("/v1/translate", {"text": "Тоқаев келді."}).json["translations"][0]["text"]
    assert here.post("/v1/glossary/undo", {"change": 99}).status == 404
    missing = here.ask(
        "PUT", f"/v1/glossary?source={quote('Абай')}", json.dumps(entry), {"Content-Type": "application/json"}
    )
    assert missing.status == 404


def test_it_is_ready_when_the_model_is_loaded_and_not_before(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    gate = threading.Event()

    def slow() -> Translator:
        assert gate.wait(20)
        return Translator(Gated(), Glossary(), "fake")

    with TestClient(application(slow, Settings(data=tmp_path)), base_url="http://127.0.0.1") as client:
        early = client.get("/ready")
        assert (early.status_code, early.headers["retry-after"]) == (503, "2")
        assert client.get("/health").status_code == 200
        gate.set()
        assert client.post("/v1/translate", json={"text": "Ол келді."}).status_code == 200
        assert client.get("/ready").status_code == 200
