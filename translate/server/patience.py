"""A connection that asks nothing, or its question a letter at a time, is ended: it would hold a place for ever."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

# So many seconds the head of a request may take, from the connection or from its own first letter on.
HEAD = 15.0


class Patient(H11Protocol):
    """The server's own protocol, with a limit to the time between two requests that are whole."""

    patience = HEAD
    _due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Someone is there."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """They say something."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._rest()
        elif self._due is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """They are gone."""
        self._rest()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._due = self.loop.call_later(self.patience, self.transport.abort)

    def _rest(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None
