"""The archive tab as an editor meets it: a run that outlives the page, its articles, and an edit that touches a few."""

import itertools
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from glossary.store import Store
from glossary.term import Term
from tests.browser import SECOND, Bench, browser, pytestmark, served, watched
from tests.test_browser import visit
from tests.test_browser_glossary import fill, notice, press, store

__all__ = ["browser", "pytestmark", "store"]

ARTICLES = 40
# What the articles tell of that no glossary holds; of all others it is the minister.
NAMES = {3: "Шабақтыбайдың", 17: "Шабақтыбайдың", 8: "Қайраткелдінің", 22: "Қайраткелдінің", 31: "Қайраткелдінің"}
# Spelled as never before, so that their sentences are new to the memory however often a test is tried.
SPELLINGS = ((f"Shaba{q}t{y}bai", f"{q}air{y}tkeldi".title()) for q, y in itertools.product(("k", "q", "kh"), "yiu"))
# Screenshots for whoever wants to look at them.
SHOTS = os.environ.get("AUDARMA_SHOTS")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Models, and a folder that may be used: forty articles of three sentences."""
    made = Bench(tmp_path_factory.mktemp("models"))
    folder = tmp_path_factory.mktemp("server") / "newsroom"
    made.settings = replace(made.settings, archives=(folder,))
    for n in range(ARTICLES):
        path = folder / "kazakh" / f"{n % 4}" / f"{n:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        name = NAMES.get(n, "Министрдің")
        path.write_text(f"Жаңалық нөмірі {n}. {name} {n} сөзі ұзақ болды. Жаңа мектеп ашылды {n} рет.", "utf-8")
    (folder / "kazakh" / "broken.docx").write_bytes(b"no Word file")
    return made


@pytest.fixture(scope="module")
def address(browser: Browser, bench: Bench) -> Iterator[str]:
    with served(bench) as url:
        yield url


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext, address: str, store: Store) -> Iterator[Page]:
    with watched(context) as opened:
        arrive(opened, address)
        yield opened


def arrive(page: Page, address: str) -> None:
    visit(page, address)
    page.get_by_role("tab", name="Archive").click()
    expect(page.locator("#archive-start")).to_be_visible(timeout=20 * SECOND)


def choose(page: Page, label: str, value: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.click()
    field.fill(value)
    field.press("Enter")


def order(page: Page, out: str, model: str) -> None:
    choose(page, "Folder of articles", "newsroom/kazakh")
    choose(page, "Folder for the English", out)
    page.locator("#archive-model input").click()
    page.get_by_role("option", name=model, exact=True).click()
    page.locator("#archive-start").click()


def told(page: Page, words: str | re.Pattern[str], seconds: int = 90) -> None:
    expect(page.locator("#archive-status")).to_contain_text(words, timeout=seconds * SECOND)


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_run_outlives_the_page_and_is_seen_by_others(
    page: Page, address: str, browser: Browser, bench: Bench
) -> None:
    order(page, "newsroom/english", "steady")
    told(page, re.compile(r"[1-9]\d* of 41 files"))
    expect(page.locator("#archive-start")).to_be_disabled()
    shoot(page, "running")
    page.reload()
    arrive(page, address)
    told(page, "of 41 files")
    with browser.new_context() as other, watched(other) as second:
        arrive(second, address)
        told(second, "of 41 files")
        # the same folder twice at once is refused, in words
        second.evaluate("document.querySelector('#archive-start').disabled = false")
        second.locator("#archive-start").click()
        expect(second.get_by_label("Folder for the English", exact=True)).to_have_value("newsroom/english")
    told(page, "Done. 40 articles finished: 120 sentences in this run")
    told(page, "1 error, listed below")
    page.get_by_role("button", name="Errors (1)").click()
    expect(page.locator("#archive-wrong")).to_contain_text("broken.docx")
    expect(page.locator("#articles tbody tr")).to_have_count(25)
    expect(page.locator("#articles-place")).to_have_text("1–25 of 40")
    shoot(page, "done")


def test_an_article_is_found_and_read_side_by_side(page: Page) -> None:
    page.get_by_label("Look up").last.fill("Шабақтыбай")
    expect(page.locator("#articles-place")).to_have_text("1–2 of 2", timeout=20 * SECOND)
    page.locator("#articles tbody tr button").first.click()
    expect(page.locator("#article tbody tr")).to_have_count(3, timeout=20 * SECOND)
    expect(page.locator("#article tbody tr td.source").nth(1)).to_have_text("Шабақтыбайдың 17 сөзі ұзақ болды.")
    expect(page.locator("#article tbody tr td.target").nth(1)).to_contain_text("English: Шабақтыбайдың 17")
    expect(page.locator("#article-heading")).to_contain_text("1/017.txt")
    shoot(page, "article")
    page.get_by_label("Look up").last.fill("003.txt")
    expect(page.locator("#articles-place")).to_have_text("1–1 of 1", timeout=20 * SECOND)


def test_what_was_typed_before_the_first_list_came_is_still_looked_up(context: BrowserContext, address: str) -> None:
    with watched(context) as page:
        held: list[Route] = []
        answered = False
        page.route("**/run/**", lambda route: route.continue_() if answered else held.append(route))
        arrive(page, address)
        page.get_by_label("Look up").last.fill("Шабақтыбай")
        for _ in range(200):
            if "Шабақтыбай" in str(held[-1].request.post_data_json):
                break
            page.wait_for_timeout(100)
        assert len(held) > 2
        answered = True
        # the answers come in the opposite order: the first list last
        for route in reversed(held):
            with page.expect_response(route.request.url):
                route.continue_()
        expect(page.locator("#articles-place")).to_have_text("1–2 of 2", timeout=20 * SECOND)


def test_an_edit_tells_what_it_changes_in_the_archive_and_just_that_is_done_again(page: Page, bench: Bench) -> None:
    page.get_by_role("tab", name="Glossary").click()
    expect(page.get_by_label("Try it on the archive")).to_have_value("newsroom/english", timeout=20 * SECOND)
    page.get_by_role("button", name="Names in the archive that no entry holds").click()
    press(page, "Look through the archive")
    expect(page.locator("#proposals-told")).to_contain_text("No name stands 3 times", timeout=20 * SECOND)
    spelling, _ = next(SPELLINGS)
    fill(page, "Шабақтыбай", spelling)
    press(page, "Show what it changes")
    notice(page, "Not saved yet")
    expect(page.locator("#reach-changes")).to_contain_text(
        "It touches 2 sentences in 2 articles of 40", timeout=20 * SECOND
    )
    expect(page.locator("#reach-changes li")).to_have_count(2, timeout=20 * SECOND)
    expect(page.locator("#reach-changes li ins").first).to_contain_text(spelling)
    expect(page.locator("#reach-again")).to_be_hidden()
    press(page, "Save")
    notice(page, "Saved:")
    shoot(page, "reach")
    before = len(bench.engines["steady"].sentences)
    press(page, "Translate 2 sentences of 2 articles again")
    expect(page.locator("#reach")).to_contain_text("Translating 2 sentences of 2 articles again", timeout=20 * SECOND)
    page.get_by_role("tab", name="Archive").click()
    told(page, "Done. 40 articles finished: 6 sentences in this run, 2 of them new")
    sent = bench.engines["steady"].sentences[before:]
    assert sent
    assert all("Шабақтыбай" in one or spelling in one for one in sent), sent
    page.get_by_label("Look up").last.fill(spelling)
    expect(page.locator("#articles-place")).to_have_text("1–2 of 2", timeout=20 * SECOND)


def test_an_imported_file_tells_what_it_changes_in_the_archive(
    page: Page, bench: Bench, store: Store, tmp_path: Path
) -> None:
    (mine, _), (theirs, other) = next(SPELLINGS), next(SPELLINGS)
    store.add(Term("Шабақтыбай", mine), who="somebody")
    file = tmp_path / "names.csv"
    file.write_text(f"source,target\nШабақтыбай,{theirs}\nҚайраткелді,{other}\n", "utf-8")
    page.get_by_role("tab", name="Glossary").click()
    expect(page.get_by_label("Try it on the archive")).to_have_value("newsroom/english", timeout=20 * SECOND)
    page.get_by_role("button", name="Import and export").click()
    page.get_by_label("take the one of the file").check()
    page.locator("#import-open input[type=file], #exchange input[type=file]").first.set_input_files(file)
    touched = page.locator("#import-reach-changes")
    expect(touched).to_contain_text("It touches 5 sentences in 5 articles of 40", timeout=20 * SECOND)
    expect(touched.locator("li")).to_have_count(5, timeout=20 * SECOND)
    for example in touched.locator("li ins").all():
        expect(example).to_contain_text(re.compile(f"{theirs}|{other}"), timeout=20 * SECOND)
    expect(page.locator("#import-reach-again")).to_be_hidden()
    press(page, "Import")
    shoot(page, "import-reach")
    before = len(bench.engines["steady"].sentences)
    press(page, "Translate 5 sentences of 5 articles again")
    expect(page.locator("#import-reach")).to_contain_text("Translating 5 sentences", timeout=20 * SECOND)
    page.get_by_role("tab", name="Archive").click()
    told(page, "Done. 40 articles finished: 15 sentences in this run, 5 of them new")
    sent = bench.engines["steady"].sentences[before:]
    assert sent
    names = ("Шабақтыбай", "Қайраткелді", theirs, other)
    assert all(any(name in one for name in names) for one in sent), sent


def test_a_run_that_was_stopped_goes_on_after_a_restart(browser: Browser, bench: Bench) -> None:
    with browser.new_context() as one, served(bench) as url, watched(one) as first:
        arrive(first, url)
        order(first, "newsroom/slowly", "steady")
        told(first, re.compile(r"[1-9]\d* of 41 files"))
        first.locator("#archive-stop").click()
        told(first, "Stopped.")
    heard = set(bench.engines["steady"].sentences)
    with browser.new_context() as one, served(bench) as url, watched(one) as second:
        arrive(second, url)
        told(second, "The last run was stopped.")
        expect(second.get_by_label("Folder of articles", exact=True)).to_have_value("newsroom/kazakh")
        press(second, "Go on")
        told(second, "Done. 40 articles finished")
    # the second server's engine is its own, and was asked for the rest alone
    rest = set(bench.engines["steady"].sentences)
    assert heard
    assert rest
    assert not heard & rest
