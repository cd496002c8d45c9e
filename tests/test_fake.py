"""The fake engine: what it says, how it fails, and what it remembers."""

import pytest

from translate.engines import Decoding
from translate.engines.fake import Call, FakeEngine
from translate.errors import ModelError


def say(engine: FakeEngine, *sentences: str) -> list[str]:
    return [hypothesis.text for hypothesis in engine.translate(sentences, Decoding())]


def test_it_says_words_in_reverse() -> None:
    assert say(FakeEngine(), "бір екі  үш", "") == ["үш екі бір", ""]


def test_it_says_what_it_was_given() -> None:
    engine = FakeEngine({"Ол  келді.": "He came."})
    assert say(engine, "Ол  келді.", "Ол кетті.") == ["He came.", "кетті. Ол"]
    assert say(FakeEngine(str.upper), "ол") == ["ОЛ"]


def test_it_remembers_what_was_asked_and_in_which_batches() -> None:
    engine = FakeEngine()
    say(engine, "а", "б в", "а")
    assert engine.history == [Call(("а", "б в", "а"), Decoding())]
    assert engine.batches == [("б в",), ("а",)]


def test_it_fails_on_demand() -> None:
    engine = FakeEngine(faults={"а б": "drop", "в г": "repeat", "д е": "truncate"})
    dropped, repeated, cut = engine.translate(["а б", "в г", "д е"], Decoding())
    assert dropped.text == ""
    assert repeated.text == "г в г в г в"
    assert (cut.text, cut.truncated) == ("е", True)
    assert not repeated.truncated


def test_its_memory_runs_out_on_demand() -> None:
    engine = FakeEngine(memory=4)
    assert say(engine, "а б", "в г", "д е") == ["б а", "г в", "е д"]
    assert [len(batch) for batch in engine.batches] == [1, 2]
    with pytest.raises(ModelError, match="fake-words"):
        say(engine, "а б в г д")


def test_alternatives_and_suppressed_words() -> None:
    [hypothesis] = FakeEngine().translate(["а б в"], Decoding(alternatives=2, suppress=("в",)))
    assert hypothesis.text == "б а"
    assert [(h.text, h.score) for h in hypothesis.alternatives] == [("а б", -2.0), ("б а", -3.0)]


def test_attention_mirrors() -> None:
    [hypothesis] = FakeEngine().translate(["аа б"], Decoding(attention=True))
    assert hypothesis.attention
    assert hypothesis.attention.source == ((0, 2), (3, 4))
    assert hypothesis.attention.target == ((0, 1), (2, 4))
    assert hypothesis.attention.weights == ((0.0, 1.0), (1.0, 0.0))
