"""LibreTranslate's protocol (libretranslate.com/docs), so that programs made for it may ask Audarma instead."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate.formats import kept
from translate.formats.kept.markup import Marked
from translate.server import body, schema
from translate.server.keys import Scope
from translate.server.refusal import Refusal
from translate.server.spoken import spoken
from translate.server.wording import Plain
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
        made = await work.translate(request, await work.worded(lambda text: read(text), texts))
        answer: dict[str, Any] = {"translatedText": made.texts}
        if source == "auto":
            answer["detectedLanguage"] = [_heard(text) for text in texts]
        if said.get("alternatives") not in (None, 0, "0", ""):
            # there is one English for a text here; the field is there for those who look for it
            answer["alternatives"] = [[] for _ in texts]
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
