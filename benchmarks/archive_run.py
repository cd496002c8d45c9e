"""One archive run in a process of its own: `benchmarks/archive.py` says which; it prints what it took, as JSON.

Engines: `model` is the bundled or another real one; `backwards` says a sentence's words in reverse, so that all but the
engine is measured; `loaded` has the real model in memory and asks it one window in so many, as memory fills with both.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from glossary import store
from glossary.matcher import Glossary
from translate import cluster
from translate.archive import Order, archive, window
from translate.engines import Decoding, Engine, Hypothesis
from translate.engines.fake import FakeEngine
from translate.engines.load import load
from translate.language import language
from translate.memory import Memory
from translate.models import at
from translate.translator import Translator

# As in an archive with the bundled model.
WINDOW = window(64)
# Where the engine is `loaded` the real model is asked the first windows, which is all that 100 articles have, and then
# one of so many.
FIRST, SELDOM = 8, 100


class Backwards(FakeEngine):
    """Says words in reverse and forgets what it was asked, but for a file that holds each sentence sent."""

    def __init__(self, sent: Path | None, real: Engine | None = None) -> None:
        """Take where to note the sentences, and whom to ask now and then."""
        super().__init__()
        self._sent, self._real, self._turn = sent, real, 0

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Answer; see `Engine`."""
        if self._sent:
            with (self._sent / f"{os.getpid()}").open("a", encoding="utf-8") as file:
                file.write("".join(f"{sentence}\n" for sentence in sentences))
        self._turn += 1
        if self._real and (self._turn <= FIRST or self._turn % SELDOM == 1):
            self._real.translate(sentences, decoding)
        self.history.clear()
        self.batches.clear()
        return super().translate(sentences, decoding)


@dataclass(frozen=True)
class Made:
    """A recipe for a translator, here or on a worker."""

    engine: str
    model: str
    threads: int = 0
    sent: str = ""
    terms: bool = False

    def open(self, threads: int) -> Translator:
        """The translator."""
        glossary = self.glossary()
        if self.engine == "model":
            known = at(Path(self.model))
            engine = load(known.path, threads=self.threads or threads)
            return Translator(engine, glossary, known.name, known.decoding, known.draft, WINDOW)
        real = load(Path(self.model), threads=self.threads) if self.engine == "loaded" else None
        return Translator(Backwards(Path(self.sent) if self.sent else None, real), glossary, "backwards", window=WINDOW)

    def glossary(self) -> Glossary:
        """The seed's terms, or none."""
        return store.seed() if self.terms else Glossary()

    def weights(self) -> str:
        """Those of one folder are the same."""
        return ""


def main() -> None:
    """Do the run that the argument describes."""
    asked: dict[str, Any] = json.loads(sys.argv[1])
    folder, out = Path(asked["folder"]), Path(asked["out"])
    made = Made(**asked["made"])
    # short texts are told apart by a table of 90 MB, read when the first of them is met: by 100 articles or later
    language("Дарашыл Макрон")
    began, busy = time.perf_counter(), time.process_time()

    def run(translator: Translator) -> dict[str, Any]:
        def opened(memory: Memory) -> Translator:
            return replace(translator, memory=memory, window=WINDOW)

        ready = time.perf_counter() - began
        report = archive(Order(folder, out), opened, "lines", print)
        taken = time.perf_counter() - began - ready
        return {"sentences": report.tally.rows, "asked": report.asked, "seconds": taken, "opened": ready}

    if asked.get("workers"):
        with cluster.opened(cluster.LOCAL, made, made.glossary(), workers=asked["workers"], say=print) as there:
            found = run(there)
    else:
        found = run(made.open(0))
    # not getrusage: that counts what the parent held when it began this process
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6
    print(json.dumps(found | {"processor": time.process_time() - busy, "peak_mb": peak}))


if __name__ == "__main__":
    # workers know the recipe by the module's name
    from benchmarks.archive_run import main as run

    run()
