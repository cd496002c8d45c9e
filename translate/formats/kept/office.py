"""A package whose parts are XML with paragraphs, as Word, PowerPoint and OpenDocument have: all parts together."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Protocol

from translate.document import Document
from translate.errors import InputError
from translate.formats.kept import tree
from translate.formats.kept.package import Package
from translate.formats.kept.run import Beads, unchanged


class Paragraph(Protocol):
    """One paragraph of a part."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """Its text, between its breaks."""
        ...

    def fill(self, beads: Beads) -> None:
        """Put the English in the place of its text."""
        ...


class Office:
    """One package."""

    def __init__(
        self, path: str, data: bytes, what: str, parts: str, paragraphs: Callable[[Any], Iterator[Paragraph]]
    ) -> None:
        """`parts` is a pattern for the names of those which hold text. Raises InputError."""
        self._data = data
        self._package = Package(path, data, what)
        names = [name for name in self._package.names if re.fullmatch(parts, name)]
        if not names:
            raise InputError(f"{path}: this is no {what} file, or one without text; save it as {what} again")
        self._parts = []
        for name in names:
            raw = self._package.read(name)
            read = tree.parse(path, raw, f"{what} file")
            self._parts.append((name, raw, read, list(paragraphs(read.getroot()))))
        self.documents = tuple(
            document for *_, found in self._parts for paragraph in found for document in paragraph.documents
        )

    def english(self, beads: Beads) -> bytes:
        """The package with the English in it; a part without any stays as it is."""
        if unchanged(beads):
            return self._data
        found, made = iter(beads), {}
        for name, raw, read, paragraphs in self._parts:
            fresh = False
            for paragraph in paragraphs:
                its = list(islice(found, len(paragraph.documents)))
                if not unchanged(its):
                    paragraph.fill(its)
                    fresh = True
            if fresh:
                made[name] = tree.written(read, raw)
        return self._package.written(made)
