"""What all protocols do with a request's texts: check their number, let them be merged, and notice who has left."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from translate.document import Bead
from translate.errors import InputError
from translate.formats import json
from translate.rows import Row
from translate.server.choice import Choice
from translate.server.keys import Keys, Scope
from translate.server.limits import Limits
from translate.server.merge import Merger
from translate.server.order import Order
from translate.server.rates import Rates
from translate.server.refusal import Refusal
from translate.server.standing import Standing
from translate.server.visit import present
from translate.server.wording import Wording

# The many texts of a request may be this long together before a thread of their own takes them apart.
_SHORT = 2_000


@dataclass(frozen=True, slots=True)
class Made:
    """The English of each text, its beads, and what made them."""

    texts: list[str]
    beads: list[list[Bead]]
    signature: str

    def shown(self) -> dict[str, object]:
        """All of it, as Audarma's own protocol has it."""
        several = zip(self.texts, self.beads, strict=True)
        listed = [{"text": text, "rows": [json.row(bead) for bead in beads]} for text, beads in several]
        return {"signature": self.signature, "translations": listed}


@dataclass(frozen=True, slots=True)
class Work:
    """What the routes share."""

    merger: Merger
    standing: Standing
    limits: Limits
    keys: Keys | None
    rates: Rates

    def admit(self, request: Request, scope: Scope, given: str | None = None) -> str:
        """Who asks. Raises Refusal where the key, in a header or `given` in the body, does not open that."""
        if self.keys is None:
            return "api"
        key, visit = self.keys.check(_header(request) or given, scope), present.get()
        if visit:
            visit.who = key.owner
            self.rates.known(visit, key.mark)
        return key.owner

    def owner(self, request: Request, scope: Scope) -> str:
        """Whose what he makes is: another name for each key, one for all where there are none. Raises Refusal."""
        self.admit(request, scope)
        return hashlib.sha256((_header(request) or "").encode()).hexdigest() if self.keys else ""

    def measure(self, texts: Sequence[str], most: int | None = None, status: int = 413) -> None:
        """Count the characters. Raises Refusal where there are too many of them, or too many texts."""
        self.count(texts, most, status)
        self.weigh(sum(map(len, texts)), status)

    def count(self, texts: Sequence[str], most: int | None = None, status: int = 413) -> None:
        """Raise Refusal where there are too many texts."""
        most = most or self.limits.texts
        if len(texts) > most:
            raise Refusal(status, f"{len(texts):,} texts are more than the {most:,} of one request; send several")

    def weigh(self, length: int, status: int = 413, most: int | None = None) -> None:
        """Count so many. Raises Refusal where one request, or one who asks in this minute, may not have them."""
        most = most or self.limits.characters
        if length > most:
            raise Refusal(status, f"{length:,} characters are more than the {most:,} of one request; send several")
        if visit := present.get():
            self.rates.weigh(visit, length)

    async def worded(self, make: Callable[[str], Wording], texts: Sequence[str]) -> list[Wording]:
        """The texts taken apart, off the event loop where that takes long. Raises Refusal."""
        try:
            if sum(map(len, texts)) <= _SHORT:
                return [make(text) for text in texts]
            return await run_in_threadpool(lambda: [make(text) for text in texts])
        except InputError as error:
            raise Refusal(400, str(error)) from None

    async def translate(
        self,
        request: Request,
        wordings: Sequence[Wording],
        glossary: str | None = None,
        choice: Choice | None = None,
    ) -> Made:
        """All at once. Raises ClientDisconnect as soon as nobody waits for it."""
        order = self._order(wordings, glossary, choice=choice)
        rows = asyncio.ensure_future(_all(order))
        gone = asyncio.ensure_future(left(request))
        try:
            await asyncio.wait((rows, gone), return_when=asyncio.FIRST_COMPLETED)
            if not rows.done():
                raise ClientDisconnect
            found = rows.result()
        finally:
            self.merger.drop(order)
            rows.cancel()
            gone.cancel()
        return made(wordings, order, found)

    def stream(self, wordings: Sequence[Wording]) -> Order:
        """An order whose rows come as soon as may be; whoever draws from it drops it at the end."""
        return self._order(wordings, None, hurried=True)

    def queue(self, wordings: Sequence[Wording]) -> Order:
        """An order that nobody watches; whoever draws from it drops it at the end."""
        return self._order(wordings, None)

    def _order(
        self, wordings: Sequence[Wording], glossary: str | None, *, hurried: bool = False, choice: Choice | None = None
    ) -> Order:
        documents = tuple(document for wording in wordings for document in wording.documents)
        order = Order(documents, glossary, hurried=hurried, choice=choice)
        self.merger.submit(order)
        return order


async def _all(order: Order) -> list[Row]:
    return [row async for row in order.rows()]


async def left(request: Request) -> None:
    """Return when the client is gone; its body is read already."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def made(wordings: Sequence[Wording], order: Order, rows: Iterable[Row]) -> Made:
    """What became of the texts of an order, from all its rows."""
    beads: list[list[Bead]] = [[] for _ in order.documents]
    for row in rows:
        beads[row.document].append(row.bead)
    at, texts, shares = 0, [], []
    for wording in wordings:
        its = beads[at : at + len(wording.documents)]
        at += len(wording.documents)
        texts.append(wording.english(its))
        shares.append([bead for share in its for bead in share])
    return Made(texts, shares, order.signature)


def keyed(request: Request) -> bool:
    """Whether a key comes in a header, where it can be checked before the body is read."""
    return _header(request) is not None


def _header(request: Request) -> str | None:
    """The key in a header, as any of the protocols sends it."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() in ("bearer", "deepl-auth-key") and key.strip():
        return key.strip()
    return request.headers.get("x-api-key")
