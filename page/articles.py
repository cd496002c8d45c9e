"""The finished articles of an archive: looked up, turned page by page, and one of them read side by side."""

from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from page import archived
from page.finder import pressed
from page.update import Update
from page.words import alert
from translate.archive.catalogue import Catalogue
from translate.archive.places import inside
from translate.archive.scan import shown
from translate.archive.touched import article
from translate.errors import InputError
from translate.formats import highlight, html

_HEAD = (
    '<thead><tr><th class="number" scope="col"><span class="unseen">Row</span></th>'
    '<th scope="col" lang="kk">Қазақша</th><th scope="col">English</th></tr></thead>'
)


class Articles:
    """The widgets of the list and of the article that is open. What is open lies in the session's states."""

    def __init__(self) -> None:
        """Lay the widgets out."""
        self.query = gr.Textbox(
            "",
            label="Look up",
            placeholder="Kazakh in any form, English, or a part of the path",
            max_lines=1,
            max_length=500,
            elem_id="archive-query",
            html_attributes=gr.InputHTMLAttributes(spellcheck=False, autocapitalize="off", enterkeyhint="search"),
        )
        self.list = pressed("articles")
        with gr.Row(elem_id="articles-turn", elem_classes="turn"):
            self.back = _turn("Previous")
            self.place = gr.HTML(elem_id="articles-place")
            self.on = _turn("Next")
        self.heading = gr.HTML(elem_id="article-heading")
        self.rows = gr.HTML(elem_id="article", apply_default_css=False)
        with gr.Row(elem_classes="turn", visible=False) as self.turn:
            self.rows_back = _turn("Previous rows")
            self.rows_place = gr.HTML(elem_id="article-place")
            self.rows_on = _turn("Next rows")
        self.page = gr.State(0)
        self.drawn = gr.JSON(visible=False)  # the folder and the question that the list answers, as the browser has it
        self.number = gr.State(None)  # of the article that is open
        self.part = gr.State(0)

    @property
    def listed(self) -> list[Any]:
        """What a list fills."""
        return [self.list, self.place, self.back, self.on, self.page, self.drawn]

    @property
    def opened(self) -> list[Any]:
        """What an article fills."""
        moves = [self.rows_back, self.rows_place, self.rows_on, self.turn]
        return [self.heading, self.rows, *moves, self.number, self.part]

    def show(self, chosen: str | None, out: Path | None, query: str, page: int) -> Update:
        """That page of the articles found in the chosen folder, or the last there is. Raises OutputError."""
        size = archived.ARTICLES
        catalogue = Catalogue(out) if out else None
        total, found = catalogue.find(query, max(0, page) * size, size) if catalogue else (0, [])
        if catalogue and not found and page > 0:
            page = max(0, -(-total // size) - 1)
            total, found = catalogue.find(query, page * size, size)
        page = max(0, page)
        return {
            self.list: archived.articles(found, query),
            self.place: archived.place(total, page, size),
            self.page: page,
            self.drawn: [chosen, query],
            self.back: gr.update(interactive=page > 0),
            self.on: gr.update(interactive=(page + 1) * size < total),
        }

    def close(self) -> Update:
        """No article is open."""
        return {self.heading: "", self.rows: "", self.turn: gr.update(visible=False), self.number: None, self.part: 0}

    def read(self, out: Path, number: int, part: int) -> Update:
        """The article of that number side by side, a part of its rows where it is very long. Raises InputError."""
        listed = Catalogue(out).article(number)
        if listed is None or not inside(out / listed.json, out):
            raise InputError("That article was written anew or taken away meanwhile: look it up again.")
        bitext = article(out, listed.json)
        size, total = archived.ROWS, len(bitext.beads)
        part = min(max(part, 0), max(0, -(-total // size) - 1))
        rows = html.rows(bitext, part * size, (part + 1) * size)
        day = f'<time datetime="{listed.day.isoformat()}">{listed.day.isoformat()}</time> ' if listed.day else ""
        path = f'<p class="path">{day}{escape(shown(listed.json.removesuffix(".json")))}</p>'
        legend = highlight.legend(use for bead in bitext.beads[part * size : (part + 1) * size] for use in bead.terms)
        made = f'<p class="path">Made by <code>{escape(bitext.signature)}</code></p>'
        return {
            self.heading: f'<h2 lang="en">{escape(listed.title)}</h2>{path}{legend}{made}',
            self.rows: f'<table class="bitext">{_HEAD}<tbody>{rows}</tbody></table>',
            self.rows_place: archived.place(total, part, size),
            self.rows_back: gr.update(interactive=part > 0),
            self.rows_on: gr.update(interactive=(part + 1) * size < total),
            self.turn: gr.update(visible=total > size),
            self.number: number,
            self.part: part,
        }

    def refuse(self, words: str) -> Update:
        """Nothing is open, for this reason."""
        return self.close() | {self.heading: alert(words)}


def _turn(label: str) -> gr.Button:
    return gr.Button(label, size="sm", scale=0, min_width=90, interactive=False)
