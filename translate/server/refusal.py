"""Why a request is not answered as it was asked, in words that each protocol puts into its own shape."""

import json
from collections.abc import Mapping

# With these the rest of the body is not read, so that the connection is of no more use.
CUT = (408, 413)


class Refusal(Exception):
    """An answer with a status from 400 on: `message` is for a person, and holds no path and none of the text."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        """What is said, and with which headers."""
        super().__init__(message)
        self.status, self.message, self.headers = status, message, dict(headers or {})


def shape(path: str, message: str) -> dict[str, str]:
    """The body of an error as the clients of that path's protocol read it."""
    return {"message": message} if path.startswith(("/v2/", "/v3/")) else {"error": message}


def written(path: str, refusal: Refusal) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The headers and the body of the answer, as that path's protocol has them."""
    body = json.dumps(shape(path, refusal.message), ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    headers += [(name.lower().encode(), value.encode()) for name, value in refusal.headers.items()]
    if refusal.status in CUT and "Connection" not in refusal.headers:
        headers.append((b"connection", b"close"))
    return headers, body
