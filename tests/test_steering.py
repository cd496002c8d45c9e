"""Leading a runtime: it goes on from given words, scores any English, alone and in company, in both runtimes alike."""

from pathlib import Path
from typing import cast

import pytest

from tests import tiny
from translate.engines import Decoding, Engine
from translate.engines.ct2 import Ct2Engine
from translate.engines.hf import HfEngine
from translate.engines.load import load
from translate.engines.steering import steering


@pytest.fixture(scope="module", params=["nllb", "bart"])
def engines(request: pytest.FixtureRequest) -> tuple[HfEngine, Ct2Engine]:
    made = tiny.made(request.param)
    return HfEngine.load(made.hf, device="cpu"), Ct2Engine.load(made.ct2, device="cpu", threads=1)


def test_both_go_on_from_given_words_alike(engines: tuple[HfEngine, Ct2Engine]) -> None:
    begun = [(kazakh, english[: english.index(" ", 5)]) for kazakh, english in tiny.PAIRS]
    for engine in engines:
        assert engine.proceed(begun, Decoding()) == [english for _, english in tiny.PAIRS]


def test_both_score_alike_and_as_a_translation_is_scored(engines: tuple[HfEngine, Ct2Engine]) -> None:
    hf, ct2 = (engine.score(tiny.PAIRS, Decoding()) for engine in engines)
    assert hf == pytest.approx(ct2, abs=1e-4)
    said = engines[0].translate([kazakh for kazakh, _ in tiny.PAIRS], Decoding())
    assert hf == pytest.approx([best.score for best in said], abs=1e-3)
    (worse,) = engines[0].score([(tiny.PAIRS[0][0], tiny.PAIRS[1][1])], Decoding())
    assert worse < hf[0]


@pytest.mark.parametrize("kazakh", ["", " ", "\u00ad"])
def test_blanks_are_not_read(engines: tuple[HfEngine, Ct2Engine], kazakh: str) -> None:
    for engine in engines:
        assert engine.proceed([(kazakh, "The")], Decoding()) == [""]
        assert engine.score([(kazakh, "The")], Decoding()) == [0.0]


def test_a_beginning_as_long_as_an_output_may_be_finds_no_end(engines: tuple[HfEngine, Ct2Engine]) -> None:
    for engine in engines:
        assert engine.proceed([("Ол ертең келеді.", "The " * 200)], Decoding()) == [""]


def test_company_changes_nothing() -> None:
    compact = Path(__file__).parent.parent / "translate" / "compact"
    if not (compact / "model.bin").is_file():
        pytest.skip("no bundled model at translate/compact")
    engine = steering(load(compact, threads=1))
    assert engine is not None
    begun = [(kazakh, " ".join(english.split()[:size])) for kazakh, english in tiny.PAIRS for size in (1, 2)]
    decoding = Decoding(beam=2)
    assert engine.proceed(begun, decoding) == [engine.proceed([one], decoding)[0] for one in begun]
    assert engine.score(begun, decoding) == [engine.score([one], decoding)[0] for one in begun]


def test_an_engine_that_cannot_be_led_says_so() -> None:
    class Plain:
        name = "plain"

    assert steering(cast(Engine, Plain())) is None
