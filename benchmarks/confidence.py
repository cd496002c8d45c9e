"""Fits and measures the flag on what a model was unsure of.

`python -m benchmarks.confidence ../shared/testsets/newsdev2019.tsv ../shared/testsets/newstest2019.tsv`: the score that
a share of the first file's rows lie below; of the second's, how many do so whole, with their words shuffled and with
the letters of each word shuffled, and how the flagged compare with the people's English.
"""

import argparse
import os
import random
from pathlib import Path
from statistics import mean

import sacrebleu

from translate import models
from translate.opening import open_translator
from translate.settings import Settings


def _rows(path: Path, most: int) -> list[tuple[str, str]]:
    rows = [row.split("\t")[:2] for row in path.read_text("utf-8").splitlines()]
    return [(kazakh, english) for kazakh, english in random.Random(7).sample(rows, min(most, len(rows)))]


def _shuffled(text: str, chance: random.Random) -> str:
    words = text.split()
    return " ".join(chance.sample(words, len(words)))


def _scrambled(text: str, chance: random.Random) -> str:
    return " ".join("".join(chance.sample(word, len(word))) for word in text.split())


def main() -> None:
    """Print the score and the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fit", type=Path, help="TSV that the score is taken from")
    parser.add_argument("text", type=Path, help="TSV that it is measured on")
    parser.add_argument("--share", type=float, default=0.05, help="of the first file, how much lies below the score")
    parser.add_argument("--rows", type=int, default=400, help="how many of each file")
    parser.add_argument("--model", default="compact", help="name of an installed model")
    options = parser.parse_args()
    settings = Settings.read(os.environ)
    translator = open_translator(settings, models.find(options.model, settings))

    def scores(sentences: list[str]) -> list[tuple[float, str]]:
        return [(one.score, one.text) for one in translator.engine.translate(sentences, translator.decoding)]

    fitted = sorted(score for score, _ in scores([kazakh for kazakh, _ in _rows(options.fit, options.rows)]))
    least = round(fitted[int(options.share * len(fitted))], 2)
    print(f"{options.share:.0%} of {options.fit.name} lie below {least}")
    chance, rows = random.Random(7), _rows(options.text, options.rows)
    ways = {"whole": lambda text, _: text, "words shuffled": _shuffled, "letters shuffled": _scrambled}
    for name, damage in ways.items():
        made = scores([damage(kazakh, chance) for kazakh, _ in rows])
        print(f"{name:17} {mean(score < least for score, _ in made):.1%} below")
        if name == "whole":
            judged = [
                sacrebleu.sentence_chrf(text, [person]).score for (_, text), (_, person) in zip(made, rows, strict=True)
            ]
            for below in (True, False):
                its = [one for one, (score, _) in zip(judged, made, strict=True) if (score < least) == below]
                print(f"{'':17} chrF {mean(its):.1f} {'below' if below else 'above'}")


if __name__ == "__main__":
    main()
