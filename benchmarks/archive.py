"""The batch end to end: `python -m benchmarks.archive translate/compact ../shared/testsets/newsdev2019.tsv`.

Articles are put together from a test set's Kazakh. One run measures, on the same weights, sentences, threads and beam:
the engine alone on all sentences at once; the archive; and the way of the peers, one article after another and one
sentence a call. With `--flat`, an engine without a model goes through 100 and 10,000 articles, for peak memory, and a
second time through the 10,000, for what it costs to find that nothing is left to do. With `--killed`, the same engine
goes through 2,000 articles, killed five times at random, beside a run that nobody kills: the sentences sent are counted
and the files compared.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from glossary import store
from translate.archive import Order, archive
from translate.engines.load import load
from translate.formats import newswire
from translate.memory import Memory
from translate.models import at
from translate.translator import Translator

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("text", type=Path, help="a table with Kazakh in the first column")
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--flat", action="store_true", help="memory and resuming, without a model")
    parser.add_argument("--killed", action="store_true", help="five kills at random, without a model")
    parser.add_argument("--of", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--sent", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.of:
        _empty(options.of, options.sent)
        return
    lines = [line.split("\t")[0] for line in options.text.read_text("utf-8").split("\n") if line]
    with tempfile.TemporaryDirectory() as folder:
        work = _killed if options.killed else _flat if options.flat else _speed
        work(Path(folder), lines, options)


def _speed(folder: Path, lines: list[str], options: argparse.Namespace) -> None:
    documents = _articles(folder / "in", lines, options.articles)
    model, engine = at(options.model), load(options.model, threads=options.threads)
    sentences = [segment.text for text in documents for segment in newswire.parse(text).segments]
    print(f"{options.articles} articles, {len(sentences):,} sentences, {engine.name}, beam {model.decoding.beam}")
    engine.translate(sentences[:64], model.decoding)
    taken = time.perf_counter()
    engine.translate(sentences, model.decoding)
    alone = len(sentences) / (time.perf_counter() - taken)
    print(f"engine, all sentences at once: {alone:.1f} a second")
    for name, glossary in (("without a glossary", store.Glossary()), ("with the seed glossary", store.seed())):
        made = Translator(engine, glossary, model.name, model.decoding, model.draft)
        taken = time.perf_counter()
        report = archive(
            Order(folder / "in", folder / f"out {name}"),
            lambda memory, made=made: replace(made, memory=memory),  # type: ignore[misc]
            "lines",
            print,
        )
        rate = report.tally.rows / (time.perf_counter() - taken)
        print(f"archive {name}: {rate:.1f} a second, {rate / alone:.0%} of the engine's")
    taken, part = time.perf_counter(), sentences[: len(sentences) // 4]
    for sentence in part:
        engine.translate([sentence], model.decoding)
    rate = len(part) / (time.perf_counter() - taken)
    print(f"one sentence a call: {rate:.1f} a second, {rate / alone:.0%} of the engine's")


def _flat(folder: Path, lines: list[str], options: argparse.Namespace) -> None:
    peaks = []
    for count in (100, 10_000):
        _articles(folder / f"{count}", lines, count)
        found = _child(folder / f"{count}", options)
        peaks.append(found["peak_mb"])
        print(f"{count:,} articles: peak {found['peak_mb']:.0f} MB, {found['seconds']:.1f} s")
    print(f"peak memory of 10,000 articles to that of 100: {peaks[1] / peaks[0]:.2f}")
    found = _child(folder / "10000", options)
    print(f"again, nothing left to do: {found['seconds']:.2f} s, peak {found['peak_mb']:.0f} MB")


def _killed(folder: Path, lines: list[str], options: argparse.Namespace) -> None:
    chance = random.Random(1)
    for name in ("whole", "broken"):
        _articles(folder / name, lines, 2_000)
    whole, broken = folder / "whole.sent", folder / "broken.sent"
    taken = time.perf_counter()
    subprocess.run(_command(folder / "whole", options, whole), cwd=ROOT, capture_output=True, check=True)
    taken = time.perf_counter() - taken
    for _ in range(5):
        run = subprocess.Popen(
            _command(folder / "broken", options, broken), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.03, 0.12) * taken)
        print("killed" if run.poll() is None else "was over", end=" ")
        run.kill()
        run.wait()
    subprocess.run(_command(folder / "broken", options, broken), cwd=ROOT, capture_output=True, check=True)
    counts = [len(path.read_text("utf-8").splitlines()) for path in (whole, broken)]
    alike = _tree(folder / "whole out") == _tree(folder / "broken out")
    print(f"\n2,000 articles: {counts[0]:,} sentences sent by the unbroken run, {counts[1]:,} by the killed one")
    print(f"the files are {'the same, byte for byte' if alike else 'DIFFERENT'}")


def _tree(out: Path) -> dict[str, bytes]:
    """All files but the run's own and what tells the time."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and ".audarma" not in path.parts and not path.name.startswith("report.")
    }


def _command(folder: Path, options: argparse.Namespace, sent: Path | None = None) -> list[str]:
    command = [sys.executable, "-m", "benchmarks.archive", str(options.model), str(options.text), "--of", str(folder)]
    return [*command, "--sent", str(sent)] if sent else command


def _child(folder: Path, options: argparse.Namespace) -> dict[str, float]:
    command = _command(folder, options)
    ran = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


def _empty(folder: Path, sent: Path | None) -> None:
    """A run with an engine that says its words backwards, and writes down what it was asked."""
    from translate.engines.fake import FakeEngine

    class Forgetful(FakeEngine):
        def translate(self, sentences, decoding):  # type: ignore[no-untyped-def]
            self.history.clear()
            self.batches.clear()
            if sent:
                with sent.open("a", encoding="utf-8") as file:
                    file.write("".join(f"{sentence}\n" for sentence in sentences))
            return super().translate(sentences, decoding)

    def opened(memory: Memory) -> Translator:
        return Translator(Forgetful(), store.Glossary(), "fake", memory=memory)

    taken = time.perf_counter()
    archive(Order(folder, folder.with_name(f"{folder.name} out")), opened, "lines", print)
    seconds = time.perf_counter() - taken
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


def _articles(folder: Path, lines: list[str], count: int) -> list[str]:
    """As many files of a title and some paragraphs; beyond the set's lines each is numbered, so that all are new."""
    chance, texts = random.Random(count), []
    at = 0
    for number in range(count):
        size = chance.randint(6, 14) if count < 1000 else chance.randint(3, 6)
        rows = []
        for _ in range(size):
            rows.append(lines[at % len(lines)] + ("" if at < len(lines) else f" {at}"))
            at += 1
        texts.append(" date 2018-07-01 " + "\n".join(rows))
        path = folder / f"{number % 97:02}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[-1], "utf-8")
    return texts


if __name__ == "__main__":
    main()
