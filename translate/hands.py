"""Who makes the beads of a window: the one who asks, threads beside it, or workers on other machines."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Protocol, Self

from translate.document import Bead
from translate.task import Task


class Beads(Protocol):
    """What makes beads of tasks, one for each and in their order: a translator."""

    def beads(self, tasks: Sequence[Task]) -> list[Bead]:
        """The beads of these tasks."""
        ...


class Hands(Protocol):
    """Those who make beads, several windows at a time. Which of them makes a window changes nothing in its beads."""

    @property
    def most(self) -> int:
        """How many windows may be in hand at once."""
        ...

    def begin(self, tasks: Sequence[Task]) -> Callable[[], list[Bead]]:
        """Begin with a window; what is returned waits for its beads."""
        ...


class Threads:
    """Two threads, so that a processor's cores have work while one window's terms and checks are seen to.

    Leaving gives up what nobody waited for.
    """

    most = 2

    def __init__(self, maker: Beads) -> None:
        """Take who makes the beads; it must bear two windows at a time, as every engine does."""
        self._maker = maker
        self._pool = ThreadPoolExecutor(self.most, "window")

    def begin(self, tasks: Sequence[Task]) -> Callable[[], list[Bead]]:
        """Begin with a window; see `Hands`."""
        return self._pool.submit(self._maker.beads, tasks).result

    def __enter__(self) -> Self:
        """The threads themselves."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=False, cancel_futures=True)
