"""Plain text: each sentence in the place of its own, with every blank and line break where it stood."""

from translate.encoding import decode, encode
from translate.formats import newswire
from translate.formats.kept.run import Beads, joined, unchanged


class Page:
    """One text."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The text in a file's bytes. Raises InputError."""
        self._data, self._encoding = data, encoding
        self.documents = (newswire.parse(decode(data, path, encoding), path),)

    def english(self, beads: Beads) -> bytes:
        """The text with the English in it."""
        if unchanged(beads):
            return self._data
        return encode(joined(self.documents[0], beads[0]), self._data, self._encoding)
