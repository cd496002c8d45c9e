"""The sheet as an editor works in it: words light their partners, flags are jumped to, English is corrected."""

import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import SECOND, Bench, Paced, browser, pytestmark, rows, served, watched
from translate.engines import Decoding, Hypothesis
from translate.memory import Memory

__all__ = ["browser", "pytestmark"]

TEXT = (
    "Тақырып туралы жаңалық\n"
    "Қасым-Жомарт Тоқаев Астанаға 25 адаммен келді. Ол ештеңе айтқан жоқ.\n"
    "Астанада 17 мектеп ашылды. Олар кетті."
)
ENGLISH = {
    "Тақырып туралы жаңалық.": "News about a topic.",
    "Қасым-Жомарт Тоқаев Астанаға 25 адаммен келді.": "Kassym-Jomart Tokayev came to Astana with 25 people.",
    "Ол ештеңе айтқан жоқ.": "He did not say anything.",
    "Астанада 17 мектеп ашылды.": "There were 71 schools opened in Astana.",
    "Олар кетті.": "They left.",
}
HOSTILE = "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"
LIT = "(name) => [...(CSS.highlights.get(name) || [])].map(String)"


class Translating(Paced):
    """The quick engine, for sentences whose English is known; it has other wordings where it is asked for them."""

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        made = [ENGLISH.get(sentence, f"English: {sentence}") for sentence in sentences]
        others = [f"In other words {n}: {{}}" for n in range(1, decoding.alternatives + 1)]
        return [
            Hypothesis(english, alternatives=tuple(Hypothesis(words.format(english)) for words in others))
            for english in made
        ]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.browser.Paced", Translating)
        yield Bench(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def address(browser: Browser, bench: Bench) -> Iterator[str]:
    with served(bench) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext, address: str, bench: Bench) -> Iterator[Page]:
    """A page of its own with the text translated, and no correction known."""
    with Memory.open(bench.settings.data / "memory.sqlite") as memory:
        for one in list(memory.corrections()):
            memory.withdraw(one.source)
    with watched(context) as opened:
        visit(opened, address)
        translate(opened)
        yield opened


def visit(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=30 * SECOND)


def translate(page: Page, text: str = TEXT) -> None:
    page.get_by_label("Kazakh text").fill(text)
    page.evaluate("document.querySelector('#progress p')?.remove()")
    page.get_by_role("button", name="Translate").click()
    arrived(page)


def arrived(page: Page, patience: float = 40 * SECOND) -> None:
    """Wait for the end of a translation, and for all its rows: on a busy machine they are drawn a moment later."""
    # a pattern: blanks around a plain word are not looked for, and "Translating" holds an "in" too
    expect(page.locator("#progress")).to_contain_text(re.compile(r"of [\d,]+ in \d"), timeout=patience)
    count = int((page.locator("#progress").text_content() or "").split(" of ")[0].replace(",", ""))
    expect(page.locator("#rows tbody tr")).to_have_count(count, timeout=patience)


def cell(page: Page, row: int, side: str = "target") -> Locator:
    return page.locator(f"tr[data-row='{row}'] td.{side}")


def point(page: Page, row: int, side: str, word: str) -> list[str]:
    """Move the mouse to the middle of a word: what is lit then."""
    cell(page, row, side).scroll_into_view_if_needed()
    place = page.evaluate(
        """([row, side, word]) => {
          const text = document.querySelector(`tr[data-row="${row}"] td.${side} .text`);
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(word);
            if (at < 0) continue;
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            const box = range.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
          }
        }""",
        [row, side, word],
    )
    page.mouse.move(*place)
    return lit(page, "linked")


def lit(page: Page, name: str) -> list[str]:
    found: list[str] = page.evaluate(LIT, name)
    return found


def correct(page: Page, row: int, english: str, who: str = "") -> None:
    """By the keyboard alone."""
    cell(page, row).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(english)
    if who:
        page.get_by_label("Your name", exact=True).locator("visible=true").fill(who)
        page.get_by_label(f"English of row {row}").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_contain_text("Kept", timeout=20 * SECOND)


# linked


def test_a_word_lights_the_words_that_it_came_from(page: Page) -> None:
    assert point(page, 2, "target", "25") == ["25", "25"]
    assert point(page, 2, "source", "Астанаға") == ["Астанаға", "Astana"]
    assert point(page, 2, "target", "Tokayev")[1].endswith("Tokayev")
    assert point(page, 2, "target", "people") == [], "an unsure word lights nothing"
    page.mouse.move(5, 5)
    assert lit(page, "linked") == []


def test_a_term_in_focus_lights_its_partner_and_its_row(page: Page) -> None:
    page.locator("tr[data-row='4'] td.source mark.term").first.focus()
    assert lit(page, "linked") == ["Астанада", "Astana"]
    shades = page.evaluate(
        "[3, 4].map((n) => getComputedStyle(document.querySelector(`tr[data-row='${n}'] td.target`)).backgroundColor)"
    )
    assert shades[0] != shades[1]


# flags first


def test_flags_are_counted_jumped_to_and_marked(page: Page) -> None:
    bar = page.locator("#flagbar")
    expect(bar).to_contain_text("1 row to look at")
    page.get_by_label("Kazakh text").press("n")
    assert page.get_by_label("Kazakh text").input_value() == TEXT + "n", "no jump while typing"
    page.locator("#flagsum").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    expect(cell(page, 4)).to_be_focused()
    expect(cell(page, 4)).to_contain_text("Number")
    page.wait_for_function(f"({LIT})('flagged').includes('71')")
    page.locator("tr[data-row='4'] li[data-kind=number]").first.hover()
    assert set(lit(page, "pointed")) <= {"17", "71"}
    assert lit(page, "pointed")
    kind = bar.get_by_role("button", name="Number")
    kind.click()
    expect(page.locator("#rows tbody tr:visible")).to_have_count(1)
    expect(kind).to_have_attribute("aria-pressed", "true")
    kind.click()
    expect(page.locator("#rows tbody tr:visible")).to_have_count(5)


# correcting


def test_a_correction_is_kept_undone_made_again_and_met_by_others(page: Page, browser: Browser, address: str) -> None:
    before = rows(page)[3][1]
    correct(page, 4, "In Astana 17 schools were opened.", who="Айгерім <b>")
    assert rows(page)[3][1] == "In Astana 17 schools were opened."
    expect(cell(page, 4)).to_contain_text("Corrected by Айгерім <b>, ")
    expect(page.locator("#flagbar")).to_contain_text("No row is flagged")
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, 4).locator(".text")).to_have_text(before)
    page.get_by_role("button", name="Redo").click()
    expect(cell(page, 4).locator(".text")).to_have_text("In Astana 17 schools were opened.")
    with browser.new_context() as context, watched(context) as other:
        visit(other, address)
        translate(other)
        assert rows(other)[3][1] == "In Astana 17 schools were opened."
        expect(cell(other, 4)).to_contain_text("Corrected by Айгерім <b>, ")


def test_escape_leaves_a_row_as_it_was(page: Page) -> None:
    cell(page, 5).focus()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("Something else")
    page.keyboard.press("Escape")
    expect(cell(page, 5)).to_be_focused()
    assert rows(page)[4][1] == "They left."
    assert page.locator(".editor").count() == 0


def test_a_draft_is_accepted_as_it_is(page: Page) -> None:
    assert cell(page, 5).locator(".mark.draft").count() == 1
    cell(page, 5).focus()
    page.keyboard.press("Control+Enter")
    expect(cell(page, 5)).to_contain_text("Corrected")
    assert cell(page, 5).locator(".mark.draft").count() == 0
    assert rows(page)[4][1] == "They left."


def test_another_wording_is_chosen_with_a_click(page: Page) -> None:
    cell(page, 5).locator(".text").hover()
    page.locator("#tools").get_by_role("button", name="Other wordings").click()
    page.get_by_role("button", name="In other words 2: They left.").click()
    expect(page.get_by_label("English of row 5")).to_have_value("In other words 2: They left.")
    page.get_by_role("button", name="Keep").click()
    expect(cell(page, 5).locator(".text")).to_have_text("In other words 2: They left.")


def test_two_people_in_one_sentence_are_told_and_neither_loses_words(
    page: Page, browser: Browser, address: str
) -> None:
    with browser.new_context() as context, watched(context) as other:
        visit(other, address)
        translate(other)
        correct(page, 5, "They went away.", who="Ann")
        cell(other, 5).focus()
        other.keyboard.press("Enter")
        other.keyboard.press("Control+a")
        other.keyboard.insert_text("They have left.")
        other.keyboard.press("Control+Enter")
        expect(other.locator(".editor .told")).to_contain_text("Ann wrote “They went away.” meanwhile")
        expect(other.get_by_label("English of row 5")).to_have_value("They have left.")
        assert rows(page)[4][1] == "They went away."
        other.keyboard.press("Control+Enter")
        expect(cell(other, 5).locator(".text")).to_have_text("They have left.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_contain_text("is not taken back")


def test_what_is_being_written_outlives_a_page_that_is_loaded_anew(page: Page) -> None:
    cell(page, 5).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Half a tho")
    page.reload()
    page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=30 * SECOND)
    translate(page)
    expect(page.get_by_label("English of row 5")).to_have_value("Half a tho")


def test_a_correction_becomes_an_entry(page: Page) -> None:
    correct(page, 4, "In Astana 17 schools were opened.")
    for side, word in (("source", "мектеп"), ("target", "schools")):
        page.evaluate(
            """([side, word]) => {
              const text = document.querySelector(`tr[data-row="4"] td.${side} .text`);
              const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(word);
                if (at < 0) continue;
                const range = new Range();
                range.setStart(node, at);
                range.setEnd(node, at + word.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
              }
            }""",
            [side, word],
        )
        page.wait_for_timeout(200)
    page.get_by_role("button", name="Add to the glossary: мектеп → schools").click()
    expect(page.locator("#source input, #source textarea")).to_have_value("мектеп", timeout=20 * SECOND)
    expect(page.locator("#target input, #target textarea")).to_have_value("schools")


def test_scripts_stay_text_on_the_page_and_in_every_export(page: Page) -> None:
    translate(page, f"Ол {HOSTILE} келді.")
    correct(page, 1, f"He {HOSTILE} came.", who=HOSTILE[:60])
    assert HOSTILE in rows(page)[0][1]
    assert page.locator("#rows script, #rows img").count() == 0
    saved = {}
    for form in ("text", "JSON", "TSV", "HTML", "Word", "TMX"):
        with page.expect_download() as saving:
            page.get_by_role("button", name=f"Save {form}").click()
        saved[form] = Path(saving.value.path())
    assert f"He {HOSTILE} came." in saved["text"].read_text("utf-8")
    assert f"He {HOSTILE} came." in saved["TSV"].read_text("utf-8")
    made = json.loads(saved["JSON"].read_text("utf-8"))["rows"][0]
    assert (made["target"], made["origin"]) == (f"He {HOSTILE} came.", "corrected")
    with zipfile.ZipFile(saved["Word"]) as file:
        written = {"Word": file.read("word/document.xml").decode("utf-8")}
    written |= {form: saved[form].read_text("utf-8") for form in ("HTML", "TMX")}
    for text in written.values():
        assert "&lt;script&gt;window.broken" in text
        assert "<script" not in text
        assert "<img" not in text
    assert page.evaluate("window.broken") is None


def test_a_server_that_is_started_anew_in_mid_edit_costs_no_word(browser: Browser, bench: Bench) -> None:
    """What is kept while the server is away stays open; once it runs again, the same text has it open where it was."""
    with browser.new_context() as context:
        with served(bench) as url:
            page = context.new_page()
            visit(page, url)
            translate(page)
            port = int(url.rpartition(":")[2])
            write(page, 5, "Half a tho")
        # Gradio complains in the browser's log of a server that is gone; that is no fault of a script
        page.keyboard.insert_text("ught")
        page.keyboard.press("Control+Enter")
        told = page.locator(".editor .told")
        expect(told).to_contain_text(re.compile("does not answer|opened anew"), timeout=30 * SECOND)
        expect(page.get_by_label("English of row 5")).to_have_value("Half a thought")
        with served(bench, port=port):
            page.reload()
            page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=30 * SECOND)
            expect(page.locator("#rows .hint")).to_contain_text("loaded anew", timeout=20 * SECOND)
            expect(page.get_by_label("Kazakh text")).to_have_value(TEXT)
            translate(page, page.get_by_label("Kazakh text").input_value())
            expect(page.get_by_label("English of row 5")).to_have_value("Half a thought")
            page.get_by_label("English of row 5").focus()
            page.keyboard.press("Control+Enter")
            expect(page.locator("#said")).to_contain_text("Kept", timeout=20 * SECOND)
            assert rows(page)[4][1] == "Half a thought"
        page.close()


def test_a_text_that_is_translated_again_in_mid_edit_keeps_what_is_written(page: Page) -> None:
    write(page, 5, "Half a thought")
    translate(page)
    expect(page.get_by_label("English of row 5")).to_have_value("Half a thought")


def test_words_are_lit_at_the_end_of_a_megabyte(page: Page) -> None:
    """A megabyte of UTF-8 is taken; more characters than the page takes are refused with the limit, elsewhere."""
    sentence = "Астанада " + "ұзақ сөйлем мен оның жалғасы, " * 16 + "{} мектеп ашылды."
    text = "\n".join(sentence.format(1000 + number) for number in range(1_100))
    assert len(text.encode("utf-8")) >= 1_000_000 > len(text)
    page.get_by_label("Kazakh text").fill(text)
    page.evaluate("document.querySelector('#progress p')?.remove()")
    page.get_by_role("button", name="Translate").click()
    arrived(page, 240 * SECOND)
    expect(page.locator("#progress")).to_contain_text("1,100 of 1,100 in ")
    assert point(page, 1_100, "source", "2099") == ["2099", "2099"]
    places = page.evaluate(
        """['bar', 'flagbar'].map((id) => document.getElementById(id).getBoundingClientRect())
          .map((box) => [box.top, box.bottom])"""
    )
    assert places[0][0] == 0, "the bar with the ways out is in sight"
    assert abs(places[1][0] - places[0][1]) <= 1, "and the flags beneath it"


@pytest.mark.parametrize("width", [360, 1920])
def test_the_sheet_neither_slides_nor_hides_its_flags(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 400})
    translate(page)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#flagbar").bounding_box()
    assert box
    assert 0 <= box["y"] < 200


def test_an_opened_file_is_worked_through_on_the_sheet(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_text("Астанада 17 мектеп ашылды.\nОлар кетті.\n", "utf-8")
    page.locator("#open input[type=file], input[type=file]").first.set_input_files(file)
    expect(page.get_by_label("Kazakh text")).to_have_value(re.compile("^Астанада 17"), timeout=20 * SECOND)
    page.evaluate("document.querySelector('#progress p')?.remove()")
    page.get_by_role("button", name="Translate").click()
    arrived(page)
    expect(page.locator("#progress")).to_contain_text("2 of 2 in ")
    page.locator("h1").click()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.closest('tr').dataset.row") == "1"
    correct(page, 1, "In Astana 17 schools were opened.")
    expect(page.locator("tr[data-row='1'] li[data-kind=number]")).to_have_count(0)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save text").click()
    assert saving.value.suggested_filename.startswith("file")
    assert Path(saving.value.path()).read_text("utf-8").startswith("In Astana 17 schools were opened.")


def write(page: Page, row: int, english: str) -> None:
    """Begin to correct a row, and stop half way."""
    cell(page, row).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(english)
