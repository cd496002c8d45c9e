"""Documents that are translated and keep their form: one file a format, and one way for marks inside sentences."""

from collections.abc import Mapping
from importlib import import_module

from translate.errors import InputError
from translate.formats.kept.form import Form

# The module of each form, and what the web calls it.
_FORMS: Mapping[str, tuple[str, str]] = {
    ".html": ("html", "text/html"),
    ".htm": ("html", "text/html"),
    ".xhtml": ("html", "application/xhtml+xml"),
    ".docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".md": ("markdown", "text/markdown"),
    ".markdown": ("markdown", "text/markdown"),
    ".srt": ("srt", "application/x-subrip"),
    ".xlf": ("xliff", "application/xliff+xml"),
    ".xliff": ("xliff", "application/xliff+xml"),
    ".epub": ("epub", "application/epub+zip"),
    ".pptx": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".odt": ("odt", "application/vnd.oasis.opendocument.text"),
    ".txt": ("text", "text/plain"),
}
SUFFIXES = tuple(_FORMS)


def suffix(path: str) -> str:
    """The one of SUFFIXES that a path ends in, whatever the case of its letters; empty where there is none."""
    return next((known for known in SUFFIXES if path.lower().endswith(known)), "")


def media_type(path: str) -> str:
    """What the web calls a file of that name."""
    return _FORMS[suffix(path)][1]


def packed(path: str) -> bool:
    """Whether a file of that name is a .zip of parts, so that its text is but a part of its bytes."""
    return suffix(path) in (".docx", ".epub", ".pptx", ".odt")


def check(path: str) -> None:
    """Raise InputError for a file whose form is not known by its name."""
    if not suffix(path):
        raise InputError(f"{path}: its form is not known; give one of {' '.join(SUFFIXES)}")


def read(path: str, data: bytes, encoding: str | None = None) -> Form:
    """A file that keeps its form. `path` names it in what is said, and its end tells the form. Raises InputError."""
    check(path)
    module = import_module(f"translate.formats.kept.{_FORMS[suffix(path)][0]}")
    form: Form = module.Page(path, data, encoding)
    return form
