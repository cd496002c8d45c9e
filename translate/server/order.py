"""One request on its way through the merger: what it wants, what it has got, and whether anyone still waits for it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

from translate.consistency import Renderings
from translate.document import Document
from translate.rows import Place, Row
from translate.server.choice import Choice
from translate.translator import Translator


class Order:
    """Documents of one request. The worker gives rows in; the request's own event loop draws them out.

    `given` counts the rows of each document that were given, `drawn` the segments that went to the engine, `turn` is
    the window in which that was last. `hurried` asks for the first row as soon as may be. `translator` is the one that
    it began with: an edit of the glossary meanwhile holds for later orders.
    """

    def __init__(
        self,
        documents: tuple[Document, ...],
        glossary: str | None = None,
        *,
        hurried: bool = False,
        choice: Choice | None = None,
    ) -> None:
        """Made inside the event loop that will draw from it; with a `choice` it gets other English than the best."""
        self.choice = choice
        self.documents, self.glossary, self.hurried = documents, glossary, hurried
        self.given = [0] * len(documents)
        self.left = sum(len(document.segments) for document in documents)
        self.drawn = self.turn = 0
        self.gone = self.ended = False
        self.translator: Translator | None = None
        self._at = (0, 0)
        self._renderings: dict[int, Renderings] = {}
        self._loop = asyncio.get_running_loop()
        self._news: asyncio.Queue[Row | Exception | None] = asyncio.Queue()

    @property
    def signature(self) -> str:
        """What makes its rows; empty while it waits for the engine."""
        return self.translator.signature if self.translator else ""

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done for it."""
        return self.gone or self.ended

    def draw(self) -> Place | None:
        """The next segment for the engine, with its document's number in this order; None after the last."""
        number, index = self._at
        while number < len(self.documents) and index == len(self.documents[number].segments):
            number, index = number + 1, 0
        self._at = (number, index)
        if number == len(self.documents):
            return None
        self._at = (number, index + 1)
        self.drawn += 1
        return Place(number, self.documents[number], index, self._renderings.setdefault(number, Renderings()))

    def give(self, row: Row) -> None:
        """Hand over a row of one of the documents."""
        if self.ended:
            return
        self.given[row.document] += 1
        self.left -= 1
        if self.given[row.document] == len(self.documents[row.document].segments):
            del self._renderings[row.document]
        self._tell(row)
        if not self.left:
            self.end()

    def end(self, fault: Exception | None = None) -> None:
        """No more comes, since all was given or something failed."""
        if not self.ended:
            self.ended = True
            self._tell(fault)

    def _tell(self, news: Row | Exception | None) -> None:
        # a loop that is closed has nobody left to tell
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._news.put_nowait, news)

    async def rows(self) -> AsyncGenerator[Row, None]:
        """The rows as they come, by document and sentence. Raises what the translator raised."""
        while (news := await self._news.get()) is not None:
            if isinstance(news, Exception):
                raise news
            yield news
