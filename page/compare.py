"""The tab in which an English version that people made is laid beside the Kazakh and our own translation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from page import columns, intake, look
from page.desk import Desk
from page.intake import PASTED, spelled
from page.job import Job, explain
from page.update import Update, unchanged
from page.words import alert, good, progress
from translate.align.compared import WRITERS, Compared, compare
from translate.document import Document
from translate.errors import InputError
from translate.formats import newswire
from translate.language import KAZAKHS, language
from translate.memory import Memory
from translate.memory.adopt import adopt

FORMS = {
    "tmx": ("TMX", "application/x-tmx+xml"),
    "tsv": ("TSV", "text/tab-separated-values"),
    "json": ("JSON", "application/json"),
}
ENGLISH = "eng_Latn"
_EMPTY = '<p class="hint">The two texts appear here, sentence beside sentence, with what differs marked.</p>'


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one comparison."""

    rows: tuple[Compared, ...]


class Compare:
    """The widgets, and the handlers that they call. A session's own things lie in its states, never in here."""

    def __init__(self, desk: Desk) -> None:
        """Lay the widgets out."""
        self._desk = desk
        self.job = gr.State(None)
        self.found = gr.State(None)
        self.parcel = gr.JSON(visible=False)
        with gr.Row(elem_id="versions"):
            with gr.Column(min_width=300):
                self.kazakh = _box("Kazakh text", "compare-kazakh", "kk")
                self.open_kazakh = gr.UploadButton("Open the Kazakh file", size="sm", elem_id="open-kazakh")
            with gr.Column(min_width=300):
                self.english = _box("English version", "compare-english", "en")
                self.open_english = gr.UploadButton("Open the English file", size="sm", elem_id="open-english")
        with gr.Row(elem_id="compare-bar"):
            self.compare = gr.Button("Compare", variant="primary", elem_id="compare", scale=0, min_width=120)
            self.stop = gr.Button("Stop", interactive=False, elem_id="compare-stop", scale=0, min_width=80)
            self.progress = gr.HTML(elem_id="compare-progress")
            self.exports = [
                gr.Button(
                    f"Save {title}", size="sm", interactive=False, min_width=60, scale=0, elem_id=f"compare-{form}"
                )
                for form, (title, _) in FORMS.items()
            ]
        self.notice = gr.HTML(elem_id="compare-notice")
        self.rows = gr.HTML(_EMPTY, apply_default_css=False, elem_id="compare-rows")
        with gr.Row(elem_id="keep"):
            self.who = gr.Textbox(label="Your name", max_lines=1, max_length=100, scale=0, elem_id="compare-who")
            self.keep = gr.Button("Keep in the memory", interactive=False, scale=0, size="md", elem_id="compare-keep")
            self.kept = gr.HTML(elem_id="compare-kept")

    def start(self, chosen: Sequence[Any]) -> None:
        """Tie the widgets to what they do; `chosen` are the model and the spelling."""
        listen: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        shown = [
            self.rows, self.progress, self.notice, self.kept, self.job, self.found, self.compare, self.stop, self.keep,
            *self.exports,
        ]  # fmt: skip
        self.compare.click(self._compare, [self.kazakh, self.english, *chosen], shown, **listen)
        self.stop.click(self._stop, self.job, None, queue=False, **listen)
        for button, box in ((self.open_kazakh, self.kazakh), (self.open_english, self.english)):
            button.upload(partial(self._open, box), button, [box, self.notice], **listen)
        for button, form in zip(self.exports, FORMS, strict=True):
            written = button.click(partial(_save, form), self.found, self.parcel, queue=False, **listen)
            written.then(None, self.parcel, None, js=look.script("deliver"), **listen)
        self.keep.click(self._keep, [self.found, self.who], self.kept, **listen)

    def _compare(self, kazakh: str, english: str, model: str, spelling: Any = None) -> Iterator[Update]:
        try:
            document, theirs = _sides(kazakh, english)
            self._desk.model(model)
        except Exception as error:
            yield {self.notice: alert(explain(error))}
            return
        job = Job(self._desk, model, document, spelled(spelling))
        loading = not self._desk.loaded(model)
        for sight in job.run():
            busy = sight.stage in ("loading", "running")
            update: Update = {
                self.progress: progress(sight, model, loading),
                self.notice: alert(sight.error or self._desk.shelf.trouble),
                self.compare: gr.update(interactive=not busy),
                self.stop: gr.update(interactive=busy),
            }
            if sight.stage == "loading":
                update |= {self.job: job, self.kept: "", **self._found(None)}
            elif sight.stage == "done":
                ours = [bead.target for bead in sight.bitext.beads]
                rows = compare([one.text for one in document.segments], [one.text for one in theirs.segments], ours)
                update |= self._found(Found(tuple(rows)))
            yield update

    def _found(self, found: Found | None) -> Update:
        ready = gr.update(interactive=found is not None)
        rows = columns.shown(found.rows) if found else _EMPTY
        return {self.found: found, self.rows: rows, self.keep: ready} | dict.fromkeys(self.exports, ready)

    def _stop(self, job: Job | None) -> None:
        if job:
            job.stop()

    def _open(self, box: Any, file: str | None) -> Update:
        """Read an opened file, and take the server's copy of it away: the text may be under embargo."""
        if not file:
            return unchanged()
        path = Path(file)
        try:
            return {box: intake.decode(path.read_bytes(), path.name, ""), self.notice: ""}
        except Exception as error:
            return {self.notice: alert(explain(error))}
        finally:
            path.unlink(missing_ok=True)

    def _keep(self, found: Found | None, who: str) -> str:
        """Take the sure rows of one Kazakh sentence into the memory; a sentence of two has no key there."""
        if found is None:
            return ""
        pairs = [(row.kazakh, row.theirs) for row in found.rows if row.sure and len(row.bead.source) == 1]
        try:
            with Memory.open(self._desk.corrections.path) as memory:
                new = adopt(memory, pairs, who.strip() or "someone on the page")
        except Exception as error:
            return alert(explain(error))
        left = len(found.rows) - len(pairs)
        return good(
            f"Kept {new:,} new of {len(pairs):,} sentences; rows left out as joined, unsure or one-sided: {left:,}."
        )


def _sides(kazakh: str, english: str) -> tuple[Document, Document]:
    """Both texts as documents. Raises InputError where one is empty, too long or in the other's language."""
    source = intake.take(kazakh)
    if not english.strip():
        raise InputError("There is no English version: paste it, or open a file.")
    intake.take(english)
    target = newswire.parse(intake.whole(english), PASTED, ENGLISH)
    if language(source.text) in ("eng_Latn", "und_Latn"):
        raise InputError("The first text is no Kazakh: put the Kazakh into the first box.")
    if language(target.text) in (*KAZAKHS, "rus_Cyrl"):
        raise InputError("The second text is no English: put the English version into the second box.")
    return source, target


def _box(label: str, name: str, lang: str) -> gr.Textbox:
    return gr.Textbox(
        label=label, lines=7, max_lines=7, elem_id=name,
        html_attributes=gr.InputHTMLAttributes(lang=lang, spellcheck=False, autocapitalize="off"),
    )  # fmt: skip


def _save(form: str, found: Found | None) -> dict[str, str] | None:
    if found is None:
        return None
    return {"text": WRITERS[form](found.rows), "file": f"compared.{form}", "mime": FORMS[form][1]}
