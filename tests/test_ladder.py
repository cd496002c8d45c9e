"""The ladder: only what loops is decoded again, step by step, and the first clean one is kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tests import tiny
from translate.engines import Decoding, Hypothesis, runtime
from translate.engines.fake import FakeEngine
from translate.engines.ladder import steps
from translate.engines.load import load
from translate.engines.source import Source
from translate.repetition import Loop

LOOP = "to the school to the school to the school"


class Looping(FakeEngine):
    """Loops for the sentences of `cures` until the decoding is as strict as they ask."""

    def __init__(self, cures: dict[str, tuple[int, float]]) -> None:
        super().__init__()
        self.cures = cures
        self.asked: list[tuple[str, int, float]] = []

    def _start(self, batch: Sequence[Source], decoding: Decoding) -> Callable[[], list[Hypothesis]]:
        return lambda: [self._said(source.text, decoding) for source in batch]

    def _said(self, sentence: str, decoding: Decoding) -> Hypothesis:
        self.asked.append((sentence, decoding.no_repeat_ngram, decoding.repetition_penalty))
        ngram, penalty = self.cures.get(sentence, (100, 0.0))
        clean = 0 < decoding.no_repeat_ngram <= ngram and decoding.repetition_penalty >= penalty
        return Hypothesis(f"English of {sentence}" if clean or sentence not in self.cures else LOOP, score=-1.0)


def test_the_steps_are_ever_stricter() -> None:
    def rungs(decoding: Decoding) -> list[tuple[int, float]]:
        return [(step.no_repeat_ngram, step.repetition_penalty) for step in steps(decoding)]

    assert rungs(Decoding()) == [(4, 1.0), (3, 1.0), (3, 1.15), (2, 1.3)]
    assert rungs(Decoding(no_repeat_ngram=3, repetition_penalty=1.05)) == [(3, 1.15), (2, 1.3)]
    assert rungs(Decoding(no_repeat_ngram=2, repetition_penalty=1.5)) == []
    assert rungs(Decoding(ladder=False)) == []


def test_only_what_loops_is_decoded_again_and_the_first_clean_one_is_kept() -> None:
    engine = Looping({"Бір": (4, 1.0), "Екі": (3, 1.15)})
    found = engine.translate(["Үш", "Бір", "Екі", "Бір"], Decoding())
    assert [hypothesis.text for hypothesis in found] == [
        "English of Үш",
        "English of Бір",
        "English of Екі",
        "English of Бір",
    ]
    asked = [(ngram, penalty) for sentence, ngram, penalty in engine.asked if sentence == "Екі"]
    assert asked == [(0, 1.0), (4, 1.0), (3, 1.0), (3, 1.15)]
    assert [sentence for sentence, *_ in engine.asked].count("Бір") == 2
    assert [sentence for sentence, *_ in engine.asked].count("Үш") == 1


def test_what_never_comes_clean_is_kept_as_it_came_first() -> None:
    engine = Looping({"Бір": (0, 9.0)})
    assert [h.text for h in engine.translate(["Бір"], Decoding())] == [LOOP]
    assert len(engine.asked) == 5


def test_without_the_ladder_nothing_is_decoded_again() -> None:
    engine = Looping({"Бір": (4, 1.0)})
    assert [h.text for h in engine.translate(["Бір"], Decoding(ladder=False))] == [LOOP]
    assert len(engine.asked) == 1


def test_a_source_that_repeats_is_left_alone() -> None:
    engine = FakeEngine({"жоқ, жоқ, жоқ": "no, no, no"})
    assert engine.translate(["жоқ, жоқ, жоқ"], Decoding())[0].text == "no, no, no"
    assert len(engine.batches) == 1


@pytest.mark.parametrize("kind", ["ct2", "hf"])
def test_both_runtimes_take_every_step(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny model never loops, so here everything that it says is called a loop, ever lighter."""
    weights = [0.5, 0.4, 0.3, 0.2, 0.1]
    seen: list[str] = []

    def always(text: str, source: str) -> Loop:
        seen.append(text)
        return Loop(0, len(text), weights[len(seen) - 1])

    monkeypatch.setattr(runtime, "loop", always)
    engine = load(getattr(tiny.made("nllb"), kind), threads=1, device="cpu")
    sentence = tiny.PAIRS[2][0]
    [found] = engine.translate([sentence], Decoding())
    assert len(seen) == 5
    assert found.text == seen[-1]
    strictest = list(steps(Decoding()))[-1]
    monkeypatch.undo()
    assert engine.translate([sentence], replace(strictest, ladder=False))[0].text == found.text


@pytest.mark.parametrize("value", [1, "yes", None])
def test_a_ladder_is_on_or_off(value: object) -> None:
    with pytest.raises(ValueError, match="ladder"):
        Decoding(ladder=value)  # type: ignore[arg-type]
