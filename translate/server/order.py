"""One request on its way through the merger: what it wants, what it has got, and whether anyone still waits for it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

from translate.document import Document
from translate.translator import Row


class Order:
    """Documents of one request. The worker gives rows in; the request's own event loop draws them out.

    `given` counts the rows of each document that were given; `fed` is the next document for the translator.
    `hurried` asks for the first row as soon as may be; `alone` keeps others out of its stream.
    """

    def __init__(self, documents: tuple[Document, ...], glossary: str | None = None, *, hurried: bool = False) -> None:
        """Made inside the event loop that will draw from it."""
        self.documents, self.glossary, self.hurried = documents, glossary, hurried
        self.given = [0] * len(documents)
        self.left = sum(len(document.segments) for document in documents)
        self.fed = 0
        self.alone = self.gone = self.ended = False
        self.signature = ""
        self._loop = asyncio.get_running_loop()
        self._news: asyncio.Queue[Row | Exception | None] = asyncio.Queue()

    def give(self, row: Row) -> None:
        """Hand over a row of one of the documents, but for one that was given before."""
        if self.ended or row.index < self.given[row.document]:
            return
        self.given[row.document] += 1
        self.left -= 1
        self._tell(row)
        if not self.left:
            self.end()

    def end(self, fault: Exception | None = None) -> None:
        """No more comes, since all was given or something failed."""
        if not self.ended:
            self.ended = True
            self._tell(fault)

    def rewind(self) -> None:
        """Begin again with the first document that has rows missing."""
        whole = (got == len(d.segments) for got, d in zip(self.given, self.documents, strict=True))
        self.fed = next((number for number, done in enumerate(whole) if not done), len(self.documents))

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
