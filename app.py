"""The page in which Kazakh is pasted and read beside its English: `python app.py`, or `audarma serve`."""

import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread, current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, Any

from translate.errors import SettingsError
from translate.settings import Settings

if TYPE_CHECKING:
    import gradio as gr

    from page.desk import Opener
    from page.guard import Guard

HOST, PORT = "127.0.0.1", 7860


def build(
    settings: Settings, *, model: str | None = None, seeds: Path | None = None, opener: "Opener | None" = None
) -> "gr.Blocks":
    """The page. Raises ModelError and InputError where the model or the folder of sample articles is missing."""
    from page import intake, tabs
    from page.desk import Desk

    desk = Desk(settings, model, opener) if opener else Desk(settings, model)
    return tabs.page(desk, intake.samples(seeds) if seeds else [])


def serve(
    *,
    settings: Settings,
    host: str = HOST,
    port: int = PORT,
    model: str | None = None,
    seeds: Path | None = None,
    open_browser: bool = False,
    opener: "Opener | None" = None,
) -> None:
    """Serve the page until Ctrl-C, which rises as KeyboardInterrupt; SIGTERM and SIGHUP end it with SystemExit.

    Raises SettingsError where the address can't be used; port 0 takes a free one.
    """
    with _signals(), _listen(host, port) as listener, _jobs(), _quiet():
        application = guarded(build(settings, model=model, seeds=seeds, opener=opener), host)
        address = _address(host, listener)
        _tell(f"Audarma: {address} (Ctrl-C ends it)")
        if open_browser:
            # the socket listens already, so the browser waits for the server rather than missing it
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        _run(application, listener)


def guarded(blocks: "gr.Blocks", host: str) -> "Guard":
    """The page as a web application that asks nothing of the outside and keeps no history of what was translated."""
    from gradio.routes import mount_gradio_app
    from starlette.applications import Starlette

    from page import look
    from page.guard import Guard, loopback

    # Not `launch`: it asks its own address through whatever proxy is set, and may offer to share.
    application: Any = mount_gradio_app(
        Starlette(),
        blocks,
        path="/",
        server_name=host,
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        max_file_size="16mb",
        favicon_path=look.path("icon.svg"),
        theme=look.theme(),
        css=look.style(),
        js=look.script("keys"),
    )
    return Guard(application, private=loopback(host))


@contextmanager
def _signals() -> Iterator[None]:
    """Let the ends that a machine gives run through the same doors as Ctrl-C, so that nothing is left behind."""
    if current_thread() is not main_thread():  # Python hears signals nowhere else
        yield
        return
    ends = [(signal.SIGTERM, _end)]
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


@contextmanager
def _jobs() -> Iterator[None]:
    """End what is being translated, last of all: uploads are gone by then, even if a person won't wait for this."""
    try:
        yield
    finally:
        from page import job

        try:
            job.end_all()
        except (KeyboardInterrupt, SystemExit) as again:
            # a second Ctrl-C does not wait for the sentences that are in the engine
            os._exit(again.code if isinstance(again, SystemExit) and isinstance(again.code, int) else 130)


@contextmanager
def _quiet() -> Iterator[None]:
    """No library may call home; uploads live in a folder of their own, which is gone when the page is."""
    os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    with TemporaryDirectory(prefix="audarma-", ignore_cleanup_errors=True) as folder:
        os.environ["GRADIO_TEMP_DIR"] = folder
        yield


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or error
        raise SettingsError(
            f"{host}:{port}: can't listen there ({reason}); end what uses it, or choose another port "
            "(--port 0 takes a free one)"
        ) from error


def _address(host: str, listener: socket.socket) -> str:
    shown = "127.0.0.1" if host == "0.0.0.0" else "[::1]" if host == "::" else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"


def _run(application: "Guard", listener: socket.socket) -> None:
    import uvicorn

    # An open page holds its event stream: without a limit the end of the server would wait for the person to close it.
    config = uvicorn.Config(application, log_level="critical", timeout_graceful_shutdown=1, lifespan="on")
    # It ends by itself on Ctrl-C and SIGTERM, and then raises the signal again for whoever listened before.
    uvicorn.Server(config).run(sockets=[listener])


def _tell(message: str) -> None:
    """One line to the window in which the page was started; the page's own words stay in the page."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    from translate.cli import main

    sys.exit(main(["serve", *sys.argv[1:]]))
