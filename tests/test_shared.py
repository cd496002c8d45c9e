"""An engine that many threads share: each gets its own answers, and they share its batches."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from translate.engines import Decoding, Hypothesis
from translate.engines.fake import FakeEngine
from translate.engines.shared import Ended, Shared


class Brittle(FakeEngine):
    """A fake that waits for its gate, and breaks where it is asked for `бомба`."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.reached = Event(), Event()

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        self.reached.set()
        assert self.gate.wait(20)
        if "бомба" in sentences:
            raise ValueError("broken")
        return super().translate(sentences, decoding)


def test_each_line_gets_its_own_answers_and_all_share_a_batch() -> None:
    engine, alone = FakeEngine(), FakeEngine()
    shared = Shared(engine, 8, 5.0)
    asked = [["Ол келді.", "Ол кетті."], ["Ол келді."], ["Абай бар."]]
    wide = replace(Decoding(), alternatives=2)
    decodings = [Decoding(), wide, Decoding()]
    lines = [shared.line(urgent=True) for _ in asked]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda line, texts, how: line.translate(texts, how), lines, asked, decodings))
    shared.close()
    assert found == [alone.translate(texts, how) for texts, how in zip(asked, decodings, strict=True)]
    assert [sorted(call.sentences) for call in engine.history] == [["Абай бар.", "Ол келді.", "Ол кетті."]]


def test_what_breaks_a_batch_fails_alone() -> None:
    engine = Brittle()
    engine.gate.set()
    shared = Shared(engine, 8, 5.0)
    good, bad = shared.line(urgent=True), shared.line(urgent=True)
    with ThreadPoolExecutor(2) as pool:
        first, second = (
            pool.submit(good.translate, ["Абай."], Decoding()),
            pool.submit(bad.translate, ["бомба"], Decoding()),
        )
        assert first.result() == FakeEngine().translate(["Абай."], Decoding())
        with pytest.raises(ValueError, match="broken"):
            second.result()
    shared.close()


def test_whoever_waits_when_it_ends_is_told() -> None:
    engine = Brittle()
    shared = Shared(engine, 1)
    line = shared.line(urgent=False)
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(line.translate, ["Ол келді.", "Ол кетті."], Decoding())
        assert engine.reached.wait(20)
        closing = pool.submit(shared.close)
        with pytest.raises(Ended):
            waiting.result(20)
        engine.gate.set()
        closing.result(20)
    with pytest.raises(Ended):
        line.translate(["Абай."], Decoding())
