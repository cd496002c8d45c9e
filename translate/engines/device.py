"""Where an engine runs: processor or graphics cards, how many workers, in which number format."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from translate.errors import ModelError

DEVICES = ("auto", "cpu", "cuda")
# The best that a card offers for weights that are stored so; the rest of the sums go in the format behind the stroke.
_ON_CARDS = {
    "int8": ("int8_float16", "int8_bfloat16", "int8_float32", "int8"),
    "float": ("float16", "bfloat16", "float32"),
}
# So many threads share the work on a large model, which is one whose weights fill so many bytes.
_TOGETHER = 4
LARGE = 200_000_000
_MOST_WORKERS = 8
_CARDS = re.compile(r"cuda(?::(\d+(?:,\d+)*))?")


@dataclass(frozen=True, slots=True)
class Place:
    """`cards` are the numbers of the graphics cards, none on the processor; `workers` are for each of them."""

    cards: tuple[int, ...] = ()
    workers: int = 1
    threads: int = 1

    @property
    def device(self) -> str:
        """What the libraries call it."""
        return "cuda" if self.cards else "cpu"


def known(device: str) -> bool:
    """Whether the name is one that `place` understands: auto, cpu, cuda, or certain cards as in `cuda:0,2`."""
    return device in DEVICES or _CARDS.fullmatch(device) is not None


def place(device: str, threads: int, cards: Callable[[], int], *, large: bool = False) -> Place:
    """Put an engine on what `device` names; `cards` tells how many the machine has, and is asked only where it matters.

    On the processor each thread is a worker of its own with a small model: a batch keeps two cores half busy, and two
    batches keep them whole. A `large` model's matrices keep four threads busy, a worker more costs memory, and a single
    sentence waits half as long (benchmarks/engines.py). Raises ModelError for a card that is not there.
    """
    there = 0 if device == "cpu" else cards()
    named = _CARDS.fullmatch(device)
    if named and not there:
        raise ModelError("this machine has no CUDA device: use the device cpu or auto")
    if named and named[1]:
        chosen = tuple(dict.fromkeys(int(number) for number in named[1].split(",")))
        if missing := [number for number in chosen if number >= there]:
            raise ModelError(f"there is no CUDA device {missing[0]}: they count from 0, and this machine has {there}")
        return Place(chosen)
    if there:
        return Place(tuple(range(there)))
    workers = max(1, min(threads // _TOGETHER if large else threads, _MOST_WORKERS))
    return Place(workers=workers, threads=max(1, threads // workers))


def number_format(stored: str, offered: set[str]) -> str:
    """How a card computes with weights that are stored in some format, of what CTranslate2 says the card offers."""
    wanted = _ON_CARDS["int8" if stored.startswith("int8") else "float"]
    return next((kind for kind in wanted if kind in offered), "default")
