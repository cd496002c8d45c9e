"""An archive on a real Ray: the same bytes as on one machine, whatever becomes of a worker, and words for people."""

import ipaddress
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest

from glossary.matcher import Glossary
from glossary.term import Term
from tests import tiny
from tests.conftest import ROOT
from tests.test_archive import tree
from translate.archive import memory_of
from translate.cluster.seats import Node, Seat, seats
from translate.engines import Decoding, Hypothesis
from translate.engines.fake import FakeEngine
from translate.memory import Memory
from translate.translator import Translator

TERMS = (Term("Семей", "Semey", kind="place"), Term("министр", "minister"))
# What keeps Ray on this machine and to us, for those who start a cluster themselves.
LOOPBACK = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": "0123456789abcdef" * 4,
}
# Sentences that both a fake engine and the tiny model find different.
WORDS = "Алматыда мектеп Президент Астанаға келді Қазақстан Семей министр ауа райы Оқушылар кітап ұлттық ойын".split()


class Noted(FakeEngine):
    """Writes down who is asked what, and takes its time."""

    def __init__(self, notes: Path, pause: float) -> None:
        super().__init__()
        self._notes, self._pause = notes, pause

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        with (self._notes / f"{os.getpid()}.asked").open("a", encoding="utf-8") as file:
            file.writelines(f"{one}\n" for one in sentences)
        time.sleep(self._pause)
        return super().translate(sentences, decoding)


@dataclass(frozen=True)
class Fake:
    """A recipe for workers without a model."""

    notes: Path
    pause: float = 0.0
    deadly: str = ""

    def open(self, threads: int) -> Translator:
        engine = Noted(self.notes, self.pause)
        if self.deadly:
            engine._answers = self._answer
        return Translator(engine, Glossary(TERMS), "fake", window=8)

    def weights(self) -> str:
        return "none"

    def _answer(self, sentence: str) -> str:
        if self.deadly in sentence:
            os._exit(1)
        return sentence[::-1]


RUN = """
import sys
from dataclasses import replace
from pathlib import Path
from glossary.matcher import Glossary
from tests.test_cluster import TERMS, Fake
from translate import cluster
from translate.archive import Order, archive
from translate.errors import AudarmaError
source, out, notes, address = *map(Path, sys.argv[1:4]), sys.argv[4]
recipe = Fake(notes, float(sys.argv[5]), sys.argv[6])
say = lambda note: print(note, flush=True)
def run(opened):
    report = archive(Order(source, out), opened, "lines", say)
    print(report.complete, len(report.errors), report.asked, flush=True)
if address == "none":
    run(lambda memory: replace(recipe.open(0), memory=memory))
else:
    try:
        with cluster.opened(address, recipe, Glossary(TERMS), workers=2, say=say) as made:
            run(lambda memory: replace(made, memory=memory, window=8))
    except AudarmaError as error:
        print(error)
"""


def started(source: Path, out: Path, notes: Path, address: str, pause: float = 0.0, deadly: str = "") -> "Run":
    notes.mkdir(exist_ok=True)
    command = [sys.executable, "-c", RUN, *map(str, (source, out, notes, address, pause, deadly))]
    group = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    return Run(group, notes)


@dataclass(frozen=True)
class Run:
    """A run in a process group of its own, as a terminal starts it."""

    process: "subprocess.Popen[str]"
    notes: Path

    def ended(self) -> list[str]:
        out, error = self.process.communicate(timeout=240)
        assert "Traceback" not in error, error
        return out.splitlines()

    def asked(self) -> dict[int, list[str]]:
        """What each worker was asked, by its process."""
        return {int(path.stem): path.read_text("utf-8").splitlines() for path in self.notes.glob("*.asked")}

    def sentences(self) -> list[str]:
        """What they were asked in all."""
        return list(chain.from_iterable(self.asked().values()))

    def busy(self, workers: int = 2, sentences: int = 40) -> dict[int, list[str]]:
        """Wait until so many workers were asked so much."""
        deadline = time.monotonic() + 120
        while True:
            asked = self.asked()
            if len(asked) >= workers and sum(map(len, asked.values())) >= sentences:
                return asked
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.02)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60 articles; some sentences stand in several, and some hold terms."""
    source = tmp_path_factory.mktemp("cluster") / "in"
    number = 0
    for n in range(60):
        (source / f"{n % 5}").mkdir(parents=True, exist_ok=True)
        lines = ["Ол ертең келеді."]
        for _ in range(n % 7):
            number += 1
            first = WORDS[number % len(WORDS)].capitalize()
            lines.append(f"{first} {WORDS[number * 5 % len(WORDS)]} {WORDS[number // 3 % len(WORDS)]} {number} болды.")
        (source / f"{n % 5}" / f"{n}.txt").write_text("\n".join(lines), "utf-8")
    return source


@pytest.fixture(scope="module")
def alone(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same on one machine."""
    folder = tmp_path_factory.mktemp("alone")
    run = started(articles, folder / "out", folder / "notes", "none")
    assert run.ended()[-1].startswith("True 0 ")
    return run


@pytest.fixture(scope="module")
def standing() -> Iterator[str]:
    """A cluster of one machine that stands for all runs, on this machine's own loopback."""
    environment = os.environ | {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONUNBUFFERED": "1"} | LOOPBACK
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.close()
        head = [
            str(Path(sys.executable).with_name("ray")),
            "start",
            "--head",
            f"--port={port}",
            "--num-cpus=2",
            "--block",
        ]
        options = ["--include-dashboard=false", "--object-store-memory=134217728", f"--temp-dir={folder}"]
        with subprocess.Popen(
            [*head, *options], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as cluster:
            assert cluster.stdout
            try:
                assert any("Ray runtime started" in line for line in cluster.stdout)
                yield f"127.0.0.1:{port}"
            finally:
                for process in _group(cluster.pid):
                    with suppress(ProcessLookupError):  # it may end by itself meanwhile
                        os.kill(process, signal.SIGKILL)


def out_of(run: Run) -> dict[str, bytes]:
    return tree(run.notes.parent / "out")


def test_two_workers_leave_the_same_bytes_and_share_the_work(articles: Path, alone: Run, tmp_path: Path) -> None:
    run = started(articles, tmp_path / "out", tmp_path / "notes", "local", pause=0.05)
    assert run.ended()[-1].startswith("True 0 ")
    assert out_of(run) == out_of(alone)
    assert len(run.asked()) == 2
    assert sorted(run.sentences()) == sorted(alone.sentences())


def test_a_killed_worker_loses_nothing(articles: Path, alone: Run, tmp_path: Path) -> None:
    """Its windows go to the other one, and it comes back; no sentence is stored twice."""
    run = started(articles, tmp_path / "out", tmp_path / "notes", "local", pause=0.2)
    fallen = min(run.busy())
    os.kill(fallen, signal.SIGKILL)
    said = run.ended()
    assert any("was lost; its sentences go to another" in line for line in said)
    assert said[-1] == alone_said(alone)
    assert out_of(run) == out_of(alone)
    asked = run.asked()
    assert len(asked) == 3  # the fallen one was started again
    once = sum(map(len, alone.asked().values()))
    # a worker has two windows of 8 at most, and their terms are asked about again
    assert once <= sum(map(len, asked.values())) <= once + 2 * 8 * 4
    with Memory.open(memory_of(tmp_path / "out")) as memory:
        assert memory.count() == int(said[-1].split()[-1])


def alone_said(alone: Run) -> str:
    with Memory.open(memory_of(alone.notes.parent / "out")) as memory:
        return f"True 0 {memory.count()}"


def test_a_window_that_ends_every_worker_ends_the_run_in_words(tmp_path: Path) -> None:
    """And what the others made is kept."""
    source = tmp_path / "in"
    source.mkdir()
    for n in range(40):
        deadly = "Апат" if n == 30 else "Бейбіт"
        (source / f"{n:02}.txt").write_text(f"{deadly} күн {n} болды.", "utf-8")
    run = started(source, tmp_path / "out", tmp_path / "notes", "local", deadly="Апат")
    said = run.ended()
    assert "workers were lost over the same sentences" in said[-1]
    assert sum("was lost; its sentences go to another" in line for line in said) == 3
    again = started(source, tmp_path / "out", tmp_path / "notes-again", "none")
    assert again.ended()[-1].startswith("True 0 ")
    # of what the first run began the deadly window alone is lost, and none that was beside it
    twice = set(run.sentences()) & set(again.sentences())
    assert "Апат күн 30 болды." in twice
    assert len(twice) <= 8
    assert len(set(run.sentences())) > 8


def test_interrupted_it_keeps_what_is_in_hand(articles: Path, alone: Run, tmp_path: Path) -> None:
    """A terminal's Ctrl-C reaches the whole group; workers finish their windows nevertheless."""
    run = started(articles, tmp_path / "out", tmp_path / "notes", "local", pause=0.2)
    run.busy()
    os.killpg(run.process.pid, signal.SIGINT)
    assert run.ended()[-1].startswith("False 0 ")
    first = run.sentences()
    again = started(articles, tmp_path / "out", tmp_path / "notes-again", "none")
    assert again.ended()[-1].startswith("True 0 ")
    second = again.sentences()
    assert not set(first) & set(second)
    assert tree(tmp_path / "out") == out_of(alone)


def test_a_driver_killed_with_its_cluster_goes_on(articles: Path, alone: Run, tmp_path: Path) -> None:
    run = started(articles, tmp_path / "out", tmp_path / "notes", "local", pause=0.1)
    workers = run.busy()
    run.process.kill()
    run.process.communicate()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()], "workers outlive the one who asked"
    again = started(articles, tmp_path / "out", tmp_path / "notes-again", "none")
    assert again.ended()[-1].startswith("True 0 ")
    assert tree(tmp_path / "out") == out_of(alone)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="this system does not tell who listens where")
def test_a_local_cluster_listens_on_loopback_alone_and_calls_nobody(articles: Path, tmp_path: Path) -> None:
    run = started(articles, tmp_path / "out", tmp_path / "notes", "local", pause=0.3)
    run.busy()
    sockets = _sockets(_group(run.process.pid))
    assert len([one for one in sockets if one.listening]) > 4  # Ray's own were seen
    assert {one.here for one in sockets if one.listening} <= {"127.0.0.1", "::1"}
    assert {one.there for one in sockets if not one.listening} <= {"127.0.0.1", "::1"}
    run.process.send_signal(signal.SIGINT)
    run.ended()


@dataclass(frozen=True)
class Socket:
    """A TCP socket of this machine, with the addresses of its two ends."""

    here: str
    there: str
    listening: bool


def _group(leader: int) -> set[int]:
    """A process and all that it started."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, before = {leader}, set[int]()
    while found != before:
        before = found
        found = found | {child for child, parent in parents.items() if parent in found}
    return found


def _sockets(processes: set[int]) -> list[Socket]:
    """The TCP sockets that these processes hold, as the system tells."""
    held = set()
    for process in processes:
        for link in Path(f"/proc/{process}/fd").glob("*"):
            try:
                held.add(str(link.readlink()))
            except OSError:
                continue
    found = []
    for family in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{family}").read_text().splitlines()[1:]:
            _, here, there, state, *rest = line.split()
            if f"socket:[{rest[5]}]" in held:
                found.append(Socket(_address(here), _address(there), state == "0A"))
    return found


def _address(told: str) -> str:
    """The kernel's hexadecimal address, in words of four bytes each turned round."""
    raw = bytes.fromhex(told.split(":")[0])
    turned = b"".join(raw[at : at + 4][::-1] for at in range(0, len(raw), 4))
    found = ipaddress.ip_address(turned)
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


# --- the command


def audarma(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "translate.cli", "archive", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | environment, timeout=300)


def rows(out: Path) -> list[tuple[str, str]]:
    found = [json.loads(path.read_bytes())["rows"] for path in sorted(out.rglob("*.txt.json"))]
    return [(row["source"], row["target"]) for bitext in found for row in bitext]


@pytest.mark.parametrize("form", ["ct2", "hf"])
def test_a_real_model_says_the_same_on_a_standing_cluster(
    articles: Path, standing: str, tmp_path: Path, form: str
) -> None:
    model = getattr(tiny.made("nllb"), form)
    settings = {"AUDARMA_DATA": str(tmp_path), "AUDARMA_THREADS": "1"} | LOOPBACK
    first = audarma(articles, tmp_path / "one", "--model", model, **settings)
    assert first.returncode == 0, first.stderr
    second = audarma(articles, tmp_path / "two", "--model", model, "--ray", standing, "--workers", 2, **settings)
    assert second.returncode == 0, second.stderr
    one, two = rows(tmp_path / "one"), rows(tmp_path / "two")
    assert len(one) == len(two) == 234
    assert len({english for _, english in one}) > 8
    assert sum(a != b for a, b in zip(one, two, strict=True)) <= len(one) * 0.005
    signature = json.loads((tmp_path / "one" / "report.json").read_text("utf-8"))["signature"]
    assert json.loads((tmp_path / "two" / "report.json").read_text("utf-8"))["signature"] == signature


def test_what_can_not_be_is_told_in_one_line(articles: Path, standing: str, tmp_path: Path) -> None:
    settings = {"AUDARMA_DATA": str(tmp_path)} | LOOPBACK
    for arguments, status, said in (
        (("--ray", "127.0.0.1:1999"), 1, "Ray can't be reached at 127.0.0.1:1999"),
        (("--ray", "nonsense"), 1, "Ray can't be reached at nonsense"),
        (("--ray", standing, "--model", "nllb-600m"), 1, "can't begin: model nllb-600m is not installed"),
        (("--workers", "2"), 2, "--workers is about a cluster"),
        (("--ray", "local", "--workers", "0"), 2, "0 is no number of workers"),
    ):
        ran = audarma(articles, tmp_path / "out", *arguments, **settings)
        assert (ran.returncode, "Traceback" in ran.stderr) == (status, False), ran.stderr
        assert said in ran.stderr.splitlines()[-1]


def test_without_ray_the_command_says_how_to_get_it(articles: Path, tmp_path: Path) -> None:
    script = "import sys; sys.modules['ray'] = None; from translate.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "archive", str(articles), str(tmp_path / "out"), "--ray", "local"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"AUDARMA_DATA": "."})
    assert ran.returncode == 1
    assert "pip install audarma[cluster]" in ran.stderr.splitlines()[-1]


# --- seats


def test_workers_are_dealt_out_over_machines_and_cards() -> None:
    small, large, cards = Node("a", "a", 2), Node("b", "b", 16), Node("c", "c", 32, 4)
    assert seats([small, large, cards]) == [Seat(small, 1), Seat(large, 1), *[Seat(cards, 4)] * 4]
    assert seats([small, large], 3) == [Seat(small, 2), Seat(small, 2), Seat(large, 1)]
    assert seats([small, large], 1) == [Seat(small, 1)]
    assert Seat(cards, 4).wanted() == {"num_cpus": 8.0, "num_gpus": 1.0}
    assert Seat(large, 3).wanted() == {"num_cpus": 5.0, "num_gpus": 0.0}
    assert Seat(small, 4).wanted() == {"num_cpus": 0.5, "num_gpus": 0.0}
