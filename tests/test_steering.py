"""Asking a runtime how likely an English is: alone and in company, in both runtimes alike."""

from pathlib import Path
from typing import cast

import pytest

from tests import tiny
from translate.engines import Decoding, Engine
from translate.engines.ct2 import Ct2Engine
from translate.engines.hf import HfEngine
from translate.engines.load import load
from translate.engines.steering import Weighed, steering


@pytest.fixture(scope="module", params=["nllb", "bart"])
def engines(request: pytest.FixtureRequest) -> tuple[HfEngine, Ct2Engine]:
    made = tiny.made(request.param)
    return HfEngine.load(made.hf, device="cpu"), Ct2Engine.load(made.ct2, device="cpu", threads=1)


def test_both_score_alike_and_as_a_translation_is_scored(engines: tuple[HfEngine, Ct2Engine]) -> None:
    hf, ct2 = (engine.weigh(tiny.PAIRS, Decoding()) for engine in engines)
    for one, other in zip(hf, ct2, strict=True):
        assert one.values == pytest.approx(other.values, abs=1e-4)
        assert one.spans == other.spans
    said = engines[0].translate([kazakh for kazakh, _ in tiny.PAIRS], Decoding())
    assert [one.mean for one in hf] == pytest.approx([best.score for best in said], abs=1e-3)
    (worse,) = engines[0].weigh([(tiny.PAIRS[0][0], tiny.PAIRS[1][1])], Decoding())
    assert worse.mean < hf[0].mean


def test_each_piece_has_its_value_and_its_place(engines: tuple[HfEngine, Ct2Engine]) -> None:
    for engine in engines:
        for (_, english), weighed in zip(tiny.PAIRS, engine.weigh(tiny.PAIRS, Decoding()), strict=True):
            assert len(weighed.values) == len(weighed.spans) + 1  # the end has no place
            assert all(value <= 0 for value in weighed.values)
            assert weighed.total == pytest.approx(weighed.mean * len(weighed.values))
            told = "".join(english[start:end] for start, end in weighed.spans)
            assert told.replace(" ", "") == english.replace(" ", "")


@pytest.mark.parametrize("kazakh", ["", " ", "\u00ad"])
def test_blanks_are_not_read(engines: tuple[HfEngine, Ct2Engine], kazakh: str) -> None:
    for engine in engines:
        assert engine.weigh([(kazakh, "The")], Decoding()) == [Weighed()]


def test_an_english_longer_than_an_output_may_be_is_not_weighed(engines: tuple[HfEngine, Ct2Engine]) -> None:
    for engine in engines:
        assert engine.weigh([("Ол ертең келеді.", "The " * 200)], Decoding()) == [Weighed()]


def test_company_changes_nothing() -> None:
    compact = Path(__file__).parent.parent / "translate" / "compact"
    if not (compact / "model.bin").is_file():
        pytest.skip("no bundled model at translate/compact")
    engine = steering(load(compact, threads=1))
    assert engine is not None
    begun = [(kazakh, " ".join(english.split()[:size])) for kazakh, english in tiny.PAIRS for size in (1, 2)]
    decoding = Decoding(beam=2)
    assert engine.weigh(begun, decoding) == [engine.weigh([one], decoding)[0] for one in begun]


def test_an_engine_that_cannot_be_asked_says_so() -> None:
    class Plain:
        name = "plain"

    assert steering(cast(Engine, Plain())) is None
