"""The glossary tab as an editor meets it: in a real Chromium, from a name in an article to the next translation."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from glossary import exchange
from glossary.store import Store, seed
from glossary.term import Term
from page.listing import ROWS
from tests.browser import SECOND, Bench, bench, browser, pytestmark, rows, served, watched
from tests.conftest import SEED
from tests.test_browser import box, told, translate, visit

__all__ = ["bench", "browser", "pytestmark"]

TEXT = SEED.read_bytes().decode("utf-8")
# A name that the seed does not hold, in two of its forms.
LETTER = "Шабақтыбай келді. Шабақтыбайдың сөзі ұзақ болды. Олар кетті."
HOSTILE = "<script>window.broken = 1</script><img src=x onerror='window.broken = 1'>"


@pytest.fixture(scope="module")
def address(browser: Browser, bench: Bench) -> Iterator[str]:
    with served(bench, SEED.parent) as url:
        yield url


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as opened:
        yield opened


@pytest.fixture
def store(bench: Bench) -> Iterator[Store]:
    """The file that the page edits; each test finds it empty."""
    kept = Store(bench.settings.data / "glossary.csv")
    yield kept
    kept.path.unlink(missing_ok=True)
    kept.journal.path.unlink(missing_ok=True)


@pytest.fixture
def page(context: BrowserContext, address: str, store: Store) -> Iterator[Page]:
    with watched(context) as opened:
        visit(opened, address)
        told(opened, "24 of 24 in")
        yield opened


def turn(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()
    if tab == "Glossary":
        expect(page.locator("#list .entries, #list .hint")).to_be_visible(timeout=20 * SECOND)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def unfold(page: Page, part: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{part}")).click()


def fill(page: Page, source: str, target: str) -> None:
    field(page, "Kazakh, without endings").fill(source)
    field(page, "English").fill(target)


def notice(page: Page, words: str) -> None:
    expect(page.locator("#edit-notice")).to_contain_text(words, timeout=20 * SECOND)


def keep(page: Page) -> None:
    """Look at what the form would change, and save it."""
    press(page, "Show what it changes")
    notice(page, "Not saved yet")
    press(page, "Save")
    notice(page, "Saved:")


def look_up(page: Page, query: str) -> None:
    field(page, "Look up").fill(query)
    expect(page.locator("#place")).to_contain_text("found", timeout=20 * SECOND)


def english(page: Page) -> list[str]:
    """The letter in English, with a sentence more each time, so that no older rows are taken for it."""
    turn(page, "Translation")
    text = box(page).input_value()
    text = f"{text} Ол келді." if text.startswith(LETTER) else LETTER
    translate(page, text)
    sentences = text.count(".")
    told(page, f"{sentences} of {sentences} in")
    return [target for _, target in rows(page)]


def own(store: Store) -> list[tuple[str, str]]:
    return [(term.source, term.target) for term in store.read().own]


def test_the_next_translation_uses_an_entry_that_was_added_changed_deleted_and_undone(
    page: Page, bench: Bench, store: Store
) -> None:
    """The engine of the tests copies the Kazakh, so that a term is put in only where the glossary has it."""
    assert not any("Shabak" in target for target in english(page))
    loads = list(bench.loads)
    turn(page, "Glossary")
    fill(page, "Шабақтыбай", "Shabaktybai")
    press(page, "Show what it changes")
    expect(page.locator("#edit-changes")).to_contain_text("It touches 2 sentences in 1 text of 2.", timeout=20 * SECOND)
    expect(page.locator("#edit-changes li")).to_have_count(2)
    assert own(store) == [], "nothing is saved before it was looked at"
    field(page, "Your name, for the history").fill("Айгерім")
    press(page, "Save")
    notice(page, "Saved: Шабақтыбай → Shabaktybai")
    after = english(page)
    assert page.locator("#rows tbody mark.term[data-source='Шабақтыбай']").count() > 1
    assert bench.loads == loads, "no model was loaded again"

    turn(page, "Glossary")
    look_up(page, "Шабақтыбаймен")
    page.locator("#list button").click()
    expect(field(page, "English")).to_have_value("Shabaktybai")
    expect(field(page, "English")).to_be_focused()
    field(page, "English").fill("Shabaqtybai")
    keep(page)
    assert own(store) == [("Шабақтыбай", "Shabaqtybai")]
    press(page, "Delete")
    notice(page, "Not deleted yet")
    expect(page.locator("#edit-changes li")).to_have_count(2, timeout=20 * SECOND)
    press(page, "Delete")
    notice(page, "Deleted: Шабақтыбай → Shabaqtybai")
    assert own(store) == []
    english(page)
    assert page.locator("#rows mark.term[data-source='Шабақтыбай']").count() == 0

    turn(page, "Glossary")
    unfold(page, "History")
    expect(page.locator("#history li")).to_have_count(3)
    expect(page.locator("#history li").last).to_contain_text("Added Шабақтыбай → Shabaktybai")
    expect(page.locator("#history li").last).to_contain_text("Айгерім")
    page.get_by_role("button", name="Undo change 3").click()
    expect(page.locator("#undone")).to_contain_text("Change 3 is undone, as change 4.", timeout=20 * SECOND)
    assert own(store) == [("Шабақтыбай", "Shabaqtybai")]
    page.get_by_role("button", name="Undo change 1").click()
    expect(page.locator("#undone")).to_contain_text("undo that one first", timeout=20 * SECOND)
    assert after


def test_thousands_of_entries_are_looked_up_and_turned_page_by_page(page: Page) -> None:
    turn(page, "Glossary")
    total = len(seed().terms)
    assert total > 4_000
    place = page.locator("#place")
    expect(place).to_have_text(f"1–{ROWS} of {total:,}")
    assert page.locator("#list tbody tr").count() == ROWS
    first = page.locator("#list tbody tr").first.inner_text()
    press(page, "Next")
    expect(place).to_have_text(f"{ROWS + 1}–{2 * ROWS} of {total:,}")
    press(page, "Previous")
    expect(place).to_have_text(f"1–{ROWS} of {total:,}")
    expect(page.get_by_role("button", name="Previous", exact=True)).to_be_disabled()
    assert page.locator("#list tbody tr").first.inner_text() == first
    for query, source in (
        ("Қазақстандағы", "Қазақстан"),
        ("БҰҰ-ның", "БҰҰ"),
        ("Tokayev", "Тоқаев"),
        ("semey", "Семей"),
    ):
        look_up(page, query)
        expect(page.locator("#list tbody tr button").first).to_have_text(source, timeout=20 * SECOND)
    field(page, "Look up").fill("no such entry")
    expect(page.locator("#list")).to_contain_text("No entry holds that", timeout=20 * SECOND)
    field(page, "Own entries only").check()
    field(page, "Look up").fill("")
    expect(place).to_contain_text("None of", timeout=20 * SECOND)


def test_an_edit_shows_the_article_before_and_after(page: Page, store: Store) -> None:
    turn(page, "Glossary")
    look_up(page, "Қазақстан")
    page.locator("#list button").first.click()
    expect(field(page, "English")).to_have_value("Kazakhstan")
    field(page, "English").fill("Qazaqstan")
    field(page, "English").press("Enter")
    changes = page.locator("#edit-changes")
    touched = sum("Қазақстан" in segment for segment in re.split(r"(?<=[.!?])\s+|\n", TEXT))
    expect(changes).to_contain_text(
        re.compile(r"It touches \d+ sentences in 1 text of 1\. The English changes"), timeout=20 * SECOND
    )
    shown = changes.locator("li")
    assert 5 < shown.count() <= min(touched, 12)
    expect(shown.first.locator("[lang=kk] mark")).to_contain_text("Қазақстан")
    expect(shown.first.locator("small").last).to_contain_text("Қазақстан → Qazaqstan")
    assert own(store) == []


def test_a_file_with_faulty_lines_changes_nothing_and_a_good_one_is_imported(
    page: Page, store: Store, tmp_path: Path
) -> None:
    turn(page, "Glossary")
    unfold(page, "Import and export")
    files = page.locator("#import-open input[type=file], #exchange input[type=file]").first
    file = tmp_path / "terms.csv"
    file.write_text("source,target\nШабақтыбай,Shabaktybai\nЕртісбай,\nІлебай,Ilebai,person,more\n", "utf-8")
    files.set_input_files(file)
    alert = page.locator("#import-notice [role=alert]")
    expect(alert).to_contain_text("line 3", timeout=20 * SECOND)
    expect(alert).to_contain_text("line 4")
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    assert own(store) == []
    good = tmp_path / "good.csv"
    good.write_text("source;target\nШабақтыбай;Shabaktybai\nХиросима;Hirosima\n", "utf-8-sig")
    files.set_input_files(good)
    expect(page.locator("#import-notice")).to_contain_text("good.csv: 2 entries, 2 not here yet", timeout=20 * SECOND)
    expect(page.locator("#import-changes")).to_contain_text("It touches 1 sentence", timeout=20 * SECOND)
    assert own(store) == []
    press(page, "Import")
    expect(page.locator("#import-notice")).to_contain_text("Imported", timeout=20 * SECOND)
    assert own(store) == [("Шабақтыбай", "Shabaktybai"), ("Хиросима", "Hirosima")]
    expect(page.locator("#glossary-file")).to_contain_text("2 own of")


def test_what_is_exported_can_be_imported_whole(page: Page, store: Store) -> None:
    store.add(Term("Шабақтыбай", "Shabaktybai", ("Shabaqtybai",), note="=1+1"), who="test")
    turn(page, "Glossary")
    unfold(page, "Import and export")
    field(page, "own entries").check()
    for form, ending in (("CSV", "csv"), ("TSV", "tsv"), ("TBX", "tbx")):
        with page.expect_download() as saving:
            press(page, f"Save {form}")
        assert saving.value.suggested_filename == f"glossary.own.{ending}"
        data = Path(saving.value.path()).read_bytes()
        assert tuple(exchange.read(data, None, "saved")) == store.read().own
    field(page, "all entries in force").check()
    with page.expect_download() as saving:
        press(page, "Save CSV")
    table = list(csv.DictReader(io.StringIO(Path(saving.value.path()).read_text("utf-8"))))
    assert len(table) == len(store.read().terms)


def select(page: Page, text: str) -> None:
    """Select a piece of a Kazakh sentence, as a reader does with the mouse."""
    page.evaluate(
        """(text) => {
          for (const cell of document.querySelectorAll("#rows td.source")) {
            const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode()); ) {
              const at = node.data.indexOf(text);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + text.length);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
              return;
            }
          }
        }""",
        text,
    )


def test_a_selection_becomes_an_entry_and_a_highlighted_name_opens_its_own(page: Page, store: Store) -> None:
    english(page)
    expect(page.get_by_role("button", name="Add to the glossary")).to_be_hidden()
    select(page, "Шабақтыбайдың")
    press(page, "Add to the glossary")
    expect(field(page, "Kazakh, without endings")).to_have_value("Шабақтыбай", timeout=20 * SECOND)
    expect(field(page, "English")).to_have_value(re.compile("^Shabakty"))
    expect(field(page, "English")).to_be_focused()
    expect(page.locator("#form-heading")).to_contain_text("New entry")
    keep(page)
    english(page)
    name = page.locator("#rows td.source mark.term").first
    assert name.get_attribute("role") == "button"
    assert "Шабақтыбай → Shabakty" in (name.get_attribute("title") or "")
    name.click()
    expect(page.locator("#form-heading")).to_contain_text("Change this entry", timeout=20 * SECOND)
    expect(field(page, "Kazakh, without endings")).to_have_value("Шабақтыбай")
    assert len(store.read().own) == 1


def test_highlighted_names_are_one_stop_of_the_tab_key_and_arrows_go_between_them(page: Page) -> None:
    stops = page.locator("#rows mark.term[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#rows mark.term").nth(1)).to_be_focused()
    expect(stops).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#form-heading")).to_contain_text("Change this entry", timeout=20 * SECOND)


def test_who_comes_second_is_told_and_keeps_what_was_typed(page: Page, store: Store) -> None:
    term = Term("Шабақтыбай", "Shabaktybai")
    store.add(term, who="first")
    turn(page, "Glossary")
    look_up(page, "Шабақтыбай")
    page.locator("#list button").click()
    expect(field(page, "English")).to_have_value("Shabaktybai")
    field(page, "English").fill("Shabaqty bai")
    press(page, "Show what it changes")
    notice(page, "Not saved yet")
    # another person, or another program: the file itself is changed
    store.path.write_text("source,target\nШабақтыбай,Chabaktybai\n", "utf-8")
    press(page, "Save")
    expect(page.locator("#edit-notice [role=alert]")).to_contain_text("someone else changed it", timeout=20 * SECOND)
    assert field(page, "English").input_value() == "Shabaqty bai"
    expect(page.locator("#list")).to_contain_text("Chabaktybai")
    assert own(store) == [("Шабақтыбай", "Chabaktybai")]


def test_a_broken_file_is_told_and_the_glossary_stays_as_it_was(page: Page, store: Store) -> None:
    store.path.write_text("source,target\nШабақтыбай,Shabaktybai\n", "utf-8")
    english(page)
    store.path.write_text("source,target\nШабақтыбай,\n", "utf-8")
    english(page)
    expect(page.locator("#notice [role=alert]")).to_contain_text("line 2")
    assert page.locator("#rows mark.term[data-source='Шабақтыбай']").count() >= 2
    turn(page, "Glossary")
    expect(page.locator("#glossary-file [role=alert]")).to_contain_text("stays as it was")


def test_markup_in_an_entry_stays_text(page: Page, store: Store) -> None:
    turn(page, "Glossary")
    fill(page, "Шабақтыбай", f"Shabaktybai {HOSTILE}")
    field(page, "Note").fill(HOSTILE)
    field(page, "Also right where it stands").fill(HOSTILE)
    keep(page)
    unfold(page, "History")
    expect(page.locator("#history")).to_contain_text("<script>")
    look_up(page, "Шабақтыбай")
    expect(page.locator("#list")).to_contain_text("<script>")
    english(page)
    assert page.locator("#rows mark.term").count() >= 2
    assert page.locator("#rows img, #rows script").count() == 0
    assert page.evaluate("window.broken") is None


def test_a_conflict_is_listed_and_opens_its_entries(page: Page, store: Store) -> None:
    store.path.write_text("source,target\nШабақтыбай,Shabaktybai\n", "utf-8")
    store.add(Term("Іле-Шабақты", "Ile-Shabakty", forbidden=("Shabaktybai",)), who="test")
    turn(page, "Glossary")
    unfold(page, "Conflicts")
    conflict = page.locator("#conflicts li", has_text="Шабақтыбай")
    expect(conflict).to_have_count(1)
    conflict.get_by_role("button").first.click()
    expect(page.locator("#form-heading")).to_contain_text("Change this entry", timeout=20 * SECOND)


def test_old_names_or_today_s(page: Page) -> None:
    box(page).fill(" date 2020-01-01 Нұр-Сұлтан\nПрезидент Нұр-Сұлтанға келді.")
    page.locator("#spelling").get_by_label("as today", exact=True).check()
    press(page, "Translate")
    told(page, "2 of 2")
    expect(page.locator("#signature")).to_contain_text("spelling:today")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_tab_fits_a_phone_and_a_desk(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    turn(page, "Glossary")
    look_up(page, "Семей ядролық полигоны")
    place = page.locator("#list tbody td").first.bounding_box()
    assert place
    assert place["width"] > 120, "letters must not stand one below the other"
    for part in ("Import and export", "History"):
        unfold(page, part)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    nameless = page.evaluate("""() => [...document.querySelectorAll('#entries input, #exchange input')]
      .filter((one) => one.offsetParent && !one.labels?.length && !one.ariaLabel).map((one) => one.outerHTML)""")
    assert nameless == []


def test_the_form_is_filled_and_saved_by_keyboard_alone(page: Page, store: Store) -> None:
    turn(page, "Glossary")
    field(page, "Kazakh, without endings").focus()
    page.keyboard.type("Шабақтыбай")
    page.keyboard.press("Tab")
    page.keyboard.type("Shabaktybai")
    page.keyboard.press("Control+Enter")
    notice(page, "Not saved yet")
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    notice(page, "Saved:")
    assert own(store) == [("Шабақтыбай", "Shabaktybai")]
