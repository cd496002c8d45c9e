"""Keeps the page to itself: nothing is asked from outside, and no other site may speak to a server on this machine."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from translate.server.address import Callers
from translate.server.gate import Bounded
from translate.server.limits import Limits
from translate.server.refusal import CUT, Refusal

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

# Gradio starts from inline scripts and compiles its templates, so both must be allowed; their origin is this server.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    # other hosts are told nothing; with no-referrer a browser would not say either where the log-in form comes from
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
# Uploads of 16 MB, with what a form writes around them, as slowly as the API takes them.
_LIMITS = Limits(body=17_000_000)
# Previews and fonts that Gradio's page names at other hosts. None is needed, and the policy would stop them anyway.
_OUTSIDE = re.compile(rb"<(?:link|meta|script)\b[^>]*https?://[^>]*>(?:\s*</script>)?", re.IGNORECASE)


def without_outside(html: bytes) -> bytes:
    """The page without tags that name another host."""
    return _OUTSIDE.sub(b"", html)


class Guard:
    """Wraps the page's server. `callers` says by which names it may be asked; no other site's page may ask it."""

    def __init__(self, application: Application, callers: Callers) -> None:
        """Stand before an application."""
        self._application = application
        self._callers = callers

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI has it."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if why := self._callers.refuse(headers):
            await _refuse(send, why)
            return
        length = headers.get(b"content-length", "0")
        if not length.isdigit() or len(length) > 15 or int(length) > _LIMITS.body:
            await _refuse(send, f"that is more than the {_LIMITS.body:,} bytes that the page takes at once", 413)
            return
        # compressing for the same machine costs more than it saves, and a page that is to be read must be plain
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        cleaning = _Cleaning(send)
        try:
            await self._application({**scope, "headers": plain}, Bounded(receive, _LIMITS, _LIMITS.body), cleaning)
        except Refusal as refusal:
            # most often the framework behind has told a fault of its own by then
            if not cleaning.begun:
                await _refuse(send, refusal.message, refusal.status)


class _Cleaning:
    """Sends on what it is given, with our headers; an HTML page is held until it is whole and cleaned."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = [*message.get("headers", ()), *HEADERS]
            message = {**message, "headers": headers}
            if any(name == b"content-type" and value.startswith(b"text/html") for name, value in headers):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
            return
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        body = without_outside(self._body)
        headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
        await self._send({**start, "headers": [*headers, (b"content-length", b"%d" % len(body))]})
        await self._send({"type": "http.response.body", "body": body})


async def _refuse(send: Send, why: str, status: int = 403) -> None:
    body = f"{why}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body)), *HEADERS]
    if status in CUT:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
