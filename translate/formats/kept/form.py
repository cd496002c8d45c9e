"""What every format gives: the documents that a file holds, and the file with their English in it."""

from typing import Protocol

from translate.document import Document
from translate.formats.kept.run import Beads


class Form(Protocol):
    """A file that keeps its form."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """What is to be translated."""
        ...

    def english(self, beads: Beads) -> bytes:
        """The whole file with the English in it, given the beads of each document."""
        ...
