"""Many requests at once, one engine: what waits together shares its batches, and takes turns in them."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from math import ceil
from threading import Condition, Thread

from translate.document import Bead
from translate.server import turns
from translate.server.order import Order
from translate.server.refusal import Refusal
from translate.translator import Translator

# How much of the measured speed each window's own speed is.
_FRESH = 0.3


class Merger:
    """A queue with a bound, and the one thread that owns the engine.

    The engine works by windows, each drawn anew from all that wait (`turns`): a sentence need not outwait a document of
    thousands, nor that document an unbroken flow of sentences. Every row depends on its own document alone, so whatever
    arrives together, each request gets what it would get alone, in its own order.
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
        self._orders: list[Order] = []
        self._inside = 0
        self._changed = Condition()
        self._closing = False
        self._window = 0
        self._rate = 0.0
        self._worker: Thread | None = None

    @property
    def waiting(self) -> int:
        """How many orders wait, beside those that the engine works on."""
        return len(self._orders) - self._inside

    def submit(self, order: Order) -> None:
        """Let an order take its turns. Raises Refusal where too many wait already, or the server ends."""
        with self._changed:
            if self._closing:
                raise Refusal(503, "the server is ending; ask again once it runs again", {"Retry-After": "5"})
            if len(self._orders) - self._inside >= self._most:
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

    def seconds(self, sentences: int) -> float | None:
        """How long so many sentences take, were there nobody else; None before anything was measured."""
        return sentences / self._rate if self._rate else None

    def _start(self) -> None:
        if self._worker is None:
            self._worker = Thread(target=self._work, name="audarma-merger", daemon=True)
            self._worker.start()

    def _patience(self) -> int:
        """Seconds until the queue may have room, as far as the speed so far tells."""
        left = sum(order.left for order in self._orders)
        return min(60, max(1, ceil(left / self._rate))) if self._rate else 1

    def _work(self) -> None:
        with suppress(Exception):
            self._translator(None)
        while waiting := self._awaited():
            self._window += 1
            ranked = turns.ranked(waiting, self._window)
            if translator := self._admitted(ranked[0]):
                self._serve(ranked, translator)

    def _awaited(self) -> list[Order]:
        """Wait until there are orders, and from then for others that come with them; empty once the server ends."""
        with self._changed:
            if not self._live():
                while not self._orders and not self._closing:
                    self._changed.wait()
                self._changed.wait_for(lambda: self._closing, self._pause)
            return [] if self._closing else self._live()

    def _live(self) -> list[Order]:
        """Those for whom something is left to do; the others are forgotten."""
        self._orders = [order for order in self._orders if not order.over]
        self._inside = 0
        return list(self._orders)

    def _admitted(self, order: Order) -> Translator | None:
        """The translator of an order, from its first turn to its last; None where it ends at once."""
        if order.translator is None:
            try:
                translator = self._translator(order.glossary)
                order.translator = order.choice.of(translator) if order.choice else translator
            except Exception as fault:
                order.end(fault)
                return None
        if not order.left:
            order.end()
            return None
        return order.translator

    def _serve(self, ranked: list[Order], translator: Translator) -> None:
        """One window, of the first order and those whom the same translator serves."""
        together = [ranked[0]]
        if not ranked[0].alone:
            together += [one for one in ranked[1:] if not one.alone and self._admitted(one) is translator]
        drawn = turns.drawn(together, translator, self._window)
        inside = {id(order): order for order, _ in drawn}
        self._inside = len(inside)
        began = time.monotonic()
        try:
            for (order, place), row in zip(drawn, translator.take(place for _, place in _apart(drawn)), strict=True):
                self._heard(row.bead)
                order.give(replace(row, document=place.number))
        except Exception as fault:
            self._isolate(list(inside.values()), fault)
        else:
            ranked[0].alone = False
            speed = len(drawn) / max(1e-3, time.monotonic() - began)
            self._rate = _FRESH * speed + (1 - _FRESH) * self._rate if self._rate else speed

    def _isolate(self, together: list[Order], fault: Exception) -> None:
        """One order's text may have broken the window of all: each goes again alone, and the culprit alone fails."""
        unfinished = [order for order in together if not order.over]
        if len(unfinished) == 1:
            unfinished[0].end(fault)
        for order in unfinished:
            order.rewind()
            order.alone = True


def _apart(drawn: turns.Drawn) -> turns.Drawn:
    """The same with a number for each document that no other order's has."""
    numbers: dict[tuple[int, int], int] = {}
    return [
        (order, replace(place, number=numbers.setdefault((id(order), place.number), len(numbers))))
        for order, place in drawn
    ]
