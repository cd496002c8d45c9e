"""`audarma archive`: everything in a folder translated into another, as often as it takes and no sentence twice.

`scan` finds the files, `run` sends them through the translator, `files` writes what comes out, `ledger` knows what is
finished, `progress` tells how far it is, `report` and `index` say what is there in the end. `catalogue` finds finished
articles, and `touched` what an edit of the glossary changes in them; for the page, `places` are the folders that a
server allows, and `standing` is how a folder was left.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from types import FrameType

from translate.archive import index
from translate.archive.catalogue import Catalogue
from translate.archive.errors import Errors
from translate.archive.files import OWN, Files
from translate.archive.ledger import Ledger
from translate.archive.progress import Form, Progress, Sight
from translate.archive.report import Report
from translate.archive.run import ALWAYS, Order, Run
from translate.archive.standing import Kept, Left, kept
from translate.errors import InputError, OutputError
from translate.hands import Threads
from translate.memory import Correction, Memory, database
from translate.recall import key
from translate.translator import Translator

__all__ = ["ALWAYS", "MEMORY", "Order", "Report", "Watch", "archive", "memory_of", "window"]

MEMORY = "memory.sqlite"
_STOPPING = b"\naudarma: finishing what is in hand, so that nothing is lost; Ctrl-C again gives it up\n"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on from another thread: `see` is given how it stands, and once `stopped` says so the run ends."""

    see: Callable[[Sight], None] = lambda sight: None
    stopped: Callable[[], bool] = lambda: False


def archive(
    order: Order,
    open_translator: Callable[[Memory], Translator],
    form: Form,
    say: Callable[[str], None],
    watch: Watch = Watch(),
    corrections: Sequence[Correction] = (),
) -> Report:
    """Do what is ordered, or go on with it. Raises InputError, OutputError, ModelError and GlossaryError.

    `corrections` are those that the translator goes by besides the archive's own: one more has articles made anew.

    Ctrl-C lets the windows in hand be finished and kept, and so does `watch`; a second Ctrl-C gives them up.
    """
    _check(order)
    files = Files(order.out)
    with _alone(files.own), _stoppable(watch.stopped) as stop, _memory(files.own, say) as memory:
        files.clear()
        ledger = Ledger(files.own / "finished.sqlite")
        for note in ledger.notes:
            say(note)
        try:
            with _handed(open_translator(memory)) as translator, _kept(order, translator) as ended:
                return ended(_run(order, translator, files, ledger, memory, form, watch.see, stop, corrections))
        finally:
            ledger.close()


def memory_of(out: Path) -> Path:
    """Where an archive's memory lies: in its output folder."""
    return out / OWN / MEMORY


@contextmanager
def _handed(translator: Translator) -> Iterator[Translator]:
    """The translator with hands: threads beside this one, unless it has some."""
    if translator.hands:
        yield translator
        return
    with Threads(translator) as threads:
        yield replace(translator, hands=threads)


def window(shown: int) -> int:
    """How many sentences a window has where nobody waits for its rows, from how many it has where one does.

    They are chosen to be alike in length, so that these are enough to fill the batches of each step. Times the windows
    in hand it is the most that a kill costs.
    """
    return max(32, shown)


def _run(
    order: Order,
    translator: Translator,
    files: Files,
    ledger: Ledger,
    memory: Memory,
    form: Form,
    see: Callable[[Sight], None],
    stop: Callable[[], bool],
    besides: Sequence[Correction],
) -> Report:
    known = (*memory.corrections(), *besides)
    corrections = key(*(f"{one.source}\t{one.target}\t{one.when}" for one in known))
    with Errors(files.out) as errors:
        run = Run(order, translator, files, ledger, corrections, errors.tell)
        left = run.left()
        stored = memory.count()
        progress = Progress(form, sys.stderr, sum(one.size for one in left), len(left), see)
        progress.errors = len(run.errors)
        complete = run.work(left, progress, stop)
        progress.end()
    seconds = progress.seconds
    report = Report.of(
        ledger,
        signature=translator.signature,
        known=run.known,
        sentences=progress.sentences,
        asked=memory.count() - stored,
        seconds=seconds,
        complete=complete,
        errors=run.errors,
    )
    told = files.listed and files.there(("index.html", "report.json", "report.html"))
    if not told:
        index.build(files, ledger)
    Catalogue(order.out).refresh()
    if left or run.errors or not told:
        files.write("report.json", report.json())
        files.write("report.html", report.html())
    files.listed = True
    return report


def _check(order: Order) -> None:
    source, out = order.source.resolve(), order.out.resolve()
    if not source.is_dir():
        raise InputError(f"{order.source}: there is no such folder; check the name")
    if source == out:
        raise OutputError(f"{order.out} is the folder that is read; choose another for what is written")
    if source.is_relative_to(out):
        raise OutputError(f"{order.source} lies inside {order.out}; choose a folder beside it for what is written")


def _memory(own: Path, say: Callable[[str], None]) -> Memory:
    """The run's memory; what lies in its place and is none any more is set aside, for nobody else writes there."""
    path = own / MEMORY
    if path.is_file() and not database.begun(path):
        aside = next(one for n in count(1) if not (one := path.with_name(f"{MEMORY}.unreadable-{n}")).exists())
        for end in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + end).rename(aside.with_name(aside.name + end))
        say(f"{path} is damaged from its first byte on: it is set aside as {aside.name}, and a new one is begun")
    memory = Memory.open(path)
    for note in memory.notes:
        say(note)
    return memory


@contextmanager
def _kept(order: Order, translator: Translator) -> Iterator[Callable[[Report], Report]]:
    """Put down what is asked for, and in the end how it went, for whoever goes on."""
    source = str(order.source.resolve())
    asked, before = Kept(source, order.formats, translator.model, translator.spelling), kept(order.out)
    left: Left = "failed"

    def ended(report: Report) -> Report:
        nonlocal left
        left = "complete" if report.complete else "stopped"
        # a few files that are done again say nothing of the others
        if report.complete and order.only is not None and before:
            left = before.left
        return report

    asked.write(order.out)
    try:
        yield ended
    finally:
        # where the disk is full, that has been said
        with suppress(OutputError):
            asked.ended(left).write(order.out)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder: two runs would write over each other."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        where = folder.parent
        raise OutputError(f"another run is writing to {where}; wait for its end, or choose another folder") from None
    except OSError as error:
        raise OutputError(f"{folder}: can't write there ({error.strerror}); choose another folder") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _stoppable(stopped: Callable[[], bool]) -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed, or `stopped` says so; the second Ctrl-C interrupts at once."""
    asked = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        # the batch in hand may take a while; past the streams, in which this may have broken in
        with suppress(OSError, ValueError, AttributeError):
            os.write(sys.stderr.fileno(), _STOPPING)

    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: asked or stopped()
    finally:
        signal.signal(signal.SIGINT, before)
