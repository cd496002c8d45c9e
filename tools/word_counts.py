"""Makes `translate/data/words.xz`, the word counts from which a big model's vocabulary is chosen.

    python tools/word_counts.py FOLDER_OF_TRAINING_TEXT

The folder is the one that `training/README.md` names: `data.tsv.xz` and the two `mono-*.txt.xz`.
"""

import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "translate" / "data" / "words.xz"
# A count is written as the largest of these that it reaches: what matters is how rare a word is.
STEPS = (1, 2, 3, 5, 10, 20, 50)
# Fewer and it is most often a slip of the pen; rare Kazakh forms are what this list is for.
LEAST = {"kk": 1, "ru": 1, "en": 2, "marks": 3}
# Many texts have no capitals at all. A word that others have with one inside their sentences, so many times as often as
# without and some times more, is a name, however often it stands in small letters there.
NAMED, OFTEN, MORE = ("kk", "en"), 20, 3
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Behind another word: what opens a sentence has a capital whatever it is.
_INSIDE = re.compile(rf"(?<=[^\W\d_][ ]){_WORD.pattern}")
_LONGEST = 40


def main(folder: Path) -> None:
    """Count, and write a line for each language and step."""
    counts: dict[str, Counter[str]] = {language: Counter() for language in LEAST}
    cased: dict[str, Counter[str]] = {language: Counter() for language in LEAST}
    for language, text in _texts(folder):
        if text != text.lower():
            cased[language].update(_INSIDE.findall(text))
        for run in text.split():
            counts[language].update(word for word in _WORD.findall(run) if len(word) <= _LONGEST)
            # What stands around words, and figures: with one letter for each word.
            if not _WORD.fullmatch(run) and len(run) <= _LONGEST:
                counts["marks"][_WORD.sub("a", run)] += 1
    lines = []
    for language, least in LEAST.items():
        for low, high in zip(STEPS, (*STEPS[1:], 1 << 62), strict=True):
            words = sorted(word for word, count in counts[language].items() if max(low, least) <= count < high)
            if words:
                lines.append(f"{language}\t{low}\t{' '.join(words)}\n")
    for language in NAMED:
        names = [word for word in counts[language] if word.islower() and _is_name(word, cased[language])]
        lines.append(f"{language}-names\t1\t{' '.join(sorted(names))}\n")
    OUTPUT.write_bytes(lzma.compress("".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))


def _is_name(word: str, cased: Counter[str]) -> bool:
    return cased[word.capitalize()] >= OFTEN * cased[word] + MORE


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for name, language in (("mono-kk", "kk"), ("mono-en-kazakhstan", "en")):
        for line in _lines(folder / f"{name}.txt.xz"):
            yield language, line
    for line in _lines(folder / "data.tsv.xz"):
        group, _, source, english = line.split("\t")
        yield "en", english
        if group.startswith(("kk", "ru")):
            yield group[:2], source


def _lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield str(line).rstrip("\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
