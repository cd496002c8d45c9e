"""Measures the page's links: `python -m benchmarks.hover ../shared/testsets/newstest2019.tsv`.

First from the very data that the page draws: of the names and numbers that both sides of people's translations hold,
how many light the right English word. Then in Chromium, on a page of few rows and one of many: from the moment the
mouse is over a linked word until its partner is lit and painted, the median over words of rows all over the page.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from unittest.mock import patch

from benchmarks.words import NAMES, Count, english, figures
from glossary import store
from glossary.kazakh import readable
from glossary.term import Match
from page import lines
from translate.align.words import Link, known
from translate.document import Bead, Bitext, Document, Segment
from translate.engines import Decoding, Hypothesis

# In the page: the pointer is moved over the middle of each of these words in turn.
_HOVER = """async (count) => {
  const rows = [...document.querySelectorAll("#rows tbody tr")].filter((row) => row.dataset.links !== "[]");
  const times = [];
  for (let n = 0; n < count; n++) {
    const row = rows[Math.floor((n * rows.length) / count)];
    row.scrollIntoView({ block: "center" });
    const text = row.querySelector(".source .text");
    const [start, end] = JSON.parse(row.dataset.links)[0];
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const range = new Range();
    let at = 0, open = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const last = at + node.data.length;
      if (!open && start < last) { range.setStart(node, start - at); open = true; }
      if (open && end <= last) { range.setEnd(node, end - at); break; }
      at = last;
    }
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const box = range.getClientRects()[0];
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const over = document.elementFromPoint(x, y);
    const began = performance.now();
    over.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y, bubbles: true }));
    if (!CSS.highlights.has("linked")) throw new Error(`nothing lit in row ${row.dataset.row}`);
    document.body.getBoundingClientRect();
    await new Promise((resolve) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    }));
    times.push(performance.now() - began);
    document.querySelector("#rows tbody").dispatchEvent(new PointerEvent("pointerleave"));
  }
  return times;
}"""


class _Row(HTMLParser):
    """What a drawn row says of its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[list[int]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.links = json.loads(dict(attrs)["data-links"] or "[]")


def drawn(source: str, target: str, matches: Sequence[Match]) -> list[Link]:
    """The links that the page's row holds for two sentences."""
    bead = Bead(Segment(0, len(source), source, 0), target, "engine", known(target, matches))
    html = lines.row(Bitext(Document(source, (bead.segment,)), (bead,), ""), 0)
    return [Link(a, b, c, d, "glossary") for a, b, c, d in _Row(html).links]


def right(text: Path, day: date) -> dict[str, Count]:
    """How many names and numbers light the right word."""
    counts = {"names": Count(), "numbers": Count()}
    glossary = store.seed()
    for row in text.read_text("utf-8").splitlines():
        source, target = (readable(cell) for cell in row.split("\t")[:2])
        matches = glossary.find(source, day)
        made = drawn(source, target, matches)
        by_term: dict[tuple[str, str], list[Match]] = {}
        for match in matches:
            if match.term.kind in NAMES:
                by_term.setdefault((match.term.source, match.term.target), []).append(match)
        for (name, _), own in by_term.items():
            here = [(match.start, match.end) for match in own]
            counts["names"].add(here, english(own, target), made, name, target)
        here_figures, there_figures = figures(source), figures(target)
        for value in here_figures.keys() & there_figures.keys():
            counts["numbers"].add(here_figures[value], there_figures[value], made, value, target)
    return counts


def hovered(text: Path, sizes: Sequence[int], count: int) -> dict[int, float]:
    """The median time in milliseconds on a page of each size."""
    from tests.browser import Bench, Paced, chromium, served

    cells = [row.split("\t") for row in text.read_text("utf-8").splitlines()]
    pairs = [(readable(cell[0]), readable(cell[1])) for cell in cells]
    known_english = dict(pairs)

    class Known(Paced):
        def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
            return [Hypothesis(known_english.get(sentence, sentence)) for sentence in sentences]

    found = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("tests.browser.Paced", Known),
        served(Bench(Path(folder))) as url,
        chromium() as browser,
    ):
        for size in sizes:
            page = browser.new_page()
            page.goto(url)
            page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=60_000)
            page.get_by_label("Kazakh text").fill("\n".join(source for source, _ in pairs[:size]))
            page.get_by_role("button", name="Translate").click()
            page.wait_for_function("document.querySelector('#progress').textContent.includes(' in ')", timeout=300_000)
            shown = page.locator("#rows tbody tr").count()
            found[shown] = median(page.evaluate(_HOVER, count))
            page.close()
    return found


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path, help="TSV of Kazakh and English")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2019, 1, 1), help="when the texts were written")
    parser.add_argument("--rows", type=int, nargs="*", default=[24, 1000], help="sizes of the page")
    parser.add_argument("--words", type=int, default=60, help="how many words are pointed at on each")
    options = parser.parse_args()
    for name, count in right(options.text, options.day).items():
        print(f"{name:8} {count}", flush=True)
    for size, milliseconds in hovered(options.text, options.rows, options.words).items():
        print(f"{size:5} rows: {milliseconds:.1f} ms from hover to light, median of {options.words} words", flush=True)


if __name__ == "__main__":
    main()
