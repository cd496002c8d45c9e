"""Many clients at once: what merging their requests gains, how long they wait, and whether hours of it change anything.

`python -m benchmarks.serve ../shared/testsets/newstest2019.tsv --threads 1 --minutes 10 --output
benchmarks/results/serve.md` with the bundled model, real sockets and real processes. Clients are closed loops: each
asks for one sentence, waits, and asks for the next. The engine alone reads the same sentences by one and by sixteen, in
rounds with the servers, so that other work on the machine meets all.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from translate import models
from translate.engines.cores import physical
from translate.formats import newswire
from translate.language import language
from translate.opening import open_translator
from translate.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, BATCH = 32, 16
MOST = 512
_AUDARMA = ["translate.cli", "serve", "--api-only", "--port", "0", "--model", "compact"]
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Seen:
    """Sentences, seconds by the clock and of the processor, and the latencies that clients saw."""

    sentences: int = 0
    clock: float = 0.0
    busy: float = 0.0
    latencies: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Sentences a second by the clock."""
        return self.sentences / self.clock

    @property
    def cost(self) -> float:
        """Seconds of processor for a sentence."""
        return self.busy / self.sentences

    def at(self, share: float) -> float:
        """The latency within which that share of the sentences were answered."""
        return sorted(self.latencies)[min(len(self.latencies) - 1, int(share * len(self.latencies)))]

    def add(self, other: "Seen") -> None:
        """Another round of the same."""
        self.sentences += other.sentences
        self.clock += other.clock
        self.busy += other.busy
        self.latencies += other.latencies
        self.errors += other.errors


def main() -> None:
    """Print the table, and write it where that is asked for."""
    arguments = _arguments()
    # all programs of this run, this one with its engine too
    os.environ["AUDARMA_THREADS"] = str(arguments.threads)
    sentences = _sentences(arguments.text)
    lines = [*_compared(sentences[: arguments.count], arguments.rounds)]
    if arguments.minutes:
        lines += _endured(sentences, arguments.minutes)
    text = "\n".join([*lines, "", _machine(sentences, arguments)]) + "\n"
    print(text)
    if arguments.output:
        arguments.output.write_text(text, "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", metavar="TSV", type=Path, help="Kazakh sentences, in the first column")
    about = "threads of each program's model (default: as many as there are cores)"
    parser.add_argument("--threads", type=int, default=physical(), help=about)
    parser.add_argument("--rounds", type=int, default=3, help="how often all are measured in turn (default: 3)")
    about = "how many sentences all read in a round, the same (default: 128)"
    parser.add_argument("--count", type=int, default=128, help=about)
    parser.add_argument("--minutes", type=float, default=0.0, help="a load of so many minutes after it (default: none)")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write the results there too")
    return parser.parse_args()


def _sentences(path: Path) -> list[str]:
    """The Kazakh sentences of a file that are one segment each, and so one request of one sentence."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        text = line.split("\t")[0].strip()
        segments = newswire.parse(text).segments
        if language(text) == "kaz_Cyrl" and len(segments) == 1 and not segments[0].head:
            found.append(text)
    return list(dict.fromkeys(found))[:MOST]


def _compared(sentences: list[str], rounds: int) -> Iterator[str]:
    """The table of the engine, the server and the one that merges nothing, and what is asked of them."""
    names: tuple[str, ...] = (
        "engine, batch 1",
        f"engine, batch {BATCH}",
        "server, 1 client",
        f"server, {CLIENTS} clients",
    )
    names = (*names, "one call a request, 1 client", f"one call a request, {CLIENTS} clients")
    seen = {name: Seen() for name in names}
    with _server(_AUDARMA) as merged, _server(["benchmarks.plain"]) as plain:
        engine = _Engine(sentences)
        runs: tuple[Callable[[], Seen], ...] = (
            lambda: engine.run(1),
            lambda: engine.run(BATCH),
            lambda: _load(merged, 1, sentences),
            lambda: _load(merged, CLIENTS, sentences),
            lambda: _load(plain, 1, sentences),
            lambda: _load(plain, CLIENTS, sentences),
        )
        for server in (merged, plain):
            _load(server, CLIENTS, sentences[:CLIENTS])  # what is laid out at the first requests is paid for
        for _ in range(rounds):
            for name, run in zip(names, runs, strict=True):
                seen[name].add(run())
                print(f"{name}: {seen[name].rate:.1f} sentences/s", file=sys.stderr, flush=True)
    yield "| | sentences/s | processor ms each | latency ms: median | 95 % | errors |"
    yield "|---|---|---|---|---|---|"
    for name, found in seen.items():
        waits = [f"{1000 * found.at(share):.0f}" if found.latencies else "" for share in (0.5, 0.95)]
        yield f"| {name} | {found.rate:.1f} | {1000 * found.cost:.0f} | {' | '.join(waits)} | {_told(found.errors)} |"
    yield from _judged(*(seen[name] for name in names))


def _told(errors: Counter[str]) -> str:
    """How many of each kind, such as a status or a time that ran out."""
    return ", ".join(f"{many} {kind}" for kind, many in sorted(errors.items())) or "0"


def _judged(one: Seen, many: Seen, single: Seen, crowd: Seen, alone: Seen, each: Seen) -> Iterator[str]:
    engine, gain = many.rate / one.rate, crowd.rate / single.rate
    bounds = [
        f"{1.5 * CLIENTS / gain * idle:.1f} s by {name} idle ({idle:.3f} s)"
        for name, idle in (
            ("the 95 %", single.at(0.95)),
            ("the mean", statistics.mean(single.latencies)),
            ("the median", statistics.median(single.latencies)),
        )
    ]
    yield ""
    yield (
        f"Gain of {CLIENTS} clients over one: {gain:.2f}, of batch {BATCH} over batch 1 in the engine: {engine:.2f}; "
        f"their ratio {gain / engine:.0%} (asked: at least 85 %). By processor time: {single.cost / crowd.cost:.2f} "
        f"and {one.cost / many.cost:.2f}, ratio {single.cost / crowd.cost / (one.cost / many.cost):.0%}."
    )
    yield (
        f"95 % of the {CLIENTS} clients' sentences were answered within {crowd.at(0.95):.1f} s, the slowest within "
        f"{max(crowd.latencies):.1f} s; asked: at most 1.5 x {CLIENTS} / gain x the latency idle, which is "
        f"{', '.join(bounds)}. Sentences differ: idle, one in twenty takes {single.at(0.95) / single.at(0.5):.1f} "
        f"times as long as the median."
    )
    yield (
        f"One call a request: gain {each.rate / alone.rate:.2f}; merged is {crowd.rate / each.rate:.2f} times as fast "
        f"by the clock, {each.cost / crowd.cost:.2f} times by processor time."
    )


def _endured(sentences: list[str], minutes: float) -> Iterator[str]:
    """The memory of the server under load, from its second minute on, and what went wrong."""
    with _server(_AUDARMA) as server, ThreadPoolExecutor(1) as pool:
        sizes: list[tuple[float, int]] = []
        began = time.monotonic()
        loading = pool.submit(_load, server, CLIENTS, sentences, 60 * minutes)
        while not loading.done():
            sizes.append((time.monotonic() - began, server.resident()))
            time.sleep(min(2.0, 6 * minutes))
        seen = loading.result()
    spells = [
        [size for at, size in sizes if minutes * 60 * number / 10 <= at < minutes * 60 * (number + 1) / 10]
        for number in range(10)
    ]
    shown = ", ".join(f"{statistics.median(spell) / 1e6:.0f}" for spell in spells if spell)
    yield ""
    yield (
        f"Under load for {minutes:g} minutes with {CLIENTS} clients: {seen.sentences:,} sentences, {seen.rate:.1f} a "
        f"second, errors: {_told(seen.errors)}; resident memory in MB, the median of each tenth: {shown}."
    )


@dataclass
class _Server:
    url: str
    process: "subprocess.Popen[str]"

    def busy(self) -> float:
        """Seconds of processor so far."""
        parts = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / _TICK

    def resident(self) -> int:
        """Bytes in memory."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _server(module: Sequence[str]) -> Iterator[_Server]:
    """A server in a process and a data folder of its own, with its model loaded."""
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {**os.environ, "AUDARMA_DATA": folder}
        command = [sys.executable, "-m", *module]
        with subprocess.Popen(command, cwd=ROOT, env=surroundings, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stderr
                line = process.stderr.readline()
                server = _Server(next(word for word in line.split() if word.startswith("http://")), process)
                _load(server, 1, ["Ол келді."])
                yield server
            finally:
                process.terminate()
                process.wait(60)


def _load(server: _Server, clients: int, sentences: list[str], seconds: float = 0.0) -> Seen:
    """What clients in a process of their own saw: of all sentences once, or of as many as those seconds hold."""
    before = server.busy()
    command = [sys.executable, "-m", "benchmarks.load", server.url, str(clients)]
    command += [str(seconds), str(10**9)] if seconds else [str(10**9), str(len(sentences))]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(sentences), stdout=subprocess.PIPE, text=True, check=True)
    said = json.loads(done.stdout)
    errors = Counter(said["errors"])
    return Seen(len(said["latencies"]), said["seconds"], server.busy() - before, said["latencies"], errors)


class _Engine:
    """The engine alone, as the servers open it."""

    def __init__(self, sentences: list[str]) -> None:
        settings = Settings.read({**os.environ, "AUDARMA_DATA": tempfile.gettempdir()})
        translator = open_translator(settings, models.find("compact", settings))
        self._engine, self._decoding = translator.engine, translator.decoding
        self._sentences = sentences
        self._engine.translate(sentences[:BATCH], self._decoding)

    def run(self, batch: int) -> Seen:
        """All sentences in their order, so many in each call."""
        began, busy = time.monotonic(), time.process_time()
        for at in range(0, len(self._sentences), batch):
            self._engine.translate(self._sentences[at : at + batch], self._decoding)
        return Seen(len(self._sentences), time.monotonic() - began, time.process_time() - busy)


def _machine(sentences: list[str], arguments: argparse.Namespace) -> str:
    name = platform.processor() or platform.machine()
    with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{name}, {physical()} cores, {arguments.threads} thread(s) for the model of each program, load {load} at the "
        f"end: where that is more than the cores, other work ran on them, which the clock feels and processor time "
        f"hardly does. Bundled model, {len(sentences)} sentences of {arguments.text.name}, one a request; "
        f"{arguments.rounds} round(s) of {arguments.count}. "
        f"Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}."
    )


if __name__ == "__main__":
    main()
