"""English that others made, beside its Kazakh: tied to it sentence by sentence, and checked row by row."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate import checks
from translate.align import align
from translate.align.side import Side, check_languages
from translate.errors import InputError
from translate.formats import newswire
from translate.formats.json import flagged
from translate.rows import Row
from translate.server import body, schema
from translate.server.own import validated
from translate.server.refusal import Refusal
from translate.server.wording import Plain
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI


class Aligned(BaseModel):
    """A Kazakh text and its English, both whole or both as lists of lines."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [
                {
                    "source": "Президент Токиода дәріс оқыды. Ол 2024 жылы келді.",
                    "target": "The President gave a lecture in Tokyo. He came in 2024.",
                }
            ]
        },
    )
    source: str | list[str]
    target: str | list[str]


class Bead(BaseModel):
    """Sentences that say the same, by their numbers from 0; a side is empty where nothing answers the other."""

    source: list[int]
    target: list[int]
    score: float


class Beads(BaseModel):
    """The sentences of both sides, and what belongs together of them."""

    source: list[str]
    target: list[str]
    beads: list[Bead]


class Checked(BaseModel):
    """Kazakh and its English, row by row."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"source": ["Ол 2024 жылы келді."], "target": ["He came in 2023."]}]},
    )
    source: list[str]
    target: list[str]


class Flagged(BaseModel):
    """What should be looked at in a row, which is counted from 0."""

    row: int
    flags: list[dict[str, Any]]


def routes(api: "FastAPI", work: Work) -> None:
    """Add the routes to the application."""

    async def aligned(request: Request) -> Response:
        work.admit(request, "translate")
        asked = validated(Aligned, await body.fields(request))
        _measure(work, asked.source, asked.target)
        kazakh, english = await run_in_threadpool(_sides, asked)
        texts = asked.source if isinstance(asked.source, list) else [asked.source]
        made = await work.translate(request, await work.worded(Plain, texts))
        rows = [Row(number, n, bead) for number, beads in enumerate(made.beads) for n, bead in enumerate(beads)]
        translations = list(kazakh.translations(rows))
        found = await run_in_threadpool(align, kazakh.segments, english.segments, translations)
        beads = [{"source": list(bead.source), "target": list(bead.target), "score": bead.score} for bead in found]
        return JSONResponse({"source": list(kazakh.segments), "target": list(english.segments), "beads": beads})

    async def checked(request: Request) -> Response:
        work.admit(request, "translate")
        asked = validated(Checked, await body.fields(request))
        _measure(work, asked.source, asked.target)
        if len(asked.source) != len(asked.target):
            raise Refusal(422, f"source has {len(asked.source)} rows but target {len(asked.target)}; send as many")
        rows = list(zip(asked.source, asked.target, strict=True))
        return JSONResponse(await run_in_threadpool(lambda: flagged(checks.check(*row) for row in rows)))

    shared: dict[str, Any] = {"methods": ["POST"], "tags": ["Audarma"], "responses": schema.REFUSED}
    api.add_api_route(
        "/v1/align",
        aligned,
        summary="Tie a Kazakh text to an English version that people made of it",
        response_model=Beads,
        openapi_extra=schema.taking(Aligned),
        **shared,
    )
    api.add_api_route(
        "/v1/check",
        checked,
        summary="Flag what should be looked at in English that is there already",
        response_model=list[Flagged],
        openapi_extra=schema.taking(Checked),
        **shared,
    )


def _measure(work: Work, *sides: str | list[str]) -> None:
    texts = [[side] if isinstance(side, str) else side for side in sides]
    for several in texts:
        work.measure(several)
    work.weigh(sum(len(text) for several in texts for text in several))


def _sides(asked: Aligned) -> tuple[Side, Side]:
    """Both texts as segments. Raises Refusal."""
    if isinstance(asked.source, str) != isinstance(asked.target, str):
        raise Refusal(422, "source and target are a text and a list; send two texts or two lists of lines")
    try:
        kazakh = _side("source", asked.source, "kaz_Cyrl")
        english = _side("target", asked.target, "eng_Latn")
        check_languages(kazakh, english)
    except InputError as error:
        raise Refusal(422, str(error)) from None
    return kazakh, english


def _side(name: str, said: str | list[str], spoken: str) -> Side:
    if isinstance(said, list):
        return Side.of_lines(name, said, spoken)
    return Side.of_document(name, newswire.parse(said, language=spoken))
