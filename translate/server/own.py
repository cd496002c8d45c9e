"""Audarma's own protocol: texts with every sentence tied to its English, at once or row by row."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from translate.formats import json as rows
from translate.rows import Row
from translate.server import body, schema
from translate.server.gate import told
from translate.server.order import Order
from translate.server.refusal import Refusal
from translate.server.wording import Plain, Wording
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI

# So many seconds without a row, and a comment tells proxies and people that the stream lives.
_ALIVE = 15.0
_log = logging.getLogger("audarma.server")
Model = TypeVar("Model", bound=BaseModel)


def routes(api: "FastAPI", work: Work) -> None:
    """Add the routes to the application."""

    async def translate(request: Request) -> Response:
        wordings = await _asked(request, work)
        if "text/event-stream" in request.headers.get("accept", ""):
            return _streamed(work, wordings)
        made = await work.translate(request, wordings)
        return JSONResponse(made.shown())

    api.add_api_route(
        "/v1/translate",
        translate,
        methods=["POST"],
        summary="Translate, every sentence tied to its English",
        description="With `Accept: text/event-stream` rows come as events as they are ready.",
        response_model=schema.Answer,
        responses=schema.REFUSED,
        openapi_extra=schema.taking(schema.Asked),
        tags=["Audarma"],
    )


async def _asked(request: Request, work: Work) -> list[Wording]:
    work.admit(request, "translate")
    return await worded(validated(schema.Asked, await body.fields(request)), work, work.limits.characters)


async def worded(asked: schema.Asked, work: Work, most: int) -> list[Wording]:
    """The texts that are asked for, of so many characters at most. Raises Refusal."""
    texts = [asked.text] if isinstance(asked.text, str) else asked.text
    if not texts:
        raise Refusal(422, "text is an empty list; send at least one")
    if asked.title is not None and len(texts) > 1:
        raise Refusal(422, "title is for one text; send each article by itself")
    work.count(texts)
    work.weigh(sum(map(len, texts)) + len(asked.title or ""), most=most)
    on = day(asked.date)
    return await work.worded(lambda text: Plain(text, on, asked.title), texts)


def validated(model: type[Model], said: dict[str, Any]) -> Model:
    """What was said as the model wants it. Raises Refusal with the first fault."""
    try:
        return model.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = str(first["loc"][0])[:80] if first["loc"] else ""
        raise Refusal(422, f"{where or 'the body'}: {first['msg']}; see /docs for what is taken") from None


def day(written: str | None) -> date | None:
    """The day that was written. Raises Refusal where it is none."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise Refusal(422, f"date {written!r:.40} is no day; write it as 2024-05-01") from None


def _streamed(work: Work, wordings: list[Wording]) -> Response:
    order = work.stream(wordings)

    async def events() -> AsyncIterator[str]:
        try:
            async with aclosing(_beating(order)) as drawn:
                async for row in drawn:
                    yield _shown(row) if row else ": still at work\n\n"
            yield _event("done", {"signature": order.signature})
        except Refusal as refusal:
            yield _event("error", {"error": refusal.message})
        except Exception as fault:
            # the status is sent already: only the stream itself can tell
            _log.error("a stream failed: %s", told(fault))
            yield _event("error", {"error": "something went wrong inside Audarma; its log says where"})
        finally:
            # also where the client left in the middle
            work.merger.drop(order)

    return StreamingResponse(events(), media_type="text/event-stream")


async def _beating(order: Order) -> AsyncGenerator[Row | None, None]:
    """The rows as they come, and None wherever none has come for long."""
    drawn = order.rows()
    following = asyncio.ensure_future(anext(drawn, None))
    try:
        while True:
            if not (await asyncio.wait((following,), timeout=_ALIVE))[0]:
                yield None
            elif (row := following.result()) is None:
                return
            else:
                yield row
                following = asyncio.ensure_future(anext(drawn, None))
    finally:
        following.cancel()


def _shown(row: Row) -> str:
    return _event("row", {"text": row.document, "index": row.index, **rows.row(row.bead)})


def _event(name: str, content: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"
