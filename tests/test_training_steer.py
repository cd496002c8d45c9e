"""Training rows with English terms inside the Kazakh: what is written there stands on the English side, too."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training import steer
from training.steer import ENDINGS, Steerer, ended

ROW = "Президент Тоқаев Семейде кеме жөндеу зауытын ашты."
ENGLISH = "President Tokayev opened a shipyard in Semey."
DICTIONARY = [("кеме жөндеу зауыты", "shipyard"), ("кеме", "ship")]


def steerer(seed: int = 1) -> Steerer:
    return Steerer(DICTIONARY, random.Random(seed))


def test_terms_of_both_sides_are_found_each_in_a_place_of_its_own() -> None:
    shared = steerer().shared(ROW, ENGLISH)
    assert {pair.match.term.target for pair in shared} == {"President", "Tokayev", "Semey", "shipyard"}
    assert all(ENGLISH[pair.start : pair.end] == pair.match.term.target for pair in shared)
    assert len({pair.start for pair in shared}) == len(shared)


def test_what_is_written_into_the_kazakh_stands_in_the_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steer, "WRITTEN", 1.0)
    monkeypatch.setattr(steer, "CHANGED", 1.0)
    exchanged = 0
    for seed in range(40):
        row = steerer(seed).row(ROW, ENGLISH)
        assert row is not None
        kazakh, english = row
        for written in re.findall(r"[A-Za-z]+", kazakh):
            assert written in english
        exchanged += "Semey" not in english
    assert exchanged > 20  # other places took its place, on both sides


def test_an_ending_stands_behind_a_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steer, "WRITTEN", 1.0)
    monkeypatch.setattr(steer, "CHANGED", 0.0)
    monkeypatch.setattr(steer, "CHANGED_COMMON", 0.0)
    monkeypatch.setattr(steer, "ENDED", 1.0)
    row = steerer().row(ROW, ENGLISH)
    assert row is not None
    assert "Semey-де" in row[0]
    assert row[1] == ENGLISH


def test_a_row_that_shares_no_term_makes_none() -> None:
    assert steerer().row("Күн шықты.", "It was late.") is None


def test_an_article_never_fits_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steer, "WRITTEN", 1.0)
    monkeypatch.setattr(steer, "CHANGED_COMMON", 1.0)
    for seed in range(40):
        row = steerer(seed).row("Ол кеме жөндеу зауытын ашты.", "He opened a shipyard.")
        assert row is not None
        assert not re.search(r"\ba [aeiou]|\ban [^aeiou]", row[1])


@pytest.mark.parametrize(
    ("kazakh", "english"), [("USB", "port"), ("кеме", "a"), ("кеме", "ship, boat; vessel"), ("кеме", "x" * 61)]
)
def test_a_dictionary_line_that_is_no_term_is_left_out(kazakh: str, english: str) -> None:
    assert Steerer([(kazakh, english)], random.Random(1)).shared(f"Ол {kazakh} алды.", f"He took {english}.") == []


@settings(deadline=None)
@given(
    st.integers(0, 999),
    st.sampled_from(["Merkel Берлинге барды.", "Angela Merkel және Obama кездесті.", "Hollande-ға"]),
)
def test_endings_agree_with_the_last_vowel_of_a_bare_name(seed: int, changed: str) -> None:
    made = ended(changed, "Меркель Берлинге барды.", random.Random(seed))
    assert re.sub(r"(?<=Merkel)-\w+|(?<=Obama)-\w+|(?<=Angela)-\w+|(?<=Hollande-ға)", "", made) == changed
    for name, ending in re.findall(r"(Merkel|Obama|Angela)-(\w+)", made):
        assert ending in ENDINGS[name != "Merkel"]
