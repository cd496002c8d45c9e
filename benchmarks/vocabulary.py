"""How many rows of a test set are read otherwise after a vocabulary is cut to what the shipped words need.

    python -m benchmarks.vocabulary ../shared/testsets/newstest2019.tsv xlm_roberta_base laser250k tokenizer.json

Names are those of real tokenizers of 250,000 pieces that the package `blingfire` carries (`pip install blingfire`); a
file is a `tokenizer.json`. Blingfire's are unigram models, whose best segmentation stays the best when no piece of it
goes: so a row is read otherwise just where a piece of it went.
"""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from translate import words
from translate.engines.trim import _always, cut, used


def main(text: Path, names: list[str]) -> None:
    """Print a line for each tokenizer and column of the test set."""
    rows = [line.split("\t") for line in text.read_text(encoding="utf-8").splitlines()]
    needs = words.needs()
    for name in names:
        tokenizer, whole, kept = _file(Path(name), needs) if name.endswith(".json") else _bling(name, needs)
        for column, language in enumerate(("Kazakh", "English")):
            pieces = [encoding.tokens for encoding in tokenizer.encode_batch([row[column] for row in rows])]
            other = sum(not kept.issuperset(found) for found in pieces)
            share = f"{other} of {len(rows)} rows ({other / len(rows):.2%})"
            print(f"{name:20} {whole:,} pieces, {len(kept):,} stay; {language}: {share} are read otherwise", flush=True)


def _file(path: Path, needs: Any) -> tuple[Any, int, set[str]]:
    from tokenizers import Tokenizer

    whole = Tokenizer.from_file(str(path))
    codes = [code for code in ("eng_Latn", "kaz_Cyrl", "rus_Cyrl") if whole.token_to_id(code) is not None]
    found = cut(whole.to_str(), used(whole, needs), whole.get_vocab_size(), codes)
    whole.post_processor = None
    return whole, whole.get_vocab_size(), set(found.tokens)


def _bling(name: str, needs: Any) -> tuple[Any, int, set[int]]:
    import blingfire
    import numpy

    folder = Path(blingfire.__file__).parent
    model, spelled = (blingfire.load_model(str(folder / f"{name}.{kind}")) for kind in ("bin", "i2w"))

    def batch(texts: list[str], add_special_tokens: bool = False) -> list[Any]:
        found = (blingfire.text_to_ids(model, text, 1024, 3, no_padding=True) for text in texts)
        return [SimpleNamespace(tokens=[int(number) for number in numbers]) for numbers in found]

    tokenizer: Any = SimpleNamespace(encode_batch=batch)
    size = 250_000
    one = numpy.zeros(1, dtype="int32")
    always = set()
    for number in range(size):
        one[0] = number
        piece = blingfire.ids_to_text(spelled, one, False)
        if _always(piece.replace(" ", "▁")):
            always.add(number)
    return tokenizer, size, always | {int(piece) for piece in used(tokenizer, needs)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
