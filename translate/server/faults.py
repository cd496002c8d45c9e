"""Puts what is refused, by the routes or by the frameworks under them, into the shape of each protocol."""

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate.server.refusal import CUT, Refusal, shape

if TYPE_CHECKING:
    from fastapi import FastAPI

_WORDS = {
    404: "there is nothing at this address; GET /docs lists what there is",
    405: "this address is not asked so; GET /docs says how",
}


def register(api: "FastAPI") -> None:
    """Tell the application."""
    from fastapi.exceptions import RequestValidationError

    async def refused(request: Request, refusal: Any) -> Response:
        return _answer(request, refusal.status, refusal.message, refusal.headers)

    async def failed(request: Request, error: Any) -> Response:
        return _answer(
            request, error.status_code, _WORDS.get(error.status_code, error.detail), dict(error.headers or {})
        )

    async def invalid(request: Request, error: Any) -> Response:
        first = error.errors()[0]
        return _answer(request, 422, f"{first['loc'][-1]}: {first['msg']}; see /docs for what is taken", {})

    api.add_exception_handler(Refusal, refused)
    api.add_exception_handler(HTTPException, failed)
    api.add_exception_handler(RequestValidationError, invalid)


def _answer(request: Request, status: int, message: str, headers: dict[str, str]) -> Response:
    if status in CUT:
        headers = {**headers, "Connection": "close"}
    return JSONResponse(shape(request.url.path, message), status, headers)
