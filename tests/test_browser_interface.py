"""The page in Kazakh and Russian: by the browser's language, by the menu, remembered; and no English left over."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from page import interface
from tests.browser import MARKS, SECOND, Bench, bench, browser, served, watched
from tests.test_browser_access import fill, opened
from translate import reasons

__all__ = ["bench", "browser"]

pytestmark = [*MARKS, pytest.mark.flaky(reruns=1)]
# What is on the page in Latin letters and is none of its own words: names, what the model's card says, files.
_LEFT = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('.gradio-container'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent.offsetParent || parent.closest('td, code, textarea, option, mark.term, #about, #warning')) continue;
    const words = node.data.replace(/Audarma|Ctrl\\+Enter|JSON|TSV|HTML|TMX|CSV|TBX|DeepL|Google|Word/g, '');
    if (/[A-Za-z]{3,}/.test(words)) found.push(node.data.trim());
  }
  return found;
}"""


@pytest.fixture(scope="module")
def address(browser: Browser, bench: Bench) -> Iterator[str]:
    with served(bench) as url:
        yield url


def shown(page: Page, code: str, key: str) -> None:
    expect(page.get_by_text(interface.words(code)[key], exact=True).first).to_be_visible(timeout=20 * SECOND)


@pytest.mark.parametrize(("locale", "code"), [("kk-KZ", "kk"), ("ru-RU", "ru"), ("en-GB", "en"), ("de-DE", "en")])
def test_the_browsers_language_is_the_pages(browser: Browser, address: str, locale: str, code: str) -> None:
    with browser.new_context(locale=locale) as context, watched(context) as page:
        opened(page, address)
        shown(page, code, "tab.compare")
        shown(page, code, "bar.translate")
        shown(page, code, "rows.empty")
        assert page.evaluate("document.documentElement.lang") == code
        assert page.locator("#language select").input_value() == code


def test_what_is_chosen_is_remembered_and_leaves_the_text_alone(browser: Browser, address: str) -> None:
    with browser.new_context(locale="en-US") as context, watched(context) as page:
        opened(page, address)
        page.locator("#box textarea").fill("Save Model Glossary. Ол келді.")
        page.locator("#language select").select_option("kk")
        shown(page, "kk", "bar.translate")
        assert page.locator("#box textarea").input_value() == "Save Model Glossary. Ол келді."
        page.locator("#language select").select_option("ru")
        shown(page, "ru", "bar.translate")
        page.reload()
        page.wait_for_selector("html[data-language=ready]", state="attached", timeout=30 * SECOND)
        shown(page, "ru", "bar.translate")
        page.locator("#language select").select_option("en")
        shown(page, "en", "bar.translate")


def test_what_happens_later_is_told_in_the_language_and_texts_stay_as_they_are(browser: Browser, address: str) -> None:
    with browser.new_context(locale="kk-KZ") as context, watched(context) as page:
        opened(page, address)
        page.locator("#translate").click()
        shown(page, "kk", "error.empty")
        page.locator("#box textarea").fill("Save\n\nModel келді.")
        page.locator("#translate").click()
        expect(page.locator("#rows tbody tr")).to_have_count(2, timeout=30 * SECOND)
        expect(page.locator("#progress")).to_contain_text("сөйлемнің 2 дайын", timeout=30 * SECOND)
        assert page.locator("#rows td.source").first.text_content() == "Save"
        fill_compare(page)
        shown(page, "kk", "compare.theirs")
        expect(page.locator("#compare-rows .sum")).to_contain_text("Жолдар: ")


def fill_compare(page: Page) -> None:
    page.locator("#tabs [role=tab]").nth(1).click()
    fill(page, "Compare")


@pytest.mark.parametrize("locale", ["kk-KZ", "ru-RU"])
def test_no_english_of_the_page_is_left(browser: Browser, address: str, locale: str) -> None:
    with browser.new_context(locale=locale) as context, watched(context) as page:
        opened(page, address)
        page.locator("#box textarea").fill("Ол келді.")
        page.wait_for_timeout(700)
        for number in range(4):
            page.locator("#tabs [role=tab]").nth(number).click()
            page.wait_for_timeout(700)
            left = page.evaluate(_LEFT)
            assert left == [], number


@pytest.mark.parametrize("code", ["kk", "ru"])
def test_flags_terms_and_choices_are_told_in_the_language(browser: Browser, address: str, code: str) -> None:
    """Row 1 lacks a number and row 2 a term; who corrected a row, and each choice of the side, are words too."""
    words = interface.words(code)
    with browser.new_context(locale=code) as context, watched(context) as page:
        opened(page, address)
        page.locator("#box textarea").fill("Астанада 17 мектеп ашылды.")
        page.locator("#translate").click()
        row = page.locator("#rows tbody tr").first
        cyrillic = row.locator("li[data-kind=copied], li[data-kind=cyrillic], li[data-kind=name]").first
        expect(cyrillic).to_be_visible(timeout=30 * SECOND)
        for flag in row.locator("li[data-flag]").all():
            kind = flag.get_attribute("data-kind")
            expect(flag.locator("b")).to_have_text(words[f"kind.{kind}"])
            [key, values] = json.loads(flag.locator("span").get_attribute("data-said") or "")
            said = reasons.worded(reasons.Said(key.removeprefix("reason."), values), code)
            expect(flag.locator("span")).to_have_text(said)
        bar = page.locator("#kinds button").first
        expect(bar).to_contain_text(words[f"kind.{bar.get_attribute('data-kind')}"])
        badge = row.locator(".mark.draft")
        expect(badge).to_have_attribute("title", reasons.worded(reasons.Said("draft", {"model": "quick"}), code))
        for name in ("spelling.day", "spelling.today"):
            expect(page.locator("#spelling")).to_contain_text(words[name])
        term = row.locator("td.source mark.term").first
        expect(term).to_have_attribute("title", re.compile(f"Астана → Astana: {_status(words)}"))
        page.locator("#language select").select_option("en")
        expect(page.locator("#kinds button").first).to_contain_text(_label(interface.words("en"), bar))
        assert [one.text_content() for one in row.locator("li[data-flag] span").all()]
        expect(term).to_have_attribute("title", re.compile(f"Астана → Astana: {_status(interface.words('en'))}"))
        page.locator("#tabs [role=tab]").nth(2).click()
        page.locator("#language select").select_option(code)
        for kind in ("person", "place", "organisation", "word", "keep"):
            expect(page.locator("#kind")).to_contain_text(words[f"kind.{kind}"], timeout=20 * SECOND)


def _label(words: dict[str, str], button: Locator) -> str:
    return words[f"kind.{button.get_attribute('data-kind')}"]


def _status(words: dict[str, str]) -> str:
    """What any status of a term is called."""
    told = (words[f"term.{status}"] for status in ("already", "replaced", "redecoded", "not_applied"))
    return "(?:" + "|".join(one.split(": ")[1].removesuffix("{rule}") for one in told) + ")"
