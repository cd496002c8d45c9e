"""Archives on their way: each runs in a thread of the server's, whoever looks on, and is found again by its folder."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from typing import Literal

from page.desk import Desk
from page.job import begin, explain
from translate.archive import Order, Report, Watch, archive
from translate.archive.progress import Sight
from translate.archive.standing import Kept
from translate.errors import InputError
from translate.memory import Memory
from translate.translator import Translator

Stage = Literal["loading", "running", "stopping", "done", "stopped", "failed"]


class Batch:
    """One run over a folder. What is seen of it is replaced as a whole, so that any thread may look."""

    def __init__(self, desk: Desk, order: Order, kept: Kept) -> None:
        """Nothing begins before `begin`."""
        self.order, self.kept = order, kept
        self.stage: Stage = "loading"
        self.sight: Sight | None = None
        self.report: Report | None = None
        self.error = ""
        self.notes: tuple[str, ...] = ()
        self.began, self.seconds = monotonic(), 0.0
        self._desk = desk
        self._stopped = Event()

    @property
    def busy(self) -> bool:
        """Whether it is still on its way."""
        return self.stage in ("loading", "running", "stopping")

    def begin(self) -> None:
        """Start it."""
        begin(self, self._work, "audarma-archive")

    def stop(self) -> None:
        """Let it end when the batch in hand is finished and kept."""
        self._stopped.set()
        if self.stage in ("loading", "running"):
            self.stage = "stopping"

    def _work(self) -> None:
        stage: Stage = "failed"
        try:
            translator = self._desk.translator(self.kept.model, self.kept.spelling)
            corrections = self._desk.corrections.corrections()
            watch = Watch(self._see, self._stopped.is_set)
            self.report = archive(self.order, self._opened(translator), "none", self._say, watch, corrections)
            stage = "done" if self.report.complete else "stopped"
        except Exception as error:
            self.error = explain(error)
        self.seconds = monotonic() - self.began
        self.stage = stage

    def _opened(self, translator: Translator) -> Callable[[Memory], Translator]:
        def opened(memory: Memory) -> Translator:
            if not self._stopped.is_set():
                self.stage = "running"
            return replace(translator, memory=self._desk.corrections.over(memory))

        return opened

    def _see(self, sight: Sight) -> None:
        # the last word has no file
        self.sight = replace(sight, file=sight.file or (self.sight.file if self.sight else ""))

    def _say(self, note: str) -> None:
        self.notes += (note,)


class Batches:
    """The batches of this server, the last one of each output folder."""

    def __init__(self, desk: Desk) -> None:
        """None yet."""
        self._desk = desk
        self._of: dict[Path, Batch] = {}
        self._lock = Lock()

    def start(self, order: Order, kept: Kept) -> Batch:
        """Begin one. Raises InputError where one is on its way into that folder, and ModelError."""
        self._desk.model(kept.model)
        with self._lock:
            before = self._of.get(order.out)
            if before and before.busy:
                raise InputError(f"A run is writing to {order.out.name} already: wait for its end, or stop it.")
            batch = self._of[order.out] = Batch(self._desk, order, kept)
            batch.begin()
        return batch

    def of(self, out: Path) -> Batch | None:
        """The last one of that folder."""
        return self._of.get(out)

    @property
    def busy(self) -> list[Batch]:
        """Those on their way, the last one first."""
        return [batch for batch in reversed(list(self._of.values())) if batch.busy]
