"""A connection that says what is no HTTP, or is one too many, is told so in the shape of the protocols and ended."""

import sys
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from translate.server.gate import HEADERS, Message, Receive, Send
from translate.server.head import refuse, too_large
from translate.server.refusal import Refusal, written

# Fewer than the files that a process may have open, as most systems are set up (1,024).
MOST_CONNECTIONS = 900
# So many more are told that they are too many. Beyond them there is no place to tell it.
_TOLD = 20
# How long the answer to what was no HTTP may take to be read, in seconds, while what follows is let go by.
_LINGER = 1.0
_WORDS = {
    400: "this is no HTTP request that can be read: look at its first line, its headers, its length and its chunks",
    501: "bodies in this Transfer-Encoding are not taken; send Content-Length or Transfer-Encoding: chunked",
}


class Faulty(H11Protocol):
    """The server's own protocol, with answers to what it can't read."""

    most = MOST_CONNECTIONS
    _deaf = False
    since = 0.0

    def connection_made(self, transport: Any) -> None:
        """Someone is there; one who asks nothing makes room for them."""
        super().connection_made(transport)
        self.since = self.loop.time()
        if len(self.connections) > self.most:
            idle: list[Any] = [one for one in self.connections if _idle(one)]
            oldest = min(idle, key=lambda one: one.since, default=self)
            if oldest is not self or len(self.connections) > self.most + _TOLD:
                oldest.transport.abort()

    def data_received(self, data: bytes) -> None:
        """They say something."""
        if not self._deaf:
            self.app = _full if len(self.connections) > self.most else self.config.loaded_app
            super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """Refuse what could not be read; the framework calls it while it handles why."""
        status = getattr(sys.exception(), "error_status_hint", 400)
        self.refuse(too_large() if status == 431 else Refusal(status, _WORDS.get(status, _WORDS[400])))

    def refuse(self, refusal: Refusal) -> None:
        """Answer what came last with an error where it has no answer yet, and listen no more."""
        self._deaf = True
        asked = self.cycle is not None and not self.cycle.response_complete
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._say(self.scope["path"] if asked else "", refusal)
            self.transport.write_eof()
            self.loop.call_later(_LINGER, self.transport.abort)
        else:
            self.transport.close()
        if asked:
            # whoever works on it hears that nobody waits
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def _say(self, path: str, refusal: Refusal) -> None:
        headers, body = written(path, refusal)
        headers = [*self.server_state.default_headers, *headers, *HEADERS, (b"connection", b"close")]
        reason = HTTPStatus(refusal.status).phrase.encode()
        for event in (h11.Response(status_code=refusal.status, headers=headers, reason=reason), h11.Data(body)):
            self.transport.write(self.conn.send(event))
        self.conn.send(h11.EndOfMessage())


def _idle(one: Any) -> bool:
    """Whether nothing is asked on that connection now."""
    return not one.transport.is_closing() and (one.cycle is None or one.cycle.response_complete)


async def _full(scope: Message, receive: Receive, send: Send) -> None:
    refusal = Refusal(503, "too many connections are open; ask again a little later", {"Retry-After": "5"})
    await refuse(scope, send, refusal)
