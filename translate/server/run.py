"""Listens, serves and ends: what is in flight is finished, and what is new refused."""

import signal
import socket
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, Any

from translate.errors import SettingsError

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI


# So many connections are taken in at one look. Those that are too many are ended some looks later, and until then each
# holds a file; what the system keeps waiting meanwhile is another number.
_AT_ONCE, _WAITING = 16, 1024


def serve(api: "FastAPI", host: str, port: int) -> None:
    """Serve the API alone until Ctrl-C, which rises as KeyboardInterrupt; SIGTERM and SIGHUP end it with SystemExit.

    Raises SettingsError where the address can't be used; port 0 takes a free one.
    """
    with signals(), listen(host, port) as listener:
        tell(f"Audarma: {address(host, listener)} (the API; Ctrl-C ends it)")
        draining(config(api, api.state.proxies), api).run(sockets=[listener])


def config(application: Any, proxies: Collection[str] = ()) -> "uvicorn.Config":
    """How an application is served: whoever connects must ask, and an address is what the connection says.

    What a proxy says of an address is believed of `proxies` alone.
    """
    import uvicorn

    from translate.server.head import Head
    from translate.server.wire import Wire

    return uvicorn.Config(
        Head(application),
        http=Wire,
        # nothing here speaks them, and what is asked to change its protocol is asked past every check
        ws="none",
        loop="asyncio",
        backlog=_AT_ONCE,
        lifespan="on",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        # An open page holds its event stream: without a limit the end would wait for the person to close it.
        timeout_graceful_shutdown=1,
    )


def draining(config: "uvicorn.Config", api: "FastAPI") -> "uvicorn.Server":
    """A server that takes no more connections when it is to end, but finishes what the API has begun."""
    import uvicorn

    class Draining(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            for listener in sockets or ():
                listener.listen(_WAITING)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            for server in self.servers:
                server.close()
            await api.state.finish(lambda: self.force_exit)
            await super().shutdown(sockets)

    return Draining(config)


@contextmanager
def signals() -> Iterator[None]:
    """Let the ends that a machine gives run through the same doors as Ctrl-C, so that nothing is left behind."""
    if current_thread() is not main_thread():  # Python hears signals nowhere else
        yield
        return
    ends: list[tuple[int, Callable[[int, FrameType | None], Any]]] = [(signal.SIGTERM, _end)]
    # a window that is closed; not under nohup, nor where there is no such signal
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        ends.append((signal.SIGHUP, _hang_up))
    before = [(number, signal.signal(number, handler)) for number, handler in ends]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _hang_up(number: int, _frame: FrameType | None) -> None:
    # whoever listens to SIGTERM just now, this file or uvicorn, knows how to end
    signal.raise_signal(signal.SIGTERM)


def listen(host: str, port: int) -> socket.socket:
    """A socket there. Raises SettingsError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(
            f"{host}:{port}: can't listen there ({reason}); end what uses it, or choose another port "
            "(--port 0 takes a free one)"
        ) from error


def address(host: str, listener: socket.socket) -> str:
    """The address that a browser on this machine can open."""
    shown = "127.0.0.1" if host == "0.0.0.0" else "[::1]" if host == "::" else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"


def tell(message: str) -> None:
    """One line to the window in which the server was started."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()
