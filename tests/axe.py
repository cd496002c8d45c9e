"""axe-core in a page: what it finds that would keep someone from using it."""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

GRAVE = ("serious", "critical")


@cache
def _script() -> str:
    """The library, which a package of PyPI carries whole."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def findings(page: Page) -> list[str]:
    """The serious and critical findings on what is shown now: rule, and the first elements with what is wrong."""
    page.evaluate(_script())
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} | {node['failureSummary'][:300]}"
        for one in found["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"][:4]
    ]
