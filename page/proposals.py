"""Names that an archive repeats and no entry holds, each taken into a new entry by one press."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from threading import Event
from typing import Any

import gradio as gr

from glossary.matcher import Glossary
from glossary.suggest import Suggestion, suggest
from page.desk import Desk
from page.finder import pressed
from page.job import begin, explain
from page.update import Update
from page.words import alert, good
from translate.archive.catalogue import Catalogue
from translate.errors import InputError

MOST = 100
# A name that an archive holds twice is of no use yet, and of names that stand once there are too many.
LEAST = 3
_EVERY = 0.5


class Proposals:
    """A button that looks through the chosen archive, and the names that it found."""

    def __init__(self, desk: Desk) -> None:
        """Lay the widgets out."""
        self._desk = desk
        with gr.Accordion("Names in the archive that no entry holds", open=False, elem_id="proposals") as self.whole:
            self.find = gr.Button("Look through the archive", size="md", elem_id="propose", scale=0, min_width=200)
            self.told = gr.HTML(elem_id="proposals-told")
            self.list = pressed("proposed")
        self.whole.visible = bool(desk.places.roots)

    def start(self, archive: gr.Dropdown, listen: dict[str, Any]) -> None:
        """Tie the widgets to what they do, with the choice of archives."""
        self.find.click(self._find, archive, [self.told, self.list, self.find], **listen)

    def _find(self, archive: str | None) -> Iterator[Update]:
        try:
            if not archive:
                raise InputError("No archive was written in the folders that this server allows: start one first.")
            out = self._desk.places.path(archive)
            look = _Look(out, self._desk.shelf.state().glossary)
            yield {self.find: gr.update(interactive=False)}
            for read, of in look.run():
                yield {self.told: f'<p class="hint">Read {read:,} of {of:,} articles …</p>'}
            yield {self.told: good(_sum(len(look.found), archive)), self.list: listed(look.found)}
        except Exception as error:
            yield {self.told: alert(explain(error)), self.list: ""}
        yield {self.find: gr.update(interactive=True)}


def _sum(number: int, archive: str) -> str:
    if not number:
        return f"No name stands {LEAST} times or more in {archive} and in no entry."
    names = "1 name that no entry holds stands" if number == 1 else f"{number:,} names that no entry holds stand"
    return f"{names} {LEAST} times or more in {archive}: press one to fill the form."


class _Look:
    """One look through an archive, in a thread; `found` holds the names in the end."""

    def __init__(self, out: Path, glossary: Glossary) -> None:
        self._catalogue, self._glossary = Catalogue(out), glossary
        self._read = self._of = 0
        self._ended, self._stopped = Event(), Event()
        self._error: Exception | None = None
        self.found: Sequence[Suggestion] = ()

    def stop(self) -> None:
        """Nobody waits for it any more."""
        self._stopped.set()

    def run(self) -> Iterator[tuple[int, int]]:
        """How many articles were read, of how many, until all were. Raises what went wrong."""
        begin(self, self._work, "audarma-names")
        try:
            while not self._ended.wait(_EVERY):
                yield self._read, self._of
        finally:
            self.stop()
        if self._error:
            raise self._error

    def _work(self) -> None:
        try:
            self._catalogue.refresh()
            self._of = self._catalogue.count()
            self.found = suggest(self._texts(self._catalogue.texts()), self._glossary, least=LEAST)
        except Exception as error:
            self._error = error
        finally:
            self._ended.set()

    def _texts(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            if self._stopped.is_set():
                return
            yield text
            self._read += 1


def listed(found: Sequence[Suggestion]) -> str:
    """The names, each a button, with how often it stands and in which forms, and a sentence that holds it."""
    rows = "".join(map(_row, found[:MOST]))
    more = len(found) - MOST
    told = f"And {more:,} rarer ones: <code>audarma glossary suggest</code> lists them all."
    return f'<ul class="proposed">{rows}</ul>' + (f'<p class="hint">{told}</p>' if more > 0 else "")


def _row(one: Suggestion) -> str:
    button = f'<button type="button" data-press="{escape(one.source)}" lang="kk">{escape(one.source)}</button>'
    forms = ", ".join(f"{form} {count:,}" for form, count in one.forms[:5])
    example = f'<small lang="kk">{escape(one.examples[0][:300])}</small>' if one.examples else ""
    return f"<li>{button} → {escape(one.target)} <small>{one.count:,} times: {escape(forms)}</small>{example}</li>"
