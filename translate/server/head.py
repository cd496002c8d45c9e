"""Looks at a request's head before anyone acts on it: its version, its size, what it says of its body's end."""

from translate.server.gate import HEADERS, Application, Message, Receive, Send
from translate.server.refusal import Refusal, written

# No client of these protocols sends a tenth of it.
MOST_HEADERS, MOST_BYTES = 100, 16_384


class Head:
    """Wraps the API, the page or both; whoever is refused here is not listened to any more."""

    def __init__(self, application: Application) -> None:
        """Stand before an application."""
        self._application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI has it."""
        refusal = _refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._application(scope, receive, send)
        else:
            await refuse(scope, send, refusal)


def _refusal(scope: Message) -> Refusal | None:
    if not scope["http_version"].startswith("1."):
        return Refusal(505, "this version of HTTP is not spoken here; ask in HTTP/1.1")
    headers = scope["headers"]
    size = len(scope["raw_path"]) + len(scope["query_string"]) + sum(len(name) + len(value) for name, value in headers)
    if len(headers) > MOST_HEADERS or size > MOST_BYTES:
        return too_large()
    names = {name for name, _ in headers}
    if b"transfer-encoding" in names and (b"content-length" in names or scope["http_version"] == "1.0"):
        # a proxy before us may have believed the other, and passed on a second request inside this one's body
        return Refusal(
            400, "the request says in two ways where its body ends; send Content-Length or Transfer-Encoding: chunked"
        )
    return None


def too_large() -> Refusal:
    """Said of a head that has too many headers, or too many bytes."""
    words = f"the head of the request is larger than {MOST_HEADERS} headers or {MOST_BYTES:,} bytes; send less in it"
    return Refusal(431, words)


async def refuse(scope: Message, send: Send, refusal: Refusal) -> None:
    """Answer with an error, and end the connection."""
    headers, body = written(scope["path"], refusal)
    headers = [*headers, *HEADERS, (b"connection", b"close")]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
