"""The page's own words and small pieces of HTML; whatever comes from outside is escaped here."""

from html import escape

from glossary.store import State
from page.intake import LONG_LINE, LONGEST, TOO_LONG
from page.job import Sight
from page.shelf import Shelf
from translate.formats.newswire import LONGEST_LINE
from translate.models import Model

HEADER = """<header id="head"><h1>Audarma</h1>
<p>Kazakh to English, sentence beside sentence. The text stays on the computer that runs this page.</p>{}</header>"""

DELIVERED = (
    f'<p id="delivered" role="status" data-longest="{LONGEST}" data-toolong="{TOO_LONG}" '
    f'data-longestline="{LONGEST_LINE}" data-longline="{LONG_LINE}"></p>'
)

ROWS = """<p class="hint">The English appears here, each sentence beside its Kazakh.</p>
<div id="flagbar" role="group" aria-label="What to look at" hidden><p id="flagsum" role="status"></p>
<button type="button" data-jump="1">Next<kbd>n</kbd></button>
<button type="button" data-jump="-1">Back<kbd>N</kbd></button>
<div id="kinds"></div>
<div class="turn"><button type="button" data-deed="undo" disabled>Undo<kbd>Ctrl+Z</kbd></button>
<button type="button" data-deed="redo" disabled>Redo</button></div><p id="said" role="status"></p></div>
<table class="bitext" hidden><caption>Kazakh sentences and their English</caption><thead><tr>
<th class="number" scope="col"><span class="unseen">Row</span></th>
<th scope="col" lang="kk">Қазақша</th><th scope="col">English</th></tr></thead><tbody></tbody></table>
<button id="take" type="button" hidden>Add to the glossary</button>
<div id="tools" hidden>
<button type="button" tabindex="-1" data-deed="edit" title="Enter on the English">✎ Edit</button>
<button type="button" tabindex="-1" data-deed="accept" title="Right as it is: Ctrl+Enter">✓ Accept</button>
<button type="button" tabindex="-1" data-deed="others">Other wordings</button></div>
<template id="editor"><div class="editor" lang="en"><textarea rows="2" spellcheck="true"></textarea>
<div class="deeds"><button type="button" data-deed="keep">Keep<kbd>Ctrl+Enter</kbd></button>
<button type="button" data-deed="leave">Leave<kbd>Esc</kbd></button>
<button type="button" data-deed="others">Other wordings</button>
<label>Your name <input maxlength="80" autocomplete="name" spellcheck="false"></label></div>
<p class="told" role="status"></p><div class="others"></div></div></template>"""

MADE_BY = '<p title="What made these rows: keep it with them">Made by <code>{}</code></p>'


GLOSSARY_HEADING = "<h2>{}</h2><p>Several forms in one field: put | between them.</p>"


def alert(message: str) -> str:
    """An error, or nothing."""
    return f'<p role="alert">{escape(message)}</p>' if message else ""


def good(message: str) -> str:
    """How something went or stands."""
    return f'<p role="status">{escape(message)}</p>'


def file_note(shelf: Shelf, state: State) -> str:
    """Where edits go, and what is wrong with the file."""
    path = f"<code>{escape(str(shelf.store.path))}</code>"
    seed = "this file alone is the glossary" if shelf.replaces else "the rest comes with Audarma and stays as it is"
    own = f"{len(state.own):,} own of {len(state.terms):,} entries"
    note = f'<p class="hint">{own}. Edits go to {path}; {seed}.</p>'
    return note + "".join(map(alert, (shelf.trouble, shelf.closed)))


def about(model: Model, forecast: str) -> str:
    """What the model is, under what licence it may be used, and what a translation would be."""
    speed = f"about {model.speed:g} sentences a second, the model alone" if model.speed else "speed not measured"
    known = f"{_sentence(model.about)} Licence: {model.licence}. Speed: {speed}."
    said = f'<p class="forecast" role="status">{escape(forecast)}</p>' if forecast else ""
    return f"<p><b>{escape(model.name)}</b> {escape(known)}</p>{said}"


def draft_warning(model: Model) -> str:
    """What a reader must know before believing a row of a weak model."""
    if not model.draft:
        return ""
    return (
        f'<p role="note"><b>Drafts by a weak model.</b> <b>{escape(model.name)}</b> catches the topic and invents the '
        "rest: it writes fluent news that the Kazakh does not say. Never publish a row marked "
        '<span class="mark draft">draft</span> without checking it against its Kazakh.'
        f"{' ' + escape(_sentence(model.measured)) if model.measured else ''}</p>"
    )


def progress(sight: Sight, model: str, loading: bool) -> str:
    """How far it is: only the end is announced to a screen reader, which would else read out every number."""
    done, total = len(sight.bitext.beads), sight.total
    name = escape(model)
    if sight.stage == "loading":
        return f"<p>{f'Loading {name}; the first time takes a while.' if loading else 'Translating.'}</p>"
    if sight.stage == "running":
        bar = f'<progress max="{total}" value="{done}" aria-label="Sentences translated"></progress>'
        return f"<p>{bar} <span>{done:,} of {total:,}</span></p>"
    if sight.stage == "done":
        return f'<p role="status">{total:,} of {total:,} in {sight.seconds:.1f} s with {name}</p>'
    word = "Stopped" if sight.stage == "stopped" else "Failed"
    return f'<p role="status">{word} after {done:,} of {total:,}</p>'


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
