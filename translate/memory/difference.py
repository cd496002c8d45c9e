"""In what two sentences differ, word by word: for showing a similar one beside the one that was asked for."""

import difflib
from typing import Literal

Mark = Literal["same", "gone", "new"]


def difference(one: str, other: str) -> list[tuple[Mark, str]]:
    """Runs of words that both have, that the first has alone (`gone`) and the second alone (`new`), in order."""
    ours, theirs = one.split(), other.split()
    found: list[tuple[Mark, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", " ".join(ours[a:b])))
            continue
        if b > a:
            found.append(("gone", " ".join(ours[a:b])))
        if d > c:
            found.append(("new", " ".join(theirs[c:d])))
    return found
