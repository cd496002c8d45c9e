"""Documents that clients send: translated through the merger, and held for a while for whoever knows their names."""

import asyncio
import hmac
import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from glossary.kazakh import readable
from translate.document import Bead
from translate.errors import InputError
from translate.formats import kept
from translate.formats.kept.form import Form
from translate.server.gate import told
from translate.server.order import Order
from translate.server.refusal import Refusal
from translate.server.work import Work

State = Literal["translating", "done", "error"]
# So many are taken apart or written at a time: each may take much memory while that lasts.
_AT_ONCE = 2
_log = logging.getLogger("audarma.server")
_LONGEST_NAME = 100
_UNFIT = re.compile(r"[^\w .()\[\]-]|^[. ]+")


@dataclass(slots=True)
class Held:
    """One document: its names, whose it is, and how far it is. `content` is the English once it is done."""

    name: str
    owner: str
    since: float
    id: str = field(default_factory=lambda: secrets.token_hex(32))
    key: str = field(default_factory=lambda: secrets.token_hex(32))
    state: State = "translating"
    content: bytes = b""
    characters: int = 0
    left: Callable[[], int] = int
    fault: Refusal | None = None
    task: "asyncio.Task[None] | None" = None

    def then(self, do: Callable[[], None]) -> None:
        """Do that once it is done, unless it fails."""
        assert self.task
        self.task.add_done_callback(lambda _: do() if self.state == "done" else None)


class Documents:
    """All of them, in memory alone: none outlives its time, or the server."""

    def __init__(self, work: Work, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._work, self._limits, self._clock = work, work.limits, clock
        self._held: dict[str, Held] = {}
        self._gate = asyncio.Semaphore(_AT_ONCE)

    async def begin(self, file: UploadFile, named: str, owner: str, glossary: str | None = None) -> Held:
        """Take a file of that name, and begin with it; its task ends when it is done or failed. Raises Refusal."""
        name = _fit(named)
        try:
            kept.check(name)
        except InputError as error:
            raise Refusal(400, str(error)) from None
        size = file.size or 0
        most = self._limits.file if kept.packed(name) else self._limits.written
        if size > most:
            raise Refusal(413, f"the file has {size:,} bytes, more than the {most:,} of one; send it in parts")
        if not size:
            raise Refusal(400, "the file is empty; send one with text in it")
        self._make_room(size)
        held = Held(name, owner, self._clock())
        self._held[held.id] = held
        try:
            data = await file.read()
        except BaseException:
            del self._held[held.id]
            raise
        held.task = asyncio.create_task(self._translate(held, data, glossary))
        return held

    def find(self, name: str, owner: str | None = None, key: str | None = None) -> Held:
        """The document of that name. Raises Refusal; that it is another's is not told."""
        self._sweep()
        held = self._held.get(name)
        if not held or (owner is not None and held.owner != owner) or not _same(held.key, key):
            raise Refusal(404, "there is no such document, or its time is over; send it again")
        return held

    def drop(self, held: Held) -> None:
        """Nobody waits for it any more."""
        self._held.pop(held.id, None)
        if held.task:
            held.task.cancel()

    def _make_room(self, size: int) -> None:
        self._sweep()
        if sum(held.state == "translating" for held in self._held.values()) >= self._limits.begun:
            raise Refusal(
                429,
                f"{self._limits.begun} documents are being translated; send it a little later",
                {"Retry-After": "10"},
            )
        taken = sum(len(held.content) for held in self._held.values())
        if len(self._held) >= self._limits.files or taken + size > self._limits.held:
            raise Refusal(429, "as many documents are held as there is room for; send it later", {"Retry-After": "60"})

    def _sweep(self) -> None:
        """Forget those whose time is over."""
        over = [held for held in self._held.values() if self._clock() - held.since > self._limits.kept]
        for held in over:
            self.drop(held)

    async def _translate(self, held: Held, data: bytes, glossary: str | None) -> None:
        try:
            held.content = await self._made(held, data, glossary)
            held.state = "done"
        except Refusal as refusal:
            held.state, held.fault = "error", refusal
        except Exception as fault:
            _log.error("a document failed: %s", told(fault))
            # what went wrong is told to whoever asks, but not how: a fault may hold the text
            held.state = "error"
            held.fault = Refusal(500, "something went wrong inside Audarma with this document; nothing was done")

    async def _made(self, held: Held, data: bytes, glossary: str | None) -> bytes:
        async with self._gate:
            form = await run_in_threadpool(_read, held.name, data)
        held.characters = sum(len(document.text) for document in form.documents)
        if held.characters > self._limits.contents:
            most = self._limits.contents
            raise Refusal(413, f"{held.characters:,} characters are more than the {most:,} of one document; send parts")
        # on whoever sent it, whose visit this task has from its beginning
        self._work.weigh(held.characters, most=self._limits.contents)
        beads: list[list[Bead]] = [[] for _ in form.documents]
        order = Order(form.documents, glossary)
        held.left = lambda: order.left
        self._work.merger.submit(order)
        try:
            async for row in order.rows():
                beads[row.document].append(row.bead)
        finally:
            self._work.merger.drop(order)
        async with self._gate:
            return await run_in_threadpool(form.english, beads)


def _read(name: str, data: bytes) -> Form:
    try:
        return kept.read(name, data)
    except InputError as error:
        raise Refusal(400, str(error)) from None


def _same(key: str, given: str | None) -> bool:
    """Whether the key is right; where none is asked for, the name alone, which nobody guesses, is."""
    return given is None or hmac.compare_digest(key.encode(), given.encode("utf-8", "surrogatepass"))


def _fit(name: str) -> str:
    """The last part of a file's name, as far as it may stand in a header and in what is said."""
    last = readable(re.split(r"[/\\]", name)[-1])
    stem, end = last[: len(last) - len(kept.suffix(last))], kept.suffix(last)
    return _UNFIT.sub("_", f"{stem[: _LONGEST_NAME - len(end)]}{end}")
