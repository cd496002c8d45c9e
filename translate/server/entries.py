"""The glossary over HTTP: search it, add an entry, take one out; the store's own rules hold."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from glossary.cells import faults
from glossary.errors import GlossaryError
from glossary.kazakh import normalise
from glossary.search import search
from glossary.store import Change, Store
from glossary.term import Term
from translate.server import body, schema
from translate.server.own import validated
from translate.server.refusal import Refusal
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI

_MOST_SHOWN = 1_000
_log = logging.getLogger("audarma.server")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Which:
    """The entry that is to be taken out: its source, and what tells it from others."""

    source: str
    target: str
    first: date | None

    def among(self, terms: Sequence[Term]) -> Term:
        """The one that is meant. Raises Refusal where there is none, or more than one."""
        plain = normalise(self.source.strip()).text
        found = [term for term in terms if normalise(term.source).text == plain]
        found = [term for term in found if self.target in ("", term.target) and self.first in (None, term.valid_from)]
        if not found:
            raise Refusal(404, "there is no such entry; GET /v1/glossary?query=… finds what there is")
        if len(found) > 1:
            there = "; ".join(f"{term.target} from {term.valid_from or 'ever'}" for term in found[:5])
            raise Refusal(409, f"several entries are meant ({there}); add target or valid_from to the address")
        return found[0]


def routes(api: "FastAPI", work: Work) -> None:
    """Add the routes to the application."""
    store = work.standing.store

    async def find(request: Request, query: str = "", limit: int = 50) -> Response:
        work.admit(request, "read")
        if not 0 < limit <= _MOST_SHOWN:
            raise Refusal(422, f"limit {limit} is not from 1 to {_MOST_SHOWN:,}; choose one that is")
        terms = await run_in_threadpool(lambda: search(guarded(store, lambda: store.read().terms), query[:500]))
        return JSONResponse(
            {"total": len(terms), "entries": [schema.Entry.of(t).model_dump(mode="json") for t in terms[:limit]]}
        )

    async def add(request: Request) -> Response:
        who = work.admit(request, "edit")
        term = validated(schema.Entry, await body.fields(request)).term()
        if wrong := list(faults(term)):
            raise Refusal(422, "; ".join(wrong))
        change = await run_in_threadpool(lambda: guarded(store, lambda: store.add(term, who=who)))
        return JSONResponse(told(change), 201)

    async def remove(request: Request, source: str, target: str = "", valid_from: date | None = None) -> Response:
        who = work.admit(request, "edit")

        def removed() -> Change:
            term = Which(source, target, valid_from).among(store.read().terms)
            return store.remove(term, who=who)

        return JSONResponse(told(await run_in_threadpool(lambda: guarded(store, removed))))

    shared: dict[str, Any] = {"tags": ["Glossary"]}
    api.add_api_route(
        "/v1/glossary", find, summary="Search the entries in force", response_model=schema.Entries, **shared
    )
    api.add_api_route(
        "/v1/glossary",
        add,
        methods=["POST"],
        status_code=201,
        summary="Add an entry",
        responses={409: {"model": schema.Fault}},
        openapi_extra=schema.taking(schema.Entry),
        **shared,
    )
    api.add_api_route(
        "/v1/glossary",
        remove,
        methods=["DELETE"],
        summary="Take an entry out",
        responses={404: {"model": schema.Fault}, 409: {"model": schema.Fault}},
        **shared,
    )


def guarded(store: Store, act: Callable[[], Value]) -> Value:
    """The store's refusals as conflicts; those that name a place on the disk go to the log."""
    try:
        return act()
    except GlossaryError as error:
        if str(store.path.parent) in str(error):
            _log.warning("the glossary: %s", error)
            words = "the glossary can't be read or written now; whoever runs the server finds why in its log"
            raise Refusal(503, words) from None
        raise Refusal(409, str(error)) from None


def told(change: Change) -> dict[str, object]:
    """What was done, as the history has it."""
    return {
        "change": change.number,
        "action": change.action,
        "who": change.who,
        "when": change.when.isoformat(),
        "undoes": change.undoes,
        "before": [schema.Entry.of(term).model_dump(mode="json") for term in change.before],
        "after": [schema.Entry.of(term).model_dump(mode="json") for term in change.after],
    }
