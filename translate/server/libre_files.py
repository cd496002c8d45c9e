"""LibreTranslate's protocol for documents: one is sent, and an address given at which its English lies for a while."""

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate.formats import kept
from translate.server import body, libre
from translate.server.documents import Documents, Held
from translate.server.refusal import Refusal
from translate.server.work import Work, keyed, left

if TYPE_CHECKING:
    from fastapi import FastAPI

_FIELDS = {
    "file": {"type": "string", "format": "binary"},
    "source": {"type": "string", "example": "kk"},
    "target": {"type": "string", "example": "en"},
    "api_key": {"type": "string"},
}


def routes(api: "FastAPI", work: Work, documents: Documents) -> None:
    """Add the routes to the application."""

    async def translate(request: Request) -> Response:
        if keyed(request):
            # before anything is read
            libre.admit(work, request, {})
        said, file = await body.upload(request)
        try:
            owner = libre.admit(work, request, said)
            for name in ("source", "target"):
                if not said.get(name):
                    raise libre.missing(name)
            libre.languages(said)
            if file is None:
                raise Refusal(400, "Invalid request: missing file parameter")
            held = await documents.begin(file, file.filename or "", owner)
        finally:
            if file is not None:
                await file.close()
        await _done(held, documents, request)
        if held.fault:
            documents.drop(held)
            raise held.fault
        address = f"{request.base_url}download_file/{held.id}/{quote(held.name)}"
        return JSONResponse({"translatedFileUrl": address})

    async def download(request: Request) -> Response:
        # the address is the key: it has 256 bits that nobody guesses, and whoever opens it sends no header
        held = documents.find(request.path_params["id"])
        if held.state != "done":
            raise Refusal(404, "there is no such document, or its time is over; send it again")
        return attached(held)

    shared: dict[str, Any] = {"tags": ["LibreTranslate"], "response_model": None}
    form = {"schema": {"type": "object", "properties": _FIELDS, "required": ["file", "source", "target"]}}
    api.add_api_route(
        "/translate_file",
        translate,
        methods=["POST"],
        summary="Translate a document, which keeps its form",
        openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": form}}},
        **shared,
    )
    api.add_api_route(
        "/download_file/{id}/{name}",
        download,
        summary="A document in English",
        openapi_extra={
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": value}
                for name, value in (("id", "9f2c…"), ("name", "report.docx"))
            ]
        },
        **shared,
    )


async def _done(held: Held, documents: Documents, request: Request) -> None:
    """Wait for a document, or for its client to leave, whom nobody can tell its address."""
    assert held.task
    gone = asyncio.ensure_future(left(request))
    try:
        await asyncio.wait((held.task, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if held.state == "translating":
            documents.drop(held)
            held.fault = Refusal(499, "nobody waits for this any more")


def attached(held: Held) -> Response:
    """A document as a file to save; no browser shows it as a page of this server."""
    name = f"attachment; filename*=UTF-8''{quote(held.name)}"
    return Response(held.content, headers={"Content-Disposition": name}, media_type=kept.media_type(held.name))
