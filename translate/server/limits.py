"""How much one request may hold, and how much may wait."""

from dataclasses import dataclass

# The addresses that take documents.
UPLOADS = ("/translate_file", "/v2/document")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the API. `body` is in bytes; `characters` and `texts` are those of one request.

    `deepl` is how many texts DeepL's protocol allows; `waiting` counts requests that wait for the engine beside those
    that it works on; `pause` is how many seconds the first of them waits for others to share its batches;
    `grace` is how many seconds a server that is to end leaves to what is in flight.
    `file` is the most bytes of an uploaded document, `written` of one that is no package, whose bytes are all text, and
    `contents` its most characters. `files` documents are held at once, of `held` bytes together, each for `kept`
    seconds from the upload on; of those that are not done there are `begun` at most.
    """

    body: int = 1_000_000
    characters: int = 200_000
    texts: int = 1_000
    deepl: int = 50
    waiting: int = 128
    pause: float = 0.02
    grace: float = 30.0
    file: int = 10_000_000
    written: int = 4_000_000
    contents: int = 1_000_000
    files: int = 64
    held: int = 100_000_000
    kept: float = 3600.0
    begun: int = 8

    def bytes(self, path: str) -> int:
        """The most bytes of a body at that address."""
        # what stands around the file in its form is small
        return self.file + self.body if path in UPLOADS else self.body
