"""Normalisation: one spelling for what is typed in many ways, and every place found again in what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.kazakh import WORD, normalise


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Қазақ\u00adстан", "Қазақстан"),
        ("\ufeffСемей\u200b", "Семей"),
        ("қадiр еркiн xабар", "қадір еркін хабар"),  # Latin i and x
        ("Yкімет AҚШ", "Үкімет АҚШ"),
        ("Əлем таӊ ɵмір", "Әлем таң өмір"),
        ("Fасеbооk", "Facebook"),  # Cyrillic а, с, е, о
        ("Fасеbооkке", "Fасеbооkке"),  # a letter of either script that the other has not: two scripts indeed
        ("Семеи\u0306 е\u0308лка", "Семей ёлка"),
        ("Нью‑Йорк Нью–Йорк БҰҰ’ның", "Нью-Йорк Нью-Йорк БҰҰ'ның"),
        ("İstanbul", "Istanbul"),
        ("Facebook пен Қазақстан — 5 % өсті", "Facebook пен Қазақстан — 5 % өсті"),
    ],
)
def test_one_spelling(typed: str, plain: str) -> None:
    assert normalise(typed).text == plain


def test_a_word_is_found_where_it_was_typed() -> None:
    typed = "\u00adОл Қазақ\u00adстан\u200b мен Семеи\u0306\u00adге"
    plain = normalise(typed)
    found = [typed[slice(*plain.span(*word.span()))] for word in WORD.finditer(plain.text)]
    assert found == ["Ол", "Қазақ\u00adстан", "мен", "Семеи\u0306\u00adге"]


@given(st.text("аиИеiIxАA \u00ad\u200b\u0306\u0308–’ƏӊқF", max_size=30))
def test_what_was_typed_at_a_place_reads_as_the_plain_text_there(typed: str) -> None:
    plain = normalise(typed)
    last = 0
    for at in range(len(plain.text)):
        start, end = plain.span(at, at + 1)
        assert last <= start < end
        assert len(normalise(typed[start:end]).text) == 1
        last = end


@given(st.text())
def test_small_letters_keep_their_places(typed: str) -> None:
    plain = normalise(typed).text
    assert len(plain.lower()) == len(plain)


@given(st.text())
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = normalise(typed).text
    assert normalise(once).text == once
