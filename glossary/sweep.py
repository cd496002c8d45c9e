"""Keeps Python from looking for circles while very many entries are made, which have none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Without the collector: it would look at all entries again and again, for half of the time that reading takes.

    Where two threads read at once, the first one done lets it go on for both: that costs time, and nothing else.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
