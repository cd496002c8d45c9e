"""A client that ends its own side of the connection after its request is answered; one that is gone is not waited for.

The two look alike until something is sent: who is gone lets the system answer that there is nobody.
"""

import socket
from typing import Any

import h11

from translate.server.faulty import Faulty
from translate.server.refusal import Refusal

# Seconds: most answers are there before anything need be asked, and who left should not keep the engine busy for long.
_SOON, _LATE = 0.05, 1.0


class Parting(Faulty):
    """The server's own protocol, for half a connection too."""

    _parted = _asked = False

    def eof_received(self) -> bool:  # type: ignore[override]
        """They say nothing more; whether they still listen is to be seen. False ends the connection."""
        if self._parted:
            return True
        if self._deaf or self.cycle is None or self.cycle.response_complete:
            return False
        self._parted = True
        if self.cycle.more_body:
            self.refuse(Refusal(400, "the body ended before its end was told; send it whole"))
        elif self.cycle.response_started or _streams(self.headers):
            # whoever draws events keeps both sides open, and rows are not made for one who has gone
            return False
        else:
            self._seek(_SOON)
        return True

    def on_response_complete(self) -> None:
        """One answer is sent; where no other request came before they parted, all is said."""
        before = self.cycle
        super().on_response_complete()
        if self._parted and self.cycle is before:
            self.transport.close()

    def _seek(self, wait: float) -> None:
        self.loop.call_later(wait, self._sought, wait)

    def _sought(self, wait: float) -> None:
        """See whether they are there. 100 says nothing to those who are, and brings it to light if they are not."""
        if self.transport.is_closing() or self.cycle.response_complete:
            return
        if _fault(self.transport):
            self.transport.abort()
            return
        if not self._asked and self.conn.our_state is h11.SEND_RESPONSE and self.scope["http_version"] == "1.1":
            self._asked = True
            self.cycle.waiting_for_100_continue = False
            said = h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
            self.transport.write(self.conn.send(said))
            wait = _SOON / 2
        self._seek(min(2 * wait, _LATE))


def _streams(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name == b"accept" and b"text/event-stream" in value for name, value in headers)


def _fault(transport: Any) -> int:
    """What the system knows to be wrong with the connection; 0 is nothing."""
    return int(transport.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
