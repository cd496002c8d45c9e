"""The glossary over HTTP, for editors: find its entries in a text, change one, see who did what, and take it back."""

from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from glossary.cells import faults
from glossary.store import Change
from translate.server import body, schema
from translate.server.entries import Which, guarded, told
from translate.server.own import day, validated
from translate.server.refusal import Refusal
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI

_MOST_SHOWN = 1_000


class Searched(BaseModel):
    """A text whose terms are wanted; `date` is its day."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"text": "Тоқаев Астанаға келді.", "date": "2024-05-01"}]},
    )
    text: str
    date: str | None = None


class Found(BaseModel):
    """An entry where it stands in the text: `text[start:end]` is `surface`, its form there."""

    start: int
    end: int
    surface: str
    entry: schema.Entry


class Matches(BaseModel):
    """All entries in a text, from left to right."""

    matches: list[Found]


class Undone(BaseModel):
    """Which change shall be taken back; without a number the last."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [{}]})
    change: int | None = None


def routes(api: "FastAPI", work: Work) -> None:
    """Add the routes to the application."""
    store = work.standing.store

    async def find(request: Request) -> Response:
        work.admit(request, "read")
        asked = validated(Searched, await body.fields(request))
        work.measure([asked.text])
        on = day(asked.date)
        matches = await run_in_threadpool(lambda: work.standing.glossary().find(asked.text, on))
        found = [
            {
                "start": match.start,
                "end": match.end,
                "surface": match.surface,
                "entry": schema.Entry.of(match.term).model_dump(mode="json"),
            }
            for match in matches
        ]
        return JSONResponse({"matches": found})

    async def change(request: Request, source: str, target: str = "", valid_from: date | None = None) -> Response:
        who = work.admit(request, "edit")
        term = validated(schema.Entry, await body.whole(request)).term()
        if wrong := list(faults(term)):
            raise Refusal(422, "; ".join(wrong))

        def changed() -> Change:
            old = Which(source, target, valid_from).among(store.read().terms)
            return store.replace(old, term, who=who)

        return JSONResponse(told(await run_in_threadpool(lambda: guarded(store, changed))))

    async def history(request: Request, limit: int = 50) -> Response:
        work.admit(request, "edit")
        if not 0 < limit <= _MOST_SHOWN:
            raise Refusal(422, f"limit {limit} is not from 1 to {_MOST_SHOWN:,}; choose one that is")
        changes = await run_in_threadpool(lambda: guarded(store, store.history))
        return JSONResponse({"total": len(changes), "changes": [told(one) for one in reversed(changes[-limit:])]})

    async def undo(request: Request) -> Response:
        who = work.admit(request, "edit")
        number = validated(Undone, await body.fields(request)).change

        def undone() -> Change:
            if number is not None and all(one.number != number for one in store.history()):
                raise Refusal(404, "there is no change of that number; GET /v1/glossary/history lists them")
            return store.undo(who=who, number=number)

        return JSONResponse(told(await run_in_threadpool(lambda: guarded(store, undone))))

    shared: dict[str, Any] = {"tags": ["Glossary"], "responses": schema.REFUSED}
    api.add_api_route(
        "/v1/glossary/find",
        find,
        methods=["POST"],
        summary="Find the entries in a text",
        response_model=Matches,
        openapi_extra=schema.taking(Searched),
        **shared,
    )
    api.add_api_route(
        "/v1/glossary",
        change,
        methods=["PUT"],
        summary="Put an entry in another's place",
        openapi_extra=schema.taking(schema.Entry),
        **shared,
    )
    api.add_api_route("/v1/glossary/history", history, summary="Who changed what, the last change first", **shared)
    api.add_api_route(
        "/v1/glossary/undo",
        undo,
        methods=["POST"],
        summary="Take back a change",
        openapi_extra=schema.taking(Undone),
        **shared,
    )
