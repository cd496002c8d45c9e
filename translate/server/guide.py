"""A page that lists the API's routes with an example of each; it asks nothing of any other server."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    "pre{overflow:auto;background:#eee;padding:.5rem}"
)


def page(description: dict[str, Any]) -> str:
    """The description in OpenAPI as HTML."""
    title = escape(description["info"]["title"])
    body = "".join(_routes(description["paths"]))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f'<h1>{title}</h1><p>For programs: <a href="openapi.json">openapi.json</a></p>{body}</html>'
    )


def _routes(paths: dict[str, Any]) -> Iterator[str]:
    for path, methods in paths.items():
        for method, route in methods.items():
            yield f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(route.get('summary', ''))}</p>"
            if text := route.get("description"):
                yield f"<p>{escape(text)}</p>"
            for kind, content in route.get("requestBody", {}).get("content", {}).items():
                yield _example(kind, content)


def _example(kind: str, content: dict[str, Any]) -> str:
    said = content.get("example") or next(iter(content["schema"].get("examples", [])), None)
    if said is None or kind != "application/json":
        return ""
    return f"<pre>{escape(json.dumps(said, ensure_ascii=False, indent=2))}</pre>"
