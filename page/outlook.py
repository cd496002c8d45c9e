"""What an edit would change, told on the page before it is made: in how many sentences, and in which words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import gradio as gr

from glossary.trial import Trial
from page import changes, intake
from page.desk import Desk
from page.edit import Edit, Import
from page.job import explain
from page.update import Update
from page.words import alert, good
from translate.document import Document
from translate.errors import AudarmaError
from translate.formats import newswire
from translate.preview import count, translated
from translate.settings import Spelling

_FOLLOWS = "The English follows …"


@dataclass(frozen=True, slots=True)
class Open:
    """What is open on the other tabs: the text in the box, the model and the spelling with which it is translated.

    `archive` names the archive that an edit is tried on, too.
    """

    box: str
    model: str
    spelling: str
    archive: str | None = None

    @property
    def day(self) -> Spelling:
        """The spelling, whatever a browser sends."""
        return intake.spelled(self.spelling) or "day"


class Texts:
    """The texts that an edit is tried on: the open one, and the sample articles."""

    def __init__(self, samples: list[tuple[str, str]]) -> None:
        """Take the samples as the page offers them; they are read when first needed."""
        self._paths = [Path(path) for _, path in samples]

    def documents(self, box: str) -> list[Document]:
        """The text in the box, then the samples that are not that."""
        try:
            opened = [intake.take(box, "the open text")]
        except AudarmaError:
            opened = []  # an empty box, or far too full a one
        return opened + [document for document in self._samples if document.text.split() != box.split()]

    @cached_property
    def _samples(self) -> list[Document]:
        found = []
        for path in self._paths:
            try:
                found.append(newswire.read(path))
            except AudarmaError:
                continue  # whoever opens it is told
        return found


class Outlook:
    """A line that says how an edit stands, the sentences it touches, and which edit they belong to."""

    def __init__(self, desk: Desk, texts: Texts, name: str) -> None:
        """Lay out what does not depend on where it stands; `notice` and `changes` are rendered by whoever has them."""
        self._desk, self._texts = desk, texts
        self.notice = gr.HTML(elem_id=f"{name}-notice", render=False)
        self.changes = gr.HTML(elem_id=f"{name}-changes", apply_default_css=False, render=False)
        self.seen = gr.State(None)

    @property
    def parts(self) -> list[Any]:
        """All that an update may hold."""
        return [self.notice, self.changes, self.seen]

    def clear(self, told: str = "") -> Update:
        """Nothing is being tried; `told` is HTML."""
        return {self.notice: told, self.changes: "", self.seen: None}

    def refuse(self, error: Exception) -> Update:
        """Nothing can be tried, for this reason."""
        return self.clear(alert(explain(error)))

    def try_(self, edit: Edit | Import, text: Open, told: str) -> Iterator[Update]:
        """What the edit would change, more of it each time; with a model that fails, the count alone."""
        try:
            before = self._desk.shelf.state().glossary
            trial = Trial(self._desk.shelf.store)
            edit.make(trial, "")
            after = trial.after.glossary
            found = count(before, after, self._texts.documents(text.box), spelling=text.day)
            loaded = self._desk.loaded(text.model)
        except Exception as error:
            yield self.refuse(error)
            return
        waiting = _FOLLOWS if loaded else f"Loading {text.model}; the first time takes a while."
        shown = changes.shown(found, waiting if found.touched else "")
        yield {self.notice: good(told), self.changes: shown, self.seen: edit}
        if not found.touched:
            return
        try:
            for more in translated(found, self._desk.rereader(text.model, text.day), after):
                found = more
                whole = len(found.examples) == len(found.touched)
                yield {self.changes: changes.shown(found, "" if whole else _FOLLOWS)}
        except Exception as error:
            yield {self.changes: changes.shown(found, f"There is no English here: {explain(error)}")}
