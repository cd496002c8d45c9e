"""The description in OpenAPI, with an example of all that addresses hold; bodies have theirs at their routes."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI

# By name, since a name means the same wherever it stands.
_EXAMPLES: dict[str, Any] = {
    "glossary": "3f6c0a0f5a9d4e0b8c1d2e3f4a5b6c7d",
    "job": "Zq1m8s0Yb2Jc4kXv6nWtLA",
    "limit": 50,
    "name": "3f6c0a0f5a9d4e0b8c1d2e3f4a5b6c7d",
    "query": "Тоқаевтың",
    "source": "Жаңа Құрылыс",
    "target": "Zhana Kurylys",
}


def complete(api: "FastAPI") -> None:
    """Let the application describe itself so; call it after all routes were added."""
    described = api.openapi

    def openapi() -> dict[str, Any]:
        whole = described()
        for path in whole["paths"].values():
            for operation in path.values():
                for parameter in operation.get("parameters", ()):
                    if parameter["name"] in _EXAMPLES:
                        parameter.setdefault("example", _EXAMPLES[parameter["name"]])
        return whole

    api.openapi = openapi  # type: ignore[method-assign]
