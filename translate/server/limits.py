"""How much one request may hold, how much one may ask a minute, how slow a client may be, and how much may wait."""

from dataclasses import dataclass

from translate.settings import CHARACTERS, REQUESTS, Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the API. `body` is in bytes; `characters` and `texts` are those of one request.

    `deepl` is how many texts DeepL's protocol allows; `waiting` counts requests that wait for the engine beside those
    that it works on; `pause` is how many seconds the first of them waits for others to share its batches;
    `grace` is how many seconds a server that is to end leaves to what is in flight.

    `requests_a_minute` and `characters_a_minute` are those of one key, or of one address that shows none; 0 is any
    number. A body may take `patience` seconds, and one more for each `pace` bytes; so long may an answer wait too.
    """

    body: int = 1_000_000
    characters: int = 200_000
    texts: int = 1_000
    deepl: int = 50
    waiting: int = 128
    pause: float = 0.02
    grace: float = 30.0
    requests_a_minute: int = 0
    characters_a_minute: int = 0
    patience: float = 20.0
    pace: int = 16_384

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
