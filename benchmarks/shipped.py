"""A bundled model as the program itself asks it: with its own decoding, long sentences in parts, and the ladder.

`python -m benchmarks.shipped translate/compact ../shared/testsets/flores200-dev.tsv` prints the figures that
`training.score` gives of the model alone, and how many English names that are written into the Kazakh are kept.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from training.decode import Decoding
from training.score import card, copied, read_test
from translate.engines.load import load
from translate.models import at
from translate.segment import pieces


def main() -> None:
    """Score each test set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a converted model's folder")
    parser.add_argument("tests", type=Path, nargs="+", help="lines of source<TAB>english")
    options = parser.parse_args()
    shipped = Shipped(options.model)
    for test in options.tests:
        sources, references = read_test(test)
        figures = card(sources, shipped.translate(sources, Decoding()), references)
        figures |= copied(shipped, sources, references, Decoding())
        print(json.dumps({"test": test.stem} | figures), flush=True)


class Shipped:
    """Translates as `training.decode.Translator` does, but by the program's engine and the model's own settings."""

    def __init__(self, directory: Path, threads: int = 2) -> None:
        """Load the directory."""
        self._decoding = at(directory).decoding
        self._engine = load(directory, threads=threads)

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[str]:
        """English for each text, which is one sentence, in order; the model's own decoding holds, not this one."""
        cut = [[text[start:end] for start, end in pieces(text, self._fits, whole=True)] for text in texts]
        said = iter(self._engine.translate([part for parts in cut for part in parts], self._decoding))
        return [" ".join(next(said).text for _ in parts) for parts in cut]

    def _fits(self, text: str) -> bool:
        return self._engine.lengths([text])[0] <= self._decoding.reads(self._engine.longest)


if __name__ == "__main__":
    main()
