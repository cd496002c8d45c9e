"""From weights to the shipped directory: average, cut, convert to int8, compare.

    python -m training.export --weights run/weights-*.pt --tokenizer tokenizer.json \
        --vocabulary shared_vocabulary.json --english 29620 --dev dev.tsv --out compact
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from ctranslate2.converters import TransformersConverter
from transformers import BartForConditionalGeneration, PreTrainedTokenizerFast

from training.decode import Decoding, Translator
from training.model import NEVER, network
from training.score import chrf, read_test

HEADS = 12
TIED = (
    "model.shared.weight",
    "model.encoder.embed_tokens.weight",
    "model.decoder.embed_tokens.weight",
    "lm_head.weight",
)


def average(files: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of several checkpoints: their errors partly cancel (Vaswani et al. 2017 average the last ones)."""
    total: dict[str, torch.Tensor] = {}
    for file in files:
        for name, value in torch.load(file, map_location="cpu", weights_only=True).items():
            total[name] = total.get(name, torch.zeros_like(value, dtype=torch.float32)) + value.float() / len(files)
    return total


def pieces(path: Path) -> list[str]:
    """The pieces that a JSON list names, or all those of a tokenizer."""
    tree = json.loads(path.read_text("utf-8"))
    return tree if isinstance(tree, list) else [piece for piece, _ in tree["model"]["vocab"]]


def cut_tokenizer(full: Path, vocabulary: Sequence[str], out: Path) -> list[int]:
    """Write a tokenizer of only these pieces; the number of each in the full one, in the same order."""
    tree = json.loads(full.read_text("utf-8"))
    wanted = set(vocabulary)
    numbers = [i for i, (piece, _) in enumerate(tree["model"]["vocab"]) if piece in wanted]
    tree["model"]["vocab"] = [tree["model"]["vocab"][i] for i in numbers]
    if len(numbers) != len(wanted) or tree["model"]["unk_id"] not in numbers[:4]:
        raise ValueError(f"{full}: some wanted pieces are not in it; was the vocabulary made from another tokenizer?")
    out.write_text(json.dumps(tree, ensure_ascii=False, separators=(",", ":")), "utf-8")
    return numbers


def cut_network(weights: dict[str, torch.Tensor], numbers: Sequence[int], english: int) -> BartForConditionalGeneration:
    """The network with only the rows of the kept pieces; its shape is read off the weights."""
    shared = weights["model.shared.weight"][list(numbers)]
    layers = [
        1 + max(int(name.split(".")[3]) for name in weights if name.startswith(f"model.{half}.layers."))
        for half in ("encoder", "decoder")
    ]
    inner = len(weights["model.encoder.layers.0.fc1.bias"])
    model = network(len(numbers), shared.shape[1], HEADS, inner, *layers)
    kept = {name: value for name, value in weights.items() if name in model.state_dict()}
    for name in TIED:
        kept[name] = shared
    kept["final_logits_bias"] = weights["final_logits_bias"][:, list(numbers)].clamp(min=NEVER)
    kept["final_logits_bias"][0, sum(n < english for n in numbers) :] = NEVER
    model.load_state_dict(kept)
    return model.eval()


def write(model: BartForConditionalGeneration, tokenizer: Path, out: Path, quantization: str) -> None:
    """Convert for CTranslate2, the tokenizer and its settings beside the weights."""
    with tempfile.TemporaryDirectory() as folder:
        fast = PreTrainedTokenizerFast(
            tokenizer_file=str(tokenizer), bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
        )
        model.save_pretrained(folder)
        fast.save_pretrained(folder)
        TransformersConverter(folder).convert(str(out), quantization=quantization, force=True)
        shutil.copy(tokenizer, out / "tokenizer.json")
        shutil.copy(Path(folder) / "tokenizer_config.json", out)


def compare(one: Path, other: Path, dev: Path, rows: int = 200) -> dict[str, float]:
    """How far int8 is from floats: the share of outputs that differ, and chrF++ of both."""
    sources, references = read_test(dev, rows)
    outputs = [Translator(path).translate(sources, Decoding()) for path in (one, other)]
    differ = sum(a != b for a, b in zip(*outputs, strict=True)) / len(sources)
    floats, ints = (chrf(texts, references) for texts in outputs)
    return {"differ": round(differ, 3), "chrf_float": floats, "chrf_int8": ints}


def main() -> None:
    """Write the directory and say what int8 cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", required=True, help="the files to average")
    parser.add_argument("--tokenizer", type=Path, required=True, help="the full one, used in training")
    parser.add_argument("--vocabulary", type=Path, help="a JSON list of the pieces to keep; else all are kept")
    parser.add_argument("--english", type=int, required=True, help="pieces below this number may be written")
    parser.add_argument("--dev", type=Path, help="compare floats and int8 on its first 200 rows")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tokenizer = Path(folder) / "tokenizer.json"
        numbers = cut_tokenizer(options.tokenizer, pieces(options.vocabulary or options.tokenizer), tokenizer)
        model = cut_network(average(options.weights), numbers, options.english)
        write(model, tokenizer, options.out, "int8")
        if options.dev:
            write(model, tokenizer, Path(folder) / "float", "float32")
            print(json.dumps(compare(Path(folder) / "float", options.out, options.dev)))
    size = sum(file.stat().st_size for file in options.out.iterdir())
    print(f"{options.out}: {size / 1e6:.1f} MB, {len(numbers)} pieces, {len(options.weights)} checkpoints averaged")


if __name__ == "__main__":
    main()
