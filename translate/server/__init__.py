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
    from translate.server.merge import Merger
    from translate.server.named import Shelf
    from translate.server.work import Work

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
    from translate.server.gate import Gate, Traffic
    from translate.server.limits import Limits
    from translate.server.merge import Merger
    from translate.server.named import FILE, Shelf
    from translate.server.standing import Standing
    from translate.server.work import Work

    limits, traffic = limits or Limits(), Traffic()
    shelf = Shelf(settings.data / FILE)
    standing = Standing(translator_factory, settings, shelf)
    merger = Merger(standing.translator, limits.waiting, limits.pause)

    async def finish(hurry: Callable[[], bool]) -> None:
        await traffic.drain(limits.grace, hurry)
        merger.abandon()
        await traffic.drain(1.0, hurry)

    api = _empty(merger)
    api.state.finish = finish
    api.add_middleware(Gate, traffic=traffic, private=private, body=limits.body)
    _route(api, Work(merger, standing, limits, keys), shelf)
    return api


def _empty(merger: "Merger") -> "FastAPI":
    """An application without routes, in which the merger begins and ends."""
    from fastapi import FastAPI

    from translate import __version__

    @asynccontextmanager
    async def living(_: "FastAPI") -> AsyncIterator[None]:
        merger.warm()
        try:
            yield
        finally:
            merger.close()

    return FastAPI(
        title="Audarma",
        version=__version__,
        description="Kazakh and Russian to English, every sentence tied to its source.",
        lifespan=living,
        docs_url=None,
        redoc_url=None,
    )


def _route(api: "FastAPI", work: "Work", shelf: "Shelf") -> None:
    """Give it the routes of all protocols, and a page that lists them."""
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response

    from translate.server import (
        changes,
        deepl,
        deepl_dictionaries,
        deepl_glossaries,
        description,
        entries,
        faults,
        guide,
        job_routes,
        libre,
        own,
        pairs,
    )

    faults.register(api)
    own.routes(api, work)
    pairs.routes(api, work)
    job_routes.routes(api, work)
    changes.routes(api, work)
    entries.routes(api, work)
    libre.routes(api, work)
    deepl.routes(api, work)
    deepl_glossaries.routes(api, work, shelf)
    deepl_dictionaries.routes(api, work, shelf)

    description.complete(api)

    async def docs(_: Request) -> Response:
        return HTMLResponse(guide.page(api.openapi()))

    api.add_route("/docs", docs, include_in_schema=False)
