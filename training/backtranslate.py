"""More pairs from English alone: a reverse model writes the Kazakh (Sennrich et al. 2016).

    python -m training.backtranslate --model reverse --english mono.txt.xz --out bt.tsv

The Kazakh is sampled, because samples teach more than the likeliest sentence does (Edunov et al. 2018), and begins with
a tag, so that the model knows which sources no person wrote (Caswell et al. 2019).
"""

import argparse
import lzma
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import ctranslate2

from training.data import Pair, write
from training.decode import Decoding, Translator
from training.faithful import loops, numbers

GROUP = "kk-bt"
TAG = "§§"  # pieces of their own in the tokenizer, and in no newswire
AT_ONCE = 512


def tagged(kazakh: str) -> str:
    """A machine-made source as the model is to read it."""
    return f"{TAG} {kazakh}"


def sound(kazakh: str, english: str) -> bool:
    """Whether a machine-made source may stand: no loop, not lopsided, not a copy, no number lost or made up."""
    shares = len(kazakh) / max(len(english), 1)
    return (
        0.5 < shares < 2.0
        and not loops(kazakh)
        and kazakh.lower() != english.lower()
        and numbers(kazakh) == numbers(english)
    )


def pairs(english: Iterable[str], translator: Translator, decoding: Decoding) -> Iterator[Pair]:
    """A pair for each English sentence whose sampled Kazakh is sound."""
    rest = iter(english)
    while part := list(islice(rest, AT_ONCE)):
        for kazakh, sentence in zip(translator.translate(part, decoding), part, strict=True):
            if sound(kazakh, sentence):
                yield Pair(GROUP, 1.0, tagged(kazakh), sentence)


def sentences(path: Path) -> Sequence[str]:
    """The lines of a text, xz-compressed or not, each once."""
    raw = path.read_bytes()
    text = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode()
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def main() -> None:
    """Write the pairs as the corpus has them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="a converted directory, trained with --reverse")
    parser.add_argument("--english", type=Path, required=True, help="a sentence a line")
    parser.add_argument("--top", type=int, default=10, help="sample among so many pieces at each step")
    parser.add_argument("--rows", type=int, default=0, help="only the first so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    ctranslate2.set_random_seed(options.seed)
    given = sentences(options.english)[: options.rows or None]
    decoding = Decoding(beam=1, sampled=options.top)
    made = list(pairs(given, Translator(options.model), decoding))
    write(made, options.out)
    print(f"{options.out}: {len(made)} of {len(given)} sentences have a sound source")


if __name__ == "__main__":
    main()
