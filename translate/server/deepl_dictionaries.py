"""DeepL's protocol, third form: glossaries that hold a dictionary for each pair of languages, and can be changed."""

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate.server import body, schema
from translate.server.deepl import admit
from translate.server.deepl_glossaries import dictionary, named_by, pair, tsv
from translate.server.named import Dictionary, Named, Shelf
from translate.server.refusal import Refusal
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI


def routes(api: "FastAPI", work: Work, shelf: Shelf) -> None:
    """Add the routes to the application."""

    async def listed(request: Request) -> Response:
        admit(work, request, await body.fields(request))
        return JSONResponse({"glossaries": [_shown(named) for named in shelf.all()]})

    async def create(request: Request) -> Response:
        said = await body.fields(request)
        admit(work, request, said, "edit")
        named = await run_in_threadpool(shelf.add, named_by(said), _dictionaries(said))
        return JSONResponse(_shown(named), 201)

    async def one(request: Request, glossary: str) -> Response:
        admit(work, request, await body.fields(request))
        return JSONResponse(_shown(shelf.named(glossary)))

    async def change(request: Request, glossary: str) -> Response:
        said = await body.fields(request)
        admit(work, request, said, "edit")
        name = named_by(said) if "name" in said else None
        sent = _dictionaries(said) if "dictionaries" in said else []
        if name is None and not sent:
            raise Refusal(400, "neither name nor dictionaries are sent; send what shall change")
        return JSONResponse(
            _shown(await run_in_threadpool(shelf.change, glossary, lambda named: _merged(named, name, sent)))
        )

    async def put(request: Request, glossary: str) -> Response:
        said = await body.fields(request)
        admit(work, request, said, "edit")
        sent = dictionary(said)
        await run_in_threadpool(shelf.change, glossary, lambda named: named.holding(sent))
        return JSONResponse(_about(sent))

    async def entries(request: Request, glossary: str) -> Response:
        said = await body.fields(request)
        admit(work, request, said)
        found = shelf.named(glossary).dictionary(*pair(said))
        shown = {"source_lang": found.source_lang, "target_lang": found.target_lang}
        return JSONResponse({"dictionaries": [{**shown, "entries": tsv(found), "entries_format": "tsv"}]})

    async def cut(request: Request, glossary: str) -> Response:
        said = await body.fields(request)
        admit(work, request, said, "edit")
        its = pair(said)
        shelf.named(glossary).dictionary(*its)
        await run_in_threadpool(shelf.change, glossary, lambda named: named.without(*its))
        return Response(status_code=204)

    async def delete(request: Request, glossary: str) -> Response:
        admit(work, request, await body.fields(request), "edit")
        await run_in_threadpool(shelf.remove, glossary)
        return Response(status_code=204)

    single = {"source_lang": "kk", "target_lang": "en", "entries": "Тоқаев\tTokayev", "entries_format": "tsv"}
    whole = {"name": "Names", "dictionaries": [single]}
    shared: dict[str, Any] = {"tags": ["DeepL"], "response_model": None}
    at, dictionaries = "/v3/glossaries/{glossary}", "/v3/glossaries/{glossary}/dictionaries"
    add = api.add_api_route
    taken: dict[str, Any] = {"openapi_extra": schema.example(whole, form=False)}
    add("/v3/glossaries", listed, summary="All glossaries, of several languages", **shared)
    add(
        "/v3/glossaries",
        create,
        methods=["POST"],
        status_code=201,
        summary="Make a glossary of several languages",
        **taken,
        **shared,
    )
    add(at, one, summary="One of them", **shared)
    add(
        at,
        change,
        methods=["PATCH"],
        summary="Another name, more entries, or others for the same words",
        **taken,
        **shared,
    )
    add(at, delete, methods=["DELETE"], status_code=204, summary="Delete it with all its dictionaries", **shared)
    add(
        f"{at}/entries",
        entries,
        summary="The entries of a pair",
        openapi_extra=schema.asking(source_lang="kk", target_lang="en"),
        **shared,
    )
    add(
        dictionaries,
        put,
        methods=["PUT"],
        summary="Put a dictionary in the place of that of its pair",
        openapi_extra=schema.example(single, form=False),
        **shared,
    )
    add(
        dictionaries,
        cut,
        methods=["DELETE"],
        status_code=204,
        summary="Delete the dictionary of a pair",
        openapi_extra=schema.asking(source_lang="kk", target_lang="en"),
        **shared,
    )


def _dictionaries(said: body.Fields) -> list[Dictionary]:
    """All that are sent. Raises Refusal, also where two are of one pair."""
    sent = said.get("dictionaries")
    if not isinstance(sent, list) or not sent or not all(isinstance(one, dict) for one in sent):
        raise Refusal(400, "dictionaries is no list of dictionaries; send at least one, with its languages and entries")
    found = [dictionary(one) for one in sent]
    pairs = [(one.source_lang, one.target_lang) for one in found]
    if len(set(pairs)) < len(pairs):
        raise Refusal(400, "two dictionaries are of one language pair; send one of each")
    return found


def _merged(named: Named, name: str | None, sent: list[Dictionary]) -> Named:
    """The glossary with that name, and the sent entries over those that it has."""
    known = {one.source_lang: one for one in named.dictionaries}
    for one in sent:
        before = known[one.source_lang].entries if one.source_lang in known else ()
        entries = tuple({**dict(before), **dict(one.entries)}.items())
        named = named.holding(Dictionary(one.source_lang, one.target_lang, entries))
    return Named(named.glossary_id, name or named.name, named.creation_time, named.dictionaries)


def _shown(named: Named) -> dict[str, object]:
    return {
        "glossary_id": named.glossary_id,
        "name": named.name,
        "creation_time": named.creation_time,
        "dictionaries": [_about(one) for one in named.dictionaries],
    }


def _about(one: Dictionary) -> dict[str, object]:
    return {"source_lang": one.source_lang, "target_lang": one.target_lang, "entry_count": len(one.entries)}
