"""What comes back of Kazakh that was put into other letters: `python -m benchmarks.alphabets TSV`.

Kazakh in the first column is written in each alphabet and read again. That inverts a writer of our own, so real texts,
whose spelling is looser, will lose more.
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from translate.language import language
from translate.latin import latin, respelled
from translate.latin.arabic import arabic
from translate.latin.older import older

WRITTEN: dict[str, Callable[[str], str]] = {
    "kaz_Latn": latin,
    "kaz_2017": lambda text: older(latin(text), "kaz_2017"),
    "kaz_2018": lambda text: older(latin(text), "kaz_2018"),
    "kaz_Arab": arabic,
}
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-яёәғқңөұүһі]+")


class Restored(NamedTuple):
    """How many words were put into other letters, how many came back, and how many sentences are told to be in them."""

    words: int
    right: int
    told: int
    lost: Counter[tuple[str, str]]


def kazakh(path: Path) -> list[str]:
    """The Kazakh of a test set, without soft hyphens."""
    return [row.split("\t")[0].replace("\u00ad", "") for row in path.read_text("utf-8").splitlines()]


def restored(texts: Sequence[str], letters: str) -> Restored:
    """How much of Cyrillic comes back from other letters, word by word."""
    words = right = told = 0
    lost: Counter[tuple[str, str]] = Counter()
    for text in texts:
        typed = WRITTEN[letters](text)
        made = respelled(typed, letters)
        assert made, letters
        told += language(typed) == letters
        for word, read in zip(_WORD.findall(text.lower()), _WORD.findall(made.text.lower()), strict=True):
            if _CYRILLIC.fullmatch(word):
                words += 1
                right += word == read
                lost.update([(word, read)] * (word != read))
    return Restored(words, right, told, lost)


def main() -> None:
    """Print a line for each alphabet, and the words that it loses most often."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path, help="TSV of Kazakh and English")
    texts = kazakh(parser.parse_args().text)
    for letters in WRITTEN:
        words, right, told, lost = restored(texts, letters)
        print(f"{letters}: {right / words:.2%} of {words:,} words restored, {told / len(texts):.2%} of sentences told")
        print(f"  lost most often {', '.join(f'{one} as {two}' for (one, two), _ in lost.most_common(8))}")


if __name__ == "__main__":
    main()
