"""Terms written into the Kazakh, for a model to copy."""

from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.terminology.inline import inline

GLOSSARY = Glossary(
    [Term("Тоқаев", "Tokayev"), Term("Астана", "Astana"), Term("Біріккен Ұлттар Ұйымы", "United Nations")]
)


def test_endings_stand_behind_a_hyphen_or_are_left_out() -> None:
    text = "Тоқаевтың сапары Астанадан басталды."
    matches = GLOSSARY.find(text)
    assert inline(text, matches, range(2)) == "Tokayev-тың сапары Astana-дан басталды."
    assert inline(text, matches, range(2), ending=False) == "Tokayev сапары Astana басталды."
    assert inline(text, matches, [1]) == "Тоқаевтың сапары Astana-дан басталды."
    assert inline(text, matches, []) == text


@given(st.lists(st.sampled_from(["Тоқаевқа", "Астанада", "Біріккен Ұлттар Ұйымының", "ол", "көп —", "2024,"])))
def test_what_is_no_term_stays_as_it_is(words: list[str]) -> None:
    text = " ".join(words)
    matches = GLOSSARY.find(text)
    written = inline(text, matches, range(len(matches)), ending=False)
    named = {"Тоқаевқа": "Tokayev", "Астанада": "Astana", "Біріккен Ұлттар Ұйымының": "United Nations"}
    assert written == " ".join(named.get(word, word) for word in words)
