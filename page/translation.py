"""The tab in which a text is translated: its widgets, and what each of them does."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from page import intake, look
from page.desk import Desk
from page.editing import Editing
from page.intake import SPELLINGS, spelled
from page.job import Job, Sight, explain
from page.update import Update, unchanged
from page.words import DELIVERED, MADE_BY, ROWS, about, alert, draft_warning, progress
from translate.document import Bitext
from translate.errors import AudarmaError
from translate.formats import highlight, newswire
from translate.formats.writers import TEXTS, WRITERS

# In this order: each goes on with what those before it declare.
ROW_SCRIPTS = ("rows", "links", "terms", "flags", "correct")
# What a form is called on its button, in a file's name, and to the browser.
FORMS = {
    "text": ("text", "txt", "text/plain"),
    "json": ("JSON", "json", "application/json"),
    "tsv": ("TSV", "tsv", "text/tab-separated-values"),
    "html": ("HTML", "html", "text/html"),
    "docx": ("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "tmx": ("TMX", "tmx", "application/x-tmx+xml"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """What was put into the box, and from which file or article. A text that a person edited is no longer that."""

    name: str = intake.PASTED
    text: str = ""

    def called(self, text: str) -> str:
        """What a text in the box is called; a browser gives every line end back as LF."""
        return self.name if "\n".join(text.splitlines()) == "\n".join(self.text.splitlines()) else intake.PASTED


@dataclass(frozen=True, slots=True)
class Opened:
    """The file that was opened last, kept so that it can be read again in another encoding."""

    name: str = ""
    content: bytes = b""


class Translation:
    """The widgets, and the handlers that they call. A session's own things lie in its states, never in here."""

    def __init__(self, desk: Desk, samples: list[tuple[str, str]]) -> None:
        """Lay the widgets out."""
        self._desk = desk
        self._samples = samples
        first = self._first()
        self.job = gr.State(None)
        self.bitext = gr.State(None)
        self.origin = gr.State(first[1])
        self.opened = gr.State(Opened())
        self.parcel = gr.JSON(visible=False)
        self.patch = gr.JSON(visible=False)
        self._editing = Editing(desk)
        with gr.Row(elem_id="work"):
            with gr.Column(scale=5, min_width=320):
                self._lay_box(first[0])
            with gr.Column(scale=2, min_width=260, elem_id="side"):
                self._lay_side()
        self.about = gr.HTML(self._about(first[0], desk.default), elem_id="about")
        with gr.Row(elem_id="bar"):
            self.translate = gr.Button("Translate", variant="primary", elem_id="translate", scale=0, min_width=120)
            self.stop = gr.Button("Stop", interactive=False, elem_id="stop", scale=0, min_width=80)
            self.progress = gr.HTML(elem_id="progress")
            self._lay_exports()
        gr.HTML(DELIVERED, elem_id="delivery")
        self.notice = gr.HTML(elem_id="notice")
        self.warning = gr.HTML(draft_warning(desk.models[desk.default]), elem_id="warning")
        self.rows = gr.HTML(
            "", html_template=ROWS, js_on_load=look.script(*ROW_SCRIPTS), apply_default_css=False, elem_id="rows"
        )
        self.signature = gr.HTML(elem_id="signature")

    def start(self, blocks: gr.Blocks) -> None:
        """Tie the widgets to what they do."""
        listen = {"show_progress": "hidden", "api_visibility": "private"}
        opened = blocks.load(None, js=look.script("restore"), **listen)
        if self._samples:
            opened.then(None, js="() => document.querySelector('#translate').click()", **listen)
        shown = [
            self.rows, self.progress, self.notice, self.warning, self.signature,
            self.job, self.bitext, self.translate, self.stop, *self.exports,
        ]  # fmt: skip
        asked = [self.box, self.model, self.origin, self.spelling]
        self.translate.click(self._translate, asked, shown, **listen)
        self.stop.click(self._stop, self.job, None, queue=False, **listen)
        # Outside the queue: its event stream closes with the last event, and one that joins just then is not heard of.
        for change in (self.box.change, self.model.change):
            change(self._about, [self.box, self.model], self.about, trigger_mode="always_last", queue=False, **listen)
        taken = [self.box, self.origin, self.opened, self.encoding, self.notice]
        self.open.upload(self._open, [self.open, self.encoding], taken, **listen)
        self.encoding.input(self._reread, [self.opened, self.encoding], taken, **listen)
        self.sample.input(self._pick, self.sample, taken, **listen)
        for button, write in zip(self.exports, self._writers(), strict=True):
            written = button.click(write, [self.bitext, self.job], self.parcel, queue=False, **listen)
            written.then(None, self.parcel, None, js=look.script("deliver"), **listen)
        # Outside the queue: a correction is kept at once, and is another one each time, so none waits for the last.
        corrected = self.rows.correct(
            self._correct, [self.job, self.bitext], self.patch, queue=False, trigger_mode="multiple", **listen
        )
        corrected.then(None, self.patch, None, js=look.script("answered"), **listen)

    def _lay_box(self, text: str) -> None:
        self.box = gr.Textbox(
            text,
            label="Kazakh text",
            info="Paste it here, or open a file. Ctrl+Enter translates.",
            lines=9,
            max_lines=9,
            elem_id="box",
            html_attributes=gr.InputHTMLAttributes(lang="kk", spellcheck=False, autocapitalize="off"),
        )

    def _lay_side(self) -> None:
        desk = self._desk
        self.sample = gr.Dropdown(
            self._samples,
            value=self._samples[0][1] if self._samples else None,
            label="Sample articles",
            visible=bool(self._samples),
            elem_id="sample",
        )
        self.open = gr.UploadButton("Open a text file", elem_id="open", size="sm")
        self.encoding = gr.Radio(
            list(intake.ENCODINGS), value=intake.ENCODINGS[0][1], label="The file's encoding", visible=False,
            elem_id="encoding",
        )  # fmt: skip
        self.model = gr.Dropdown(list(desk.models), value=desk.default, label="Model", elem_id="model")
        self.spelling = gr.Radio(
            list(SPELLINGS), value=desk.spelling, label="Names that have changed", elem_id="spelling"
        )

    def _lay_exports(self) -> None:
        with gr.Row(elem_id="exports"):
            titles = ["Copy English", "Copy both", *(f"Save {title}" for title, _, _ in FORMS.values())]
            self.exports = [
                gr.Button(title, size="sm", interactive=False, min_width=60, scale=0, elem_id=f"export-{name}")
                for title, name in zip(titles, ["english", "both", *FORMS], strict=True)
            ]

    def _first(self) -> tuple[str, Origin]:
        if not self._samples:
            return "", Origin()
        path = Path(self._samples[0][1])
        try:
            text = newswire.read(path).text
        except AudarmaError:
            return "", Origin()
        return text, Origin(path.name, text)

    def _translate(self, text: str, model: str, origin: Origin, spelling: Any = None) -> Iterator[Update]:
        try:
            document = intake.take(text, origin.called(text))
            chosen = self._desk.model(model)
        except Exception as error:
            yield {self.notice: alert(explain(error))}
            return
        job = Job(self._desk, model, document, spelled(spelling))
        loading = not self._desk.loaded(model)
        for sight in job.run():
            update = self._sight(sight, model, loading)
            if sight.stage == "loading":
                update |= {self.job: job, self.warning: draft_warning(chosen)}
            yield update

    def _sight(self, sight: Sight, model: str, loading: bool) -> Update:
        busy = sight.stage in ("loading", "running")
        legend = highlight.legend(use for bead in sight.bitext.beads for use in bead.terms)
        made_by = legend + MADE_BY.format(escape(sight.bitext.signature)) if sight.bitext.beads else ""
        ready = gr.update(interactive=bool(sight.bitext.beads))
        return {
            self.rows: sight.rows,
            self.progress: progress(sight, model, loading),
            self.notice: alert(sight.error or self._desk.shelf.trouble or self._desk.corrections.trouble),
            self.signature: made_by,
            self.bitext: sight.bitext,
            self.translate: gr.update(interactive=not busy),
            self.stop: gr.update(interactive=busy),
        } | dict.fromkeys(self.exports, ready)

    def _correct(self, job: Job | None, bitext: Bitext | None, event: gr.EventData) -> dict[str, Any]:
        return self._editing.answer(job, bitext, event)

    def _stop(self, job: Job | None) -> None:
        if job:
            job.stop()

    def _about(self, text: str, model: str) -> str:
        try:
            chosen = self._desk.model(model)
        except AudarmaError as error:
            return alert(str(error))
        return about(chosen, intake.forecast(text, chosen))

    def _open(self, file: str | None, encoding: str) -> Update:
        """Read an opened file, and take the server's copy of it away: the text may be under embargo."""
        if not file:
            return unchanged()
        path = Path(file)
        try:
            opened = Opened(path.name, path.read_bytes())
        except OSError as error:
            return {self.notice: alert(f"{path.name}: can't read it ({error.strerror}); open it again")}
        finally:
            path.unlink(missing_ok=True)
        return self._reread(opened, encoding)

    def _reread(self, opened: Opened, encoding: str) -> Update:
        """Where it can't be read, the box and the name of what stands there stay as they are."""
        update: Update = {self.opened: opened, self.encoding: gr.update(visible=True)}
        try:
            text = intake.decode(opened.content, opened.name, encoding)
        except Exception as error:
            return update | {self.notice: alert(explain(error))}
        return update | {self.box: text, self.origin: Origin(opened.name, text), self.notice: ""}

    def _pick(self, sample: str) -> Update:
        # only what is on the list: the browser could ask for any path
        path = Path(next((path for _, path in self._samples if path == sample), ""))
        try:
            text = newswire.read(path).text
        except Exception as error:
            return {self.notice: alert(explain(error))}
        taken = {self.box: text, self.origin: Origin(path.name, text), self.notice: ""}
        return taken | {self.opened: Opened(), self.encoding: gr.update(visible=False)}

    def _writers(self) -> list[Any]:
        writers: list[Callable[[Bitext], dict[str, str]]] = [
            _copy_english,
            _copy_both,
            *(partial(_save, form) for form in FORMS),
        ]
        return [partial(_as_shown, write) for write in writers]


def _as_shown(
    write: Callable[[Bitext], dict[str, str]], bitext: Bitext | None, job: Job | None
) -> dict[str, str] | None:
    """What is written holds the corrections that the page shows."""
    if bitext is None:
        return None
    return write(job.sheet.shown(bitext) if job else bitext)


def _copy_english(bitext: Bitext) -> dict[str, str]:
    return {"text": TEXTS["text"](bitext), "said": f"Copied {_count(bitext)} English sentences"}


def _copy_both(bitext: Bitext) -> dict[str, str]:
    """Two forms at once: a word processor takes the table, a spreadsheet or an editor the tabs."""
    both = {"text": TEXTS["tsv"](bitext), "html": TEXTS["html"](bitext)}
    return both | {"said": f"Copied {_count(bitext)} rows, Kazakh and English"}


def _save(form: str, bitext: Bitext) -> dict[str, str]:
    _, ending, mime = FORMS[form]
    name = bitext.document.name
    stem = "translation" if name == intake.PASTED else Path(name).stem
    part = "" if _whole(bitext) else ".partial"
    named = {"file": f"{stem}{part}.en.{ending}", "mime": mime}
    written = WRITERS[form](bitext)
    return named | ({"text": written} if isinstance(written, str) else {"base64": b64encode(written).decode("ascii")})


def _count(bitext: Bitext) -> str:
    done, total = len(bitext.beads), len(bitext.document.segments)
    return f"{done:,}" if done == total else f"{done:,} of {total:,}"


def _whole(bitext: Bitext) -> bool:
    return len(bitext.beads) == len(bitext.document.segments)
