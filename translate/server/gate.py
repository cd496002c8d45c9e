"""Stands before the API: hosts, sizes, headers, and faults, none of which the routes behind it need to know."""

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect

from translate.server.address import Callers
from translate.server.limits import Limits
from translate.server.metrics import Metrics
from translate.server.rates import Rates
from translate.server.refusal import Refusal, written
from translate.server.visit import Visit, present

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

HEADERS = [
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]
# How much of a body that is too large is let go by, and for how many seconds.
_LINGER, _PATIENCE = 16_000_000, 1.0
# What tells whoever watches the server how it is must not be refused to one who asks often.
_FREE = ("/health", "/ready")
# What stands in the figures for a path that no route has: paths that people make up would fill them.
_NO_ROUTE = "none"
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
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
    """Wraps the API: who may ask, how often, how much and how slowly; what each answer says beside itself."""

    def __init__(
        self, app: Application, *, traffic: Traffic, callers: Callers, limits: Limits, rates: Rates, metrics: Metrics
    ) -> None:
        """Stand before an application; the first parameter has the name by which Starlette gives it."""
        self._application, self._traffic, self._callers = app, traffic, callers
        self._limits, self._rates, self._metrics = limits, rates, metrics

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI has it."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        visit = Visit.of(headers, (scope.get("client") or ("",))[0])
        answer, began = _Answer(send, visit.name, self._limits.patience), time.monotonic()
        # the head of an answer is what is asked for where GET would give it whole; the server leaves its body out
        asked = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        token = present.set(visit)
        self._traffic.inside += 1
        try:
            await self._check(scope, headers, visit, receive)
            await self._application(asked, Bounded(receive, self._limits, self._limits.bytes(scope["path"])), answer)
        except Refusal as refusal:
            await answer.refuse(scope["path"], refusal)
        except ClientDisconnect:
            await answer.refuse(scope["path"], Refusal(499, "nobody waits for this any more"))
        except Exception as fault:
            _log.error("request %s failed: %s", visit.name, told(fault))
            words = f"something went wrong inside Audarma; whoever runs it finds request {visit.name} in its log"
            await answer.refuse(scope["path"], Refusal(500, words))
        finally:
            self._traffic.inside -= 1
            self._note({**asked, "method": scope["method"]}, visit, answer.status, time.monotonic() - began)
            present.reset(token)

    def _note(self, scope: Message, visit: Visit, status: int, seconds: float) -> None:
        """Count the request, and tell the log of it: its route, never its path or its query, which may hold a text."""
        route = getattr(scope.get("route"), "path", _NO_ROUTE)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.request(method, route, status, seconds)
        told = {"event": "request", "method": method, "route": route, "status": status, "seconds": round(seconds, 4)}
        _log.info("request", extra={**told, "address": visit.address, "who": visit.who})

    async def _check(self, scope: Message, headers: dict[bytes, str], visit: Visit, receive: Receive) -> None:
        if why := self._callers.refuse(headers):
            raise Refusal(403, why)
        if self._traffic.ending and scope["path"] != "/health":
            raise Refusal(503, "the server is ending; ask again once it runs again", {"Retry-After": "5"})
        if scope["path"] not in _FREE:
            self._rates.enter(visit)
        length, most = headers.get(b"content-length", "0"), self._limits.bytes(scope["path"])
        if length.isdigit() and (len(length) > 15 or int(length) > most):
            # one who waits to be asked for the body need not send it at all
            if len(length) < 15 and int(length) <= _LINGER and b"expect" not in headers:
                await _discarded(receive)
            raise _too_large(most)


class Bounded:
    """Receives a body of unknown length up to the bound, and no more slowly than that one connection may take."""

    def __init__(self, receive: Receive, limits: Limits, most: int) -> None:
        """Stand between the connection and an application; the body may have `most` bytes."""
        self._receive, self._left, self._most, self._limits = receive, most, most, limits
        self._due, self._whole = asyncio.get_running_loop().time() + limits.patience, False

    async def __call__(self) -> Message:
        """The next part, as ASGI has it. Raises Refusal where it comes too slowly, or is too much."""
        if self._whole:
            # what follows is waited for as long as it takes: that the client leaves
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._due):
                message = await self._receive()
        except TimeoutError:
            raise Refusal(408, "the body came too slowly; send it again, in smaller parts") from None
        sent = len(message.get("body", b""))
        self._left -= sent
        self._due += sent / self._limits.pace
        self._whole = not message.get("more_body", False)
        if self._left < 0:
            if not self._whole:
                await _discarded(self._receive)
            raise _too_large(self._most)
        return message


class _Answer:
    """Sends on what it is given, with our headers and the request's own name, to one who takes it in time."""

    def __init__(self, send: Send, name: str, patience: float) -> None:
        self._send, self.name, self._patience = send, name, patience
        # 499 is what proxies note where nobody waited for an answer
        self.status, self._begun = 499, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self._begun = message["status"], True
            headers = [*message.get("headers", ()), *HEADERS, (b"x-request-id", self.name.encode())]
            message = {**message, "headers": headers}
        try:
            async with asyncio.timeout(self._patience):
                await self._send(message)
        except TimeoutError:
            raise ClientDisconnect from None

    async def refuse(self, path: str, refusal: Refusal) -> None:
        """Answer with an error; where an answer has begun, it can only be cut off."""
        if self._begun:
            raise ConnectionResetError("the answer was cut off")
        headers, body = written(path, refusal)
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
