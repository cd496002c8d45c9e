"""The list of entries: looked up, turned page by page, and one of them picked."""

from typing import Any

import gradio as gr

from glossary.search import search
from glossary.store import State
from page import listing, look
from page.update import Update


class Finder:
    """The widgets of the list. Which page is shown lies in the session's state."""

    def __init__(self) -> None:
        """Lay the widgets out."""
        with gr.Row(elem_id="asked"):
            self.query = gr.Textbox(
                "",
                label="Look up",
                placeholder="Kazakh in any form, English, or any other spelling",
                max_lines=1,
                max_length=1000,
                scale=4,
                min_width=200,
                elem_id="query",
                html_attributes=gr.InputHTMLAttributes(spellcheck=False, autocapitalize="off", enterkeyhint="search"),
            )
            self.own = gr.Checkbox(label="Own entries only", scale=1, min_width=130, elem_id="own")
        self.list = pressed("list")
        with gr.Row(elem_id="turn"):
            self.back = gr.Button("Previous", size="sm", scale=0, min_width=90, interactive=False, elem_id="back")
            self.place = gr.HTML(elem_id="place")
            self.on = gr.Button("Next", size="sm", scale=0, min_width=90, interactive=False, elem_id="on")
        self.page = gr.State(0)
        self.drawn = gr.JSON(visible=False)  # the question that the list answers, as the browser has it

    @property
    def asked(self) -> list[Any]:
        """What decides which entries are shown."""
        return [self.query, self.own, self.page]

    @property
    def shown(self) -> list[Any]:
        """What is shown."""
        return [self.list, self.place, self.page, self.back, self.on, self.drawn]

    def show(self, state: State, query: str, own: bool, page: int) -> Update:
        """That page of the entries found, or the last there is."""
        found = search(state.own if own else state.terms, query)
        page = min(max(page, 0), listing.pages(len(found)) - 1)
        return {
            self.list: listing.entries(found, page, frozenset(state.own)),
            self.place: listing.place(len(found), page, len(state.terms)),
            self.page: page,
            self.drawn: [query, own],
            self.back: gr.update(interactive=page > 0),
            self.on: gr.update(interactive=page + 1 < listing.pages(len(found))),
        }


def pressed(name: str) -> gr.HTML:
    """HTML in which each button sends its mark with the event `press`."""
    return gr.HTML(js_on_load=look.script("press"), apply_default_css=False, elem_id=name)
