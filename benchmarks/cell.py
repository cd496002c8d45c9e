"""One cell of the engines' table, in a process of its own: loads one model, translates, says what it took, as JSON.

Every sentence has as many pieces as every other, and so has its English: the runtimes are told the output's length, so
that all do the same work whatever the weights are.
"""

import json
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LAST_SPECIAL = 100


def main() -> None:
    """Measure the cell that the first argument describes."""
    cell = json.loads(sys.argv[1])
    run = {"transformers": _transformers, "ctranslate2": _ctranslate2}[cell["runtime"]]
    began = time.perf_counter()
    translate, loaded = run(cell)
    rows = _rows(cell)
    first = _first(translate, rows, cell)
    translate(rows[: cell["batch"]], 2)  # once at full size, hardly any steps: memory is laid out
    rates, spent = [], []
    for _ in range(cell["repeats"]):
        start, busy = time.perf_counter(), time.process_time()
        found = [
            out
            for at in range(0, len(rows), _step(cell))
            for out in translate(rows[at : at + _step(cell)], cell["out"])
        ]
        rates.append(len(rows) / (time.perf_counter() - start))
        spent.append((time.process_time() - busy) / len(rows))
        _check(found, cell)
    print(
        json.dumps(
            {
                "sentences_a_second": statistics.median(rates),
                "rates": rates,
                "processor_s": statistics.median(spent),
                "load_s": loaded,
                "first_s": first,
                "peak_mb": _peak(),
                "disk_mb": sum(path.stat().st_size for path in Path(cell["folder"]).iterdir()) / 1e6,
                "wall_s": time.perf_counter() - began,
            }
        )
    )


def _first(translate: "Translate", rows: list[list[str]], cell: dict[str, Any]) -> float | None:
    """How long the first sentence takes after loading; not asked of a slow runtime's batches, which are slow enough."""
    if cell["runtime"] == "transformers" and cell["batch"] > 1:
        return None
    start = time.perf_counter()
    _check(translate(rows[:1], cell["out"]), cell)
    return time.perf_counter() - start


def _step(cell: dict[str, Any]) -> int:
    """How many sentences one call takes: of CTranslate2's batches all at once, so that each worker has some."""
    return len(_rows(cell)) if cell["runtime"] == "ctranslate2" and cell["batch"] > 1 else int(cell["batch"])


def _rows(cell: dict[str, Any]) -> list[list[str]]:
    """Pieces that all models of a shape have, the same for each; the special ones around them are the runtime's."""
    chance = random.Random(7)
    names = _names(cell["names"])[LAST_SPECIAL:-LAST_SPECIAL]
    return [chance.choices(names, k=cell["in"] - 2) for _ in range(cell["sentences"])]


def _names(folder: str) -> list[str]:
    found: list[str] = json.loads((Path(folder) / "shared_vocabulary.json").read_text("utf-8"))
    return found


def _check(found: list[int], cell: dict[str, Any]) -> None:
    if set(found) != {cell["out"]}:
        raise SystemExit(f"outputs of {sorted(set(found))} pieces, not {cell['out']}")


Translate = Callable[[list[list[str]], int], list[int]]


def _ctranslate2(cell: dict[str, Any]) -> tuple[Translate, float]:
    import ctranslate2

    inter, intra = cell["threads"]
    start = time.perf_counter()
    translator = ctranslate2.Translator(
        cell["folder"], cell["device"], compute_type=cell["compute"], inter_threads=inter, intra_threads=intra
    )
    loaded = time.perf_counter() - start
    coded = "eng_Latn" in _names(cell["folder"])
    before = "kaz_Cyrl" if coded else "<s>"

    def translate(rows: list[list[str]], length: int) -> list[int]:
        found = translator.translate_batch(
            [[before, *row, "</s>"] for row in rows],
            [["eng_Latn"]] * len(rows) if coded else None,
            max_batch_size=cell["batch"],
            beam_size=cell["beam"],
            disable_unk=True,
            min_decoding_length=length + coded,  # the language code counts
            max_decoding_length=length + coded,
        )
        return [len(result.hypotheses[0]) - coded for result in found]

    return translate, loaded


def _transformers(cell: dict[str, Any]) -> tuple[Translate, float]:
    import torch
    from transformers import GenerationConfig, M2M100ForConditionalGeneration

    torch.set_num_threads(cell["threads"][0] * cell["threads"][1])
    start = time.perf_counter()
    kind = getattr(torch, cell["compute"])
    model = M2M100ForConditionalGeneration.from_pretrained(cell["folder"], local_files_only=True, dtype=kind)
    model = model.eval().to(cell["device"])
    loaded = time.perf_counter() - start

    tree = json.loads((Path(cell["folder"]) / "tokenizer.json").read_text("utf-8"))
    number = tree["model"]["vocab"] | {token["content"]: token["id"] for token in tree["added_tokens"]}
    code = number["eng_Latn"]

    def translate(rows: list[list[str]], length: int) -> list[int]:
        framed = [["kaz_Cyrl", *row, "</s>"] for row in rows]
        ids = torch.tensor([[number[piece] for piece in row] for row in framed], device=model.device)
        with torch.inference_mode():
            found = model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                decoder_input_ids=torch.tensor([[2, code]] * len(rows), device=model.device),
                generation_config=GenerationConfig(
                    bos_token_id=0,
                    pad_token_id=1,
                    eos_token_id=2,
                    decoder_start_token_id=2,
                    min_new_tokens=length,
                    max_new_tokens=length,
                    num_beams=cell["beam"],
                    do_sample=False,
                    suppress_tokens=[3],
                ),
            )
        return [len(row) - 2 for row in found.tolist()]

    return translate, loaded


def _peak() -> float:
    """The most memory that this process held, in megabytes."""
    if Path("/proc/self/status").is_file():
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "2")
    main()
