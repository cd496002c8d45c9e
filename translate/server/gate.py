"""Stands before the API: hosts, sizes, headers, and faults, none of which the routes behind it need to know."""

import asyncio
import json
import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect

from translate.server.address import from_here, same_site
from translate.server.refusal import Refusal, shape

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

HEADERS = [
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]
# How much of a body that is too large is let go by, and for how many seconds.
_LINGER, _PATIENCE = 16_000_000, 1.0
_log = logging.getLogger("audarma.server")


class Traffic:
    """How many requests are inside, and whether more may come."""

    def __init__(self) -> None:
        """Nobody is inside yet."""
        self.ending = False
        self.inside = 0

    async def drain(self, seconds: float, hurry: Callable[[], bool] = lambda: False) -> None:
        """Refuse what is new from now on, and wait for what is inside: at most so long, or until there is a hurry."""
        self.ending = True
        due = asyncio.get_running_loop().time() + seconds
        while self.inside and asyncio.get_running_loop().time() < due and not hurry():
            await asyncio.sleep(0.02)


class Gate:
    """Wraps the API. `private` says that it serves this machine alone; `body` tells the most bytes at an address."""

    def __init__(self, app: Application, *, traffic: Traffic, private: bool, body: Callable[[str], int]) -> None:
        """Stand before an application; the first parameter has the name by which Starlette gives it."""
        self._application, self._traffic, self._private, self._body = app, traffic, private, body

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI has it."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        answer = _Answer(send, secrets.token_hex(8))
        self._traffic.inside += 1
        try:
            await self._check(scope, receive)
            await self._application(scope, _Bounded(receive, self._body(scope["path"])), answer)
        except Refusal as refusal:
            await answer.refuse(scope["path"], refusal)
        except ClientDisconnect:
            await answer.refuse(scope["path"], Refusal(499, "nobody waits for this any more"))
        except Exception as fault:
            _log.error("request %s failed: %s", answer.name, told(fault))
            words = f"something went wrong inside Audarma; whoever runs it finds request {answer.name} in its log"
            await answer.refuse(scope["path"], Refusal(500, words))
        finally:
            self._traffic.inside -= 1

    async def _check(self, scope: Message, receive: Receive) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if self._private and not from_here(headers):
            raise Refusal(403, "Audarma answers to this machine alone: ask it as http://127.0.0.1 with its port")
        if not same_site(headers):
            raise Refusal(403, "pages of other sites may not ask Audarma")
        if self._traffic.ending and scope["path"] != "/health":
            raise Refusal(503, "the server is ending; ask again once it runs again", {"Retry-After": "5"})
        length, most = headers.get(b"content-length", "0"), self._body(scope["path"])
        if length.isdigit() and (len(length) > 15 or int(length) > most):
            # one who waits to be asked for the body need not send it at all
            if len(length) < 15 and int(length) <= _LINGER and b"expect" not in headers:
                await _discarded(receive)
            raise _too_large(most)


class _Bounded:
    """Receives a body of unknown length up to the bound."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left, self._most = receive, most, most

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            if message.get("more_body"):
                await _discarded(self._receive)
            raise _too_large(self._most)
        return message


class _Answer:
    """Sends on what it is given, with our headers and the request's own name."""

    def __init__(self, send: Send, name: str) -> None:
        self._send, self.name = send, name
        self._begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            headers = [*message.get("headers", ()), *HEADERS, (b"x-request-id", self.name.encode())]
            message = {**message, "headers": headers}
        await self._send(message)

    async def refuse(self, path: str, refusal: Refusal) -> None:
        """Answer with an error; where an answer has begun, it can only be cut off."""
        if self._begun:
            raise ConnectionResetError("the answer was cut off")
        body = json.dumps(shape(path, refusal.message), ensure_ascii=False).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        headers += [(name.lower().encode(), value.encode()) for name, value in refusal.headers.items()]
        if refusal.status == 413:
            # the rest of the body is not read
            headers.append((b"connection", b"close"))
        await self({"type": "http.response.start", "status": refusal.status, "headers": headers})
        await self({"type": "http.response.body", "body": body})


async def _discarded(receive: Receive) -> None:
    """Let go by what is still sent, up to a bound: a client that is cut off while it sends never reads the answer."""
    left = _LINGER
    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            while left > 0 and (message := await receive()).get("more_body"):
                left -= len(message.get("body", b""))


def _too_large(most: int) -> Refusal:
    return Refusal(413, f"the body is larger than the {most:,} bytes that one request may have; send it in parts")


def told(fault: BaseException) -> str:
    """A fault for the log: its kind and where it happened, without its message, which may hold a person's text."""
    where = [f"{frame.name} (line {frame.lineno})" for frame in traceback.extract_tb(fault.__traceback__)[-6:]]
    return f"{type(fault).__name__} in {' > '.join(where)}"
