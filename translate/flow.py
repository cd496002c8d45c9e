"""Segments on their way to their rows: what is known goes by, what is new is sent by windows, all come out in order."""

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from translate.consistency import Renderings
from translate.document import Bead
from translate.rows import Place, Row
from translate.task import Task

# So many rows are looked up at most before any is given out, however few of them are new.
LONGEST_LINE = 1024


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

    `look` says what is known of segments; `begin` begins to make the beads of a window, of which `most` may be in hand,
    and what it returns waits for them; `keep` is given what was made, by key, before any row of it is given out.
    """

    look: Callable[[Sequence[Place]], list[Sought]]
    begin: Callable[[Sequence[Task]], Callable[[], list[Bead]]]
    most: int
    keep: Callable[[Mapping[str, tuple[Task, Bead]]], None]


@dataclass(frozen=True, slots=True)
class _Window:
    """Tasks on their way together, by key, and what waits for their beads."""

    tasks: Mapping[str, Task]
    wait: Callable[[], list[Bead]]


class Flow:
    """One stream of segments.

    A window is the sentence that has waited longest and, among so many windows' worth of sentences `ahead`, those
    nearest to it in length: so its batches are full, the first rows come first, and a window in hand is all that a kill
    can cost. Which sentences share a window depends on their places alone, never on the clock. What stands in several
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
        self._waiting: dict[str, Task] = {}
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
            tasks = {key: self._waiting.pop(key) for key in self._chosen()}
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
            for one in self._means.look(batch):
                self._line.append(one)
                if one.bead:
                    continue
                self._wanted[one.key] += 1
                if self._wanted[one.key] == 1:
                    self._waiting[one.key] = one.task

    def _chosen(self) -> Iterable[str]:
        """The keys of the next window, in the order in which they came."""
        if len(self._waiting) <= self._size:
            return list(self._waiting)
        ranked = sorted(self._waiting, key=lambda key: len(self._waiting[key].reading.text))
        oldest = ranked.index(next(iter(self._waiting)))
        first = min(max(0, oldest - self._size // 2), len(ranked) - self._size)
        near = set(ranked[first : first + self._size])
        return [key for key in self._waiting if key in near]

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
            yield Row(task.document, task.index, replace(checked, segment=task.segment))
