"""The HTTP API; the only folder that knows HTTP. `application` builds it, and to import it does nothing."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from translate.settings import Settings
from translate.translator import Translator

if TYPE_CHECKING:
    from fastapi import FastAPI

    from translate.server.keys import Keys
    from translate.server.limits import Limits

    # what makes the API over a translator that it opens itself
    Api = Callable[[Callable[[], Translator]], FastAPI]

__all__ = ["application"]


def application(
    translator_factory: Callable[[], Translator],
    settings: Settings,
    *,
    limits: "Limits | None" = None,
    keys: "Keys | None" = None,
    private: bool = True,
) -> "FastAPI":
    """The API over one translator, which is opened when the server starts.

    `private` says that it serves this machine alone; without `keys` whoever reaches it may use it. Its state holds
    `finish`, which whoever ends it awaits first. Raises SettingsError where its clients' glossaries can't be read.
    """
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response

    from translate import __version__
    from translate.server import deepl, deepl_glossaries, entries, faults, guide, libre, own
    from translate.server.gate import Gate, Traffic
    from translate.server.limits import Limits
    from translate.server.merge import Merger
    from translate.server.named import FILE, Shelf
    from translate.server.standing import Standing
    from translate.server.work import Work

    limits = limits or Limits()
    shelf = Shelf(settings.data / FILE)
    standing = Standing(translator_factory, settings, shelf)
    work = Work(Merger(standing.translator, limits.waiting, limits.pause), standing, limits, keys)

    @asynccontextmanager
    async def living(_: "FastAPI") -> AsyncIterator[None]:
        work.merger.warm()
        try:
            yield
        finally:
            work.merger.close()

    api = FastAPI(
        title="Audarma",
        version=__version__,
        description="Kazakh and Russian to English, every sentence tied to its source.",
        lifespan=living,
        docs_url=None,
        redoc_url=None,
    )
    traffic = Traffic()
    api.add_middleware(Gate, traffic=traffic, private=private, body=limits.body)
    faults.register(api)
    own.routes(api, work)
    entries.routes(api, work)
    libre.routes(api, work)
    deepl.routes(api, work)
    deepl_glossaries.routes(api, work, shelf)

    async def finish(hurry: Callable[[], bool]) -> None:
        await traffic.drain(limits.grace, hurry)
        work.merger.abandon()
        await traffic.drain(1.0, hurry)

    api.state.finish = finish

    async def docs(_: Request) -> Response:
        return HTMLResponse(guide.page(api.openapi()))

    api.add_route("/docs", docs, include_in_schema=False)
    return api
