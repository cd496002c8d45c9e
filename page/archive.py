"""The tab in which a folder of articles is translated: the run belongs to the server, and any browser may look on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from page import archived, intake
from page.articles import Articles
from page.batch import Batch, Batches
from page.desk import Desk
from page.intake import SPELLINGS
from page.job import explain
from page.update import Update, unchanged
from page.words import alert
from translate.archive import ALWAYS, Order
from translate.archive.standing import Kept, Standing, standing
from translate.errors import InputError
from translate.formats.writers import WRITERS

# So often the page asks how a run goes, in seconds.
_EVERY = 1.0
_SHOW = "() => requestAnimationFrame(() => document.querySelector('#article-heading')?.scrollIntoView())"


class Archive:
    """The widgets, and the handlers that they call. What runs lies in the server's batches, never in a session."""

    def __init__(self, desk: Desk, batches: Batches) -> None:
        """Lay the widgets out."""
        self._desk, self._places, self._batches = desk, desk.places, batches
        opened = bool(self._places.roots)
        gr.HTML("" if opened else archived.CLOSED)
        with gr.Column(visible=opened, elem_id="archive"):
            self._lay_form()
            self.notice = gr.HTML(elem_id="archive-notice")
            self.status = gr.HTML(elem_id="archive-status")
            with gr.Accordion("Errors", open=False, elem_id="archive-errors") as self.wrong:
                self.errors = gr.HTML(elem_id="archive-wrong", apply_default_css=False)
            self.articles = Articles()
        self.timer = gr.Timer(_EVERY, active=False)
        self.seen = gr.State(None)  # what the list was drawn of

    def start(self, blocks: gr.Blocks, tab: gr.Tab) -> None:
        """Tie the widgets to what they do."""
        if not self._places.roots:
            return
        # Outside the queue, whose event stream may close just as one joins it.
        small: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
        articles, asked = self.articles, [self.out, self.articles.query, self.articles.page]
        every = [*self.form, *self.shown]
        drawn = [
            blocks.load(self._open, [*asked, self.seen], every, **small),
            tab.select(self._open, [*asked, self.seen], every, **small),
            self.out.input(self._choose, asked[:2], every, **small),
            self.go.click(self._start, [self.source, *asked, self.formats, self.model, self.spelling], every, **small),
            self.stop.click(self._stop, asked, self.shown, **small),
            self.timer.tick(self._tick, [*asked, self.seen], self.shown, **small),
        ]
        self.source.input(self._suggest, [self.source, self.out], self.out, **small)
        for change, step in ((articles.query.change, None), (articles.back.click, -1), (articles.on.click, 1)):
            turn, filled = self._turn(step), [*articles.listed, self.notice]
            drawn.append(change(turn, asked, filled, trigger_mode="always_last", **small))
        for each in drawn:
            # an answer may come after a later one, or after more was typed
            each.then(self._settle, [*asked[:2], articles.drawn], [*articles.listed, self.notice], **small)
        reading = [*articles.opened, self.notice]
        shown = articles.list.press(self._read, self.out, reading, **small)
        shown.then(None, js=_SHOW, **small)
        for button, step in ((articles.rows_back, -1), (articles.rows_on, 1)):
            moved = button.click(self._part(step), [self.out, articles.number, articles.part], reading, **small)
            moved.then(None, js=_SHOW, **small)

    @property
    def form(self) -> list[Any]:
        """What is chosen before a run."""
        return [self.source, self.out, self.formats, self.model, self.spelling]

    @property
    def shown(self) -> list[Any]:
        """What tells how it goes."""
        parts = [self.notice, self.status, self.errors, self.wrong, self.go, self.stop, self.timer, self.seen]
        return [*parts, *self.articles.listed, *self.articles.opened]

    def _lay_form(self) -> None:
        desk, folders = self._desk, self._places.folders() if self._places.roots else []
        choice: dict[str, Any] = {"choices": folders, "allow_custom_value": True, "min_width": 240}
        with gr.Row(elem_classes="pair"):
            self.source = gr.Dropdown(value=None, label="Folder of articles", elem_id="archive-in", **choice)
            self.out = gr.Dropdown(
                value=None,
                label="Folder for the English",
                elem_id="archive-out",
                **choice,
            )
        with gr.Row(elem_classes="pair"):
            self.formats = gr.Dropdown(
                [(form, form) for form in WRITERS if form != ALWAYS],
                value=["html"],
                multiselect=True,
                label="Forms, besides JSON",
                min_width=240,
                elem_id="archive-formats",
            )
            self.model = gr.Dropdown(
                list(desk.models), value=desk.default, label="Model", min_width=200, elem_id="archive-model"
            )
            self.spelling = gr.Radio(
                list(SPELLINGS),
                value=desk.spelling,
                label="Names that have changed",
                min_width=200,
                elem_id="archive-spelling",
            )
        with gr.Row(elem_id="archive-bar"):
            self.go = gr.Button("Start", variant="primary", elem_id="archive-start", scale=0, min_width=120)
            self.stop = gr.Button("Stop", interactive=False, elem_id="archive-stop", scale=0, min_width=80)

    # what is chosen

    def _open(self, out: str | None, query: str, page: int, seen: object) -> Update:
        """The tab as it is now: on the first look, the run that is on its way or the archive that was written last."""
        folders = self._places.folders()
        choices = {self.source: gr.update(choices=folders), self.out: gr.update(choices=folders)}
        if out:
            return choices | self._look(out, query, page, seen)
        busy = [name for batch in self._batches.busy if (name := self._places.name(batch.order.out))]
        last = [*busy, *self._places.archives()]
        if not last:
            return choices
        chosen = self._choose(last[0], "")
        return chosen | {
            self.source: gr.update(choices=folders, **_value(chosen, self.source)),
            self.out: gr.update(choices=folders, value=last[0]),
        }

    def _choose(self, out: str | None, query: str) -> Update:
        """Another folder for the English: how it was left, and what it was asked for."""
        update = self.articles.close() | self._look(out, query, 0, None)
        path = self._path(out)
        batch = self._batches.of(path) if path else None
        kept = batch.kept if batch else standing(path).kept if path else None
        if kept is None:
            return update
        source = self._places.name(Path(kept.source))
        given = {
            self.formats: [form for form in kept.formats if form in WRITERS and form != ALWAYS],
            self.spelling: kept.spelling,
        }
        given |= {self.source: source} if source else {}
        return update | given | ({self.model: kept.model} if kept.model in self._desk.models else {})

    def _suggest(self, source: str | None, out: str | None) -> Any:
        """A folder beside the one that is read, unless one was chosen."""
        if out or not source:
            return unchanged()
        return f"{source}-english" if "/" in source.strip("/") else f"{source.strip('/')}/english"

    # the run

    def _start(
        self,
        source: str | None,
        out: str | None,
        query: str,
        page: int,
        formats: Any,
        model: str,
        spelling: str,
    ) -> Update:
        try:
            if not source or not out:
                raise InputError("Choose the folder that is read, and the folder that the English goes into.")
            reads, writes = self._places.path(source), self._places.path(out)
            if not reads.is_dir():
                raise InputError(f"There is no folder {source}: choose one from the list.")
            chosen = tuple(form for form in WRITERS if form == ALWAYS or form in (formats or ()))
            kept = Kept(str(reads), chosen, model, intake.spelled(spelling) or "day")
            self._batches.start(Order(reads, writes, chosen), kept)
        except Exception as error:
            return {self.notice: alert(explain(error))}
        folders = self._places.folders()
        return self._look(out, query, page, None) | {self.out: gr.update(choices=folders, value=out)}

    def _stop(self, out: str | None, query: str, page: int) -> Update:
        path = self._path(out)
        batch = self._batches.of(path) if path else None
        if batch and batch.busy:
            batch.stop()
        return self._look(out, query, page, None)

    def _tick(self, out: str | None, query: str, page: int, seen: object) -> Update:
        return self._look(out, query, page, seen)

    # how it stands

    def _path(self, out: str | None) -> Path | None:
        try:
            return self._places.path(out) if out else None
        except InputError:
            return None

    def _look(self, out: str | None, query: str, page: int, seen: object) -> Update:
        """How the folder stands, its list drawn anew only where that changed."""
        try:
            path = self._places.path(out) if out else None
            batch = self._batches.of(path) if path else None
            stands = standing(path) if path else Standing()
            update = self._told(batch, stands)
            now = (str(path), stands.articles, batch.stage if batch else "")
            if now != seen:
                update |= self.articles.show(out, path, query, page) | {self.seen: now}
        except Exception as error:
            return {self.notice: alert(explain(error)), self.timer: gr.Timer(active=False)}
        return update | {self.notice: ""}

    def _told(self, batch: Batch | None, stands: Standing) -> Update:
        busy = batch is not None and batch.busy
        unfinished = stands.kept is not None and stands.kept.left != "complete"
        return {
            self.status: archived.going(batch) if batch else archived.left(stands),
            self.errors: archived.errors(stands.failed, stands.errors),
            self.wrong: gr.update(label=f"Errors ({stands.failed:,})"),
            self.go: gr.update(value="Go on" if unfinished else "Start", interactive=not busy),
            self.stop: gr.update(interactive=busy and batch is not None and batch.stage != "stopping"),
            self.timer: gr.Timer(active=busy),
        }

    # the articles

    def _turn(self, step: int | None) -> Callable[[str | None, str, int], Update]:
        def turn(out: str | None, query: str, page: int) -> Update:
            try:
                return self.articles.show(out, self._path(out), query, 0 if step is None else page + step)
            except Exception as error:
                return {self.notice: alert(explain(error))}

        return turn

    def _settle(self, out: str | None, query: str, drawn: list[str | None] | None) -> Update:
        """The list anew where it answers what is no longer asked."""
        return unchanged() if drawn in (None, [out, query]) else self._turn(None)(out, query, 0)

    def _read(self, out: str | None, event: gr.EventData) -> Update:
        return self._opened(out, str(event.mark), 0)

    def _part(self, step: int) -> Callable[[str | None, int | None, int], Update]:
        return lambda out, number, part: self._opened(out, number or 0, part + step)

    def _opened(self, out: str | None, number: int | str, part: int) -> Update:
        path = self._path(out)
        if path is None:
            return unchanged()
        try:
            return self.articles.read(path, int(number), part)
        except Exception as error:
            return self.articles.refuse(explain(error))


def _value(update: Update, widget: Any) -> dict[str, Any]:
    return {"value": update[widget]} if widget in update else {}
