"""What the tests of kept forms share: a loud translator, and real documents."""

from collections.abc import Sequence
from pathlib import Path

from glossary.matcher import Glossary
from glossary.term import Term
from translate.document import Bead
from translate.engines.fake import FakeEngine
from translate.formats import kept
from translate.formats.kept.form import Form
from translate.translator import Translator

DATA = Path(__file__).parent / "data" / "kept"
LOUD = Translator(
    FakeEngine(str.upper), Glossary([Term("Тоқаев", "Tokayev"), Term("Астана", "Astana")]), "fake", headlines=False
)


def beads(form: Form) -> list[Sequence[Bead]]:
    """What becomes of each document of a file: Kazakh in capitals, two names in English."""
    return [LOUD.translate(document).beads for document in form.documents]


def translated(path: str, data: bytes, encoding: str | None = None) -> bytes:
    """The whole file in capitals."""
    form = kept.read(path, data, encoding)
    return form.english(beads(form))


def loud(name: str) -> bytes:
    """One of the real documents in capitals."""
    return translated(name, (DATA / name).read_bytes())
