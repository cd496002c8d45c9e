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
    "Ол келді келді келді келді.": "келді келді келді келді",
    "The death is too too too much.": "too too too",
    "It was very good, very good, very good.": "very good, very good, very good",
    "The 2019 of of of of 2019.": "of of of of",
}
CLEAN = (
    "",
    "No, no.",
    "He received the “Hero of the Soviet Union”, the Soviet Union's highest honour.",
    "A cyclical event is again and again a cyclical event.",
    "1,000,000,000,000,000 tenge, or 111111111111.",
    "The President of the Republic met the Prime Minister of the Republic and the head of the bank of the country.",
    "- - -",
    "Very, very, very good.",
    "No, no, no!",
    "The score was 1:0, 1:0, 1:0 and 1:0, 1:0.",
    "Tel. 8 8 8 8 8, or 8-8-8-8-8-8-8-8-8-8",
    "The 90-90-90 programme",
    "1 2 3 4 1 2 3 4 1 2 3 4",
    "1:0:1:0:1:0:1:0:1:0:1:0",
    "Win 1, win 1, win 1.",
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
    assert loop("Certainly, certainly, certainly.")
    assert loop("Certainly, certainly, certainly.", "Иә, иә, иә.") is None
    assert loop("Nil one, nil one, nil one.")
    assert loop("Nil one, nil one, nil one.", "0:1, 0:1, 0:1.") is None


@given(WORDS, WORDS, st.integers(3, 6))
def test_a_phrase_said_three_times_is_a_loop(before: list[str], phrase: list[str], times: int) -> None:
    said = " ".join([*before, *(phrase[:12] * times)])
    assert (loop(said) is not None) or not phrase


@given(WORDS, st.sampled_from("a school tropical".split()), st.integers(4, 6))
def test_a_word_said_four_times_is_a_loop(before: list[str], word: str, times: int) -> None:
    assert loop(" ".join([*before, *([word] * times)]))


@given(st.lists(st.sampled_from(["1", "0", "8", "2.5", "90", ":", "-", ",", " "]), max_size=60))
def test_figures_are_no_loop(marks: list[str]) -> None:
    found = loop("".join(marks))
    assert found is None or not any(mark.isdigit() for mark in "".join(marks)[found.start : found.end])


@given(st.text(max_size=200))
def test_a_loop_lies_inside_any_text(text: str) -> None:
    found = loop(text)
    assert found is None or (0 <= found.start < found.end <= len(text) and 0 < found.weight <= 1)


@given(st.text("ab ,-1", max_size=120))
def test_the_share_of_a_loop_is_a_share(text: str) -> None:
    found = loop(text)
    assert found is None or 0 < found.weight <= 1
