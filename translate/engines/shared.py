"""One engine for many threads: what they ask at the same time shares its batches, whatever each of them is at.

A sentence on its way is decoded, weighed and perhaps decoded again, so that windows which wait for their slowest member
leave the batches of the later steps nearly empty. Here each goes its own way, and the engine fills each batch with
whatever waits for the like: of one kind and of one rung, so that company changes nothing (`batches`).
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from threading import Condition, Thread
from typing import Any

from translate.engines import Decoding, Engine, Hypothesis
from translate.engines.batches import rung
from translate.engines.steering import Pair, Steering, Weighed, steering

# What a line asks that came so many batches ago goes next, however few rows are like it.
LATE = 24


class Ended(Exception):
    """The engine takes no more; whoever ended it knows why."""


class Shared:
    """An engine with a queue before it and one thread behind it, which alone asks the engine.

    Of lines that are `urgent` and lines that are not each has every other batch while both wait, and the urgent the
    first of them: so an urgent row waits for two batches at most, the one in the engine and perhaps one of the others.
    """

    def __init__(self, engine: Engine, most: int, pause: float = 0.0) -> None:
        """`most` rows go in one batch; it waits up to `pause` seconds for lines that are about to ask."""
        self.engine, self.leader = engine, steering(engine)
        self._most, self._pause = most, pause
        self._changed = Condition()
        self._rows: list[_Row] = []
        self._lines = 0
        self._batches = 0
        self._favoured = self._closed = False
        self._thread: Thread | None = None

    def line(self, *, urgent: bool) -> "Line":
        """The engine for one thread, until that closes it; a batch waits a little for lines that have asked nothing."""
        with self._changed:
            self._lines += 1
            if self._thread is None:
                self._thread = Thread(target=self._work, name="audarma-engine", daemon=True)
                self._thread.start()
        return (Steered if self.leader else Line)(self, urgent, self._batches)

    def left(self) -> None:
        """One line fewer has something to ask."""
        with self._changed:
            self._lines -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """Take no more, and end after the batch that is in the engine; whoever waits gets Ended."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread:
            self._thread.join()

    def answered(self, rows: Sequence["_Row"]) -> list[Any]:
        """Wait until all of them are done; what the engine said of each. Raises what it raised, or Ended."""
        with self._changed:
            for row in rows:
                row.came = self._batches
            self._rows += rows
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or all(row.done for row in rows))
        for row in rows:
            if row.fault:
                raise row.fault
        if not all(row.done for row in rows):
            raise Ended
        return [row.said for row in rows]

    def _work(self) -> None:
        while batch := self._next():
            self._run(batch)
            with self._changed:
                for row in batch:
                    row.done = True
                self._changed.notify_all()

    def _next(self) -> list["_Row"]:
        """What goes in the next batch; empty once this ends."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._rows)
            self._changed.wait_for(self._all_ask, self._pause)
            if self._closed:
                return []
            batch = self._chosen()
            chosen = set(map(id, batch))
            self._rows = [row for row in self._rows if id(row) not in chosen]
            self._batches += 1
            return batch

    def _all_ask(self) -> bool:
        return self._closed or len({id(row.line) for row in self._rows}) >= self._lines

    def _chosen(self) -> list["_Row"]:
        first = self._favourites()
        crowd = Counter(row.group for row in self._rows)
        oldest = min(first, key=lambda row: (row.line.came, row.came))
        if self._batches - oldest.line.came >= LATE:
            group = oldest.group
        else:
            # to score is as dear alone as in company; whoever has its scores may soon fill a batch with others
            group = min(first, key=lambda row: (not row.weighed, -crowd[row.group], row.came)).group
        others = {id(row) for row in first}
        alike = [row for row in self._rows if row.group == group]
        return sorted(alike, key=lambda row: id(row) not in others)[: self._most]

    def _favourites(self) -> list["_Row"]:
        """The rows whose turn it is."""
        urgent = [row for row in self._rows if row.line.urgent]
        others = [row for row in self._rows if not row.line.urgent]
        self._favoured = bool(urgent and others) and not self._favoured
        return urgent if self._favoured or not others else others

    def _run(self, batch: Sequence["_Row"]) -> None:
        """Ask the engine. What one line asks may break a batch: then each line's rows go by themselves."""
        try:
            self._ask(batch)
        except Exception as fault:
            lines = {id(row.line): row.line for row in batch}.values()
            if len(lines) == 1:
                for row in batch:
                    row.fault = fault
                return
            for line in lines:
                self._run([row for row in batch if row.line is line])

    def _ask(self, batch: Sequence["_Row"]) -> None:
        texts = list(dict.fromkeys(row.text for row in batch))
        if batch[0].weighed:
            assert self.leader
            weighed = dict(zip(texts, self.leader.weigh(texts, batch[0].decoding), strict=True))
            for row in batch:
                row.said = weighed[row.text]
            return
        # the search is the same however many of its hypotheses are told
        most = max(row.decoding.alternatives for row in batch)
        said = self.engine.translate(texts, replace(batch[0].decoding, alternatives=most))
        found = dict(zip(texts, said, strict=True))
        for row in batch:
            best = found[row.text]
            row.said = replace(best, alternatives=best.alternatives[: row.decoding.alternatives])


@dataclass(slots=True, eq=False)
class _Row:
    """A sentence or a pair that waits: who asks, what it may share a batch with, and when it came, in batches."""

    line: "Line"
    text: Any
    decoding: Decoding
    group: Hashable
    weighed: bool = False
    came: int = 0
    said: Any = None
    fault: Exception | None = field(default=None)
    done: bool = False


class Line:
    """One thread's way to the engine; see `Engine`."""

    def __init__(self, shared: Shared, urgent: bool, came: int) -> None:
        """It asks by way of `shared`, which has run so many batches."""
        self._shared, self.urgent, self.came = shared, urgent, came

    def close(self) -> None:
        """Nothing more is asked."""
        self._shared.left()

    @property
    def name(self) -> str:
        """That of the engine."""
        return self._shared.engine.name

    @property
    def longest(self) -> int:
        """That of the engine."""
        return self._shared.engine.longest

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """Those of the engine."""
        return self._shared.engine.lengths(sentences)

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Translate each sentence; see `Engine`."""
        kind = (replace(decoding, alternatives=0), decoding.width)
        rungs = map(rung, self.lengths(sentences))
        return self._shared.answered(
            [_Row(self, one, decoding, (kind, its)) for one, its in zip(sentences, rungs, strict=True)]
        )


class Steered(Line, Steering):
    """The same, of an engine that can be asked how likely an English is."""

    def weigh(self, pairs: Sequence[Pair], decoding: Decoding) -> list[Weighed]:
        """How likely each English is; see `Steering`."""
        group = ("weigh", decoding.source)
        return self._shared.answered([_Row(self, pair, decoding, group, weighed=True) for pair in pairs])
