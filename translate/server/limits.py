"""How much one request may hold, and how much may wait."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the API. `body` is in bytes; `characters` and `texts` are those of one request.

    `deepl` is how many texts DeepL's protocol allows; `waiting` counts requests that wait for the engine beside those
    that it works on; `pause` is how many seconds the first of them waits for others to share its batches;
    `grace` is how many seconds a server that is to end leaves to what is in flight. `jobs` is how many each owner may
    have, done ones too, which are kept for `kept` seconds; `long` is the most characters of one.
    """

    body: int = 1_000_000
    characters: int = 200_000
    texts: int = 1_000
    deepl: int = 50
    waiting: int = 128
    pause: float = 0.02
    grace: float = 30.0
    jobs: int = 16
    kept: float = 3600.0
    long: int = 2_000_000
