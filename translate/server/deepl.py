"""DeepL's protocol (developers.deepl.com), so that programs made for it may ask Audarma instead: texts and usage."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate.formats.kept.markup import Marked
from translate.formats.kept.split import Split
from translate.server import body, schema
from translate.server.form import Kept
from translate.server.keys import Scope
from translate.server.named import key
from translate.server.refusal import Refusal
from translate.server.spoken import spoken
from translate.server.usage import Usage
from translate.server.wording import Plain, Wording
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI

SOURCES = {"KK": "Kazakh", "RU": "Russian"}
TARGETS = {"EN-GB": "English (British)", "EN-US": "English (American)"}
_SPLITS: dict[str, Split] = {"0": "whole", "1": "lines", "nonewlines": "stops"}
# Nobody is billed here, but clients want a limit to compare with.
_NO_LIMIT = 1_000_000_000_000


def routes(api: "FastAPI", work: Work, used: Usage) -> None:
    """Add the routes to the application."""

    async def translate(request: Request) -> Response:
        said = await body.fields(request)
        owner = admit(work, request, said)
        texts, source = _asked(said, work)
        named = glossary(said, source)
        made = await work.translate(request, await work.worded(lambda text: _worded(text, said), texts), named)
        used.add(owner, sum(map(len, texts)))
        shown = [
            {
                "detected_source_language": source or spoken(text)[0].upper(),
                "text": english,
                "billed_characters": len(text),
            }
            for text, english in zip(texts, made.texts, strict=True)
        ]
        return JSONResponse({"translations": shown})

    async def usage(request: Request) -> Response:
        owner = admit(work, request, await body.fields(request))
        return JSONResponse({"character_count": used.of(owner), "character_limit": _NO_LIMIT})

    async def listed(request: Request) -> Response:
        said = await body.fields(request)
        admit(work, request, said)
        kind = body.string(said, "type", "source")
        if kind not in ("source", "target"):
            raise Refusal(400, "Value for 'type' not supported; it is source or target")
        if kind == "source":
            return JSONResponse([{"language": code, "name": name} for code, name in SOURCES.items()])
        return JSONResponse(
            [{"language": code, "name": name, "supports_formality": False} for code, name in TARGETS.items()]
        )

    shared: dict[str, Any] = {"tags": ["DeepL"], "response_model": None}
    said = {"text": ["Тоқаев Астанаға келді."], "source_lang": "KK", "target_lang": "EN-GB"}
    api.add_api_route(
        "/v2/translate",
        translate,
        methods=["POST"],
        summary="Translate texts, plain or with tags",
        openapi_extra=schema.example(said),
        **shared,
    )
    both: list[str] = ["GET", "POST"]
    for path, route, summary in (
        ("/v2/usage", usage, "Your characters since the server began, of documents too"),
        ("/v2/languages", listed, "What can be translated (type=source or target)"),
    ):
        for method in both:
            api.add_api_route(
                path, route, methods=[method], summary=summary, include_in_schema=method == "GET", **shared
            )


def admit(work: Work, request: Request, said: body.Fields, scope: Scope = "translate") -> str:
    """The original tells a missing or unknown key by 403."""
    given = said.get("auth_key")
    try:
        return work.admit(request, scope, given if isinstance(given, str) else None)
    except Refusal as refusal:
        if refusal.status != 401:
            raise
        raise Refusal(403, refusal.message) from None


def _asked(said: body.Fields, work: Work) -> tuple[list[str], str | None]:
    """The texts and the language they are said to be in. Raises Refusal in the original's words and statuses."""
    if said.get("text") in (None, []):
        raise Refusal(400, "Parameter 'text' not specified.")
    texts = body.strings(said, "text")
    source = languages(said)
    if (handling := said.get("tag_handling")) not in (None, "", "xml", "html"):
        raise Refusal(400, f"Value for 'tag_handling' not supported ({str(handling)[:20]}); it is xml or html")
    if len(texts) > work.limits.deepl:
        raise Refusal(400, f"{len(texts):,} texts are more than the {work.limits.deepl} of one request; send several")
    work.measure(texts)
    return texts, source


def languages(said: body.Fields) -> str | None:
    """The language that texts are said to be in. Raises Refusal where it, or the one they shall be in, is another."""
    if said.get("target_lang") is None:
        raise Refusal(400, "Parameter 'target_lang' not specified.")
    if body.string(said, "target_lang").upper() not in ("EN", *TARGETS):
        raise Refusal(400, "Value for 'target_lang' not supported; it is EN, EN-GB or EN-US")
    source = body.string(said, "source_lang", "").upper() or None
    if source is not None and source not in SOURCES:
        raise Refusal(400, "Value for 'source_lang' not supported; it is KK or RU, or left out")
    return source


def glossary(said: body.Fields, source: str | None) -> str | None:
    """The glossary that is asked for, as the translator's shelf knows it. Raises Refusal without a language."""
    name = said.get("glossary_id")
    if name not in (None, "") and source is None:
        raise Refusal(400, "source_lang is required where glossary_id is given")
    # a glossary that is not known here is passed over, since the newsroom's own holds anyway
    return key(name, source) if isinstance(name, str) and source else None


def _worded(text: str, said: body.Fields) -> Wording:
    split, handling = _split(said), said.get("tag_handling")
    wording: Wording
    if handling:
        wording = Marked(
            text,
            breaking=_names(said, "splitting_tags"),
            inside=_names(said, "non_splitting_tags"),
            sealed=_names(said, "ignore_tags"),
            split=split,
        )
    else:
        wording = Plain(text, split=split)
    return Kept(wording) if _flag(said, "preserve_formatting") else wording


def _split(said: body.Fields) -> Split:
    """What ends a sentence: in HTML line breaks do not, unless it is asked for."""
    value = said.get("split_sentences")
    if value is None or value == "":
        return "stops" if said.get("tag_handling") == "html" else "lines"
    # a boolean is an int, and its text not a digit
    split = _SPLITS.get(str(int(value)) if isinstance(value, bool) else str(value))
    if split is None:
        raise Refusal(400, "Value for 'split_sentences' not supported; it is 0, 1 or nonewlines")
    return split


def _flag(said: body.Fields, name: str) -> bool:
    value = str(said.get(name) or "0").lower()
    if value not in ("0", "1", "false", "true"):
        raise Refusal(400, f"Value for '{name}' not supported; it is 0 or 1")
    return value in ("1", "true")


def _names(said: body.Fields, name: str) -> list[str]:
    """Tags, as a list or parted by commas."""
    listed = body.strings(said, name) if said.get(name) else []
    return [tag.strip().lower() for part in listed for tag in part.split(",") if tag.strip()]
