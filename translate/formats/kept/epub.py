"""Books (EPUB 2 and 3): chapters and tables of contents are translated as web pages are; all else stays."""

import posixpath
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from translate.errors import InputError
from translate.formats.kept import tree
from translate.formats.kept.html import Page as WebPage
from translate.formats.kept.package import Package
from translate.formats.kept.run import Beads, unchanged

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbncx+xml")
_LANGUAGE = re.compile(rb"(<dc:language\b[^>]*>\s*)(?:kk|kaz|ru)\b[\w-]*", re.IGNORECASE)


class Page:
    """One book."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The book in a file's bytes. Raises InputError."""
        self._path, self._data = path, data
        self._package = Package(path, data, "EPUB")
        self._description = self._found()
        self._pages = [(name, WebPage(f"{path}/{name}", self._package.read(name))) for name in self._names()]
        self.documents = tuple(document for _, page in self._pages for document in page.documents)

    def english(self, beads: Beads) -> bytes:
        """The book with the English in it."""
        if unchanged(beads):
            return self._data
        found, made = iter(beads), {}
        for name, page in self._pages:
            its = list(islice(found, len(page.documents)))
            if not unchanged(its):
                made[name] = page.english(its)
        said = self._package.read(self._description)
        made[self._description] = _LANGUAGE.sub(rb"\1en", said, count=1)
        return self._package.written(made)

    def _found(self) -> str:
        """The part that lists all others."""
        container = tree.parse(self._path, self._package.read(_CONTAINER), "EPUB file")
        for file in container.getroot().iter("{*}rootfile"):
            if (name := file.get("full-path")) in self._package.names:
                return str(name)
        raise InputError(f"{self._path}: this EPUB file does not say what is in it; save it again")

    def _names(self) -> Iterator[str]:
        """The parts with text, each once; what lies elsewhere is not fetched."""
        listed = tree.parse(self._path, self._package.read(self._description), "EPUB file")
        folder = posixpath.dirname(self._description)
        names = (
            posixpath.normpath(posixpath.join(folder, unquote(entry.get("href", "").partition("#")[0])))
            for entry in listed.getroot().iter("{*}item")
            if entry.get("media-type") in _PAGES
        )
        yield from (name for name in dict.fromkeys(names) if name in self._package.names)
