"""Segments on their way to their rows: what is known goes by, what is new is sent by windows, all come out in order."""

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby, islice

from translate.consistency import Renderings
from translate.document import Bead
from translate.engines.batches import rung
from translate.rows import Place, Row
from translate.task import Task

# So many rows are looked up at most before any is given out, however few of them are new.
LONGEST_LINE = 1024
# A window of fewer sentences than this share of its size takes in some of other lengths: what is decoded again of a
# window shares batches, too.
FILLED = 0.5


@dataclass(frozen=True, slots=True)
class Sought:
    """A task, by what its row is remembered, its bead where it is known, and the names of its document's rows."""

    task: Task
    key: str
    bead: Bead | None
    renderings: Renderings


@dataclass(frozen=True, slots=True)
class Means:
    """What a flow goes by.

    `look` says what is known of segments, `lengths` how many pieces sentences have; `begin` begins to make the beads of
    a window, of which `most` may be in hand, and what it returns waits for them; `keep` is given what was made, by key,
    before any row of it is given out, and `tell` each bead as its row is.
    """

    look: Callable[[Sequence[Place]], list[Sought]]
    lengths: Callable[[Sequence[str]], list[int]]
    begin: Callable[[Sequence[Task]], Callable[[], list[Bead]]]
    most: int
    keep: Callable[[Mapping[str, tuple[Task, Bead]]], None]
    tell: Callable[[Bead], None] = lambda bead: None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A task that waits, and the rung that its batch will be of."""

    task: Task
    rung: int


@dataclass(frozen=True, slots=True)
class _Window:
    """Tasks on their way together, by key, and what waits for their beads."""

    tasks: Mapping[str, Task]
    wait: Callable[[], list[Bead]]


class Flow:
    """One stream of segments.

    A window is the sentence that has waited longest and, among so many windows' worth of sentences `ahead`, those that
    may share its batch: so batches are full, the first rows come first, and a window in hand is all that a kill can
    cost. Which sentences share a window depends on their places alone, never on the clock. What stands in several
    places is asked for once.
    """

    def __init__(self, means: Means, places: Iterator[Place], sizes: Iterator[int], ahead: int) -> None:
        """`sizes` are those of the windows, one after another."""
        self._means, self._places, self._sizes, self._ahead = means, places, sizes, ahead
        self._size = next(sizes)
        # what is looked up and not given out yet
        self._line: deque[Sought] = deque()
        self._wanted: Counter[str] = Counter()
        # of that, by key: what nobody has begun, and what is made
        self._waiting: dict[str, _Asked] = {}
        self._made: dict[str, Bead] = {}
        self._hand: deque[_Window] = deque()

    def rows(self) -> Generator[Row, None, None]:
        """The rows in order, as they are ready."""
        try:
            while self._filled():
                if self._hand:
                    self._finish(self._hand.popleft())
                    if self._means.most > 1:
                        # they have work while these rows are written
                        self._filled()
                yield from self._ready()
        except GeneratorExit:
            # whoever breaks off has paid for what is in hand: the next run finds it in the memory
            for window in self._hand:
                self._finish(window)
            raise
        except Exception:
            for window in self._hand:
                with suppress(Exception):
                    self._finish(window)
            raise

    def _filled(self) -> bool:
        """Look ahead, and begin as many windows as may be in hand; whether there is anything to give out."""
        self._look()
        while self._waiting and len(self._hand) < self._means.most:
            tasks = {key: self._waiting.pop(key).task for key in self._chosen()}
            self._hand.append(_Window(tasks, self._means.begin(list(tasks.values()))))
            self._size = next(self._sizes)
            self._look()
        return bool(self._line)

    def _look(self) -> None:
        reach = self._size * self._ahead
        while (new := reach - len(self._waiting)) > 0 and (room := LONGEST_LINE - len(self._line)) > 0:
            batch = list(islice(self._places, min(new, room)))
            if not batch:
                break
            self._add(self._means.look(batch))

    def _add(self, found: Sequence[Sought]) -> None:
        """Put them in the line, and what nobody was asked for yet with what waits."""
        self._line += found
        fresh: dict[str, Task] = {}
        for one in found:
            if not one.bead:
                self._wanted[one.key] += 1
                if self._wanted[one.key] == 1:
                    fresh[one.key] = one.task
        # where all that waits is one window there is nothing to choose
        texts = [task.reading.text for task in fresh.values()] if self._ahead > 1 else []
        rungs = map(rung, self._means.lengths(texts) if texts else [0] * len(fresh))
        self._waiting |= {key: _Asked(task, its) for (key, task), its in zip(fresh.items(), rungs, strict=True)}

    def _chosen(self) -> Iterable[str]:
        """The keys of the next window: the oldest and those of its rung, and of others where these are few."""
        oldest = next(iter(self._waiting.values())).rung
        rungs = groupby(sorted(self._waiting, key=self._far(oldest)), self._far(oldest))
        chosen: list[str] = []
        for _, alike in rungs:
            if len(chosen) >= self._size * FILLED:
                break
            chosen += islice(alike, self._size - len(chosen))
        return chosen

    def _far(self, oldest: int) -> Callable[[str], tuple[int, int]]:
        """How far the rung of a key is from that one, and which of the two that are so far it is."""

        def far(key: str) -> tuple[int, int]:
            its = self._waiting[key].rung
            return abs(its - oldest), its

        return far

    def _finish(self, window: _Window) -> None:
        """Wait for the window's beads, and keep them before any row is given out."""
        beads = dict(zip(window.tasks, window.wait(), strict=True))
        self._means.keep({key: (window.tasks[key], bead) for key, bead in beads.items()})
        self._made |= beads

    def _ready(self) -> Iterator[Row]:
        """The rows up to the first that is not made, each checked against those of its document before it."""
        while self._line and (bead := self._line[0].bead or self._made.get(self._line[0].key)):
            one = self._line.popleft()
            if not one.bead:
                self._wanted[one.key] -= 1
                if not self._wanted[one.key]:
                    del self._wanted[one.key], self._made[one.key]
            task = one.task
            bead = replace(bead, segment=task.segment)
            # names are read in Cyrillic, and what is added stands in the English
            checked = one.renderings.checked(replace(bead, segment=task.read), task.index, task.matches)
            bead = replace(checked, segment=task.segment)
            self._means.tell(bead)
            yield Row(task.document, task.index, bead)
