"""How much one request may hold, how much one may ask a minute, how slow a client may be, and how much may wait."""

from dataclasses import dataclass

from translate.settings import CHARACTERS, REQUESTS, Settings

# The addresses that take documents, or texts that are as long.
UPLOADS = ("/translate_file", "/v2/document", "/v1/jobs")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the API. `body` is in bytes; `characters` and `texts` are those of one request.

    `deepl` is how many texts DeepL's protocol allows; `waiting` counts requests that wait for the engine beside those
    that it works on; `pause` is how many seconds the first of them waits for others to share its batches;
    `grace` is how many seconds a server that is to end leaves to what is in flight.
    `file` is the most bytes of an uploaded document, `written` of one that is no package, whose bytes are all text, and
    `contents` its most characters. `files` documents are held at once, of `held` bytes together, each for `kept`
    seconds from the upload on; of those that are not done there are `begun` at most.
    `requests_a_minute` and `characters_a_minute` are those of one key, or of one address that shows none; 0 is any
    number. A body may take `patience` seconds, and one more for each `pace` bytes; so long may an answer wait too.
    `jobs` is how many each owner may have, done ones too, which are kept for `job_kept` seconds; `long` is the most
    characters of one.
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
    requests_a_minute: int = 0
    characters_a_minute: int = 0
    patience: float = 20.0
    pace: int = 16_384
    jobs: int = 16
    job_kept: float = 3600.0
    long: int = 2_000_000

    @classmethod
    def of(cls, settings: Settings, private: bool) -> "Limits":
        """Those that the settings say. A server for this machine alone counts nobody unless it is told to."""
        requests, characters = settings.requests_a_minute, settings.characters_a_minute
        return cls(
            body=settings.max_body,
            waiting=settings.waiting,
            grace=settings.grace,
            requests_a_minute=(0 if private else REQUESTS) if requests is None else requests,
            characters_a_minute=(0 if private else CHARACTERS) if characters is None else characters,
        )

    def bytes(self, path: str) -> int:
        """The most bytes of a body at that address."""
        # what stands around the file in its form is small
        return self.file + self.body if path in UPLOADS else self.body
