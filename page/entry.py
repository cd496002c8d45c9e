"""The form for one entry: its fields, filled from a term and read back as one."""

from collections.abc import Sequence

import gradio as gr

from glossary import cells, person
from glossary.bare import bare
from glossary.errors import GlossaryError
from glossary.kazakh import WORD
from glossary.romanisation import romanise
from glossary.term import KINDS, Term

LONGEST = cells.LONGEST
# What each kind is called.
NAMED = {
    "person": "person",
    "place": "place",
    "organisation": "organisation",
    "term": "term",
    "keep": "keep as it is",
}
_NAMES = [(NAMED[kind], kind) for kind in KINDS]
_DAY = "2022-09-17"
# A field can hold no more than a cell of the file, and a page no more than a person types.
_ROOM = cells.LONGEST * 20


class Entry:
    """The widgets, in the order of the file's columns."""

    def __init__(self) -> None:
        """Lay the widgets out."""
        with gr.Row(elem_classes="pair"):
            source = _text("Kazakh, without endings", "source", "Біріккен Ұлттар Ұйымы", lang="kk")
            target = _text("English", "target", "United Nations", lang="en")
        accepted = _text("Also right where it stands", "accepted", "UN | U.N.")
        variants = _text("Spellings that the English takes the place of", "variants", "United Nation | UNO")
        forbidden = _text("Never right: replaced, or pointed out", "forbidden", "Union of Nations")
        kind = gr.Radio(_NAMES, value="term", label="Kind", elem_id="kind")
        with gr.Row(elem_classes="pair"):
            first = _text("In force from", "valid-from", _DAY)
            last = _text("Until", "valid-to", _DAY)
            priority = _text("Priority", "priority", "0")
        with gr.Row(elem_classes="pair"):
            note = _text("Note", "note")
            self.who = _text("Your name, for the history", "who")
        self.typed = [source, target, variants, accepted, forbidden, first, last, priority, note]
        self.fields = [source, target, variants, accepted, forbidden, kind, first, last, priority, note]

    def filled(self, term: Term | None) -> dict[gr.components.Component, str]:
        """The fields as they are for a term, or empty."""
        return dict(zip(self.fields, values(term) if term else _EMPTY, strict=True))


def values(term: Term) -> tuple[str, ...]:
    """What stands in each field."""
    several = [" | ".join(forms) for forms in (term.variants, term.accepted, term.forbidden)]
    days = [day.isoformat() if day else "" for day in (term.valid_from, term.valid_to)]
    priority = str(term.priority) if term.priority else ""
    return (term.source, term.target, *several, term.kind, *days, priority, term.note)


def read(typed: Sequence[str | None]) -> Term:
    """The term that stands in the fields. Raises GlossaryError with all that is wrong with it."""
    try:
        term = cells.term([(cell or "").strip() for cell in typed])
    except ValueError as error:
        raise GlossaryError(_sentence(str(error))) from None
    if wrong := list(cells.faults(term)):
        raise GlossaryError(_sentence("; ".join(wrong)))
    return term


def suggested(span: str) -> tuple[str, ...]:
    """The fields for a span of a text: its bare form, and that in Latin letters."""
    return proposed(bare(span))


def proposed(source: str) -> tuple[str, ...]:
    """The fields for a name in its bare form: that, how it is spelled in Latin letters, and its kind."""
    return (source, romanise(source), *_EMPTY[2:5], person.kind(source), *_EMPTY[6:])


def trimmed(span: str) -> str:
    """The span without what stands around its words."""
    words = list(WORD.finditer(span))
    return span[words[0].start() : words[-1].end()] if words else ""


_EMPTY = ("", "", "", "", "", "term", "", "", "", "")


def _text(label: str, name: str, example: str = "", *, lang: str | None = None) -> gr.Textbox:
    return gr.Textbox(
        "",
        label=label,
        placeholder=example,
        max_lines=1,
        max_length=_ROOM,
        min_width=280,
        elem_id=name,
        html_attributes=gr.InputHTMLAttributes(
            lang=lang, spellcheck=False, autocapitalize="off", autocomplete="off", enterkeyhint="done"
        ),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
