"""One translation on its way: rows come from a thread, and what the page is to show goes out a few times a second."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Event, Thread, current_thread
from time import monotonic
from typing import Literal, Protocol

from glossary.errors import GlossaryError
from page.desk import Desk
from page.sheet import Sheet
from translate.document import Bead, Bitext, Document
from translate.errors import AudarmaError
from translate.settings import Spelling
from translate.translator import Translator

# Each sight of the page costs the browser some milliseconds, however many rows it brings.
PAUSE = 0.2
FAULT = (
    "Something went wrong inside Audarma. Your text is unchanged; the window in which Audarma runs says what it was."
)
_log = logging.getLogger("audarma.page")

Stage = Literal["loading", "running", "done", "stopped", "failed"]
# A translator once it is loaded, then beads; an exception where it fails; None at the end.
News = Translator | Bead | Exception | None


@dataclass(frozen=True, slots=True)
class Sight:
    """What the page shows at one moment. `rows` is HTML that only ever grows within one job; so is `bitext`."""

    stage: Stage
    bitext: Bitext
    rows: str = ""
    seconds: float = 0.0
    error: str = ""

    @property
    def total(self) -> int:
        """How many rows there will be."""
        return len(self.bitext.document.segments)


class Job:
    """The translation of one document by one model, for one person."""

    def __init__(self, desk: Desk, model: str, document: Document, spelling: Spelling | None = None) -> None:
        """Nothing begins before `run` is drawn from."""
        self._spelling = spelling
        self._desk = desk
        self._model = model
        self._document = document
        self.sheet = Sheet(desk.corrections, model, spelling)
        self._news: SimpleQueue[News] = SimpleQueue()
        self._stopped = Event()

    def stop(self) -> None:
        """End it; the rows that are ready stay. The engine finishes the sentences that it has begun."""
        self._stopped.set()
        self._news.put(None)

    def run(self, pause: float = PAUSE) -> Iterator[Sight]:
        """What to show, from the first moment to the last; the last one's stage is done, stopped or failed."""
        began = monotonic()
        sight = Sight("loading", Bitext(self._document, (), ""))
        yield sight
        begin(self, self._work, "audarma-job")
        try:
            while sight.stage in ("loading", "running"):
                sight = _after(sight, self._gather(pause), self.sheet)
                sight = replace(sight, seconds=monotonic() - began)
                yield sight
        finally:
            # the page was closed, or all is done: either way nobody waits for more
            self._stopped.set()

    def _work(self) -> None:
        try:
            translator = self._desk.translator(self._model, self._spelling)
            self._news.put(translator)
            for row in translator.stream([self._document]):
                if self._stopped.is_set():
                    return
                self._news.put(row.bead)
        except Exception as error:
            self._news.put(error)
        finally:
            self._news.put(None)

    def _gather(self, pause: float) -> list[News]:
        """What is ready after a pause, at least one thing; the end of all ends the pause."""
        due = monotonic() + pause
        news = [self._news.get()]
        while news[-1] is not None and (left := due - monotonic()) > 0:
            try:
                news.append(self._news.get(timeout=left))
            except Empty:
                break
        return news


class Stoppable(Protocol):
    """Work in a thread that ends when it is asked to, once the engine has done what it has begun."""

    def stop(self) -> None:
        """Ask it to end."""
        ...


_working: dict[Thread, Stoppable] = {}


def begin(work: Stoppable, run: Callable[[], None], name: str) -> None:
    """Do it in a thread of its own, which `end_all` waits for."""

    def whole() -> None:
        try:
            run()
        finally:
            _working.pop(current_thread(), None)

    worker = Thread(target=whole, name=name, daemon=True)
    _working[worker] = work
    worker.start()


def end_all() -> None:
    """Stop all work and wait for its engine: a process that ends under native code aborts with a complaint."""
    for worker, work in list(_working.items()):
        work.stop()
        worker.join()


def _after(sight: Sight, news: list[News], sheet: Sheet) -> Sight:
    beads = [item for item in news if isinstance(item, Bead)]
    bitext = replace(sight.bitext, beads=(*sight.bitext.beads, *beads))
    sight = replace(sight, bitext=bitext, rows=sight.rows + sheet.rows(bitext, len(sight.bitext.beads)))
    for item in news:
        if isinstance(item, Translator):
            sight = replace(sight, stage="running", bitext=replace(sight.bitext, signature=item.signature))
        elif isinstance(item, Exception):
            return replace(sight, stage="failed", error=explain(item))
        elif item is None:
            return replace(sight, stage="done" if len(sight.bitext.beads) == sight.total else "stopped")
    return sight


def explain(error: Exception) -> str:
    """One line for a person; a bug's traceback goes to the log and never to the page."""
    if isinstance(error, AudarmaError | GlossaryError):
        return str(error)
    _log.error("a fault in Audarma", exc_info=error)
    return FAULT
