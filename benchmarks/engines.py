"""Runtimes beside each other: same weights, sentences and output lengths, one table from one run.

`python -m benchmarks.engines /tmp/bench` makes random weights in NLLB's shapes there (11 GB, a few minutes), measures
each cell in a process of its own and writes `benchmarks/results/engines.json` and `.md`. A run that broke off goes on
where it stopped; `--fresh` begins anew. The figures are good for comparison within one run on one machine.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.shapes import SHAPES
from translate.engines.batches import Room, rung
from translate.engines.cores import physical
from translate.engines.ct2file import decoder

ROOT = Path(__file__).parent.parent
COMPACT = ROOT / "translate" / "compact"
IN, OUT = 30, 24
# How many sentences a cell takes and how often, by runtime and batch: a slow one few, so that the whole run is short.
TAKES = {
    ("transformers", 1): (1, 1),
    ("transformers", 16): (16, 1),
    ("whole", 1): (4, 3),
    ("whole", 16): (32, 3),
    ("trimmed", 1): (8, 3),
    ("trimmed", 16): (32, 3),
    ("bundled", 1): (48, 3),
    ("bundled", 16): (256, 3),
}
HEAD = (
    "| model | runtime | format | beam | batch | threads | sentences/s (slowest–fastest) | processor s each "
    "| x transformers batched | by processor time | peak MB | x its file | file MB | load s | first sentence s |"
)


def main() -> None:
    """Make what is missing, measure what is not measured yet, print and keep the table."""
    arguments = _arguments()
    kept = arguments.results / "engines.json"
    state = json.loads(kept.read_text("utf-8")) if kept.is_file() and not arguments.fresh else {}
    state.setdefault("machine", machine())
    state.setdefault("cells", {})
    arguments.results.mkdir(parents=True, exist_ok=True)
    for cell in _cells(arguments.folder, arguments.models, arguments.threads or physical(), arguments.device):
        key = json.dumps(
            {name: value for name, value in cell.items() if name not in ("folder", "names")}, sort_keys=True
        )
        if key in state["cells"]:
            continue
        _built(cell["model"], arguments.folder)
        measured = _measured(cell)
        told = {name: value for name, value in cell.items() if name not in ("folder", "names")}  # no one's machine
        state["cells"][key] = told | measured | {"at": time.strftime("%H:%M", time.gmtime())}
        kept.write_text(json.dumps(state, indent=1) + "\n", "utf-8")
        _progress(state["cells"][key])
    table = _table(state)
    kept.with_suffix(".md").write_text(table, "utf-8")
    for record in arguments.folder.glob("*/trimmed/installed.json"):
        shutil.copy(record, arguments.results / f"install-{record.parent.parent.name}.json")
    print(table)


def _cells(folder: Path, models: list[str], threads: int, device: str) -> Iterator[dict[str, Any]]:
    """What is to be measured: the small shape and the bundled model in full, the large shape where it is used."""
    exact, quantised = ("float32", "int8") if device == "cpu" else ("float16", "int8_float16")
    for model in models:
        kinds = ("bundled",) if model == "compact" else ("transformers", "whole", "trimmed")
        for beam, batch in ((4, 16), (4, 1), (1, 16), (1, 1)) if model != "nllb-1.3b" else ((4, 16),):
            for kind in kinds:
                lies = {"bundled": COMPACT, "transformers": folder / model / "hf"}.get(kind, folder / model / kind)
                # Workers for batches, threads within one for a single sentence; once the other way for comparison.
                ways = [(batch, [1, threads] if batch == 1 or kind == "transformers" else [threads, 1])]
                if kind == "trimmed" and model == "nllb-600m" and beam == 4:
                    ways.append((batch, ways[0][1][::-1]))
                if kind == "trimmed" and batch > 1:
                    ways.append((_own(lies, beam), [1, threads]))  # as the program itself does it
                sentences, repeats = TAKES[kind, batch]
                for size, way in ways:
                    yield {
                        "model": model,
                        "kind": kind,
                        "runtime": "transformers" if kind == "transformers" else "ctranslate2",
                        "folder": str(lies),
                        "compute": exact if kind == "transformers" else quantised,
                        "device": device,
                        "beam": beam,
                        "batch": size,
                        "threads": way,
                        "sentences": -(-sentences // size) * size,
                        "repeats": repeats,
                        "in": IN,
                        "out": OUT,
                        "names": str(COMPACT if kind == "bundled" else folder / model / "trimmed"),
                    }


def _own(folder: Path, beam: int) -> int:
    """How many sentences of this length the program puts into a batch of a large model."""
    file = folder / "model.bin"
    shape = decoder(file)
    assert shape
    return Room.of(file.stat().st_size, *shape).budget(beam) // rung(IN)


def _built(model: str, folder: Path) -> None:
    if model in SHAPES and not (folder / model / "trimmed").is_dir():
        print(f"making {model} in {folder / model}", flush=True)
        (folder / model).mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "benchmarks.shapes", model, folder / model], check=True, cwd=ROOT)


def _measured(cell: dict[str, Any]) -> dict[str, Any]:
    threads = str(cell["threads"][0] * cell["threads"][1])
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.cell", json.dumps(cell)],
        cwd=ROOT,
        # A thread that waits sleeps: so the processor's time tells what work was done, whatever else runs here.
        env=os.environ | {"OMP_NUM_THREADS": threads, "OMP_WAIT_POLICY": "PASSIVE", "HF_HUB_OFFLINE": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def _progress(cell: dict[str, Any]) -> None:
    names = ("model", "kind", "beam", "batch", "threads")
    print(*(cell[name] for name in names), f"{cell['sentences_a_second']:.2f}/s", f"{cell['wall_s']:.0f} s", flush=True)


def _table(state: dict[str, Any]) -> str:
    cells = list(state["cells"].values())
    cells.sort(
        key=lambda cell: (
            list(SHAPES).index(cell["model"]) if cell["model"] in SHAPES else 9,
            cell["beam"],
            cell["batch"],
        )
    )
    base = {
        (cell["model"], cell["beam"]): cell for cell in cells if cell["kind"] == "transformers" and cell["batch"] > 1
    }
    rows = [_row(cell, base.get((cell["model"], cell["beam"]))) for cell in cells]
    about = "; ".join(f"{name} {value}" for name, value in state["machine"].items())
    note = (
        f"{about}. Random weights in the published shapes, {IN} pieces in, {OUT} out, the same sentences for all; "
        "trimmed: as `audarma models install` made it; of its batches the odd sizes are those that the program itself "
        "takes, with one worker, to bound its memory. Threads are workers x threads within one. Peak is the whole "
        "process's, Python and library with it. By processor time: how many times fewer processor seconds a sentence "
        "takes, which other work on the machine disturbs less than it disturbs the clock."
    )
    return "\n".join([HEAD, "|---" * HEAD.count(" | ") + "|---|", *rows, "", note, ""])


def _row(cell: dict[str, Any], base: dict[str, Any] | None) -> str:
    rate, rates = cell["sentences_a_second"], cell["rates"]
    spread = f" ({min(rates):.2f}–{max(rates):.2f})" if len(rates) > 1 else ""
    return (
        "| "
        + " | ".join(
            (
                cell["model"],
                {"transformers": "transformers", "bundled": "CTranslate2"}.get(
                    cell["kind"], f"CTranslate2 {cell['kind']}"
                ),
                cell["compute"],
                str(cell["beam"]),
                str(cell["batch"]),
                "x".join(map(str, cell["threads"])),
                f"{rate:.2f}{spread}",
                f"{cell['processor_s']:.2f}",
                f"{rate / base['sentences_a_second']:.1f}" if base else "",
                f"{base['processor_s'] / cell['processor_s']:.1f}" if base else "",
                f"{cell['peak_mb']:.0f}",
                f"{cell['peak_mb'] / cell['disk_mb']:.2f}",
                f"{cell['disk_mb']:.0f}",
                f"{cell['load_s']:.1f}",
                f"{cell['first_s']:.2f}" if cell["first_s"] else "",
            )
        )
        + " |"
    )


def machine() -> dict[str, str]:
    """What the figures were taken on; what else ran there is told by the load."""
    found = {"machine": f"{platform.machine()}, {_processor()}, {physical()} cores in use"}
    found["memory"] = f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    found["load at the start"] = f"{os.getloadavg()[0]:.1f}"
    found["date"] = time.strftime("%Y-%m-%d", time.gmtime())
    return found | {name: version(name) for name in ("torch", "transformers", "ctranslate2")}


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.is_file() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the random weights lie or are made")
    parser.add_argument("--models", nargs="+", default=["nllb-600m", "compact", "nllb-1.3b"], help="which to measure")
    parser.add_argument("--threads", type=int, default=0, help="else the physical cores")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--fresh", action="store_true", help="measure every cell anew")
    return parser.parse_args()


if __name__ == "__main__":
    main()
