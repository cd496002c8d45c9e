"""Jobs over HTTP: begin one with texts or a file, look how far it is, fetch what it made, end it."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from translate.document import Document
from translate.errors import InputError
from translate.formats import readers
from translate.server import body, schema
from translate.server.jobs import Job, Jobs
from translate.server.own import validated, worded
from translate.server.refusal import Refusal
from translate.server.wording import Whole, Wording
from translate.server.work import Work

if TYPE_CHECKING:
    from fastapi import FastAPI


class JobAnswer(BaseModel):
    """How far a job is: `done` and `total` count sentences, `eta` is in seconds where it can be told."""

    id: str
    status: str
    done: int
    total: int
    eta: float | None
    created: str
    error: str | None


class JobList(BaseModel):
    """All jobs of one owner, the oldest first."""

    jobs: list[JobAnswer]


def routes(api: "FastAPI", work: Work) -> None:
    """Add the routes to the application."""
    jobs = Jobs(work, work.limits)

    async def begin(request: Request) -> Response:
        owner = work.owner(request, "translate")
        job = jobs.begin(owner, await _wordings(request, work))
        return JSONResponse(_shown(job), 202, {"Location": f"/v1/jobs/{job.id}"})

    async def listed(request: Request) -> Response:
        return JSONResponse({"jobs": [_shown(job) for job in jobs.of(work.owner(request, "translate"))]})

    async def one(request: Request, job: str) -> Response:
        return JSONResponse(_shown(jobs.one(work.owner(request, "translate"), job)))

    async def result(request: Request, job: str) -> Response:
        found = jobs.one(work.owner(request, "translate"), job)
        made = found.made
        if made is None and found.over:
            raise Refusal(409, f"the job {found.state}: {found.fault or 'there is no result'}")
        if made is None:
            raise Refusal(409, f"{found.done} of {found.total} sentences are done; ask again later")
        return await run_in_threadpool(lambda: JSONResponse(made.shown()))

    async def end(request: Request, job: str) -> Response:
        jobs.drop(jobs.one(work.owner(request, "translate"), job))
        return Response(status_code=204)

    shared: dict[str, Any] = {"tags": ["Jobs"], "responses": schema.REFUSED}
    api.add_api_route(
        "/v1/jobs",
        begin,
        methods=["POST"],
        status_code=202,
        summary="Begin long work: texts as for /v1/translate, or a form with a file",
        response_model=JobAnswer,
        openapi_extra=schema.taking(schema.Asked),
        **shared,
    )
    api.add_api_route("/v1/jobs", listed, summary="Your jobs", response_model=JobList, **shared)
    api.add_api_route("/v1/jobs/{job}", one, summary="How far it is", response_model=JobAnswer, **shared)
    api.add_api_route("/v1/jobs/{job}/result", result, summary="What it made", response_model=schema.Answer, **shared)
    api.add_api_route(
        "/v1/jobs/{job}", end, methods=["DELETE"], status_code=204, summary="Cancel and forget it", **shared
    )


def _shown(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "status": job.state,
        "done": job.done,
        "total": job.total,
        "eta": None if job.eta is None else round(job.eta, 1),
        "created": job.created.isoformat().replace("+00:00", "Z"),
        "error": job.fault or None,
    }


async def _wordings(request: Request, work: Work) -> list[Wording]:
    """The texts or the file that is sent. Raises Refusal."""
    if request.headers.get("content-type", "").strip().lower().startswith("multipart/form-data"):
        documents = await run_in_threadpool(_documents, *await _file(request, work.limits.file))
        work.count([document.text for document in documents])
        work.weigh(sum(len(document.text) for document in documents), most=work.limits.long)
        return [Whole(document) for document in documents]
    return await worded(validated(schema.Asked, await body.fields(request)), work, work.limits.long)


async def _file(request: Request, most: int) -> tuple[str, bytes]:
    try:
        async with request.form(max_files=1, max_fields=8) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise Refusal(422, "file is missing; send one file, in the field `file`")
            if (file.size or 0) > most:
                # it lies on the disk so far
                raise Refusal(413, f"the file has {file.size:,} bytes, more than the {most:,} of one; send parts")
            # the name tells what kind of file it is, and nothing is ever opened by it
            return (file.filename or "").replace("\\", "/").rpartition("/")[2], await file.read()
    except HTTPException:
        raise Refusal(400, "the form can't be read; send one file, in the field `file`") from None


def _documents(name: str, data: bytes) -> list[Document]:
    """The articles in a file. Raises Refusal where one can't be read, so that none is lost unseen."""
    try:
        found = list(readers.read(name, data))
    except InputError as error:
        raise Refusal(422, str(error)) from None
    for one in found:
        if isinstance(one, readers.Problem):
            raise Refusal(422, one.reason)
    documents = [one.document for one in found if isinstance(one, readers.Article)]
    if not documents:
        raise Refusal(422, "the file holds no text; send one with at least one sentence")
    return documents
