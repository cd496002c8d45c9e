"""The batch end to end: `python -m benchmarks.archive translate/compact ../shared/testsets/newsdev2019.tsv`.

Articles are put together from a test set's Kazakh. One run measures, each in a process of its own or side by side in
one, and writes `benchmarks/results/archive.json` and `.md`; a run that broke off goes on where it stopped, `--fresh`
begins anew.

- speed: on the same weights, sentences, threads and beam: CTranslate2's own `translate_batch` on all sentences' tokens
  at once; the archive; and the way of the peers, one article after another and one sentence a call. With the glossary
  the engine is asked more, so that run is compared with the very calls that it made, made again with nothing between.
- flat: 100 and 10,000 articles, for peak memory, with an engine that says words backwards and with the real model
  loaded; and the 10,000 again, for what it costs to find that nothing is left to do.
- killed: 2,000 articles, killed five times at random places, beside a run that nobody kills; and on Ray with two
  workers of whom one is killed. The sentences sent are counted and the files compared.
- ray: the articles of `speed` by two workers on Ray, with the real model: rows that differ.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.archive_run import WINDOW
from benchmarks.engines import machine
from glossary import store
from glossary.matcher import Glossary
from translate.archive import Order, archive
from translate.engines import Decoding
from translate.engines.batches import BUDGET
from translate.engines.ct2 import Ct2Engine
from translate.formats import newswire
from translate.hands import Threads
from translate.models import at
from translate.translator import Translator

ROOT = Path(__file__).parent.parent
KILLS = 5
Found = dict[str, Any]


def main() -> None:
    """Measure what is not measured yet; print and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a converted model's folder")
    parser.add_argument("text", type=Path, help="a table with Kazakh in the first column")
    parser.add_argument("--articles", type=int, default=60, help="for the speed (default: 60)")
    parser.add_argument("--threads", type=int, default=0, help="else the physical cores")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--fresh", action="store_true", help="measure every part anew")
    options = parser.parse_args()
    kept = options.results / "archive.json"
    state: Found = json.loads(kept.read_text("utf-8")) if kept.is_file() and not options.fresh else {}
    state.setdefault("machine", machine())
    lines = [line.split("\t")[0] for line in options.text.read_text("utf-8").split("\n") if line]
    for name, part in (("speed", _speed), ("ray", _ray), ("killed", _killed), ("flat", _flat)):
        if name not in state:
            with tempfile.TemporaryDirectory() as folder:
                state[name] = part(Path(folder), lines, options) | {"at": time.strftime("%H:%M", time.gmtime())}
            kept.write_text(json.dumps(state, indent=1, ensure_ascii=False) + "\n", "utf-8")
    table = _table(state)
    kept.with_suffix(".md").write_text(table, "utf-8")
    print(table)


def _speed(folder: Path, lines: list[str], options: argparse.Namespace) -> Found:
    documents = [newswire.parse(text) for text in articles(folder / "in", lines, options.articles)]
    model, engine = at(options.model), Ct2Engine.load(options.model, threads=options.threads)
    sentences = [segment.text for text in documents for segment in text.segments]
    engine.translate(sentences[:64], model.decoding)  # memory is laid out
    found: Found = {"articles": options.articles, "sentences": len(sentences), "engine": engine.name}
    found |= {"beam": model.decoding.beam, "threads": "workers of one thread each, as the program chooses"}
    rows: Found = {}
    rows["translate_batch, all at once"] = _timed(lambda: _raw(engine, sentences, model.decoding), len(sentences))
    for name, glossary in (("archive", Glossary()), ("archive with the seed glossary", store.seed())):
        noted = _Noted(engine)
        made = Translator(noted, glossary, model.name, model.decoding, model.draft, WINDOW)  # type: ignore[arg-type]
        out = folder / f"out {name}"
        rows[name] = _timed(lambda made=made, out=out: _archived(made, folder / "in", out), len(sentences))  # type: ignore[misc]
        if glossary.terms:
            rows["the same calls, nothing between"] = _timed(noted.again, len(sentences))
    rows["translate_batch, all at once, again"] = _timed(
        lambda: _raw(engine, sentences, model.decoding), len(sentences)
    )
    part = documents[: max(1, len(documents) // 4)]
    few = [segment.text for text in part for segment in text.segments]
    rows["one sentence a call"] = _timed(lambda: [engine.translate([one], model.decoding) for one in few], len(few))
    return found | {"rows": rows}


class _Noted:
    """The engine, with a note of each call, so that all of them can be made again alone and as many at once."""

    def __init__(self, engine: Ct2Engine) -> None:
        self._engine = engine
        self.calls: list[Callable[[], object]] = []

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def longest(self) -> int:
        return self._engine.longest

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        return self._engine.lengths(sentences)

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> object:
        self.calls.append(lambda: self._engine.translate(sentences, decoding))
        return self._engine.translate(sentences, decoding)

    def weigh(self, pairs: Sequence[tuple[str, str]], decoding: Decoding) -> object:
        self.calls.append(lambda: self._engine.weigh(pairs, decoding))
        return self._engine.weigh(pairs, decoding)

    def again(self) -> None:
        """Make the calls again, two at a time as the archive does."""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(Threads.most) as pool:
            list(pool.map(lambda call: call(), self.calls))


def _raw(engine: Ct2Engine, sentences: Sequence[str], decoding: Decoding) -> None:
    """CTranslate2 alone, in its own batches, without our plan, ladder or detokenisation."""
    tokens = [list(engine._framing.source(sentence, decoding.source).tokens) for sentence in sentences]
    prefix = [list(engine._framing.prefix)] * len(tokens) if engine._framing.prefix else None
    engine._translator.translate_batch(
        tokens,
        prefix,
        max_batch_size=BUDGET,
        batch_type="tokens",
        beam_size=decoding.beam,
        length_penalty=decoding.length_penalty,
        no_repeat_ngram_size=decoding.no_repeat_ngram,
        repetition_penalty=decoding.repetition_penalty,
        disable_unk=True,
    )


def _archived(made: Translator, folder: Path, out: Path) -> None:
    archive(Order(folder, out), lambda memory: replace(made, memory=memory), "lines", print)


def _timed(work: Callable[[], object], sentences: int) -> Found:
    began, busy = time.perf_counter(), time.process_time()
    work()
    seconds, processor = time.perf_counter() - began, time.process_time() - busy
    return {"a_second": sentences / seconds, "processor_s_each": processor / sentences}


def _ray(folder: Path, lines: list[str], options: argparse.Namespace) -> Found:
    articles(folder / "in", lines, options.articles)
    made = {"engine": "model", "model": str(options.model.resolve()), "terms": True}
    one = _child(folder / "in", folder / "one", made | {"threads": options.threads})
    two = _child(folder / "in", folder / "two", made, workers=2)
    pairs = list(zip(_rows(folder / "one"), _rows(folder / "two"), strict=True))
    return {"alone": one, "ray": two, "rows": len(pairs), "differ": sum(a != b for a, b in pairs)}


def _killed(folder: Path, lines: list[str], options: argparse.Namespace) -> Found:
    articles(folder / "in", lines, 2_000)
    made = {"engine": "backwards", "model": str(options.model)}
    found: Found = {"articles": 2_000, "window": WINDOW, "in_hand": Threads.most * WINDOW}
    sent = {name: folder / f"sent-{name}" for name in ("whole", "killed", "ray")}
    for place in sent.values():
        place.mkdir()
    found["whole"] = _child(folder / "in", folder / "whole", made | {"sent": str(sent["whole"])})
    found["whole"]["sent"] = total = _lines(sent["whole"])
    chance = random.Random(1)
    places = sorted(chance.uniform(0.05, 0.95) * total for _ in range(KILLS))
    kills = 0
    for place in places:
        run = _begun(folder / "in", folder / "killed", made | {"sent": str(sent["killed"])})
        while run.poll() is None and _lines(sent["killed"]) < place:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 0.3))
        kills += run.poll() is None
        run.kill()
        run.wait()
    _child(folder / "in", folder / "killed", made | {"sent": str(sent["killed"])})
    alike = tree(folder / "killed") == tree(folder / "whole")
    found["killed"] = {"kills": kills, "sent": _lines(sent["killed"]), "alike": alike}
    run = _begun(folder / "in", folder / "ray", made | {"sent": str(sent["ray"])}, workers=2)
    while run.poll() is None and _lines(sent["ray"]) < total * chance.uniform(0.2, 0.8):
        time.sleep(0.02)
    os.kill(int(min(sent["ray"].iterdir()).name), signal.SIGKILL)
    ended, _ = run.communicate()
    found["ray"] = json.loads(ended.splitlines()[-1])
    found["ray"] |= {"kills": 1, "sent": _lines(sent["ray"]), "alike": tree(folder / "ray") == tree(folder / "whole")}
    return found


def _flat(folder: Path, lines: list[str], options: argparse.Namespace) -> Found:
    """All four at once: what they take in memory and of the processor tells no less, and the clock is of no matter."""
    made = {"model": str(options.model), "threads": options.threads}
    runs = {}
    for count in (100, 10_000):
        articles(folder / f"{count}", lines, count)
        for engine in ("backwards", "loaded"):
            out = folder / f"{engine} {count}"
            runs[out.name] = _begun(folder / f"{count}", out, made | {"engine": engine})
    found = {name: _ended(run) for name, run in runs.items()}
    again = _begun(folder / "10000", folder / "backwards 10000", made | {"engine": "backwards"})
    return found | {"again 10000": _ended(again)}


def _begun(folder: Path, out: Path, made: Found, workers: int = 0) -> "subprocess.Popen[str]":
    asked = {"folder": str(folder), "out": str(out), "made": made, "workers": workers}
    command = [sys.executable, "-m", "benchmarks.archive_run", json.dumps(asked)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _child(folder: Path, out: Path, made: Found, workers: int = 0) -> Found:
    return _ended(_begun(folder, out, made, workers))


def _ended(run: "subprocess.Popen[str]") -> Found:
    told, _ = run.communicate()
    if run.returncode:
        sys.exit(f"a run failed: {run.args!r}\n{told}")
    found: Found = json.loads(told.splitlines()[-1])
    return found


def _lines(sent: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in sent.iterdir())


def _rows(out: Path) -> list[tuple[str, str]]:
    contents = [json.loads(path.read_bytes()) for path in sorted(out.rglob("*.txt.json"))]
    return [(row["source"], row["target"]) for content in contents for row in content["rows"]]


def tree(out: Path) -> dict[str, bytes]:
    """All files but the run's own and what tells the time."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and ".audarma" not in path.parts and not path.name.startswith("report.")
    }


def articles(folder: Path, lines: list[str], count: int) -> list[str]:
    """As many files of a title and some paragraphs; beyond the set's lines they come again, with a number behind."""
    chance, texts = random.Random(count), []
    at_line = 0
    for number in range(count):
        size = chance.randint(6, 14) if count < 1000 else chance.randint(3, 6)
        rows = []
        for _ in range(size):
            rows.append(lines[at_line % len(lines)] + ("" if at_line < len(lines) else f" {at_line}"))
            at_line += 1
        texts.append(" date 2018-07-01 " + "\n".join(rows))
        path = folder / f"{number % 97:02}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[-1], "utf-8")
    return texts


def _table(state: Found) -> str:
    return "\n\n".join((*_speeds(state["speed"], state["ray"]), *_kills(state["killed"]), *_peaks(state["flat"]))) + (
        "\n\n" + "; ".join(f"{name} {value}" for name, value in state["machine"].items()) + ". By processor time: how "
        "much of it a sentence takes in all threads; other work on the machine disturbs it less than the clock.\n"
    )


def _speeds(speed: Found, ray: Found) -> Iterable[str]:
    rows = speed["rows"]
    raw = [rows["translate_batch, all at once"], rows["translate_batch, all at once, again"]]
    whole = {name: sum(one[name] for one in raw) / 2 for name in raw[0]}
    calls = rows["the same calls, nothing between"]
    beside = {"archive with the seed glossary": calls}
    told = [
        f"{speed['articles']} articles, {speed['sentences']} sentences, {speed['engine']}, beam {speed['beam']}, the "
        "same weights, sentences and threads throughout. Compared with `translate_batch`, the mean of its two runs; "
        "with the glossary, which asks for sentences again, with the very same calls.",
        "| way | sentences/s | of the engine's | processor s each | by processor time |\n|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        than = beside.get(name, whole)
        told[-1] += (
            f"\n| {name} | {row['a_second']:.1f} | {row['a_second'] / than['a_second']:.0%} "
            f"| {row['processor_s_each']:.3f} | {than['processor_s_each'] / row['processor_s_each']:.0%} |"
        )
    one, two = ray["alone"], ray["ray"]
    told.append(
        f"By two workers on Ray on this machine, with the seed glossary: {two['sentences'] / two['seconds']:.1f} "
        f"sentences a second, alone {one['sentences'] / one['seconds']:.1f}; Ray and its workers were ready after "
        f"{two['opened']:.1f} s. {ray['differ']} of {ray['rows']} rows differ."
    )
    return told


def _kills(killed: Found) -> Iterable[str]:
    whole, broken, ray = (killed[name] for name in ("whole", "killed", "ray"))
    words = {True: "the same, byte for byte", False: "DIFFERENT"}
    head = (
        f"{killed['articles']:,} articles, an engine that says words backwards, windows of {killed['window']}, "
        f"{killed['in_hand']} sentences in hand at most (on Ray twice as many):"
    )
    table = "| run | kills | sentences sent | more than unbroken | files |\n|---|---|---|---|---|"
    table += f"\n| unbroken | 0 | {whole['sent']:,} | | |"
    for name, one in (("killed, started again", broken), ("Ray, two workers, one killed", ray)):
        more = one["sent"] - whole["sent"]
        table += f"\n| {name} | {one['kills']} | {one['sent']:,} | {more:,} | {words[one['alike']]} |"
    return head, table


def _peaks(flat: Found) -> Iterable[str]:
    table = "| engine | articles | peak MB | ratio | seconds | processor s |\n|---|---|---|---|---|---|"
    for name, row in flat.items():
        if name == "at":
            continue
        engine, count = name.split()
        first = flat.get(f"{engine} 100")
        ratio = f"{row['peak_mb'] / first['peak_mb']:.2f}" if first and count != "100" else ""
        label = {"backwards": "none", "loaded": "the model, loaded", "again": "none; all finished before"}[engine]
        table += (
            f"\n| {label} | {int(count):,} | {row['peak_mb']:.0f} | {ratio} | {row['seconds']:.1f} "
            f"| {row['processor']:.1f} |"
        )
    return ("Peak memory of the whole process, and the time of all but the engine:", table)


if __name__ == "__main__":
    main()
