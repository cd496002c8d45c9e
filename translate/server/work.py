"""What all protocols do with a request's texts: check their number, let them be merged, and notice who has left."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from translate.document import Bead
from translate.errors import InputError
from translate.server.keys import Keys, Scope
from translate.server.limits import Limits
from translate.server.merge import Merger
from translate.server.order import Order
from translate.server.rates import Rates
from translate.server.refusal import Refusal
from translate.server.standing import Standing
from translate.server.visit import present
from translate.server.wording import Wording
from translate.translator import Row

# The many texts of a request may be this long together before a thread of their own takes them apart.
_SHORT = 2_000


@dataclass(frozen=True, slots=True)
class Made:
    """The English of each text, its beads, and what made them."""

    texts: list[str]
    beads: list[list[Bead]]
    signature: str


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

    def measure(self, texts: Sequence[str], most: int | None = None, status: int = 413) -> None:
        """Count the characters. Raises Refusal where there are too many of them, or too many texts."""
        most = most or self.limits.texts
        if len(texts) > most:
            raise Refusal(status, f"{len(texts):,} texts are more than the {most:,} of one request; send several")
        self.weigh(sum(map(len, texts)), status)

    def weigh(self, length: int, status: int = 413) -> None:
        """Count so many. Raises Refusal where one request, or one who asks in this minute, may not have them."""
        if length > self.limits.characters:
            most = self.limits.characters
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

    async def translate(self, request: Request, wordings: Sequence[Wording], glossary: str | None = None) -> Made:
        """All at once. Raises ClientDisconnect as soon as nobody waits for it."""
        order = self._order(wordings, glossary)
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
        beads: list[list[Bead]] = [[] for _ in order.documents]
        for row in found:
            beads[row.document].append(row.bead)
        return _made(wordings, beads, order.signature)

    def stream(self, wordings: Sequence[Wording]) -> Order:
        """An order whose rows come as soon as may be; whoever draws from it drops it at the end."""
        return self._order(wordings, None, hurried=True)

    def _order(self, wordings: Sequence[Wording], glossary: str | None, *, hurried: bool = False) -> Order:
        documents = tuple(document for wording in wordings for document in wording.documents)
        order = Order(documents, glossary, hurried=hurried)
        self.merger.submit(order)
        return order


async def _all(order: Order) -> list[Row]:
    return [row async for row in order.rows()]


async def left(request: Request) -> None:
    """Return when the client is gone; its body is read already."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _made(wordings: Sequence[Wording], beads: list[list[Bead]], signature: str) -> Made:
    at, texts, shares = 0, [], []
    for wording in wordings:
        its = beads[at : at + len(wording.documents)]
        at += len(wording.documents)
        texts.append(wording.english(its))
        shares.append([bead for share in its for bead in share])
    return Made(texts, shares, signature)


def keyed(request: Request) -> bool:
    """Whether a key comes in a header, where it can be checked before the body is read."""
    return _header(request) is not None


def _header(request: Request) -> str | None:
    """The key in a header, as any of the protocols sends it."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() in ("bearer", "deepl-auth-key") and key.strip():
        return key.strip()
    return request.headers.get("x-api-key")
