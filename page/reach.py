"""What an edit of the glossary changes in an archive, told before it is saved; afterwards just that is done again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr

from glossary.matcher import Glossary
from glossary.trial import Trial
from page import changes
from page.batch import Batches
from page.desk import Desk
from page.edit import Edit, Import
from page.job import explain
from page.outlook import Open
from page.update import Update, unchanged
from page.words import alert, good
from translate.archive import Order
from translate.archive.standing import kept
from translate.archive.touched import reach
from translate.errors import InputError
from translate.preview import Preview, translated

_FOLLOWS = "The English follows …"


@dataclass(frozen=True, slots=True)
class Reached:
    """The sentences of an archive that an edit touches, and the files that they come from."""

    archive: str
    edit: Edit | Import
    sentences: int
    articles: int
    files: frozenset[str]


class Reach:
    """A choice of archives, how far an edit reaches in the chosen one, and a button that does those sentences again."""

    def __init__(self, desk: Desk, batches: Batches, name: str = "reach", archive: gr.Dropdown | None = None) -> None:
        """Lay the widgets out, by that name; a server that allows no folders shows none of them.

        With `archive` the choice is that of another reach.
        """
        self._desk, self._batches = desk, batches
        self._offers = archive is None
        opened = bool(desk.places.roots)
        with gr.Column(visible=opened, elem_id=f"{name}-part"):
            label = "Try it on the archive"
            self.archive = archive or gr.Dropdown([], value=None, label=label, elem_id=f"{name}-archive")
            self.told = gr.HTML(elem_id=name)
            self.again = gr.Button("", visible=False, variant="primary", size="md", elem_id=f"{name}-again")
            self.changes = gr.HTML(elem_id=f"{name}-changes", apply_default_css=False)
        self.reached = gr.State(None)

    @property
    def parts(self) -> list[Any]:
        """All that an update may hold."""
        return [self.told, self.again, self.changes, self.reached]

    def start(self, tab: gr.Tab, saves: list[Any], edited: list[Any], small: dict[str, Any]) -> None:
        """Tie the widgets to what they do: `saves` are what may have saved an edit, `edited` what stands afterwards.

        That is the edit that is only seen, and the entry or the file that is in hand.
        """
        if self._offers:
            tab.select(self._offer, self.archive, self.archive, **small)
        for saved in saves:
            saved.then(self._saved, [*edited, self.reached], [self.told, self.again], **small)
        self.again.click(self._again, self.reached, [self.told, self.again], **small)

    def clear(self) -> Update:
        """Nothing is being tried."""
        return {self.told: "", self.again: gr.update(visible=False), self.changes: "", self.reached: None}

    def look(self, edit: Edit | Import, text: Open) -> "Looking":
        """What the edit changes in the archive that was chosen."""
        return Looking(self, self._desk, edit, text)

    def _offer(self, chosen: str | None) -> Any:
        archives = self._desk.places.archives()
        return gr.update(choices=archives, value=chosen if chosen in archives else archives[0] if archives else None)

    def _saved(self, seen: object, in_hand: object, reached: Reached | None) -> Update:
        """Offer to do the sentences again once the edit is in the glossary: its entry is in hand then, and no file."""
        if reached is None or seen is not None:
            return unchanged()
        if in_hand != (reached.edit.new if isinstance(reached.edit, Edit) else None):
            return unchanged()
        label = f"Translate {_those(reached)} again"
        return {self.again: gr.update(value=label, visible=reached.sentences > 0, interactive=True)}

    def _again(self, reached: Reached | None) -> Update:
        if reached is None:
            return unchanged()
        try:
            out = self._desk.places.path(reached.archive)
            asked = kept(out)
            if asked is None or self._desk.places.name(Path(asked.source)) is None:
                raise InputError(
                    f"The folder that {reached.archive} was made from is not known or not allowed here: "
                    "start the run on the Archive tab; it does no other sentence again."
                )
            order = Order(Path(asked.source), out, asked.formats, only=reached.files)
            self._batches.start(order, replace(asked, left="running"))
        except Exception as error:
            return {self.told: alert(explain(error))}
        told = good(f"Translating {_those(reached)} again: the Archive tab shows how it goes.")
        return {self.told: told, self.again: gr.update(visible=False)}


class Looking:
    """One look at an archive: first how far the edit reaches, then its first sentences in English."""

    def __init__(self, reach: Reach, desk: Desk, edit: Edit | Import, text: Open) -> None:
        """Nothing is read before `count`."""
        self._reach, self._desk, self._edit, self._text = reach, desk, edit, text
        self._found = Preview()
        self._after = Glossary()

    def count(self) -> Iterator[Update]:
        """How many sentences of how many articles, more each time."""
        reached = self._reach
        yield reached.clear()
        archive = self._text.archive
        if not archive:
            return
        try:
            out = self._desk.places.path(archive)
            asked = kept(out)
            before = self._desk.shelf.state().glossary
            trial = Trial(self._desk.shelf.store)
            self._edit.make(trial, "")
            self._after = trial.after.glossary
            for far in reach(out, before, self._after, asked.spelling if asked else self._text.day):
                self._found = far.found
                yield {reached.changes: self._shown("" if not far.found.touched else _FOLLOWS)}
            touched = Reached(archive, self._edit, far.found.sentences, far.found.documents, far.files)
            yield {reached.reached: touched}
        except Exception as error:
            self._found = Preview()
            yield {reached.told: alert(explain(error))}

    def examples(self) -> Iterator[Update]:
        """The first sentences before and after, one more each time; with a model that fails, the count alone."""
        if not self._found.touched:
            return
        try:
            asked = kept(self._desk.places.path(self._text.archive or ""))
            model = asked.model if asked and asked.model in self._desk.models else self._text.model
            spelling = asked.spelling if asked else self._text.day
            for more in translated(self._found, self._desk.rereader(model, spelling), self._after):
                self._found = more
                whole = len(more.examples) == len(more.touched)
                yield {self._reach.changes: self._shown("" if whole else _FOLLOWS)}
        except Exception as error:
            yield {self._reach.changes: self._shown(f"There is no English here: {explain(error)}")}

    def _shown(self, waiting: str) -> str:
        return changes.shown(self._found, waiting, f"the archive {self._text.archive}", "article")


def _those(reached: Reached) -> str:
    sentences = f"{reached.sentences:,} sentence" + ("" if reached.sentences == 1 else "s")
    return f"{sentences} of {reached.articles:,} article" + ("" if reached.articles == 1 else "s")
