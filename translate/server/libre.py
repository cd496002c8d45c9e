"""LibreTranslate's protocol (libretranslate.com/docs), so that programs made for it may ask Audarma instead."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate.engines.others import MOST, Heard
from translate.formats import kept
from translate.formats.kept.markup import Marked
from translate.server import body, schema
from translate.server.choice import Choice
from translate.server.keys import Scope
from translate.server.refusal import Refusal
from translate.server.spoken import spoken
from translate.server.wording import Plain, Wording
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI

NAMES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}
_SOURCES, _TARGET = ("kk", "ru"), "en"
_PATIENCE = 500


def routes(api: "FastAPI", work: Work) -> None:
    """Add the routes to the application."""

    async def translate(request: Request) -> Response:
        said = await body.fields(request)
        admit(work, request, said)
        texts, source, form = _asked(said)
        work.measure(texts, status=400)
        read = Marked if form == "html" else Plain
        count = _count(said)
        wordings = await work.worded(lambda text: read(text), texts)
        made = await work.translate(request, wordings)
        answer: dict[str, Any] = {"translatedText": made.texts}
        if source == "auto":
            answer["detectedLanguage"] = [_heard(text) for text in texts]
        if count:
            answer["alternatives"] = await _others(work, request, wordings, made.texts, count)
        single = not isinstance(said["q"], list)
        return JSONResponse({name: value[0] for name, value in answer.items()} if single else answer)

    async def detect(request: Request) -> Response:
        said = await body.fields(request)
        admit(work, request, said)
        texts = body.strings(said, "q")
        work.measure(texts, status=400)
        if not "".join(texts):
            raise missing("q")
        return JSONResponse([_heard("\n".join(texts))])

    async def listed() -> Response:
        return JSONResponse([{"code": code, "name": NAMES[code], "targets": _targets(code)} for code in NAMES])

    async def settings() -> Response:
        source, target = ({"code": code, "name": NAMES[code]} for code in (_SOURCES[0], _TARGET))
        return JSONResponse(
            {
                "apiKeys": work.keys is not None,
                "charLimit": work.limits.characters,
                "filesTranslation": True,
                "frontendTimeout": _PATIENCE,
                "keyRequired": work.keys is not None,
                "language": {"source": source, "target": target},
                "suggestions": False,
                "supportedFilesFormat": list(kept.SUFFIXES),
            }
        )

    shared: dict[str, Any] = {"tags": ["LibreTranslate"], "response_model": None}
    said = {"q": "Тоқаев Астанаға келді.", "source": "kk", "target": "en", "format": "text"}
    api.add_api_route(
        "/translate",
        translate,
        methods=["POST"],
        summary="Translate text or HTML",
        openapi_extra=schema.example(said),
        **shared,
    )
    api.add_api_route(
        "/detect",
        detect,
        methods=["POST"],
        summary="Which language a text is in",
        openapi_extra=schema.example({"q": "Бүгін жаңбыр жауады."}),
        **shared,
    )
    api.add_api_route("/languages", listed, summary="What can be translated", **shared)
    api.add_api_route("/frontend/settings", settings, summary="What a page should know", **shared)


def _asked(said: body.Fields) -> tuple[list[str], str, str]:
    """The texts, their language (or `auto`) and format. Raises Refusal in the original's order and with its status."""
    for name in ("q", "source", "target"):
        if not said.get(name):
            raise missing(name)
    texts, source = body.strings(said, "q"), languages(said)
    form = body.string(said, "format", "text") or "text"
    if form not in ("text", "html"):
        raise Refusal(400, f"{form[:20]} format is not supported; format is text or html")
    return texts, source, form


def languages(said: body.Fields) -> str:
    """The language to translate from, or `auto`. Raises Refusal where it, or what to translate into, is another."""
    source, target = body.string(said, "source"), body.string(said, "target")
    if source not in (*_SOURCES, "auto"):
        raise Refusal(400, f"{source[:20]} is not supported; source is one of kk, ru and auto")
    if target != _TARGET:
        raise Refusal(400, f"{target[:20]} is not supported; target is en")
    return source


def _count(said: body.Fields) -> int:
    """How many alternatives are wanted; a form says it in figures. Raises Refusal."""
    value = said.get("alternatives")
    if value in (None, ""):
        return 0
    written = str(value)
    if isinstance(value, bool) or not written.isascii() or not written.isdigit() or len(written) > 9:
        raise Refusal(400, "Invalid request: alternatives parameter must be a whole number from 0")
    return min(int(written), MOST)


async def _others(
    work: Work, request: Request, wordings: Sequence[Wording], best: Sequence[str], count: int
) -> list[list[str]]:
    """For each text what else it may be in English, the likeliest first: none twice, so there may be fewer."""
    heard = Heard(count)
    found: list[dict[str, None]] = [{} for _ in best]
    for rank in range(1, count + 1):
        made = await work.translate(request, wordings, choice=Choice(heard, rank))
        for share, text, first in zip(found, made.texts, best, strict=True):
            if text != first:
                share.setdefault(text)
    return [list(share) for share in found]


def missing(name: str) -> Refusal:
    """In the original's words."""
    return Refusal(400, f"Invalid request: missing {name} parameter")


def _heard(text: str) -> dict[str, Any]:
    code, share = spoken(text)
    return {"confidence": share, "language": code}


def _targets(code: str) -> list[str]:
    return [_TARGET] if code in _SOURCES else []


def admit(work: Work, request: Request, said: body.Fields, scope: Scope = "translate") -> str:
    """The original tells a missing or unknown key by 403."""
    given = said.get("api_key")
    try:
        return work.admit(request, scope, given if isinstance(given, str) else None)
    except Refusal as refusal:
        if refusal.status != 401:
            raise
        raise Refusal(403, refusal.message) from None
