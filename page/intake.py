"""What comes into the page: pasted text, opened files, sample articles; and what a person is told of it beforehand."""

import re
from pathlib import Path

from translate.document import Document
from translate.errors import AudarmaError, InputError
from translate.formats import newswire
from translate.language import caution
from translate.models import Model
from translate.settings import Spelling

# Some 300 pages. More is a job for the command line, which writes to a file and can be left alone.
LONGEST = 1_000_000
MOST_SAMPLES = 200
# So many times what the model alone takes a text takes whose terms must often be asked for again: newstest2019, 2.8.
SLOWER = 3
PASTED = "pasted text"
_TOO_LONG = f"This text has {{}} characters, and the page takes up to {LONGEST:,}: "
TOO_LONG = _TOO_LONG + "paste a part of it, or save it to a file and run `audarma translate FILE --output OUT.txt`."
# The command line would refuse it too.
LONG_LINE = _TOO_LONG + "one of its lines is longer than any paragraph, so break it into paragraphs first."
# What Kazakh text files are really found in; the names are Python's, which an error names as well.
ENCODINGS = (
    ("UTF-8, or as the file is marked", ""),
    ("Windows-1251", "windows-1251"),
    ("Kazakh Windows, kz1048", "kz1048"),
    ("Kazakh Windows, ptcp154", "ptcp154"),
    ("UTF-16, utf-16-le", "utf-16-le"),
    ("KOI8-R", "koi8-r"),
    ("DOS, cp866", "cp866"),
)
# The capital was Nur-Sultan for three years, and articles of that time carry their date.
SPELLINGS = (("as on the article's day", "day"), ("as today", "today"))
# Half of a UTF-16 pair: a browser lets it through, but it is no character and can't be written to any file.
_HALF = re.compile("[\ud800-\udfff]")


def take(text: str, name: str = PASTED) -> Document:
    """The text of the box as a document. Raises InputError where there is nothing to translate, or too much."""
    _check_length(text)
    document = newswire.parse(whole(text), name)
    if not document.segments:
        raise InputError("There is no text in the box: paste a Kazakh text, or open a file.")
    return document


def whole(text: str) -> str:
    """The text without halves of characters, which a browser lets through."""
    return _HALF.sub("\ufffd", text)


def spelled(chosen: str | None) -> Spelling | None:
    """The choice of SPELLINGS; whatever else a browser sends is none."""
    return "today" if chosen == "today" else "day" if chosen == "day" else None


def decode(content: bytes, name: str, encoding: str) -> str:
    """The text of an opened file. Raises InputError, with a cure that lies on the page rather than in a command."""
    text = _decode(content, name, encoding)
    _check_length(text)
    if not newswire.parse(text, name).segments:
        raise InputError(f"{name} holds no text: open a file with at least one sentence.")
    return text


def _decode(content: bytes, name: str, encoding: str) -> str:
    try:
        return newswire.decode(content, name, encoding or None)
    except InputError as error:
        words = str(error).replace(
            "leave --encoding out, or name another one", "choose another of the file's encodings"
        )
        raise InputError(words.replace("--encoding ", "the file's encoding set to ")) from None


def forecast(text: str, model: Model) -> str:
    """What a translation of the text would be: how many sentences, how long it takes, in which language they are."""
    try:
        document = take(text)
    except AudarmaError as error:
        return str(error) if text.strip() else ""
    sentences = len(document.segments)
    said = f"{sentences:,} {'sentence' if sentences == 1 else 'sentences'}"
    if model.speed:
        least = sentences / model.speed
        said += f", about {_duration(least)} once the model is loaded, on two free processor cores"
        said += f"; up to {_duration(SLOWER * least)} where it leaves out many terms"
    return " ".join(filter(None, (f"{said}.", caution(document))))


def samples(folder: Path) -> list[tuple[str, str]]:
    """The articles in a folder, each with what to call it and its path. Raises InputError where there is no folder."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder of sample articles; name another with --seeds, or leave it out")
    return [(_label(path), str(path)) for path in sorted(folder.glob("*.txt"))[:MOST_SAMPLES]]


def _check_length(text: str) -> None:
    if len(text) <= LONGEST:
        return
    line = max(map(len, text.splitlines(keepends=True)))
    raise InputError((TOO_LONG if line <= newswire.LONGEST_LINE else LONG_LINE).format(f"{len(text):,}"))


def _label(path: Path) -> str:
    try:
        document = newswire.read(path)
    except AudarmaError:
        # it stays on offer: whoever picks it is told what is wrong with it
        return path.name
    title = document.title or path.name
    return f"{document.date.isoformat()}  {title}" if document.date else title


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60):,} min"
