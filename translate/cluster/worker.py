"""What lives on a cluster's machines: a process with a model, which makes the beads of whole windows."""

import platform
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from translate.cluster.recipe import unpacked
from translate.document import Bead
from translate.engines import Decoding, Hypothesis
from translate.engines.cores import physical
from translate.task import Task
from translate.translator import Translator


@dataclass(frozen=True, slots=True)
class Ready:
    """What a worker says once its model is loaded. Two with one signature and the same weights make the same beads."""

    host: str
    signature: str
    weights: str
    engine: str
    longest: int
    model: str
    decoding: Decoding
    draft: bool
    headlines: bool
    window: int


class Worker:
    """One of several on its machine: `beside` share the cores, this one among them.

    What to open comes with every call: so a worker that was started again knows it too. The model is loaded at the
    first, so that what fails there is told in words and not as a crash.
    """

    def __init__(self, beside: int) -> None:
        """Begin without a model."""
        self._beside = beside
        self._lock = threading.Lock()
        self._translator: Translator | None = None

    def ready(self, recipe: bytes) -> Ready:
        """Load the model, and say which it is. Raises AudarmaError."""
        made = self._opened(recipe)
        engine = made.engine
        says = (made.signature, unpacked(recipe).weights(), engine.name, engine.longest)
        return Ready(platform.node(), *says, made.model, made.decoding, made.draft, made.headlines, made.window)

    def beads(self, recipe: bytes, tasks: Sequence[Task]) -> list[Bead]:
        """The beads of a window."""
        return self._opened(recipe).beads(tasks)

    def lengths(self, recipe: bytes, sentences: Sequence[str]) -> list[int]:
        """What the engine says; see `Engine`."""
        return self._opened(recipe).engine.lengths(sentences)

    def translate(self, recipe: bytes, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """What the engine says; see `Engine`."""
        return self._opened(recipe).engine.translate(sentences, decoding)

    def _opened(self, recipe: bytes) -> Translator:
        # alone on its machine it leaves the number to the engine
        threads = 0 if self._beside == 1 else max(1, physical() // self._beside)
        with self._lock:
            self._translator = self._translator or unpacked(recipe).open(threads)
        return self._translator
