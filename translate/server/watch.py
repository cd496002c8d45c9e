"""What whoever watches the server asks: whether it runs, whether it is ready, and its figures."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate import __version__
from translate.server.address import loopback
from translate.server.metrics import KIND, Metrics
from translate.server.refusal import Refusal
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI


def routes(api: "FastAPI", work: Work, metrics: Metrics) -> None:
    """Add the routes to the application."""

    async def health() -> Response:
        return JSONResponse({"status": "ok", "version": __version__})

    async def ready() -> Response:
        if work.standing.ready:
            return JSONResponse({"status": "ready"})
        why = "the model can't be loaded; the log says why" if work.standing.failed else "the model is being loaded"
        raise Refusal(503, why, {"Retry-After": "2"})

    async def figures(request: Request) -> Response:
        work.admit(request, "read")
        if work.keys is None and not loopback(request.client.host if request.client else ""):
            raise Refusal(403, "without keys this machine alone is told the figures; give the server keys")
        return Response(metrics.written(), media_type=KIND)

    api.add_api_route("/health", health, summary="Whether the server runs", tags=["Audarma"])
    api.add_api_route("/ready", ready, summary="Whether the model is loaded", tags=["Audarma"])
    api.add_api_route(
        "/metrics",
        figures,
        summary="Figures for Prometheus",
        tags=["Audarma"],
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
