"""The page in which Kazakh is pasted and read beside its English: `python app.py`, or `audarma serve`."""

import os
import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from shutil import rmtree
from tempfile import gettempdir
from threading import Thread
from typing import TYPE_CHECKING, Any

from translate.server.run import address, config, draining, listen, signals, tell
from translate.settings import Settings

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from page.desk import Desk, Opener
    from page.guard import Guard
    from translate.server import Api
    from translate.server.keys import Keys

HOST, PORT = "127.0.0.1", 7860


def build(
    settings: Settings, *, model: str | None = None, seeds: Path | None = None, opener: "Opener | None" = None
) -> "gr.Blocks":
    """The page. Raises ModelError and InputError where the model or the folder of sample articles is missing."""
    return _blocks(_desk(settings, model, opener), seeds)


def _desk(settings: Settings, model: str | None, opener: "Opener | None") -> "Desk":
    from page.desk import Desk

    return Desk(settings, model, opener) if opener else Desk(settings, model)


def _blocks(desk: "Desk", seeds: Path | None) -> "gr.Blocks":
    from page import intake, tabs

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
    api: "Api | None" = None,
    keys: "Keys | None" = None,
) -> None:
    """Serve the page until Ctrl-C, which rises as KeyboardInterrupt; SIGTERM and SIGHUP end it with SystemExit.

    `api` makes the API that is to stand beside it, over the page's own translator: the model is loaded once. With
    `keys` the page asks for one. Raises SettingsError where the address can't be used; port 0 takes a free one.
    """
    with signals(), listen(host, port) as listener, _jobs(), _quiet():
        desk = _desk(settings, model, opener)
        made = api(lambda: desk.translator(desk.default)) if api else None
        if made:
            desk.tally = made.state.tally
        application = guarded(_blocks(desk, seeds), host, made, settings=settings, keys=keys)
        shown = address(host, listener)
        tell(f"Audarma: {shown} ({'the page and the API; ' if made else ''}Ctrl-C ends it)")
        if open_browser:
            # the socket listens already, so the browser waits for the server rather than missing it
            Thread(target=webbrowser.open, args=(shown,), daemon=True).start()
        _run(application, listener, made, settings.proxies)


def guarded(
    blocks: "gr.Blocks",
    host: str,
    api: "FastAPI | None" = None,
    settings: Settings | None = None,
    keys: "Keys | None" = None,
) -> "Guard":
    """The page as a web application that asks nothing of the outside and keeps no history of what was translated."""
    from gradio.routes import mount_gradio_app
    from starlette.applications import Starlette

    from page import look
    from page.door import Door
    from page.guard import Guard
    from translate.server.address import Callers, loopback

    # Not `launch`: it asks its own address through whatever proxy is set, and may offer to share.
    application: Any = mount_gradio_app(
        Starlette(lifespan=api.router.lifespan_context if api else None),
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
    if keys:
        application = Door(application, blocks, keys, settings.session_hours if settings else 12)
    return Guard(application, Callers(loopback(host), settings.hosts if settings else ()))


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
    # named before it is there: a signal that comes as it is made leaves none behind
    folder = Path(gettempdir()) / f"audarma-{token_hex(8)}"
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    try:
        folder.mkdir(mode=0o700)
        yield
    finally:
        rmtree(folder, ignore_errors=True)


def _run(application: "Guard", listener: socket.socket, api: "FastAPI | None", proxies: tuple[str, ...] = ()) -> None:
    import uvicorn

    # It ends by itself on Ctrl-C and SIGTERM, and then raises the signal again for whoever listened before.
    if api is None:
        uvicorn.Server(config(application, proxies)).run(sockets=[listener])
        return
    from translate.server.beside import Beside

    draining(config(Beside(api, application), proxies), api).run(sockets=[listener])


if __name__ == "__main__":
    from translate.cli import main

    sys.exit(main(["serve", *sys.argv[1:]]))
