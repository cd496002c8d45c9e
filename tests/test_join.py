"""A cut sentence is one sentence again in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.join import goes_on, leaves_off


@pytest.mark.parametrize(
    ("source", "english", "joined"),
    [
        ("Ол келді,", "He came.", "He came,"),
        ("Ол келді;", "He came;", "He came;"),
        ("Ол келді:", "He came", "He came:"),
        ("Ол келіп", "He came.", "He came"),
        ("Ол келді.", "He came.", "He came."),
        ("«Ол келді.»", "“He came.”", "“He came.”"),
        ("Ол АҚШ-қа келіп", "He came to the U.S.", "He came to the U.S."),
        ("Ол келіп", "He came...", "He came..."),
        ("Ол келді,", "", ""),
    ],
)
def test_a_piece_ends_as_its_source_does(source: str, english: str, joined: str) -> None:
    assert leaves_off(source, english) == joined


@pytest.mark.parametrize(
    ("before", "english", "joined"),
    [
        ("Ол келді,", "The school was closed.", "the school was closed."),
        ("Ол келді.", "The school was closed.", "The school was closed."),
        ("Ол келді,", "Tokayev was there.", "Tokayev was there."),
        ("Ол келді,", "I was there.", "I was there."),
        ("Ол келді,", "It's there.", "It's there."),
        ("Ол келді,", "", ""),
        ("Ол келді,", "WHO was there.", "WHO was there."),
        ("Ол келді,", "the school was closed.", "the school was closed."),
    ],
)
def test_a_piece_goes_on_in_small_letters_but_for_names(before: str, english: str, joined: str) -> None:
    assert goes_on(before, english) == joined


@given(st.text(max_size=30), st.text(max_size=40))
def test_nothing_but_case_and_one_mark_changes(source: str, english: str) -> None:
    assert goes_on(source, english).casefold() == english.casefold() or english[:1].lower() != english[:1]
    left = leaves_off(source, english)
    assert left.rstrip(".,;:") == english.rstrip(".,;:") or left[:-1] == english
