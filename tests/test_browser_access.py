"""The page for everyone: no grave finding of axe-core, on any tab, narrow or wide, light or dark; and by keys alone."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.axe import findings
from tests.browser import SECOND, Bench, bench, browser, pytestmark, served, watched

__all__ = ["bench", "browser", "pytestmark"]

KAZAKH = "Тоқаев 2021 жылы Токиоға келді.\nКездесу аяқталды."
ENGLISH = "Tokayev came to Tokyo in 2021.\nIt was a long day for 300 people."


@pytest.fixture(scope="module")
def address(browser: Browser, bench: Bench) -> Iterator[str]:
    with served(bench) as url:
        yield url


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=30 * SECOND)
    return page


def tabs(page: Page) -> list[str]:
    """The names of all tabs; on a narrow page some may stand in a menu."""
    names: list[str] = page.evaluate(
        "() => [...new Set([...document.querySelectorAll('#tabs [role=tab]')].map((one) => one.textContent.trim()))]"
    )
    return names


def fill(page: Page, tab: str) -> None:
    """Something to look at on a tab: rows, differences, an opened form."""
    if tab == "Translation":
        page.get_by_label("Kazakh text").first.fill(KAZAKH)
        page.locator("#translate").click()
        expect(page.locator("#rows tbody tr")).to_have_count(2, timeout=30 * SECOND)
        expect(page.locator("#progress")).to_contain_text("2 of 2 in", timeout=30 * SECOND)
    elif tab == "Compare":
        page.locator("#compare-kazakh textarea").fill(KAZAKH)
        page.locator("#compare-english textarea").fill(ENGLISH)
        page.locator("#compare").click()
        expect(page.locator("#compare-rows table")).to_be_visible(timeout=30 * SECOND)
    elif tab == "Glossary":
        expect(page.locator("table.entries")).to_be_visible(timeout=30 * SECOND)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1920])
def test_no_tab_has_a_grave_finding(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    screen: ViewportSize = {"width": width, "height": 900}
    with (
        browser.new_context(viewport=screen, color_scheme=scheme, reduced_motion="reduce") as context,
        watched(context) as page,
    ):
        opened(page, address)
        assert (page.evaluate("document.body.classList.contains('dark')")) == (scheme == "dark")
        found = {}
        for tab in tabs(page):
            page.get_by_role("tab", name=tab, exact=True).click()
            found[tab, "empty"] = findings(page)
            fill(page, tab)
            found[tab, "filled"] = findings(page)
            for more in page.locator("button.label-wrap:visible").all():
                more.click()
            page.wait_for_timeout(300)
            found[tab, "open"] = findings(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{tab} is wider than the screen"
    assert not {place: grave for place, grave in found.items() if grave}
    assert len(found) >= 9


# Every control that a mouse could use. Names in the rows are one stop of the Tab key, and the tabs one each.
_REACHABLE = """() => [...document.querySelectorAll('button, a[href], input, select, textarea, [role=tab], [tabindex]')]
  .filter((one) => one.offsetParent && !one.disabled && one.tabIndex >= 0)
  .filter((one) => getComputedStyle(one).visibility != 'hidden')
  .map((one) => { one.dataset.stop ||= String(Math.random()); return one.dataset.stop; })"""
_FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const seen = style.outlineStyle != 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow != 'none';
  return [one.dataset.stop || '', seen, one.outerHTML.slice(0, 120)];
}"""


def test_every_control_is_reached_by_keys_and_shows_the_focus(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context, watched(context) as page:
        opened(page, address)
        for tab in tabs(page):
            page.get_by_role("tab", name=tab, exact=True).click()
            fill(page, tab)
            wanted = set(page.evaluate(_REACHABLE))
            page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0); }")
            reached: set[str] = set()
            unseen: list[str] = []
            for _ in range(2 * len(wanted) + 40):
                page.keyboard.press("Tab")
                stop, seen, html = page.evaluate(_FOCUSED)
                if stop in reached and stop:
                    break
                reached.add(stop)
                if stop and not seen:
                    unseen.append(html)
            assert len(wanted) >= 5  # the menu of languages and four tabs, at least
            missed = [
                page.evaluate("(stop) => document.querySelector(`[data-stop='${stop}']`).outerHTML.slice(0, 120)", stop)
                for stop in wanted - reached
            ]
            assert missed == [], tab
            assert unseen == [], tab


def test_a_text_is_translated_and_compared_without_a_mouse(browser: Browser, address: str) -> None:
    with browser.new_context() as context, watched(context) as page:
        opened(page, address)
        page.locator("#tabs [role=tab]").first.focus()
        for _ in range(10):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('#box textarea')"):
                break
        page.keyboard.type("Ол келді.")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#rows tbody tr")).to_have_count(1, timeout=30 * SECOND)
        for _ in range(60):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("document.activeElement.matches('[role=tab]:not([aria-selected=true])')"):
                break
        page.get_by_role("tab", name="Compare").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#compare-kazakh textarea")).to_be_visible()
