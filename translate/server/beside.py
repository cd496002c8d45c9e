"""The API and the page on one port: each request goes to one of them, by the first part of its path."""

from typing import TYPE_CHECKING

from translate.server.gate import Application, Message, Receive, Send

if TYPE_CHECKING:
    from fastapi import FastAPI


class Beside:
    """Both, each behind its own guard. The page begins and ends for both: it was given the API's lifespan."""

    def __init__(self, api: "FastAPI", page: Application) -> None:
        """What the API has no route for is the page's."""
        self._api, self._page = api, page
        self._first = {_first(getattr(route, "path", "")) for route in api.routes}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request, as ASGI has it."""
        asks_api = scope["type"] == "http" and _first(scope["path"]) in self._first
        await (self._api if asks_api else self._page)(scope, receive, send)


def _first(path: str) -> str:
    return path.lstrip("/").partition("/")[0]
