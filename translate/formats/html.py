"""A bitext as a web page that needs nothing else: Kazakh and English side by side, a row a sentence."""

from html import escape

from translate.document import Bead, Bitext
from translate.formats import highlight

STYLE = (
    """
.bitext { border-collapse: collapse; width: 100%; table-layout: fixed; font: 16px/1.5 system-ui, sans-serif; }
.bitext td, .bitext th { border-bottom: 1px solid #8884; padding: .45em .7em; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
.bitext .number { width: 3em; color: #777; text-align: right; font-variant-numeric: tabular-nums; }
.bitext .paragraph td { border-top: 2px solid #8888; }
.bitext .title td { font-weight: 600; }
.bitext .mark { font: 600 .7em/1.4 system-ui, sans-serif; border-radius: .3em; padding: .1em .4em; margin-right: .5em;
  background: #fbe3b5; color: #5c3b00; text-transform: uppercase; letter-spacing: .04em; }
"""
    + highlight.STYLE
)


def row(bead: Bead, number: int, first: bool, title: bool) -> str:
    """One table row; `first` says that a paragraph begins here, `title` that it is the title."""
    marks = "".join(
        f'<span class="mark {escape(flag.kind)}" title="{escape(flag.reason)}">{escape(flag.kind)}</span>'
        for flag in bead.flags
    )
    kind = " ".join(name for name, given in (("paragraph", first), ("title", title)) if given)
    return (
        f'<tr class="{kind}" data-row="{number}"><td class="number">{number}</td>'
        f'<td class="source" lang="kk">{highlight.marked(bead.segment.text, bead.terms, "source")}</td>'
        f'<td class="target" lang="en">{marks}{highlight.marked(bead.target, bead.terms, "target")}</td></tr>'
    )


def rows(bitext: Bitext, start: int = 0, end: int | None = None) -> str:
    """The rows from `start` to before `end`; a page that grows asks for those that are new."""
    beads, titled = bitext.beads, bitext.document.title is not None
    return "".join(
        row(
            beads[n],
            n + 1,
            first=n > 0 and beads[n].segment.paragraph != beads[n - 1].segment.paragraph,
            title=titled and n == 0,
        )
        for n in range(start, min(end or len(beads), len(beads)))
    )


def write(bitext: Bitext) -> str:
    """A whole page, with the date and the signature; it asks for nothing from outside."""
    document = bitext.document
    head = '<tr><th class="number"></th><th>Қазақша</th><th>English</th></tr>'
    table = f'<table class="bitext"><thead>{head}</thead><tbody>{rows(bitext)}</tbody></table>'
    name = escape(document.title or document.name or "Audarma")
    date = f"<p>{document.date.isoformat()}</p>" if document.date else ""
    warning = (
        "<p><b>Machine drafts: rows marked “draft” come from a weak model that invents. Check every line.</b></p>"
        if any(bead.draft for bead in bitext.beads)
        else ""
    )
    legend = highlight.legend(use for bead in bitext.beads for use in bead.terms)
    done, total = len(bitext.beads), len(document.segments)
    partial = f"<p><b>Not the whole text: {done:,} of {total:,} sentences.</b></p>" if done < total else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{name}</title><style>body {{ margin: 2em auto; max-width: 75em; padding: 0 1em; }}{STYLE}</style>"
        f"</head><body>{date}{partial}{warning}{legend}{table}"
        f"<p><small>{escape(bitext.signature)}</small></p></body></html>\n"
    )
