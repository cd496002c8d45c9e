"""The index opens from disk in a real browser, and finds a Kazakh stem in any case form and an English word."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from glossary.matcher import Glossary
from tests.browser import chromium, record
from translate.archive import Order, archive
from translate.archive.files import Files
from translate.archive.index import build, shard
from translate.engines.fake import FakeEngine
from translate.errors import OutputError
from translate.memory import Memory
from translate.translator import Translator

ARTICLES = {
    "кітап.txt": "Оқушылар кітабын алды.",
    "deep/город «X» 100%.txt": "Семейде кітаптар аз.\n<b>Жаңа</b> орны қайда?",
    os.fsdecode(b"\xff\xfe \xd0\xb0.txt"): "Тауда қар жатыр.",
    "c.txt": "Мұғалімдер Семейдің мектебінен келді.",
}
ENGLISH = {
    "Оқушылар кітабын алды.": "The pupils took their book.",
    "Семейде кітаптар аз.": "Books are few in Semey.",
    "<b>Жаңа</b> орны қайда?": "Where is <b>its new</b> place?",
    "Тауда қар жатыр.": "Snow lies in the mountains.",
    "Мұғалімдер Семейдің мектебінен келді.": "Teachers came from a school of Semey & others.",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    for name, text in ARTICLES.items():
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_text(text, "utf-8")

    def opened(memory: Memory) -> Translator:
        return Translator(FakeEngine(ENGLISH), Glossary(), "fake", memory=memory)

    archive(Order(folder / "in", folder / "out"), opened, "lines", print)
    return folder / "out"


@pytest.fixture
def page(browser: Browser, out: Path) -> Iterator[Page]:
    opened = browser.new_page()
    asked, faults = record(opened), list[str]()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto((out / "index.html").as_uri())
    yield opened
    assert all(request.url.startswith("file://") for request in asked)
    assert faults == []
    opened.close()


def found(page: Page, query: str) -> list[str]:
    page.fill("#query", query)
    page.wait_for_function("document.querySelector('#said').textContent !== ''")
    page.wait_for_timeout(150)
    return sorted(page.locator("#found a").all_inner_texts())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("кітап", ["Books are few in Semey.", "The pupils took their book."]),  # кітабын too
        ("Семей", ["Books are few in Semey.", "Teachers came from a school of Semey & others."]),
        ("орын", ["Books are few in Semey."]),  # орны
        ("мектеп Семей", ["Teachers came from a school of Semey & others."]),
        ("teachers", ["Teachers came from a school of Semey & others."]),
        ("BOOK", ["Books are few in Semey.", "The pupils took their book."]),
        ("тау қар", ["Snow lies in the mountains."]),  # its name is no text
        ("жоқсөз", []),
    ],
)
def test_stems_and_words_are_found(page: Page, query: str, wanted: list[str]) -> None:
    assert found(page, query) == wanted


def test_what_is_found_opens(page: Page) -> None:
    found(page, "кітаптар")
    page.click("#found a")
    page.wait_for_selector("table.bitext")
    assert "Семейде кітаптар аз." in page.inner_text("table.bitext")


def test_a_search_can_be_kept_as_an_address(page: Page, out: Path) -> None:
    page.goto((out / "index.html").as_uri() + "#Семей")
    page.reload()
    page.wait_for_selector("#found a")
    assert page.locator("#found a").count() == 2


def test_an_index_that_can_not_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / ".audarma").mkdir()
    (tmp_path / ".audarma" / "words").write_bytes(b"in the way")
    with pytest.raises(OutputError, match="the index can't be written"):
        build(Files(tmp_path), [])


def test_a_shard_is_named_by_letters_that_any_file_system_takes() -> None:
    assert shard("қала") == "49b-430"
    assert shard("con") == "63-6f"
