"""The API's description for programs: what each route may answer beside its own, in its protocol's shape."""

from typing import TYPE_CHECKING, Any

from translate.server.refusal import shape

if TYPE_CHECKING:
    from fastapi import FastAPI

_FRAMEWORKS = ("HTTPValidationError", "ValidationError")
_KEYS = {
    "Bearer": {"type": "http", "scheme": "bearer"},
    "ApiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
}


def register(api: "FastAPI") -> None:
    """Let the application describe itself so."""
    plain = api.openapi

    def whole() -> dict[str, Any]:
        if api.openapi_schema is None:
            _complete(plain())
        return plain()

    api.openapi = whole  # type: ignore[method-assign]


def _complete(described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        for route in methods.values():
            # what the framework says of its own errors is not so: they are told like all others
            if "HTTPValidationError" in str(route["responses"].get("422")):
                del route["responses"]["422"]
            route["responses"].setdefault("default", _fault(path))
    components = described.setdefault("components", {})
    for name in _FRAMEWORKS:
        components.get("schemas", {}).pop(name, None)
    components["securitySchemes"] = _KEYS
    # where the server has no keys, none is asked for
    described["security"] = [{}, *({name: []} for name in _KEYS)]


def _fault(path: str) -> dict[str, Any]:
    """Why a request is refused, as the clients of that path's protocol read it."""
    names = list(shape(path, ""))
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}, "required": names}
    return {
        "description": "Refused, for the reason that is told",
        "headers": {
            "Retry-After": {"description": "with 429 and 503: seconds", "schema": {"type": "integer"}},
            "X-Request-ID": {"description": "what the log calls the request", "schema": {"type": "string"}},
        },
        "content": {"application/json": {"schema": schema}},
    }
