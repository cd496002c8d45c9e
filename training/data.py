"""From a corpus of sentence pairs to padded batches: read, cut into pieces once, keep as flat arrays, draw by weight.

python -m training.data --data data.tsv.xz --tokenizer tokenizer.json --english 29620 --out rows.npz
"""

import argparse
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.noise import inline, names, newswire
from training.steer import Steerer, ended, renamed
from training.truecase import Truecaser

BOS, PAD, EOS = 0, 1, 2
LONGEST = 100  # pieces a side; the few longer rows cost more memory than they teach
NEWS = "kk-news"
WORDS = "kk-words"
RAW = ("kk-ui", WORDS)  # labels and entries: their capitals are not those of running text
NOISED = ("kk-news", "kk-prose", "kk-docs")
# Rows made of a row with exchanged names, and with terms written in; which groups are joined, and of what length.
RENAMED, STEERED = 3, 2
JOINED = ("kk-news", "kk-prose", "kk-renamed", "kk-steer")
SHORT = 160
FLAT = ("source", "source_ends", "english", "english_ends")
Row = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Pair:
    """One line of the corpus; the source of English alone is empty."""

    group: str
    weight: float
    source: str
    english: str


@dataclass(frozen=True)
class Pool:
    """All rows of one group, as flat arrays of pieces and the places where each row ends."""

    weight: float
    source: NDArray[np.int32]
    source_ends: NDArray[np.int64]
    english: NDArray[np.int32]
    english_ends: NDArray[np.int64]

    def __len__(self) -> int:
        """How many rows."""
        return len(self.source_ends)

    def row(self, i: int) -> Row:
        """The pieces of both sides of one row."""
        a, b = (int(self.source_ends[i - 1]), int(self.english_ends[i - 1])) if i else (0, 0)
        return self.source[a : self.source_ends[i]].tolist(), self.english[b : self.english_ends[i]].tolist()

    def lengths(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How many pieces each source and each target has."""
        return np.diff(self.source_ends, prepend=0), np.diff(self.english_ends, prepend=0)


def read(path: Path) -> list[Pair]:
    """The corpus: `group, weight, source, english` in each line, xz-compressed or not."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        fields = (line.rstrip("\n").split("\t") for line in lines)
        return [Pair(group, float(weight), source, english) for group, weight, source, english in fields]


def write(pairs: Sequence[Pair], path: Path) -> None:
    """Keep pairs in the corpus's own form."""
    lines = ("\t".join((p.group, f"{p.weight:g}", p.source, p.english)) + "\n" for p in pairs)
    path.write_text("".join(lines), "utf-8")


def turned(pairs: Sequence[Pair]) -> list[Pair]:
    """The Kazakh pairs the other way round, for a model that writes Kazakh."""
    return [replace(p, source=p.english, english=p.source) for p in pairs if p.group.startswith("kk-") and p.source]


def cased(pairs: Sequence[Pair], more: Sequence[str] = ()) -> list[Pair]:
    """The pairs, capitals put back where a Kazakh row or its English has none; `more` is English that teaches names.

    Half of the news came without capitals: a model trained on it writes `kazakhstan`.
    """
    kazakh = Truecaser.learn(p.source for p in pairs if p.group in NOISED)
    english = Truecaser.learn([*(p.english for p in pairs if p.group not in RAW), *more])
    return [
        replace(p, source=kazakh.restore(p.source), english=english.restore(p.english)) if p.group == NEWS else p
        for p in pairs
    ]


def varied(pairs: Sequence[Pair], seed: int = 1) -> list[Pair]:
    """Extra rows made by rule: newswire noise on some Kazakh sources, English names written into others."""
    rng = random.Random(seed)
    steerer = Steerer(((pair.source, pair.english) for pair in pairs if pair.group == WORDS), rng)
    others = called(pairs)
    extra = []
    for pair in pairs:
        if pair.group in NOISED and rng.random() < 0.12:
            extra.append(Pair("kk-noise", 1.0, newswire(pair.source, rng), pair.english))
        changed = inline(pair.source, pair.english) if pair.group in (*NOISED, "ru") else None
        if changed is not None:
            group = "ru-inline" if pair.group == "ru" else "kk-inline"
            extra.append(Pair(group, 1.0, ended(changed, pair.source, rng), pair.english))
            for _ in range(RENAMED if others else 0):
                if row := renamed(changed, pair.source, pair.english, others, rng):
                    extra.append(Pair(f"{group[:2]}-renamed", 1.0, ended(row[0], pair.source, rng), row[1]))
        if pair.group in NOISED:
            rows = [steerer.row(pair.source, pair.english) for _ in range(STEERED)]
            extra += [Pair("kk-steer", 1.0, *row) for row in dict.fromkeys(rows) if row is not None]
    return [*extra, *joined([pair for pair in [*pairs, *extra] if pair.group in JOINED], rng)]


def called(pairs: Sequence[Pair]) -> list[str]:
    """All names of people and places in the English, each once, so that rare ones come as often as common ones."""
    found = (name for pair in pairs if pair.group in (*NOISED, "ru", "xx", "en") for name in names(pair.english))
    return sorted({name for name in found if re.fullmatch("[A-Z][a-z]{3,}", name)})


def joined(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Rows of two rows, so that long sentences are not rare: in these a small model leaves out most."""
    short = [pair for pair in pairs if len(pair.source) < SHORT and pair.source[-1:] == "." == pair.english[-1:]]
    rng.shuffle(short)
    rows = []
    for one, two in zip(short[::2], short[1::2], strict=False):
        between = rng.choice((". ", "; "))
        source, english = one.source[:-1] + between + two.source, one.english[:-1] + between + two.english
        rows.append(Pair("kk-long", 1.0, source, english))
    return rows


def cut(pairs: Sequence[Pair], tokenizer: Tokenizer, english: int) -> Pool:
    """Cut the pairs of one group into pieces; unusable rows are left out."""
    sources = tokenizer.encode_batch_fast([p.source or p.english for p in pairs], add_special_tokens=False)
    targets = tokenizer.encode_batch_fast([p.english for p in pairs], add_special_tokens=False)
    rows = [([BOS, *s.ids, EOS], [*t.ids, EOS]) for s, t in zip(sources, targets, strict=True)]
    kept = [row for row in rows if usable(row, english)]
    return Pool(
        pairs[0].weight,
        np.array([i for s, _ in kept for i in s], dtype=np.int32),
        np.cumsum([len(s) for s, _ in kept]),
        np.array([i for _, t in kept for i in t], dtype=np.int32),
        np.cumsum([len(t) for _, t in kept]),
    )


def usable(row: Row, english: int) -> bool:
    """Not too long, not lopsided, and its English writable by the decoder."""
    source, target = row
    fits = len(source) <= LONGEST and len(target) <= LONGEST
    alike = len(target) < 3 * len(source) + 8 and len(source) < 3 * len(target) + 12
    return fits and alike and len(target) > 1 and all(i < english for i in target)


def save(pools: dict[str, Pool], path: Path) -> None:
    """Keep all pools in one file."""
    arrays = {f"{name}/{f}": np.asarray(getattr(pool, f)) for name, pool in pools.items() for f in ("weight", *FLAT)}
    np.savez(path, allow_pickle=False, **arrays)


def load(path: Path) -> dict[str, Pool]:
    """The pools that `save` kept."""
    with np.load(path) as file:
        names = sorted({key.split("/")[0] for key in file.files})
        parts = {name: [file[f"{name}/{field}"] for field in FLAT] for name in names}
        return {name: Pool(float(file[f"{name}/weight"]), *parts[name]) for name in names}


def packs(pool: Pool, tokens: int, rng: np.random.Generator) -> Iterator[list[int]]:
    """One pass over the pool: row numbers in batches of like length, each at most `tokens` padded pieces a side."""
    source, english = pool.lengths()
    order = rng.permutation(len(pool))
    for start in range(0, len(order), 20000):
        part = order[start : start + 20000]
        part = part[np.argsort(np.maximum(source, english)[part] * 100 + source[part], kind="stable")]
        made: list[list[int]] = [[]]
        widest = 0
        for i in part.tolist():
            widest = max(widest, int(source[i]), int(english[i]))
            if made[-1] and widest * (len(made[-1]) + 1) > tokens:
                made.append([])
                widest = max(int(source[i]), int(english[i]))
            made[-1].append(i)
        for n in rng.permutation(len(made)):
            if made[n]:
                yield made[n]


def batches(
    pools: dict[str, Pool], weights: dict[str, float], tokens: int, seed: int
) -> Iterator[tuple[str, list[Row]]]:
    """Endless batches: a group is drawn by weight, then its next batch; a batch holds pieces, not rows, to a number."""
    rng = np.random.default_rng(seed)
    names = [name for name in pools if weights.get(name, 0) > 0 and len(pools[name])]
    shares = np.array([weights[name] for name in names])
    running = {name: packs(pools[name], tokens, rng) for name in names}
    while True:
        name = names[int(rng.choice(len(names), p=shares / shares.sum()))]
        pack = next(running[name], None)
        if pack is None:
            running[name] = packs(pools[name], tokens, rng)
            pack = next(running[name])
        rows = [pools[name].row(i) for i in pack]
        yield name, [(shaken(s, rng), t) for s, t in rows] if name == "en" else rows


def shaken(pieces: list[int], rng: np.random.Generator) -> list[int]:
    """A source for English alone: one piece in eight dropped, the rest shuffled within three places."""
    inner = np.array(pieces[1:-1])
    kept = inner[rng.random(len(inner)) > 0.12]
    kept = kept if len(kept) else inner
    order = np.argsort(np.arange(len(kept)) + rng.uniform(0, 3, len(kept)))
    return [BOS, *kept[order].tolist(), EOS]


def main() -> None:
    """Make the rows file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tokenizer", required=True)
    parser.add_argument("--english", type=int, required=True, help="pieces below this number may be written")
    parser.add_argument("--mono", type=Path, help="English sentences with capitals (.xz): they teach names")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="further pairs in the same form")
    parser.add_argument("--reverse", action="store_true", help="English to Kazakh: then --english takes all pieces")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    more = lzma.decompress(options.mono.read_bytes()).decode().splitlines() if options.mono else []
    pairs = cased(read(options.data), more) + [pair for path in options.more for pair in read(path)]
    groups: dict[str, list[Pair]] = {}
    for pair in turned(pairs) if options.reverse else [*pairs, *varied(pairs)]:
        groups.setdefault(pair.group, []).append(pair)
    tokenizer = Tokenizer.from_file(options.tokenizer)
    pools = {name: cut(rows, tokenizer, options.english) for name, rows in groups.items()}
    save(pools, options.out)
    print({name: (len(pool), round(len(pool.source) / max(len(pool), 1), 1)) for name, pool in pools.items()})


if __name__ == "__main__":
    main()
