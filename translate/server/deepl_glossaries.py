"""DeepL's protocol: glossaries that a client makes, lists, reads and deletes."""

import csv
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate.server import body, schema
from translate.server.deepl import SOURCES, admit
from translate.server.named import Dictionary, Named, Shelf
from translate.server.refusal import Refusal
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI

_TSV = "text/tab-separated-values"


def routes(api: "FastAPI", work: Work, shelf: Shelf) -> None:
    """Add the routes to the application."""

    async def pairs(request: Request) -> Response:
        admit(work, request, await body.fields(request))
        listed = [{"source_lang": source.lower(), "target_lang": "en"} for source in SOURCES]
        return JSONResponse({"supported_languages": listed})

    async def listed(request: Request) -> Response:
        admit(work, request, await body.fields(request))
        return JSONResponse({"glossaries": [_shown(one) for one in shelf.all() if len(one.dictionaries) == 1]})

    async def create(request: Request) -> Response:
        said = await body.fields(request)
        admit(work, request, said, "edit")
        named = await run_in_threadpool(shelf.add, named_by(said), [dictionary(said)])
        return JSONResponse(_shown(named), 201)

    async def one(request: Request, name: str) -> Response:
        admit(work, request, await body.fields(request))
        return JSONResponse(_shown(_single(shelf.named(name))))

    async def entries(request: Request, name: str) -> Response:
        admit(work, request, await body.fields(request))
        return Response(tsv(_single(shelf.named(name)).dictionaries[0]), media_type=_TSV)

    async def delete(request: Request, name: str) -> Response:
        admit(work, request, await body.fields(request), "edit")
        await run_in_threadpool(shelf.remove, name)
        return Response(status_code=204)

    shared: dict[str, Any] = {"tags": ["DeepL"], "response_model": None}
    said = {"name": "Names", "source_lang": "kk", "target_lang": "en", "entries": "Тоқаев\tTokayev"}
    said["entries_format"] = "tsv"
    api.add_api_route("/v2/glossary-language-pairs", pairs, summary="Languages of a glossary", **shared)
    api.add_api_route("/v2/glossaries", listed, summary="All glossaries", **shared)
    api.add_api_route(
        "/v2/glossaries",
        create,
        methods=["POST"],
        status_code=201,
        summary="Make a glossary",
        openapi_extra=schema.example(said),
        **shared,
    )
    api.add_api_route("/v2/glossaries/{name}", one, summary="One glossary", **shared)
    api.add_api_route("/v2/glossaries/{name}/entries", entries, summary="Its entries, as TSV", **shared)
    api.add_api_route(
        "/v2/glossaries/{name}", delete, methods=["DELETE"], status_code=204, summary="Delete it", **shared
    )


def _single(named: Named) -> Named:
    """Raises Refusal where this form of the protocol can't say what the glossary holds."""
    if len(named.dictionaries) != 1:
        raise Refusal(404, "this glossary is one of several languages; ask /v3/glossaries for it")
    return named


def _shown(named: Named) -> dict[str, object]:
    one = named.dictionaries[0]
    return {
        "glossary_id": named.glossary_id,
        "name": named.name,
        "ready": True,
        "source_lang": one.source_lang,
        "target_lang": one.target_lang,
        "creation_time": named.creation_time,
        "entry_count": len(one.entries),
    }


def named_by(said: body.Fields) -> str:
    """The name of a glossary. Raises Refusal."""
    name = body.string(said, "name").strip()
    if not name or len(name) > 1024:
        raise Refusal(400, "name is empty or longer than 1,024 characters; choose another")
    return name


def pair(said: body.Fields) -> tuple[str, str]:
    """The languages of a dictionary, in small letters. Raises Refusal."""
    source = body.string(said, "source_lang").upper()
    if source not in SOURCES or body.string(said, "target_lang").upper().partition("-")[0] != "EN":
        raise Refusal(400, "Unsupported glossary language pair; it is KK or RU to EN")
    return source.lower(), "en"


def dictionary(said: body.Fields) -> Dictionary:
    """A dictionary as it is sent. Raises Refusal."""
    source, target = pair(said)
    entries = _entries(body.string(said, "entries"), body.string(said, "entries_format", "tsv"))
    return Dictionary(source, target, tuple(entries))


def tsv(one: Dictionary) -> str:
    """Source and target a line."""
    return "\n".join(f"{source}\t{target}" for source, target in one.entries)


def _entries(text: str, form: str) -> list[tuple[str, str]]:
    """Source and target a line. Raises Refusal."""
    if form not in ("tsv", "csv"):
        raise Refusal(400, "Value for 'entries_format' not supported; it is tsv or csv")
    lines = text.splitlines()
    try:
        rows = list(csv.reader(lines, strict=True)) if form == "csv" else [line.split("\t") for line in lines]
    except csv.Error as error:
        raise Refusal(400, f"entries are no CSV ({error}); put cells that hold quotes or commas in quotes") from None
    found = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        # two further columns of DeepL's own tables name the languages
        if any(cells) and (len(cells) not in (2, 4) or not all(cells[:2])):
            raise Refusal(400, f"entry {number}: {len(cells)} cells; give source and target")
        if any(cells):
            found.append((cells[0], cells[1]))
    return found
