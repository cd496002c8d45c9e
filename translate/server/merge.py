"""Many requests at once, one engine: each goes its own way, and what they ask at the same time shares its batches."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from math import ceil
from threading import Condition, Thread

from translate.engines.shared import Ended, Line, Shared
from translate.server import turns
from translate.server.order import Order
from translate.server.refusal import Refusal
from translate.translator import Translator

# How much of the measured speed is kept as more is measured.
_KEPT = 0.97


class Merger:
    """A queue with a bound, and a thread that sends what waits on its way: so many sentences of it at a time.

    Each order has one flight at a time, of a few of its sentences, in a thread of its own; the flights share the engine
    (`shared`). Flights are drawn anew from all that wait (`turns`): a sentence need not outwait a document of
    thousands, nor that document an unbroken flow of sentences. Every row depends on its own document alone, so whatever
    arrives together, each request gets what it would get alone, in its own order.
    """

    def __init__(
        self,
        translator: Callable[[str | None], Translator],
        waiting: int = 128,
        pause: float = 0.02,
    ) -> None:
        """`translator` gives the one to use now for a named glossary."""
        self._translator = translator
        self._most, self._pause = waiting, pause
        self._orders: list[Order] = []
        # the flights under way: how many sentences each has, by its order's id
        self._flying: dict[int, turns.Flight] = {}
        self._changed = Condition()
        self._closing = False
        self._window = 0
        self._translator_window = turns.WIDEST
        self._sentences = self._seconds = self._marked = 0.0
        self._worker: Thread | None = None
        self._shared: Shared | None = None
        self._pool = ThreadPoolExecutor(2 * turns.WIDEST, "audarma-flight")

    @property
    def waiting(self) -> int:
        """How many orders wait, beside those that the engine works on."""
        return len(self._orders) - len(self._flying)

    def submit(self, order: Order) -> None:
        """Let an order take its turns. Raises Refusal where too many wait already, or the server ends."""
        with self._changed:
            if self._closing:
                raise Refusal(503, "the server is ending; ask again once it runs again", {"Retry-After": "5"})
            if self.waiting >= self._most:
                raise Refusal(
                    429,
                    f"{self._most} requests are waiting already; ask again a little later",
                    {"Retry-After": str(self._patience())},
                )
            # behind all that had a turn before
            order.turn = self._window
            self._orders.append(order)
            self._start()
            self._changed.notify()

    def drop(self, order: Order) -> None:
        """Nobody waits for that order any more."""
        with self._changed:
            order.gone = True

    def warm(self) -> None:
        """Load what is needed before anyone asks; whoever asks first is told if that fails."""
        with self._changed:
            self._start()

    def abandon(self) -> None:
        """Take no more, and tell all who wait that they wait in vain."""
        with self._changed:
            self._closing = True
            self._changed.notify()
            waiting = tuple(self._orders)
        for order in waiting:
            order.end(Refusal(503, "the server ended before this was done; ask again once it runs again"))

    def close(self) -> None:
        """The same, and end the thread after the sentences that are in the engine."""
        self.abandon()
        if self._worker:
            self._worker.join()
        if self._shared:
            self._shared.close()
        self._pool.shutdown()

    def seconds(self, sentences: int) -> float | None:
        """How long so many sentences take, were there nobody else; None before anything was measured."""
        return sentences * self._seconds / self._sentences if self._sentences and self._seconds else None

    def _start(self) -> None:
        if self._worker is None:
            self._worker = Thread(target=self._work, name="audarma-merger", daemon=True)
            self._worker.start()

    def _patience(self) -> int:
        """Seconds until the queue may have room, as far as the speed so far tells."""
        left = sum(order.left for order in self._orders)
        return min(60, max(1, ceil(self.seconds(left) or 1)))

    def _work(self) -> None:
        with suppress(Exception):
            self._translator(None)
        while waiting := self._awaited():
            self._window += 1
            with self._changed:
                if not self._flying:
                    self._marked = time.monotonic()
                flights = turns.drawn(waiting, self._widest(), self._window, list(self._flying.values()))
                self._flying |= {id(flight.order): flight for flight in flights}
            # all have their lines before the first of them asks, so that they share its batch
            lines = [self._line(flight) for flight in flights]
            for flight, line in zip(flights, lines, strict=True):
                self._pool.submit(self._fly, flight, line)

    def _awaited(self) -> list[Order]:
        """Wait until there are orders that can go, the next one first; empty once the server ends."""
        with self._changed:
            # the first order of all may be here before the thread that this runs in
            if not self._flying and not any(order.drawn for order in self._orders):
                self._changed.wait_for(lambda: self._closing or self._orders)
                self._changed.wait_for(lambda: self._closing, self._pause)
            while not self._closing:
                self._orders = [order for order in self._orders if not order.over or id(order) in self._flying]
                grounded = [order for order in self._orders if id(order) not in self._flying and not order.over]
                ready = [order for order in turns.ranked(grounded, self._window + 1) if self._admitted(order)]
                if ready and turns.room(ready, self._widest(), list(self._flying.values())):
                    return ready
                self._changed.wait()
            return []

    def _widest(self) -> int:
        """How many sentences are on their way at once: so many of those who wait for few, and so many of others."""
        return min(self._translator_window, turns.WIDEST)

    def _admitted(self, order: Order) -> bool:
        """Give an order its translator at its first turn, which it keeps to its last; False where it ends at once."""
        if order.translator is None:
            try:
                order.translator = self._translator(order.glossary)
                self._translator_window = order.translator.window
            except Exception as fault:
                order.end(fault)
                return False
        if not order.left:
            order.end()
            return False
        return True

    def _line(self, flight: turns.Flight) -> Line:
        engine = _translator(flight).engine
        if self._shared is None or self._shared.engine is not engine:
            if self._shared:
                self._shared.close()
            self._shared = Shared(engine, self._widest(), self._pause)
        return self._shared.line(urgent=flight.urgent)

    def _fly(self, flight: turns.Flight, line: Line) -> None:
        """Some sentences of one order, from the first step to their rows."""
        order = flight.order
        try:
            translator = replace(_translator(flight), engine=line)
            if order.choice:
                translator = order.choice.of(translator)
            for row in translator.take(flight.places):
                order.give(row)
        except Ended:
            order.end(Refusal(503, "the server ended before this was done; ask again once it runs again"))
        except Exception as fault:
            order.end(fault)
        finally:
            line.close()
            self._landed(flight)

    def _landed(self, flight: turns.Flight) -> None:
        with self._changed:
            self._flying.pop(id(flight.order), None)
            now = time.monotonic()
            self._sentences = _KEPT * self._sentences + len(flight.places)
            self._seconds, self._marked = _KEPT * self._seconds + now - self._marked, now
            self._changed.notify_all()


def _translator(flight: turns.Flight) -> Translator:
    """That of its order, which has one by then."""
    assert flight.order.translator
    return flight.order.translator
