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
    from translate.server.metrics import Metrics
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
    `finish`, which whoever ends it awaits first, `proxies`, whose word on addresses is taken, and `tally`, which counts
    for the monitor what a page beside it translates. Raises SettingsError where its clients' glossaries can't be read.
    """
    from starlette.middleware.cors import CORSMiddleware

    from translate.server.address import Callers
    from translate.server.gate import Gate, Traffic
    from translate.server.limits import Limits
    from translate.server.merge import Merger
    from translate.server.metrics import Metrics
    from translate.server.named import FILE, Shelf
    from translate.server.rates import Rates
    from translate.server.standing import Standing
    from translate.server.work import Work

    limits, traffic, metrics = limits or Limits(), Traffic(), Metrics()
    shelf = Shelf(settings.data / FILE)
    standing = Standing(translator_factory, settings, shelf, metrics.tally("api"))
    merger = Merger(standing.translator, limits.waiting, limits.pause)
    rates = Rates(limits)
    metrics.watch("requests_inside", lambda: traffic.inside)
    metrics.watch("queue_requests", lambda: merger.waiting)
    metrics.watch("ready", lambda: standing.ready)

    async def finish(hurry: Callable[[], bool]) -> None:
        await traffic.drain(limits.grace, hurry)
        merger.abandon()
        await traffic.drain(1.0, hurry)

    api = _empty(merger)
    api.state.finish, api.state.proxies, api.state.tally = finish, settings.proxies, metrics.tally("page")
    callers = Callers(private, settings.hosts, settings.origins)
    api.add_middleware(Gate, traffic=traffic, callers=callers, limits=limits, rates=rates, metrics=metrics)
    if settings.origins:
        # before the gate, so that a page can read its refusals too; keys are sent in headers, and no cookie is taken
        api.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-Api-Key", "X-Request-ID"],
            expose_headers=["Retry-After", "X-Request-ID"],
        )
    _route(api, Work(merger, standing, limits, keys, rates), shelf, metrics)
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


def _route(api: "FastAPI", work: "Work", shelf: "Shelf", metrics: "Metrics") -> None:
    """Give it the routes of all protocols, and a page that lists them."""
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response

    from translate.server import (
        changes,
        deepl,
        deepl_dictionaries,
        deepl_documents,
        deepl_glossaries,
        described,
        description,
        entries,
        faults,
        guide,
        job_routes,
        libre,
        libre_files,
        own,
        pairs,
        watch,
    )
    from translate.server.documents import Documents
    from translate.server.usage import Usage

    faults.register(api)
    described.register(api)
    watch.routes(api, work, metrics)
    own.routes(api, work)
    pairs.routes(api, work)
    job_routes.routes(api, work)
    changes.routes(api, work)
    entries.routes(api, work)
    libre.routes(api, work)
    used = Usage()
    deepl.routes(api, work, used)
    deepl_glossaries.routes(api, work, shelf)
    deepl_dictionaries.routes(api, work, shelf)
    documents = Documents(work)
    libre_files.routes(api, work, documents)
    deepl_documents.routes(api, work, documents, used)

    description.complete(api)

    async def docs(_: Request) -> Response:
        return HTMLResponse(guide.page(api.openapi()))

    api.add_route("/docs", docs, include_in_schema=False)
