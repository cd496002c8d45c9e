"""A bitext as a Word file: Kazakh and English side by side in a table, a row a sentence."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from translate.document import Bead, Bitext
from translate.formats import xml

# The day on which time begins in a .zip: the same bitext gives the same bytes whenever it is written.
_NEVER = datetime(1980, 1, 1, tzinfo=UTC)
# By this author the reader of Word files knows that one holds a translation, not an article.
AUTHOR = "audarma"
_AMBER = (0x9C, 0x57, 0x00)
_GREY = (0x77, 0x77, 0x77)
_WARNING = "Machine drafts: rows marked “draft” come from a weak model that invents. Check every line."


def write(bitext: Bitext) -> bytes:
    """The whole file: the date, what to beware of, the table, and the signature."""
    import docx

    file = docx.Document()
    _describe(file, bitext)
    document, done = bitext.document, len(bitext.beads)
    if document.date:
        file.add_paragraph(document.date.isoformat())
    if done < len(document.segments):
        file.add_paragraph().add_run(
            f"Not the whole text: {done:,} of {len(document.segments):,} sentences."
        ).bold = True
    if any(bead.draft for bead in bitext.beads):
        file.add_paragraph().add_run(_WARNING).bold = True
    _table(file, bitext)
    _tint(file.add_paragraph().add_run(xml.clean(bitext.signature)), _GREY)
    return _packed(file)


def _describe(file: Any, bitext: Bitext) -> None:
    """The properties of the file, none of which tells when or by whom it was written."""
    about = file.core_properties
    about.author = about.last_modified_by = AUTHOR
    about.title = xml.clean(bitext.document.title or "")[:255]  # as long as the format lets it be
    about.comments = xml.clean(bitext.signature)[:255]
    about.created = about.modified = _NEVER
    about.language = "en"


def _table(file: Any, bitext: Bitext) -> None:
    table = file.add_table(rows=len(bitext.beads) + 1, cols=2)
    table.style = "Table Grid"
    kazakh, english = (_style(file, *style) for style in (("Kazakh", "kk-KZ"), ("English", "en-GB")))
    rows = iter(table.rows)
    for cell, words in zip(next(rows).cells, ("Қазақша", "English"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for number, (row, bead) in enumerate(zip(rows, bitext.beads, strict=True)):
        title = number == 0 and bitext.document.title is not None
        source, target = (cell.paragraphs[0] for cell in row.cells)
        source.style, target.style = kazakh, english
        source.add_run(xml.clean(bead.segment.text)).bold = title
        _mark(target, bead)
        target.add_run(xml.clean(bead.target)).bold = title


def _mark(paragraph: Any, bead: Bead) -> None:
    """The kinds of the flags in front of the English, each once, in small capitals."""
    for kind in dict.fromkeys(flag.kind for flag in bead.flags):
        run = paragraph.add_run(f"{xml.clean(kind)} ")
        run.font.small_caps = True
        _tint(run, _AMBER)


def _tint(run: Any, colour: tuple[int, int, int]) -> None:
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor(*colour)


def _style(file: Any, name: str, language: str) -> Any:
    """A style that says which language a paragraph is in, so that Word doesn't check Kazakh as English."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn

    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    mark = style.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): language})
    style.element.rPr.append(mark)
    return style


def _packed(file: Any) -> bytes:
    """The bytes of the file, without the times that the library gives its parts."""
    loose, out = io.BytesIO(), io.BytesIO()
    file.save(loose)
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(out, "w") as package:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _NEVER.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts.read(name))
    return out.getvalue()
