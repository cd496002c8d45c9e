"""Takes English that people made elsewhere into a memory, sentence by sentence."""

from collections.abc import Iterable

from translate.memory import Memory


def adopt(memory: Memory, pairs: Iterable[tuple[str, str]], who: str) -> int:
    """Put each English in force for its Kazakh, as `who`'s; gives how many say something new."""
    known = {one.source: one.target for one in memory.corrections()}
    count = 0
    for source, target in pairs:
        if known.get(source) != target:
            memory.correct(source, target, who=who)
            known[source] = target
            count += 1
    return count
