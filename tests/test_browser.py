"""The page as a person meets it: in a real Chromium, from the text in the box to the file on the disk."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import (
    SECOND,
    Bench,
    bench,
    browser,
    outsiders,
    pytestmark,
    record,
    rows,
    served,
    started,
    watched,
)
from tests.conftest import ROOT, SEED
from translate import models
from translate.document import Bitext
from translate.formats import newswire
from translate.formats.writers import TEXTS

__all__ = ["bench", "browser", "pytestmark"]

TEXT = SEED.read_bytes().decode("utf-8")
ROWS = 24


@pytest.fixture(scope="module")
def address(browser: Browser, bench: Bench) -> Iterator[str]:
    with served(bench) as url:
        yield url


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One person's browser, which keeps Gradio's scripts from one page to the next."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page of its own for each test; no test may ask for anything outside this machine, or break the script."""
    with watched(context) as opened:
        visit(opened, address)
        yield opened


def visit(page: Page, address: str) -> None:
    """Open the page and wait until its scripts listen: a slow machine shows the widgets some time before that."""
    page.goto(address)
    page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=30 * SECOND)
    expect(box(page)).to_be_visible(timeout=20 * SECOND)


def box(page: Page) -> Locator:
    return page.get_by_label("Kazakh text")


def choose(page: Page, model: str) -> None:
    page.get_by_label("Model").click()
    page.get_by_role("option", name=model, exact=True).click()


def translate(page: Page, text: str = TEXT, model: str = "quick") -> None:
    if model != "quick":
        choose(page, model)
    box(page).fill(text)
    page.get_by_role("button", name="Translate").click()


def told(page: Page, words: str, seconds: int = 40) -> None:
    expect(page.locator("#progress")).to_contain_text(words, timeout=seconds * SECOND)


def complains(page: Page, words: str) -> None:
    expect(page.get_by_role("alert")).to_contain_text(words, timeout=30 * SECOND)


def wanted(bench: Bench, model: str, text: str = TEXT, name: str = "pasted text") -> Bitext:
    """What the page must show and write."""
    translator = bench.open(bench.settings, models.find(model, bench.settings))
    return translator.translate(newswire.parse(text, name))


def test_rows_appear_one_by_one_and_every_one_is_marked(page: Page, bench: Bench) -> None:
    translate(page, model="steady")
    expect(page.locator("#rows tbody tr")).not_to_have_count(0, timeout=30 * SECOND)
    seen = page.locator("#rows tbody tr").count()
    assert 0 < seen < ROWS
    expect(page.locator("#progress progress")).to_be_visible()
    expect(page.get_by_role("button", name="Translate")).to_be_disabled()
    told(page, "24 of 24 in")
    bitext = wanted(bench, "steady")
    assert rows(page) == [(bead.segment.text, bead.target) for bead in bitext.beads]
    assert page.locator("#rows tbody tr .mark.draft").count() == ROWS
    assert page.locator("#rows tbody tr.title").count() == 1
    assert page.locator("#rows tbody tr.paragraph").count() == 8
    expect(page.get_by_role("note")).to_contain_text("invents")
    expect(page.locator("#signature")).to_contain_text(bitext.signature)
    assert page.locator("#rows td.source").first.get_attribute("lang") == "kk"


def test_what_is_saved_is_what_the_writers_write(page: Page, bench: Bench) -> None:
    translate(page)
    told(page, "24 of 24 in")
    bitext = wanted(bench, "quick")
    for form, ending in (("text", "txt"), ("JSON", "json"), ("TSV", "tsv"), ("HTML", "html")):
        with page.expect_download() as saving:
            page.get_by_role("button", name=f"Save {form}").click()
        assert saving.value.suggested_filename == f"translation.en.{ending}"
        assert Path(saving.value.path()).read_bytes().decode("utf-8") == TEXTS[form.lower()](bitext)
    expect(page.locator("#delivered")).to_contain_text("Saved translation.en.html")


def test_copying_english_alone_and_both(page: Page, bench: Bench) -> None:
    translate(page)
    told(page, "24 of 24 in")
    bitext = wanted(bench, "quick")
    page.get_by_role("button", name="Copy English").click()
    expect(page.locator("#delivered")).to_have_text("Copied 24 English sentences")
    assert page.evaluate("navigator.clipboard.readText()") == TEXTS["text"](bitext)
    page.get_by_role("button", name="Copy both").click()
    expect(page.locator("#delivered")).to_have_text("Copied 24 rows, Kazakh and English")
    assert page.evaluate("navigator.clipboard.readText()") == TEXTS["tsv"](bitext)


def test_stop_keeps_what_is_ready(page: Page) -> None:
    translate(page, model="slow")
    expect(page.locator("#rows tbody tr")).not_to_have_count(0, timeout=30 * SECOND)
    page.get_by_role("button", name="Stop").click()
    told(page, "Stopped after")
    shown = rows(page)
    assert 0 < len(shown) < ROWS
    assert page.locator(".mark.draft").count() == 0, "this model is no draft model"
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save TSV").click()
    assert saving.value.suggested_filename == "translation.partial.en.tsv"
    assert len(Path(saving.value.path()).read_text("utf-8").splitlines()) == len(shown) + 1
    page.get_by_role("button", name="Copy English").click()
    expect(page.locator("#delivered")).to_have_text(f"Copied {len(shown)} of {ROWS} English sentences")
    assert f"\n# {len(shown)} of {ROWS} sentences\n" in page.evaluate("navigator.clipboard.readText()")
    assert box(page).input_value() == TEXT
    expect(page.get_by_role("button", name="Translate")).to_be_enabled()


def test_closing_the_page_ends_its_translation(browser: Browser, address: str) -> None:
    def jobs() -> int:
        return sum(thread.name == "audarma-job" for thread in threading.enumerate())

    context = browser.new_context()
    page = context.new_page()
    visit(page, address)
    translate(page, TEXT * 30, "slow")
    told(page, " of ")
    before = jobs()
    context.close()
    with browser.new_context() as other:
        waiting = other.new_page()
        for _ in range(100):
            if jobs() < before:
                break
            waiting.wait_for_timeout(200)
    assert jobs() < before


def test_two_people_do_not_wait_for_each_other(page: Page, browser: Browser, address: str, bench: Bench) -> None:
    with browser.new_context() as context:
        other = context.new_page()
        visit(other, address)
        choose(other, "steady")
        box(other).fill("Бұл басқа адамның мәтіні. Екінші сөйлем.")
        # so many sentences that the slowest machine has the other's two long before the last of them
        translate(page, TEXT * 60, "steady")
        expect(page.locator("#rows tbody tr")).not_to_have_count(0, timeout=30 * SECOND)
        other.get_by_role("button", name="Translate").click()
        told(other, "2 of 2")
        assert len(rows(other)) == 2
        expect(page.get_by_role("button", name="Stop")).to_be_enabled()
        assert page.locator("#rows tbody tr").count() < ROWS * 50, "the first should still be on its way"
        page.get_by_role("button", name="Stop").click()
        told(page, "Stopped")
        assert not any("басқа адамның" in kazakh for kazakh, _ in rows(page))
        assert len(rows(other)) == 2
    assert bench.engines["steady"].heard > 0


def test_ctrl_enter_translates(page: Page) -> None:
    box(page).fill("Ол келді. Олар кетті.")
    box(page).press("Control+Enter")
    told(page, "2 of 2")
    assert [kazakh for kazakh, _ in rows(page)] == ["Ол келді.", "Олар кетті."]


def test_a_second_text_takes_the_place_of_the_first(page: Page) -> None:
    translate(page)
    told(page, "24 of 24 in")
    translate(page, "Ол келді.")
    told(page, "1 of 1")
    assert [kazakh for kazakh, _ in rows(page)] == ["Ол келді."]


def test_markup_in_a_text_stays_text(page: Page) -> None:
    translate(page, "Ол <b>келді</b> <script>window.broken = 1</script> <img src=x onerror='window.broken = 1'>.")
    told(page, "1 of 1")
    assert "<b>келді</b> <script>" in rows(page)[0][0]
    assert page.evaluate("window.broken") is None


@pytest.mark.parametrize(("model", "words"), [("broken", "has no weights"), ("buggy", "Something went wrong inside")])
def test_a_failure_is_told_in_one_line_and_the_text_stays(
    page: Page, model: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    translate(page, model=model)
    complains(page, words)
    assert "Traceback" not in page.content()
    assert "a secret inside" not in page.content()
    assert box(page).input_value() == TEXT
    assert ("a secret inside" in caplog.text) == (model == "buggy")
    expect(page.get_by_role("button", name="Translate")).to_be_enabled()


def test_nothing_and_too_much_are_told(page: Page) -> None:
    for nothing in ("", " \n\t "):
        translate(page, nothing)
        complains(page, "no text in the box")
    box(page).fill("Ол келді.")
    for line, cure in (("Ол келді. ", "break it into paragraphs"), ("Ол келді.\n", "run `audarma translate")):
        page.evaluate("text => navigator.clipboard.writeText(text)", line * 110_000)
        box(page).press("Control+v")
        expect(page.locator("#delivered")).to_contain_text("1,100,000 characters, and the page takes up to 1,000,000")
        expect(page.locator("#delivered")).to_contain_text(cure)
    assert box(page).input_value() == "Ол келді."
    page.evaluate("text => navigator.clipboard.writeText(text)", " Олар кетті.")
    box(page).press("Control+v")
    expect(box(page)).to_have_value("Ол келді. Олар кетті.")


def test_the_text_outlives_a_page_that_is_loaded_anew(page: Page, address: str) -> None:
    box(page).fill("Менің мәтінім.")
    page.reload()
    expect(box(page)).to_have_value("Менің мәтінім.", timeout=30 * SECOND)
    assert page.evaluate("sessionStorage.length") == 0
    visit(page, address)
    page.wait_for_timeout(SECOND)
    assert box(page).input_value() == "", "opened afresh, it begins afresh"


def test_control_characters_and_halves_of_characters_are_survived(page: Page) -> None:
    page.evaluate("""() => {
        const area = document.querySelector('#box textarea');
        area.value = 'Ол\\u0000 \\u0007кел\\u00ADді \\uD800.\\nОлар кетті.';
        area.dispatchEvent(new Event('input', { bubbles: true }));
    }""")
    page.get_by_role("button", name="Translate").click()
    told(page, "2 of 2")
    assert rows(page)[1] == ("Олар кетті.", "English: Олар кетті.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT, "24 sentences, about"),
        ("Le président est arrivé hier. Il a parlé.", "every sentence will be copied"),
        ("Президент и правительство обсудили это на заседании, которое было вчера.", "Most of it is Russian"),
    ],
)
def test_what_awaits_a_person_is_told_before(page: Page, text: str, words: str) -> None:
    box(page).fill(text)
    expect(page.locator("#about")).to_contain_text(words)


def test_the_model_in_use_says_what_it_is(page: Page) -> None:
    expect(page.locator("#about")).to_contain_text(
        "The quick one. Licence: CC0. Speed: about 100 sentences a second, the model alone."
    )
    choose(page, "slow")
    expect(page.locator("#about")).to_contain_text(
        "The slow one. Licence: CC0. Speed: about 2.5 sentences a second, the model alone."
    )


def test_an_opened_file_keeps_its_name_and_leaves_no_copy(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = tmp_path / "uploads"
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(uploads))
    page.locator("#open input[type=file], input[type=file]").first.set_input_files(SEED)
    expect(box(page)).to_have_value(TEXT, timeout=30 * SECOND)
    page.get_by_role("button", name="Translate").click()
    told(page, "24 of 24 in")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save JSON").click()
    assert saving.value.suggested_filename == f"{SEED.stem}.en.json"
    assert [path for path in uploads.rglob("*") if path.is_file()] == []


def test_a_file_in_another_encoding_can_be_read_again(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("Президент келді.".encode("kz1048"))
    box(page).fill("Мұнда тұр.")
    page.locator("input[type=file]").first.set_input_files(file)
    complains(
        page, "old.txt: byte 0 is not UTF-8; this looks like Cyrillic in an older encoding: read it with the file's"
    )
    assert box(page).input_value() == "Мұнда тұр."
    page.get_by_role("radio", name="Kazakh Windows, kz1048").check()
    expect(box(page)).to_have_value("Президент келді.")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_what_is_saved_is_called_after_what_was_translated(page: Page, tmp_path: Path) -> None:
    """Line ends of Windows, another file that fails, a person's own words: the name goes with the text."""
    good, bad = tmp_path / "crlf.txt", tmp_path / "kz.txt"
    good.write_bytes("Ол келді.\r\nОлар кетті.".encode())
    bad.write_bytes("Президент келді.".encode("kz1048"))

    def saved() -> str:
        # what the last translation said still stands there for a moment
        page.evaluate("document.querySelector('#progress p')?.setAttribute('data-old', '')")
        page.get_by_role("button", name="Translate").click()
        expect(page.locator("#progress p[data-old]")).to_have_count(0)
        told(page, " in ")
        expect(page.get_by_role("button", name="Translate")).to_be_enabled()
        with page.expect_download() as saving:
            page.get_by_role("button", name="Save JSON").click()
        return saving.value.suggested_filename

    files = page.locator("input[type=file]").first
    files.set_input_files(good)
    expect(box(page)).to_have_value("Ол келді.\nОлар кетті.", timeout=30 * SECOND)
    files.set_input_files(bad)
    complains(page, "kz.txt")
    assert saved() == "crlf.en.json"
    box(page).fill("Мұны өзім жаздым.")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save JSON").click()
    assert saving.value.suggested_filename == "crlf.en.json", "its rows are still those of the file"
    assert saved() == "translation.en.json"
    page.get_by_role("radio", name="Kazakh Windows, kz1048").check()
    expect(box(page)).to_have_value("Президент келді.")
    assert saved() == "kz.en.json"


def test_a_binary_file_is_refused(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "article.docx"
    file.write_bytes(b"PK\x03\x04\x00\x00\xff\xfe" + bytes(range(256)) * 4)
    page.locator("input[type=file]").first.set_input_files(file)
    complains(page, "article.docx")
    assert box(page).input_value() == ""


def test_a_phone_shows_both_sides_without_sliding(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    translate(page)
    told(page, "24 of 24 in")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for side in ("source", "target"):
        place = page.locator(f"#rows td.{side}").nth(3).bounding_box()
        assert place is not None
        assert place["width"] > 300


def test_everything_that_is_needed_can_be_reached_by_keyboard(page: Page) -> None:
    box(page).focus()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''").strip()
        )
    wanted = ["Open a text file", "Model", "Translate"]
    assert [name for name in dict.fromkeys(reached) if name in wanted] == wanted


def test_another_site_is_stopped_by_the_policy_of_the_page(page: Page) -> None:
    stopped = page.evaluate("""() => new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.blockedURI));
        fetch('https://outside.example/').catch(() => {});
        setTimeout(() => resolve('nothing was stopped'), 5000);
    })""")
    assert stopped.startswith("https://outside.example")


def test_the_record_of_requests_sees_one_that_leaves(browser: Browser) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        asked = record(page)
        page.set_content('<link rel="stylesheet" href="https://fonts.example/a.css">')
        page.evaluate("fetch('http://outside.example/').catch(() => 'no such host')")
        assert outsiders(asked) == ["https://fonts.example/a.css", "http://outside.example/"]


def test_started_as_people_start_it_nothing_leaves_the_machine(browser: Browser, tmp_path: Path) -> None:
    """The bundled model, the sample articles, a process of its own: from its start to Ctrl-C."""
    log = tmp_path / "outside.log"
    with started(log, "--seeds", str(ROOT / "seeds"), "--model", "compact") as (url, process):
        with browser.new_context() as context:
            page = context.new_page()
            asked = record(page)
            visit(page, url)
            told(page, "24 of 24 in", 60)
            assert box(page).input_value() == TEXT
            shown = rows(page)
            with page.expect_download() as saving:
                page.get_by_role("button", name="Save HTML").click()
            assert Path(saving.value.path()).read_text("utf-8").count('class="mark draft"') == ROWS
        assert len(asked) > 10
        process.send_signal(2)
        assert process.wait(20) == 130
        assert process.stderr
        assert process.stderr.read() == "audarma: interrupted\n"
    assert [kazakh for kazakh, _ in shown] == [segment.text for segment in newswire.parse(TEXT, "").segments]
    assert all(english.strip() for _, english in shown)
    assert outsiders(asked) == []
    assert log.read_text() == ""
