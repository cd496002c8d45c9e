"""The other English as a person compares it: two texts in, three columns out, kept and saved; in a real Chromium."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import SECOND, Bench, bench, browser, pytestmark, served, watched
from translate.memory import Memory

__all__ = ["bench", "browser", "pytestmark"]

# The engine of these tests says what it is given, so the names and numbers alone tie the two sides.
KAZAKH = "Тоқаев 2021 жылы Токиоға келді.\nНазарбаев 1991 сөз сөйледі.\nКездесу аяқталды <b>сонымен</b>."
ENGLISH = (
    "Tokayev came to Tokyo in 2021.\nNazarbayev spoke in 1991.\n<img src=x onerror=document.title='run'> was added."
)


@pytest.fixture
def page(browser: Browser, bench: Bench) -> Iterator[Page]:
    with served(bench) as address, browser.new_context() as context, watched(context) as opened:
        opened.goto(address)
        opened.wait_for_selector("html[data-ready=yes]", state="attached", timeout=30 * SECOND)
        opened.get_by_role("tab", name="Compare").click()
        yield opened


def fill(page: Page, kazakh: str = KAZAKH, english: str = ENGLISH) -> None:
    page.locator("#compare-kazakh textarea").fill(kazakh)
    page.locator("#compare-english textarea").fill(english)
    page.get_by_role("button", name="Compare", exact=True).click()


def compared(page: Page) -> None:
    expect(page.locator("#compare-rows table")).to_be_visible(timeout=40 * SECOND)


def test_three_columns_with_what_differs_and_what_stands_alone(page: Page) -> None:
    fill(page)
    compared(page)
    cells = page.evaluate(
        """() => [...document.querySelectorAll('#compare-rows tbody tr')].map(
             (row) => ['source', 'ours', 'theirs'].map((name) => row.querySelector('.' + name).textContent))"""
    )
    kazakh, _, english = zip(*cells, strict=True)
    assert [text for text in kazakh if "Kazakh has nothing" not in text] == KAZAKH.splitlines()
    assert [text for text in english if "answers this" not in text] == ENGLISH.splitlines()
    assert len(cells) > 2
    assert page.title() == "Audarma", "what is pasted is shown and never run"
    assert page.locator("#compare-rows img").count() == 0
    assert page.locator("#compare-rows .theirs mark.differs").count() > 0
    expect(page.locator("#compare-rows .sum")).to_contain_text("Rows: ")


def test_what_is_kept_is_in_the_memory_under_its_name(page: Page, bench: Bench) -> None:
    fill(page)
    compared(page)
    page.locator("#compare-who input, #compare-who textarea").first.fill("Aigerim")
    page.get_by_role("button", name="Keep in the memory").click()
    expect(page.locator("#compare-kept")).to_contain_text("Kept ", timeout=20 * SECOND)
    with Memory.open(bench.settings.data / "memory.sqlite") as memory:
        kept = [(one.source, one.target, one.who) for one in memory.corrections()]
    sure = page.evaluate(
        """() => [...document.querySelectorAll('#compare-rows tbody tr')]
             .filter((row) => !row.querySelector('.tag'))
             .map((row) => [row.querySelector('.source').textContent, row.querySelector('.theirs').textContent])"""
    )
    assert sure
    assert sorted(kept) == sorted((source, target, "Aigerim") for source, target in sure)


def test_files_come_in_and_go_out(page: Page, tmp_path: Path) -> None:
    for name, text in (("kazakh", KAZAKH), ("english", ENGLISH)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        with page.expect_file_chooser() as choosing:
            page.get_by_role("button", name=f"Open the {name.capitalize()} file").click()
        choosing.value.set_files(tmp_path / f"{name}.txt")
        expect(page.locator(f"#compare-{name} textarea")).to_have_value(text, timeout=20 * SECOND)
    page.get_by_role("button", name="Compare", exact=True).click()
    compared(page)
    for form, holds in (("TMX", "<tmx"), ("TSV", "kazakh\tours\ttheirs"), ("JSON", '"beads"')):
        with page.expect_download() as saving:
            page.locator("#compare-bar").get_by_role("button", name=f"Save {form}").click()
        assert saving.value.suggested_filename == f"compared.{form.lower()}"
        written = Path(saving.value.path()).read_text("utf-8")
        assert holds in written
        assert "<img" not in written or form != "TMX"
    assert len(json.loads(written)["beads"]) == page.locator("#compare-rows tbody tr").count()


@pytest.mark.parametrize(
    ("kazakh", "english", "told"),
    [
        ("", ENGLISH, "no text in the box"),
        (KAZAKH, " ", "no English version"),
        (ENGLISH, KAZAKH, "The first text is no Kazakh"),
        (KAZAKH, KAZAKH, "The second text is no English"),
    ],
)
def test_what_can_not_be_compared_is_told(page: Page, kazakh: str, english: str, told: str) -> None:
    fill(page, kazakh, english)
    expect(page.locator("#compare-notice [role=alert]")).to_contain_text(told, timeout=20 * SECOND)
    assert page.locator("#compare-kazakh textarea").input_value() == kazakh
