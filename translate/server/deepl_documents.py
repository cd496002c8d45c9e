"""DeepL's protocol for documents: one is sent, its state asked for, its English fetched with the key that it got."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate.formats import kept
from translate.server import body, schema
from translate.server.deepl import admit, glossary, languages
from translate.server.documents import Documents, Held
from translate.server.libre_files import attached
from translate.server.refusal import Refusal
from translate.server.usage import Usage
from translate.server.work import Work, keyed

if TYPE_CHECKING:
    from fastapi import FastAPI

_FIELDS = {
    "file": {"type": "string", "format": "binary"},
    "target_lang": {"type": "string", "example": "EN-GB"},
    "source_lang": {"type": "string", "example": "KK"},
    "filename": {"type": "string"},
    "glossary_id": {"type": "string"},
}
# A client that asks again sooner learns nothing new.
_SENTENCES_A_SECOND = 5


def routes(api: "FastAPI", work: Work, documents: Documents, used: Usage) -> None:
    """Add the routes to the application."""

    async def upload(request: Request) -> Response:
        if keyed(request):
            # before anything is read
            admit(work, request, {})
        said, file = await body.upload(request)
        try:
            owner = admit(work, request, said)
            named_glossary = glossary(said, languages(said))
            if file is None:
                raise Refusal(400, "Parameter 'file' not specified.")
            named = body.string(said, "filename", "") or file.filename or ""
            wanted = body.string(said, "output_format", "").lower().lstrip(".")
            if wanted and f".{wanted}" != kept.suffix(named):
                raise Refusal(400, "Value for 'output_format' not supported; a document keeps its form")
            held = await documents.begin(file, named, owner, named_glossary)
            held.then(lambda: used.add(owner, held.characters))
        finally:
            if file is not None:
                await file.close()
        return JSONResponse({"document_id": held.id, "document_key": held.key})

    async def status(request: Request) -> Response:
        held = await _found(request, work, documents)
        shown: dict[str, Any] = {"document_id": held.id, "status": held.state}
        if held.state == "translating":
            shown["seconds_remaining"] = 1 + held.left() // _SENTENCES_A_SECOND
        elif held.fault:
            # both names are found among its clients
            shown |= {"error_message": held.fault.message, "message": held.fault.message}
        else:
            shown["billed_characters"] = held.characters
        return JSONResponse(shown)

    async def result(request: Request) -> Response:
        held = await _found(request, work, documents)
        if held.fault:
            raise Refusal(404, "the document could not be translated; its status says why")
        if held.state != "done":
            raise Refusal(503, "the document is not ready; ask for its status")
        return attached(held)

    shared: dict[str, Any] = {"tags": ["DeepL"], "response_model": None, "methods": ["POST"]}
    form = {"schema": {"type": "object", "properties": _FIELDS, "required": ["file", "target_lang"]}}
    key = schema.example({"document_key": "0123…"}) | {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": "9f2c…"}]
    }
    api.add_api_route(
        "/v2/document",
        upload,
        summary="Send a document, which keeps its form",
        openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": form}}},
        **shared,
    )
    api.add_api_route("/v2/document/{id}", status, summary="How far a document is", openapi_extra=key, **shared)
    api.add_api_route("/v2/document/{id}/result", result, summary="A document in English", openapi_extra=key, **shared)


async def _found(request: Request, work: Work, documents: Documents) -> Held:
    said = await body.fields(request)
    owner = admit(work, request, said)
    return documents.find(request.path_params["id"], owner, body.string(said, "document_key"))
