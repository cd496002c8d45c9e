"""Loops are found, and what people write is not taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.repetition import loop

WORDS = st.lists(st.sampled_from("a the bank of our city said that he will go to new school".split()), max_size=30)
LOOPED = {
    "I'm sorry, but I'm sorry, but I'm sorry, but I'm sorry": "I'm sorry, but I'm sorry, but I'm sorry",
    "The most powerful tropical tropical tropical storm came.": "tropical tropical tropical",
    "Hahahahahahahahaha, he said.": "Hahahahahahahaha",
    "the state policy of the city the state policy of the city": "the state policy of the city the state policy",
    "The bank of the city, and the bank of the region, then the bank of the village.": "The bank of the",
    "Ол келді келді келді.": "келді келді келді",
}
CLEAN = (
    "",
    "No, no.",
    "He received the “Hero of the Soviet Union”, the Soviet Union's highest honour.",
    "A cyclical event is again and again a cyclical event.",
    "1,000,000,000,000,000 tenge, or 111111111111.",
    "The President of the Republic met the Prime Minister of the Republic and the head of the bank of the country.",
    "- - -",
    "a.b.c.d.e.f.g.h.i.j.k.l",
)


@pytest.mark.parametrize("text", LOOPED)
def test_a_loop_is_found_where_it_is(text: str) -> None:
    found = loop(text)
    assert found
    assert text[found.start : found.end].startswith(LOOPED[text])
    assert 0 < found.weight <= 1


@pytest.mark.parametrize("text", CLEAN)
def test_what_people_write_is_no_loop(text: str) -> None:
    assert loop(text) is None


def test_what_the_source_repeats_may_be_repeated() -> None:
    assert loop("The 90-90-90 programme")
    assert loop("The 90-90-90 programme", "90-90-90 бағдарламасы") is None


@given(WORDS, WORDS, st.integers(3, 6))
def test_a_phrase_said_three_times_is_a_loop(before: list[str], phrase: list[str], times: int) -> None:
    said = " ".join([*before, *(phrase[:12] * times)])
    assert (loop(said) is not None) or not phrase


@given(st.text(max_size=200))
def test_a_loop_lies_inside_any_text(text: str) -> None:
    found = loop(text)
    assert found is None or (0 <= found.start < found.end <= len(text) and 0 < found.weight <= 1)


@given(st.text("ab ,-1", max_size=120))
def test_the_share_of_a_loop_is_a_share(text: str) -> None:
    found = loop(text)
    assert found is None or 0 < found.weight <= 1
