"""Terms in the English: proven where they stand, said to be missing where they do not, the English left whole."""

from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.terminology import apply

GLOSSARY = Glossary([Term("Тоқаев", "Tokayev"), Term("БҰҰ", "UN"), Term("Семей", "Semey")])


def test_a_term_that_stands_there_is_proven_with_its_place() -> None:
    english = "Tokayev spoke at the UN."
    text, uses = apply(english, GLOSSARY.find("Тоқаев БҰҰ мінберінде сөйледі."))
    assert text == english
    assert [(u.status, english[u.target_start : u.target_end]) for u in uses] == [
        ("already", "Tokayev"),
        ("already", "UN"),
    ]


def test_a_term_that_is_missing_is_said_to_be() -> None:
    _, (use,) = apply("He spoke.", GLOSSARY.find("Тоқаев сөйледі."))
    assert (use.status, use.rule, use.target_start, use.target_end) == ("not_applied", "none", -1, -1)
    assert (use.source, use.surface, use.start, use.end) == ("Тоқаев", "Тоқаев", 0, 6)


def test_a_variant_counts_as_right_and_the_preferred_form_goes_first() -> None:
    glossary = Glossary([Term("БҰҰ", "UN", variants=("United Nations",))])
    _, (use,) = apply("The United Nations met.", glossary.find("БҰҰ жиналды."))
    assert (use.status, use.rule, use.target, use.target_start, use.target_end) == ("already", "variant", "UN", 4, 18)
    _, (use,) = apply("The United Nations (UN) met.", glossary.find("БҰҰ жиналды."))
    assert (use.rule, use.target_start) == ("exact", 20)


def test_half_a_word_proves_nothing() -> None:
    _, (use,) = apply("UNESCO met.", GLOSSARY.find("БҰҰ жиналды."))
    assert use.status == "not_applied"


def test_one_place_proves_one_match() -> None:
    _, uses = apply("Tokayev came.", GLOSSARY.find("Тоқаев келді, Тоқаев кетті."))
    assert [use.status for use in uses] == ["already", "not_applied"]


def test_a_headline_in_capitals_holds_its_terms_in_capitals() -> None:
    _, (use,) = apply("SEMEY TODAY", GLOSSARY.find("СЕМЕЙ БҮГІН"))
    assert use.status == "already"
    _, (use,) = apply("SEMEY TODAY", GLOSSARY.find("Семей бүгін"))
    assert use.status == "not_applied"


@given(st.text(), st.text("ТоқаевБҰСмй "))
def test_the_english_is_never_changed_and_every_match_is_accounted_for(english: str, kazakh: str) -> None:
    matches = GLOSSARY.find(kazakh)
    text, uses = apply(english, matches)
    assert text == english
    assert [use.surface for use in uses] == [match.surface for match in matches]
