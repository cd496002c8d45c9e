"""Links of words: glossary, numbers, sound, attention; no two share a character, and the unsure have none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.align.words import Link, known, links
from translate.document import TermUse
from translate.engines import Attention

GLOSSARY = Glossary(
    [
        Term("Қазақстан", "Kazakhstan", accepted=("Kazakh",), kind="place"),
        Term("Біріккен Ұлттар Ұйымы", "United Nations", accepted=("UN",), kind="organisation"),
    ]
)
WORDS = [
    "Тоқаевтың",
    "Алматыда",
    "2,5 млрд",
    "2.5 billion",
    "1,234",
    "бес",
    "five",
    "Tokayev's",
    "Almaty",
    "«",
    "\u00ad",
    "the",
]
TEXT = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
PLACE = st.integers(-1, 12)


def linked(source: str, target: str, **more: object) -> list[tuple[str, str, str]]:
    return [
        (source[one.source_start : one.source_end], target[one.target_start : one.target_end], one.how)
        for one in links(source, target, **more)  # type: ignore[arg-type]
    ]


@given(TEXT, TEXT, st.lists(st.tuples(PLACE, PLACE, PLACE, PLACE), max_size=4))
def test_no_two_links_share_a_character(source: str, target: str, places: list[tuple[int, int, int, int]]) -> None:
    uses = [TermUse("", "", "", "already", "exact", *place) for place in places]
    made = links(source, target, uses)
    assert made == links(source, target, uses)
    for first, last in (("source_start", "source_end"), ("target_start", "target_end")):
        spans = sorted((getattr(link, first), getattr(link, last)) for link in made)
        assert all(0 <= start < end for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert [link.source_start for link in made] == sorted(link.source_start for link in made)


def test_the_glossary_comes_first() -> None:
    source, target = "Қазақстан Біріккен Ұлттар Ұйымына 1992 жылы кірді.", "Kazakhstan joined the UN in 1992."
    uses = known(target, GLOSSARY.find(source))
    assert linked(source, target, uses=uses) == [
        ("Қазақстан", "Kazakhstan", "glossary"),
        ("Біріккен Ұлттар Ұйымына", "UN", "glossary"),
        ("1992", "1992", "number"),
    ]


def test_another_spelling_of_a_term_is_the_term() -> None:
    glossary = Glossary([Term("Семей", "Semey", variants=("Semipalatinsk",), kind="place")])
    source, target = "Ол Семейге барды.", "He went to Semipalatinsk."
    assert linked(source, target, uses=known(target, glossary.find(source))) == [
        ("Семейге", "Semipalatinsk", "glossary")
    ]


def test_a_term_that_the_english_lacks_has_no_link() -> None:
    source, target = "Қазақстан қол қойды.", "It was signed."
    uses = known(target, GLOSSARY.find(source))
    assert [use.target_start for use in uses] == [-1]
    assert links(source, target, uses) == []


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Бюджетке 2,5 млрд теңге бөлінді.", "The budget got 2.5 billion tenge.", [("2,5", "2.5")]),
        ("Оған 1 500 адам келді.", "1,500 people came.", [("1 500", "1,500")]),
        ("Көлемі 15 мың тонна.", "It holds 15,000 tonnes.", [("15", "15,000")]),
        ("2018 жылы 300-ден астам", "More than 300 in 2018", [("2018", "2018"), ("300", "300")]),
        ("Онда 5 адам бар.", "There are five people.", [("5", "five")]),
        ("Ол 1990 жылы туған.", "He was born in 1991.", []),
        ("бес адам, бес үй", "five people and five houses", []),
        ("15.09.2018 күні", "on 15 September 2018", [("15", "15"), ("2018", "2018")]),
    ],
)
def test_numbers_are_linked_by_value(source: str, target: str, expected: list[tuple[str, str]]) -> None:
    assert linked(source, target) == [(one, other, "number") for one, other in expected]


def test_equal_numbers_are_linked_each_to_the_nearest() -> None:
    made = links("7 адам кетті, кейін 7 адам келді", "7 people left, then 7 came")
    assert [(link.source_start, link.target_start) for link in made] == [(0, 0), (20, 20)]


def test_names_are_linked_by_sound() -> None:
    assert linked(
        "Тоқаевтың айтуынша, Макрон Алматыға келеді.", "Macron will visit Almaty, Tokayev's office says."
    ) == [
        ("Тоқаевтың", "Tokayev", "sound"),
        ("Макрон", "Macron", "sound"),
        ("Алматыға", "Almaty", "sound"),
    ]


def test_an_unsure_word_is_linked_to_nothing() -> None:
    assert links("Бүгін ауа райы жақсы болды.", "The weather was fine today.") == []
    assert links("Олар Лондонда кездесті.", "They met in Paris.") == []
    assert links("", "") == []
    assert links("Тоқаев", "") == []


def test_attention_links_words_that_look_at_each_other_above_all() -> None:
    source, target = "ауа райы жақсы", "fine weather"
    attention = Attention(
        source=((0, 3), (4, 8), (9, 14)),
        target=((0, 4), (5, 9), (9, 12)),
        weights=((0.1, 0.1, 0.8), (0.5, 0.4, 0.1), (0.7, 0.2, 0.1)),
    )
    assert links(source, target, attention=attention) == [
        Link(0, 3, 5, 12, "attention"),
        Link(9, 14, 0, 4, "attention"),
    ]


def test_attention_that_is_spread_or_shared_links_nothing() -> None:
    spread = Attention(((0, 3), (4, 8)), ((0, 4),), ((0.4, 0.4),))
    shared = Attention(((0, 3), (4, 8)), ((0, 4), (5, 9)), ((0.9, 0.1), (0.9, 0.1)))
    assert links("ауа райы", "fine", attention=spread) == []
    assert links("ауа райы", "fine nice", attention=shared) == []
