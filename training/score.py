"""Translate a test set and say how good it is: chrF++, BLEU, retrieval, loops, invented numbers and names.

python -m training.score --model compact --test dev.tsv --beam 1 4 --no-repeat 3 4
"""

import argparse
import itertools
import json
import random
import time
from pathlib import Path

import sacrebleu
import torch
from tokenizers import Tokenizer
from transformers import BartForConditionalGeneration

from training.data import BOS, EOS, PAD
from training.decode import Decoding, Translates, Translator
from training.faithful import invented_names, invented_numbers, loops, retrieved
from training.noise import inline, names
from training.steer import ended, whole


def read_test(path: Path, rows: int = 0) -> tuple[list[str], list[str]]:
    """Sources and references of a test set, one `source<TAB>english` a line."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    lines = lines[: rows or None]
    return [line[0] for line in lines], [line[1] for line in lines]


def chrf(outputs: list[str], references: list[str]) -> float:
    """chrF++ as sacrebleu gives it by default."""
    return round(float(sacrebleu.corpus_chrf(outputs, [references], word_order=2).score), 2)


def halves(device: torch.device) -> bool:
    """Whether 16-bit products are fast here; without them each is computed in software, at a tenth of the speed."""
    return device.type != "cpu" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


@torch.inference_mode()
def translate(
    model: BartForConditionalGeneration, tokenizer: Tokenizer, texts: list[str], batch: int = 50
) -> list[str]:
    """Greedy outputs of the network in training, shortest sentences first so that little is padding."""
    model.eval()
    ids = [[BOS, *e.ids[:198], EOS] for e in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    outputs = [""] * len(ids)
    for start in range(0, len(order), batch):
        part = order[start : start + batch]
        width = len(ids[part[-1]])
        source = torch.tensor([ids[i] + [PAD] * (width - len(ids[i])) for i in part], device=model.device)
        with torch.autocast(model.device.type, dtype=torch.bfloat16, enabled=halves(model.device)):
            got = model.generate(
                input_ids=source,
                attention_mask=(source != PAD).long(),
                num_beams=1,
                do_sample=False,
                no_repeat_ngram_size=4,
                max_new_tokens=min(220, int(width * 1.5) + 10),
            )
        for i, text in zip(part, tokenizer.decode_batch(got.tolist()), strict=True):
            outputs[i] = text
    model.train()
    return outputs


def card(sources: list[str], outputs: list[str], references: list[str]) -> dict[str, float]:
    """All figures of one set of outputs."""
    bad_numbers, all_numbers = invented_numbers(sources, outputs)
    bad_names, all_names = invented_names(sources, outputs)
    return {
        "rows": len(outputs),
        "chrf++": chrf(outputs, references),
        "bleu": round(sacrebleu.corpus_bleu(outputs, [references]).score, 2),
        "retrieved": round(retrieved(outputs, references), 3),
        "loops": round(sum(map(loops, outputs)) / len(outputs), 4),
        "numbers_invented": round(bad_numbers / max(all_numbers, 1), 3),
        "numbers": all_numbers,
        "names_invented": round(bad_names / max(all_names, 1), 3),
        "names": all_names,
        "length": round(sum(map(len, outputs)) / sum(map(len, references)), 3),
    }


def copied(translator: Translates, sources: list[str], references: list[str], decoding: Decoding) -> dict[str, float]:
    """How many of the English names written into Kazakh sentences stand in the output as written.

    Written bare, where the sentence may make no sense without the ending, and with an ending, as a glossary does it.
    """
    rng = random.Random(1)
    both = zip(sources, references, strict=True)
    rows = [(source, changed, english) for source, english in both if (changed := inline(source, english)) is not None]
    found: dict[str, float] = {}
    for way, texts in (
        ("inline_copied", [c for _, c, _ in rows]),
        ("ended_copied", [ended(c, s, rng, 1) for s, c, _ in rows]),
    ):
        outputs = translator.translate(texts, decoding)
        kept = [
            bool(whole(name).search(output))
            for (source, changed, english), output in zip(rows, outputs, strict=True)
            for name in dict.fromkeys(names(english))
            if whole(name).search(changed) and not whole(name).search(source)
        ]
        found |= {"inline_names": len(kept), way: round(sum(kept) / len(kept), 3)}
    return found


def main() -> None:
    """Score every combination of the settings asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="a converted directory")
    parser.add_argument("--test", type=Path, required=True, help="lines of source<TAB>english")
    parser.add_argument("--rows", type=int, default=0, help="only the first so many")
    parser.add_argument("--beam", type=int, nargs="+", default=[4])
    parser.add_argument("--no-repeat", type=int, nargs="+", default=[4])
    parser.add_argument("--repetition", type=float, nargs="+", default=[1.0])
    parser.add_argument("--length", type=float, nargs="+", default=[1.0])
    parser.add_argument(
        "--references", action="store_true", help="score the references as if they were outputs: the floor"
    )
    parser.add_argument("--inline", action="store_true", help="also how many names written into the source are kept")
    parser.add_argument("--outputs", type=Path, help="write source, reference and output of the last setting here")
    options = parser.parse_args()
    sources, references = read_test(options.test, options.rows)
    if options.references:
        print(json.dumps({"references": card(sources, references, references)}))
    translator = Translator(options.model)
    for setting in itertools.product(options.beam, options.no_repeat, options.repetition, options.length):
        decoding = Decoding(*setting)
        began = time.time()
        outputs = translator.translate(sources, decoding)
        speed = len(sources) / (time.time() - began)
        figures = {"test": options.test.stem, "decoding": str(decoding)} | card(sources, outputs, references)
        if options.inline:
            figures |= copied(translator, sources, references, decoding)
        print(json.dumps(figures | {"sentences_a_second": round(speed, 1)}), flush=True)
    if options.outputs:
        rows = zip(sources, references, outputs, strict=True)
        options.outputs.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    main()
