"""Glossary files in and out: an import is looked at before it is made, an export goes to the browser alone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import gradio as gr

from glossary import exchange
from glossary.errors import GlossaryError
from glossary.store import State
from page import look
from page.edit import Import
from page.outlook import Outlook
from page.reach import Reach

# 200,000 entries; more is a job for `audarma glossary import`.
LARGEST = 8_000_000
FORMS = {
    "csv": ("CSV", "csv", "text/csv"),
    "tsv": ("TSV", "tsv", "text/tab-separated-values"),
    "deepl": ("for DeepL", "deepl.csv", "text/csv"),
    "google": ("for Google", "google.csv", "text/csv"),
    "tbx": ("TBX", "tbx", "application/x-tbx"),
}
_CLASHES = [("keep the entry that is here", "mine"), ("take the one of the file", "theirs")]


class Exchange:
    """The widgets for files."""

    def __init__(self, outlook: Outlook, reach: Callable[[], Reach]) -> None:
        """Lay the widgets out; the outlook tells what an opened file would change, and the reach where."""
        self.outlook = outlook
        self.given = gr.State(None)
        self.parcel = gr.JSON(visible=False)
        with gr.Row(elem_id="files"):
            with gr.Column(min_width=280):
                self.open = gr.UploadButton("Open a glossary file", size="sm", elem_id="import-open")
                self.clash = gr.Radio(
                    _CLASHES, value="mine", label="Where an entry of your own says otherwise", elem_id="clash"
                )
                self.make = gr.Button("Import", size="sm", interactive=False, elem_id="import")
            with gr.Column(min_width=280):
                self.scope = gr.Radio(
                    [("all entries in force", "all"), ("own entries", "own")], value="all", label="Save a copy of",
                    elem_id="scope",
                )  # fmt: skip
                with gr.Row(elem_id="glossary-exports"):
                    self.exports = [
                        gr.Button(f"Save {title}", size="sm", min_width=60, scale=0, elem_id=f"glossary-{form}")
                        for form, (title, _, _) in FORMS.items()
                    ]

        outlook.notice.render()
        outlook.changes.render()
        self.reach = reach()

    def start(self, state: Callable[[], State], listen: dict[str, str]) -> None:
        """Tie the exports; an import is tied where edits are."""
        for button, form in zip(self.exports, FORMS, strict=True):
            written = button.click(partial(_written, state, form), self.scope, self.parcel, queue=False, **listen)
            written.then(None, self.parcel, None, js=look.script("deliver"), **listen)


def read(file: str) -> Import:
    """What an opened file holds; the server's copy of it is taken away. Raises GlossaryError with every faulty line."""
    path = Path(file)
    try:
        if path.stat().st_size > LARGEST:
            raise GlossaryError(
                f"{path.name}: the page takes files of up to {LARGEST // 1_000_000} MB; "
                "run `audarma glossary import` with it instead"
            )
        content = path.read_bytes()
    except OSError as error:
        raise GlossaryError(f"{path.name}: can't read it ({error.strerror}); open it again") from error
    finally:
        path.unlink(missing_ok=True)
    given = exchange.opened(content, None, path.name)
    return Import(path.name, tuple(given.terms), said=given.said, unkept=given.unkept)


def _written(state: Callable[[], State], form: str, scope: str) -> dict[str, str]:
    _, ending, mime = FORMS[form]
    now = state()
    terms = now.own if scope == "own" else now.terms
    name = "glossary.own" if scope == "own" else "glossary"
    return {"text": exchange.write(terms, form), "file": f"{name}.{ending}", "mime": mime}
