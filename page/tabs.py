"""The whole page: a head, and a tab for each job."""

from typing import Any

import gradio as gr

from page import interface
from page.archive import Archive
from page.batch import Batches
from page.compare import Compare
from page.desk import Desk
from page.glossary import Glossary
from page.translation import Translation
from page.words import HEADER
from translate.document import Bitext

_FOCUS = "() => requestAnimationFrame(() => document.querySelector('#target input, #target textarea')?.focus())"
_NAME = "() => { try { return localStorage.getItem('audarma.who') || ''; } catch { return ''; } }"


def page(desk: Desk, samples: list[tuple[str, str]]) -> gr.Blocks:
    """The whole page. With samples, the first stands in the box and its translation begins when the page is opened."""
    batches = Batches(desk)
    with gr.Blocks(title="Audarma", analytics_enabled=False) as blocks:
        gr.HTML(HEADER.format(interface.menu()))
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Translation", id="translation"):
                translation = Translation(desk, samples)
            with gr.Tab("Compare", id="compare"):
                comparison = Compare(desk)
            with gr.Tab("Glossary", id="glossary") as tab:
                glossary = Glossary(desk, samples, batches)
            with gr.Tab("Archive", id="archive") as archives:
                archive = Archive(desk, batches)
        blocks.load(None, js=interface.script(), show_progress="hidden", api_visibility="private")
        translation.start(blocks)
        comparison.start([translation.model, translation.spelling])
        archive.start(blocks, archives)
        glossary.start(tab, [translation.box, translation.model, translation.spelling])

        def take(bitext: Bitext | None, query: str, own: bool, at: int, event: gr.EventData) -> dict[Any, Any]:
            # a tab that is opened from here is not selected by hand, so it is brought up to date here
            taken = glossary.refresh(query, own, at) | glossary.take(
                str(event.span), bitext, str(getattr(event, "english", None) or "")
            )
            return taken | {tabs: gr.Tabs(selected="glossary")}

        listen: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        filled = [tabs, *glossary.form, *glossary.hangs]
        taken = translation.rows.take(take, [translation.bitext, *glossary.finder.asked], filled, **listen)
        taken.then(None, js=_FOCUS, **listen)
        for who in (glossary.entry.who, comparison.who):
            blocks.load(None, None, who, js=_NAME, **listen)
    # Those who translate at once share the machine; nobody waits in a queue for another to end.
    blocks.queue(default_concurrency_limit=None, api_open=False)
    return blocks
