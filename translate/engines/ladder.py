"""Another try for what came out looped: stricter step by step, until it is clean.

Blocking repeated phrases for every sentence costs good ones their lawful repetitions (names, `the … of the …`), so only
a sentence whose English loops is decoded again, as Whisper does (Radford et al. 2022).
"""

from collections.abc import Iterator
from dataclasses import replace

from translate.engines import Decoding

# No repeated phrase of so many pieces, and the repetition penalty.
STEPS = ((4, 1.0), (3, 1.0), (3, 1.15), (2, 1.3))


def steps(decoding: Decoding) -> Iterator[Decoding]:
    """The settings to try one after another, each stricter than the one before and than `decoding` itself."""
    for ngram, penalty in STEPS if decoding.ladder else ():
        blocked = min(ngram, decoding.no_repeat_ngram or ngram)
        stricter = replace(
            decoding, no_repeat_ngram=blocked, repetition_penalty=max(penalty, decoding.repetition_penalty)
        )
        if stricter != decoding:
            yield stricter
            decoding = stricter
