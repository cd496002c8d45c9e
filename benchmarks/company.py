"""Speed of a model, and whether a sentence gives the same English alone and in company.

`python -m benchmarks.company translate/compact ../shared/testsets/newstest2019.tsv --sentences 200`
"""

import argparse
import platform
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from unittest.mock import patch

from translate.engines import Decoding, Engine, Hypothesis, batches, runtime
from translate.engines.cores import physical
from translate.engines.load import load


def main() -> None:
    """Print one table, each line with what was done to get it."""
    arguments = _arguments()
    engine = load(arguments.model, threads=arguments.threads)
    lines = arguments.text.read_text(encoding="utf-8").splitlines()
    sentences = list(dict.fromkeys(line.split("\t")[0] for line in lines))[: arguments.sentences]
    decoding = Decoding(beam=arguments.beam, no_repeat_ngram=arguments.no_repeat_ngram)
    threads = arguments.threads or physical()
    print(f"{arguments.model.name}: {engine.name}, beam {arguments.beam}, {threads} threads, {platform.machine()}")
    print(f"{len(sentences)} sentences of {arguments.text.name}, mean {_mean(engine.lengths(sentences)):.1f} pieces")
    engine.translate(sentences[:4], decoding)  # the first call pays for what the runtime sets up

    alone = _timed("alone, one after another", len(sentences), engine, [[s] for s in sentences], decoding)
    for size in (16, 24, 32, len(sentences)):
        parts = [sentences[at : at + size] for at in range(0, len(sentences), size)]
        _same(alone, _timed(f"in company of {size}", len(sentences), engine, parts, decoding))
    # What the rungs are for: the same with any lengths in one batch, 16 sentences of the mean length each.
    budget = int(16 * _mean(engine.lengths(sentences)))
    with patch.object(batches, "rung", lambda _: 128), patch.object(runtime, "BUDGET", budget):
        _same(alone, _timed("mixed lengths, padded", len(sentences), engine, [sentences], decoding))
    with patch.object(batches, "rung", lambda length: length):
        _same(alone, _timed("equal lengths only", len(sentences), engine, [sentences], decoding))


def _timed(
    what: str, count: int, engine: Engine, parts: Iterable[Sequence[str]], decoding: Decoding
) -> list[Hypothesis]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = [hypothesis for part in parts for hypothesis in engine.translate(part, decoding)]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:26} {count / wall:6.1f} sentences/s {1000 * cpu / count:6.0f} ms of processor each", flush=True)
    return found


def _same(alone: Sequence[Hypothesis], together: Sequence[Hypothesis]) -> None:
    texts = sum(a.text != b.text for a, b in zip(alone, together, strict=True))
    scores = sum(a != b for a, b in zip(alone, together, strict=True))
    print(f"{'':26} {texts} of {len(alone)} texts differ ({texts / len(alone):.2%}), {scores} scores", flush=True)


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / max(1, len(numbers))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a model's folder")
    parser.add_argument("text", type=Path, help="sentences, one a line; of a table the first column")
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--no-repeat-ngram", type=int, default=4)
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
