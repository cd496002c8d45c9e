"""Why a request is not answered as it was asked, in words that each protocol puts into its own shape."""

from collections.abc import Mapping


class Refusal(Exception):
    """An answer with a status from 400 on: `message` is for a person, and holds no path and none of the text."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        """What is said, and with which headers."""
        super().__init__(message)
        self.status, self.message, self.headers = status, message, dict(headers or {})


def shape(path: str, message: str) -> dict[str, str]:
    """The body of an error as the clients of that path's protocol read it."""
    return {"message": message} if path.startswith(("/v2/", "/v3/")) else {"error": message}
