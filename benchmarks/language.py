"""Measures how the language of a sentence is told: `python -m benchmarks.language TESTSETS TRAINING`, two folders.

Kazakh and English are the test sets' sides, Russian the training folder's news and documentation, Turkish and others
its other groups; Latin Kazakh is made from the Kazakh side. What stands beside ours is measured where it is installed
(`pip install lingua-language-detector`). Last the way from Cyrillic to the Latin alphabet of 2021 and back.
"""

import argparse
import lzma
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from translate.language import KAZAKHS, language
from translate.latin import latin, respell
from translate.latin.spelling import by_rule, small

SETS = ("newsdev2019", "newstest2019", "flores200-dev", "tatoeba")
SIZES = (None, 5, 3, 1)
TOLD = {**dict.fromkeys(KAZAKHS, "kk"), "rus_Cyrl": "ru", "eng_Latn": "en"}
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-яёәғқңөұүһі]+")

Detector = Callable[[str], str]


def sentences(sets: Path, training: Path, most: int) -> Mapping[str, Sequence[str]]:
    """Sentences by language; `kk Latin` are the Kazakh ones in other letters."""
    rows = [line.split("\t") for name in SETS for line in (sets / f"{name}.tsv").read_text("utf-8").splitlines()]
    groups: dict[str, list[str]] = {"ru": [], "ru-docs": [], "tr": [], "xx": []}
    with lzma.open(training / "data.tsv.xz", "rt", encoding="utf-8") as file:
        for line in file:
            group, _, source, _ = str(line).split("\t")
            if group in groups:
                groups[group].append(source)
    chance = random.Random(2021)
    drawn = {group: chance.sample(found, min(most, len(found))) for group, found in groups.items()}
    kazakh = [row[0] for row in rows]
    return {
        "kk": kazakh,
        "kk Latin": [latin(text) for text in kazakh],
        "ru": drawn["ru"],
        "ru docs": drawn["ru-docs"],
        "en": [row[1] for row in rows],
        "tr": drawn["tr"],
        "others": drawn["xx"],
    }


def detectors() -> Iterator[tuple[str, Callable[[], Detector]]]:
    """What is compared: ours, and libraries restricted to the three languages."""

    def ours() -> Detector:
        return lambda text: TOLD.get(language(text), "-")

    def langid() -> Detector:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
        identifier.set_languages(["kk", "ru", "en"])
        return lambda text: str(identifier.classify(text)[0])

    def lingua() -> Detector:
        from lingua import Language, LanguageDetectorBuilder

        names = {Language.KAZAKH: "kk", Language.RUSSIAN: "ru", Language.ENGLISH: "en"}
        detector = LanguageDetectorBuilder.from_languages(*names).build()
        return lambda text: names.get(detector.detect_language_of(text), "-")

    yield "audarma", ours
    yield "py3langid", langid
    yield "lingua", lingua


def resident() -> float:
    """Megabytes of memory in use."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def shares(detect: Detector, texts: Sequence[str], size: int | None) -> Counter[str]:
    """How often each language is told of the first `size` words of each text, those without a letter left out."""
    cut = [" ".join(text.split()[:size]) for text in texts]
    return Counter(detect(text) for text in cut if any(letter.isalpha() for letter in text))


def back(texts: Sequence[str]) -> None:
    """Print how much of Cyrillic comes back from Latin, by rules alone and with the list of words."""
    words = ruled = listed = 0
    lost: Counter[tuple[str, str]] = Counter()
    for text in texts:
        typed = latin(text)
        read = _WORD.findall(respell(typed).text.lower())
        for word, one, other in zip(_WORD.findall(text.lower()), _WORD.findall(typed), read, strict=True):
            if _CYRILLIC.fullmatch(word):
                words += 1
                ruled += "".join(cyrillic for cyrillic, _ in by_rule(small(one)) or ()) != word
                listed += other != word
                lost.update([(word, other)] * (other != word))
    print(f"Cyrillic -> Latin -> Cyrillic, {words:,} words: lost by rules alone {ruled / words:.2%}, with the list")
    print(f"  {listed / words:.2%}; most often {', '.join(f'{one} as {two}' for (one, two), _ in lost.most_common(8))}")


def main() -> None:
    """Print a table for each detector, then the loss of the other alphabet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path)
    parser.add_argument("training", type=Path)
    parser.add_argument("--most", type=int, default=2_500, help="sentences of each of the training folder's groups")
    options = parser.parse_args()
    texts = sentences(options.sets, options.training, options.most)
    for name, make in detectors():
        before, began = resident(), time.perf_counter()
        try:
            detect = make()
            detect("Привет, как дела?"), detect("Sälem, qalaisyz?")
        except ImportError:
            print(f"{name}: not installed")
            continue
        print(f"{name}: loaded in {time.perf_counter() - began:.1f} s, {resident() - before:.0f} MB")
        for size in SIZES:
            began = time.process_time()
            found = {spoken: shares(detect, its, size) for spoken, its in texts.items()}
            each = (time.process_time() - began) / sum(counts.total() for counts in found.values())
            row = [f"{spoken} {counts[spoken[:2]] / counts.total():.2%}" for spoken, counts in found.items()]
            taken = {spoken: counts["kk"] / counts.total() for spoken, counts in found.items() if spoken[0] in "to"}
            called = ", ".join(f"{spoken} taken for Kazakh {share:.2%}" for spoken, share in taken.items())
            print(f"  {f'{size} words' if size else 'whole'}: {', '.join(row[:5])}; {called}; {each * 1e6:.0f} us each")
    back([text.replace("\u00ad", "") for text in texts["kk"]])


if __name__ == "__main__":
    main()
