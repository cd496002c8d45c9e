"""The tab in which the glossary is looked through and edited; nothing is saved before a person saw what it changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import gradio as gr

from glossary.conflicts import conflicts
from glossary.term import Term
from page import entry, exchange, listing
from page.batch import Batches
from page.desk import Desk
from page.edit import Edit, Import
from page.entry import Entry
from page.exchange import Exchange
from page.finder import Finder, pressed
from page.job import explain
from page.outlook import Open, Outlook, Texts
from page.proposals import Proposals
from page.reach import Reach
from page.update import Update, unchanged
from page.words import GLOSSARY_HEADING, alert, file_note, good
from translate.document import Bitext

_FOCUS = "() => requestAnimationFrame(() => document.querySelector('#{0} input, #{0} textarea')?.focus())"
OPEN = 4  # of what a handler is given, the box, the model, the spelling and the archive
_SOMEONE = "someone on the page"


class Glossary:
    """The widgets, and the handlers that they call. A session's own things lie in its states, never in here."""

    def __init__(self, desk: Desk, samples: list[tuple[str, str]], batches: Batches) -> None:
        """Lay the widgets out."""
        self._shelf = desk.shelf
        texts = Texts(samples)
        self.outlook = Outlook(desk, texts, "edit")
        self.old = gr.State(None)  # the entry that is being changed
        self.file = gr.HTML(elem_id="glossary-file")
        with gr.Row(elem_id="entries"):
            with gr.Column(scale=6, min_width=320):
                self.finder = Finder()
            with gr.Column(scale=5, min_width=320, elem_id="form"):
                self.heading = gr.HTML(GLOSSARY_HEADING.format("New entry"), elem_id="form-heading")
                self.entry = Entry()
                self._lay_buttons()
                self.outlook.notice.render()
        self.outlook.changes.render()
        self.reach = Reach(desk, batches)
        self.proposals = Proposals(desk)
        with gr.Accordion("Import and export", open=False, elem_id="exchange"):
            again = partial(Reach, desk, batches, "import-reach", self.reach.archive)
            self.exchange = Exchange(Outlook(desk, texts, "import"), again)
        with gr.Accordion("History", open=False, elem_id="past"):
            self.undone = gr.HTML(elem_id="undone")
            self.history = pressed("history")
        with gr.Accordion("Conflicts", open=False, elem_id="clashes") as self.clashes:
            self.conflicts = pressed("conflicts")

    def start(self, tab: gr.Tab, opened: Sequence[Any]) -> None:
        """Tie the widgets to what they do: edits are tried on what is open: box, model, spelling."""
        listen: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        # Small questions go outside the queue, whose event stream may close just as one joins it.
        small = listen | {"queue": False}
        finder, asked, outlook, file = self.finder, self.finder.asked, self.outlook, self.hangs
        drawn = [
            tab.select(self.refresh, asked, file, **small),
            *(
                change(self._find, asked[:2], file, trigger_mode="always_last", **small)
                for change in (finder.query.change, finder.own.change)
            ),
            finder.back.click(self._back, asked, file, **small),
            finder.on.click(self._on, asked, file, **small),
        ]
        for one in (finder.list, self.conflicts):
            one.press(self._pick, None, self.form, **small).then(None, js=_FOCUS.format("target"), **small)
        self.new.click(self._new, None, self.form, **small).then(None, js=_FOCUS.format("source"), **small)

        opened = [*opened, self.reach.archive]
        tried_on = [self.old, *opened]
        for look in (self.look.click, *(field.submit for field in self.entry.typed)):
            look(self._look, [*tried_on, *self.entry.fields], [*outlook.parts, *self.reach.parts], **listen)
        made = [*self.form, *file]
        mine = [*asked, self.entry.who, outlook.seen, *tried_on]
        saved = self.save.click(self._save, [*mine, *self.entry.fields], made, **listen)
        deleted = self.delete.click(self._delete, mine, made, **listen)
        self.reach.start(tab, [saved, deleted], [outlook.seen, self.old], small)
        self.proposals.start(self.reach.archive, listen)
        proposed = self.proposals.list.press(self._propose, None, self.form, **small)
        proposed.then(None, js=_FOCUS.format("target"), **small)
        undone = self.history.press(self._undo, [*asked, self.entry.who], [*file, self.undone], **listen)

        files = self.exchange
        files.start(self._shelf.state, listen)
        read = [files.given, files.make, *files.outlook.parts, *files.reach.parts]
        files.open.upload(self._open, [files.open, files.clash, *opened], read, **listen)
        files.clash.input(self._choose, [files.given, files.clash, *opened], read, **listen)
        mine = [*asked, self.entry.who, files.outlook.seen]
        made = [*file, files.given, files.make, *files.outlook.parts]
        imported = files.make.click(self._import, mine, made, **listen)
        files.reach.start(tab, [imported], [files.outlook.seen, files.given], small)
        for each in (*drawn, saved, deleted, undone, imported):
            # an answer may come after a later one, or after more was typed
            each.then(self._settle, [*asked[:2], finder.drawn], file, **small)

    @property
    def form(self) -> list[Any]:
        """What changes when another entry is taken in hand."""
        return [*self.entry.fields, self.old, self.heading, self.delete, *self.outlook.parts, *self.reach.parts]

    @property
    def hangs(self) -> list[Any]:
        """What changes when the file does."""
        lists = [self.history, self.conflicts, self.clashes]
        return [*self.finder.shown, *lists, self.file, self.save, self.exchange.open]

    def _lay_buttons(self) -> None:
        with gr.Row(elem_id="edit"):
            self.look = gr.Button("Show what it changes", variant="primary", size="md", elem_id="look", min_width=100)
            self.save = gr.Button("Save", size="md", elem_id="save", scale=0, min_width=80)
            self.delete = gr.Button("Delete", size="md", interactive=False, elem_id="delete", scale=0, min_width=80)
            self.new = gr.Button("New entry", size="md", elem_id="new", scale=0, min_width=80)

    # the list, and what else hangs on the file

    def refresh(self, query: str, own: bool, page: int) -> Update:
        """The file as it is now; the form stays as it is."""
        try:
            state, past = self._shelf.state(), self._shelf.history()
        except Exception as error:
            return {self.file: alert(explain(error))}
        closed = self._shelf.closed
        file = frozenset(state.own)  # what the seed does on purpose is no conflict of the file's
        problems = [each for each in conflicts(state.terms) if each.one in file or each.other in file]
        return self.finder.show(state, query, own, page) | {
            self.file: file_note(self._shelf, state),
            self.history: listing.history(past, bool(closed)),
            self.conflicts: listing.conflicts(problems),
            self.clashes: gr.update(label=f"Conflicts ({len(problems):,})"),
            self.save: gr.update(interactive=not closed),
            self.exchange.open: gr.update(interactive=not closed),
        }

    def _find(self, query: str, own: bool) -> Update:
        return self.refresh(query, own, 0)

    def _settle(self, query: str, own: bool, drawn: list[object] | None) -> Update:
        """The list anew where it answers what is no longer asked."""
        return unchanged() if drawn in (None, [query, own]) else self._find(query, own)

    def _back(self, query: str, own: bool, page: int) -> Update:
        return self.refresh(query, own, page - 1)

    def _on(self, query: str, own: bool, page: int) -> Update:
        return self.refresh(query, own, page + 1)

    # the form

    def _new(self) -> Update:
        return self._filled(None)

    def _pick(self, event: gr.EventData) -> Update:
        try:
            term = listing.marked(self._shelf.state().terms, event.mark)
        except Exception as error:
            return self.outlook.refuse(error)
        if term is None:
            return self.outlook.clear(alert("That entry was changed or deleted meanwhile: look it up again."))
        return self._filled(term)

    def _propose(self, event: gr.EventData) -> Update:
        """A name of the archive, to be looked over and saved."""
        source = str(event.mark)[: entry.LONGEST]
        return self._filled(None) | dict(zip(self.entry.fields, entry.proposed(source), strict=True))

    def take(self, span: str, bitext: Bitext | None, target: str = "") -> Update:
        """A span of the Kazakh text in hand: its entry where it has one, else a new one; `target` is its English."""
        span = " ".join(span.split())[: entry.LONGEST]
        try:
            found = self._shelf.state().glossary.find(span, bitext.document.date if bitext else None)
        except Exception as error:
            return self.outlook.refuse(error)
        whole = [match.term for match in found if match.surface == entry.trimmed(span)]
        english = self.entry.fields[1]
        wanted: Update = {english: " ".join(target.split())[: entry.LONGEST]} if target.strip() else {}
        if whole:
            return self._filled(whole[0]) | wanted
        return self._filled(None) | dict(zip(self.entry.fields, entry.suggested(span), strict=True)) | wanted

    def _filled(self, term: Term | None) -> Update:
        deletes = term is not None and not self._shelf.closed
        return {
            **self.entry.filled(term),
            **self.outlook.clear(),
            **self.reach.clear(),
            self.old: term,
            self.heading: GLOSSARY_HEADING.format("Change this entry" if term else "New entry"),
            self.delete: gr.update(interactive=deletes),
        }

    # edits

    def _look(self, old: Term | None, *given: str) -> Iterator[Update]:
        try:
            edit = Edit(old, entry.read(given[OPEN:]))
        except Exception as error:
            yield self.outlook.refuse(error) | self.reach.clear()
            return
        yield from self._try(edit, Open(*given[:OPEN]), "Not saved yet: press Save to keep it.")

    def _try(self, edit: Edit, text: Open, told: str) -> Iterator[Update]:
        return _tried(self.outlook, self.reach, edit, text, told)

    def _save(
        self, query: str, own: bool, page: int, who: str, seen: Edit | None, old: Term | None, *given: str
    ) -> Iterator[Update]:
        try:
            edit = Edit(old, entry.read(given[OPEN:]))
        except Exception as error:
            yield self.outlook.refuse(error)
            return
        if edit == seen:
            yield self._made(edit, who, query, own, page)
        else:
            told = "Not saved yet: look at what it changes, and Save again."
            yield from self._try(edit, Open(*given[:OPEN]), told)

    def _delete(
        self, query: str, own: bool, page: int, who: str, seen: Edit | None, old: Term | None, *opened: str
    ) -> Iterator[Update]:
        edit = Edit(old, None)
        yield {self.delete: gr.update()}
        if old is not None and edit == seen:
            yield self._made(edit, who, query, own, page)
        elif old is not None:
            told = "Not deleted yet: look at what it changes, and press Delete again."
            yield from self._try(edit, Open(*opened), told)

    def _made(self, edit: Edit, who: str, query: str, own: bool, page: int) -> Update:
        """Do it; where someone else was quicker the form keeps what was typed."""
        try:
            edit.make(self._shelf.store, _called(who))
        except Exception as error:
            return self.refresh(query, own, page) | self.outlook.refuse(error)
        term = edit.new or edit.old
        what = f"{'Saved' if edit.new else 'Deleted'}: {listing.brief(term) if term else ''}."
        filled = self._filled(edit.new) | self.refresh(query, own, page)
        for part in self.reach.parts:
            del filled[part]  # what the edit touches is still to be done
        return filled | {self.outlook.notice: good(f"{what} The next translation goes by it.")}

    def _undo(self, query: str, own: bool, page: int, who: str, event: gr.EventData) -> Update:
        try:
            change = self._shelf.store.undo(who=_called(who), number=int(event.mark))
            told = good(f"Change {event.mark} is undone, as change {change.number}.")
        except Exception as error:
            told = alert(explain(error))
        return self.refresh(query, own, page) | {self.undone: told}

    # files

    def _open(self, file: str | None, clash: Any, *opened: str) -> Iterator[Update]:
        files = self.exchange
        yield {files.make: gr.update()}  # whoever yields nothing empties all that it may change
        if not file:
            return
        try:
            given = exchange.read(file)
        except Exception as error:
            refused = files.outlook.refuse(error) | files.reach.clear()
            yield {files.given: None, files.make: gr.update(interactive=False)} | refused
            return
        yield from self._choose(given, clash, *opened)

    def _choose(self, given: Import | None, clash: Any, *opened: str) -> Iterator[Update]:
        files = self.exchange
        yield {files.make: gr.update()}
        if given is None:
            return
        edit = replace(given, clash="theirs" if clash == "theirs" else "mine")
        try:
            news = edit.news(self._shelf.state())
        except Exception as error:
            yield files.outlook.refuse(error) | files.reach.clear()
            return
        told = f"{given.name}: {len(given.terms):,} entries, {news:,} not here yet. Nothing is imported yet."
        told += f" Not kept: {', '.join(given.unkept)}." if given.unkept else ""
        yield {files.given: given, files.make: gr.update(interactive=news > 0)}
        yield from _tried(files.outlook, files.reach, edit, Open(*opened), told)

    def _import(self, query: str, own: bool, page: int, who: str, seen: Import | None) -> Update:
        files = self.exchange
        if seen is None:
            return unchanged()
        try:
            change = seen.make(self._shelf.store, _called(who))
        except Exception as error:
            return self.refresh(query, own, page) | files.outlook.refuse(error)
        over = f" {change.seed:,} of the seed are overlaid." if change.seed else ""
        told = good(f"Imported {len(change.after):,} entries of {seen.name}.{over} The next translation goes by them.")
        return (
            self.refresh(query, own, page)
            | files.outlook.clear(told)
            | {
                files.given: None,
                files.make: gr.update(interactive=False),
            }
        )


def _tried(outlook: Outlook, reach: Reach, edit: Edit | Import, text: Open, told: str) -> Iterator[Update]:
    """What an edit would change: first how much of the texts and the archive, then in which words."""
    texts, archive = outlook.try_(edit, text, told), reach.look(edit, text)
    yield next(texts)
    yield from archive.count()
    yield from texts
    yield from archive.examples()


def _called(who: str | None) -> str:
    return (who or "").strip() or _SOMEONE
