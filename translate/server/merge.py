"""Many requests at once, one stream through the translator: what waits together shares the engine's batches."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from math import ceil
from threading import Condition, Thread

from translate.document import Bead, Document
from translate.server.order import Order
from translate.server.refusal import Refusal
from translate.translator import FIRST_WINDOW, Translator

# How much of the measured speed each stream's own speed is.
_FRESH = 0.3


class Merger:
    """A queue with a bound, and the one thread that owns the engine.

    Documents of all requests that wait take turns, so that a short one need not outwait a long one; those that come
    while the stream runs join it. Every row depends on its own document alone, so whatever arrives together, each
    request gets what it would get alone, in its own order.
    """

    def __init__(
        self,
        translator: Callable[[str | None], Translator],
        waiting: int = 128,
        pause: float = 0.02,
        heard: Callable[[Bead], None] = lambda bead: None,
    ) -> None:
        """`translator` gives the one to use now for a named glossary: the same object while nothing has changed.

        `heard` is told of every row as it is made.
        """
        self._heard = heard
        self._translator = translator
        self._most, self._pause = waiting, pause
        self._waiting: deque[Order] = deque()
        self._active: list[Order] = []
        self._changed = Condition()
        self._closing = False
        self._rate = 0.0
        self._worker: Thread | None = None

    @property
    def waiting(self) -> int:
        """How many orders wait."""
        return len(self._waiting)

    def submit(self, order: Order) -> None:
        """Let an order wait its turn. Raises Refusal where too many wait already, or the server ends."""
        with self._changed:
            if self._closing:
                raise Refusal(503, "the server is ending; ask again once it runs again", {"Retry-After": "5"})
            if len(self._waiting) >= self._most:
                raise Refusal(
                    429,
                    f"{self._most} requests are waiting already; ask again a little later",
                    {"Retry-After": str(self._patience())},
                )
            self._waiting.append(order)
            self._start()
            self._changed.notify()

    def drop(self, order: Order) -> None:
        """Nobody waits for that order any more."""
        order.gone = True
        with self._changed:
            if order in self._waiting:
                self._waiting.remove(order)

    def warm(self) -> None:
        """Load what is needed before anyone asks; whoever asks first is told if that fails."""
        with self._changed:
            self._start()

    def abandon(self) -> None:
        """Take no more, and tell all who wait that they wait in vain."""
        with self._changed:
            self._closing = True
            self._changed.notify()
            waiting = (*self._active, *self._waiting)
        for order in waiting:
            order.end(Refusal(503, "the server ended before this was done; ask again once it runs again"))

    def close(self) -> None:
        """The same, and end the thread after the sentences that are in the engine."""
        self.abandon()
        if self._worker:
            self._worker.join()

    def _start(self) -> None:
        if self._worker is None:
            self._worker = Thread(target=self._work, name="audarma-merger", daemon=True)
            self._worker.start()

    def _patience(self) -> int:
        """Seconds until the queue may have room, as far as the speed so far tells."""
        left = sum(order.left for order in (*self._active, *self._waiting))
        return min(60, max(1, ceil(left / self._rate))) if self._rate else 1

    def _work(self) -> None:
        with suppress(Exception):
            self._translator(None)
        while self._awaited():
            time.sleep(self._pause)
            with self._changed:
                head = self._waiting[0] if self._waiting else None
            if head:
                self._serve(head)

    def _awaited(self) -> bool:
        """Wait for an order; False once the server ends."""
        with self._changed:
            while not self._waiting and not self._closing:
                self._changed.wait()
            return not self._closing

    def _serve(self, head: Order) -> None:
        """One stream, from the first order that waits until nobody is left who may join it."""
        try:
            translator = self._translator(head.glossary)
        except Exception as fault:
            self.drop(head)
            head.end(fault)
            return
        feed = _Feed(self, translator)
        began = time.monotonic()
        try:
            feed.admit()
            hurried = any(order.hurried for order in self._active)
            for row in translator.stream(feed, FIRST_WINDOW if hurried else translator.window):
                self._heard(row.bead)
                order, number = feed.places[row.document]
                order.give(replace(row, document=number))
                feed.rows += 1
                # the rest of a document whose owner left, perhaps thousands of sentences, is not for anyone
                if order.gone or self._closing:
                    break
        except Exception as fault:
            self._isolate(fault)
        if feed.rows:
            speed = feed.rows / max(1e-3, time.monotonic() - began)
            self._rate = _FRESH * speed + (1 - _FRESH) * self._rate if self._rate else speed
        self._requeue()

    def _isolate(self, fault: Exception) -> None:
        """One order's text may have broken the stream of all: each goes again alone, and the culprit alone fails."""
        unfinished = [order for order in self._active if not (order.ended or order.gone)]
        if len(unfinished) == 1:
            unfinished[0].end(fault)
        for order in unfinished:
            order.alone = True

    def _requeue(self) -> None:
        """What the stream left undone waits again, before all others."""
        with self._changed:
            undone = [order for order in self._active if not (order.ended or order.gone)]
            for order in undone:
                order.rewind()
            self._waiting.extendleft(reversed(undone))
            self._active.clear()

    def admit(self, translator: Translator) -> list[Order]:
        """Take from the head of the queue those whom this translator serves."""
        taken: list[Order] = []
        while True:
            with self._changed:
                head = self._waiting[0] if self._waiting else None
                if head is None or (self._active and (head.alone or self._active[0].alone)):
                    return taken
            try:
                if self._translator(head.glossary) is not translator:
                    return taken
            except Exception:
                # it will be told when its own turn comes
                return taken
            with self._changed:
                # it may have been dropped meanwhile
                if self._waiting and self._waiting[0] is head:
                    self._active.append(self._waiting.popleft())
                    taken.append(head)


class _Feed:
    """The documents of all orders in a stream, one of each in turn; `places` says whose each of them is."""

    def __init__(self, merger: Merger, translator: Translator) -> None:
        self._merger, self._translator = merger, translator
        self._turns: deque[Order] = deque()
        self.places: list[tuple[Order, int]] = []
        self.rows = 0

    def admit(self) -> None:
        """Let those join who wait."""
        for order in self._merger.admit(self._translator):
            order.signature = self._translator.signature
            self._turns.append(order)
            if not order.left:
                order.end()

    def __iter__(self) -> Iterator[Document]:
        while self._turns or self._joined():
            order = self._turns.popleft()
            if order.gone or order.ended or order.fed == len(order.documents):
                continue
            number, order.fed = order.fed, order.fed + 1
            self.places.append((order, number))
            yield order.documents[number]
            self.admit()
            self._turns.append(order)

    def _joined(self) -> bool:
        self.admit()
        return bool(self._turns)
