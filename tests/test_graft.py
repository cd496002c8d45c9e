"""Words about a term are taken over from a second decoding, and no others."""

import pytest

from glossary.matcher import Glossary
from glossary.term import Term
from translate.terminology.draft import Draft
from translate.terminology.graft import grafts

GLOSSARY = Glossary(
    [Term("ҚР", "Republic of Kazakhstan"), Term("экономика", "economy"), Term("Астана", "Astana", kind="place")]
)


def grafted(kazakh: str, before: str, after: str) -> list[str]:
    matches = GLOSSARY.find(kazakh)
    return grafts(*(Draft.of(kazakh, matches, english) for english in (before, after)))


@pytest.mark.parametrize(
    ("kazakh", "before", "after", "made"),
    [
        # what the second has besides stays away
        (
            "ҚР кәсіподағы",
            "The unions met, said the chairman of the unions.",
            "The bosses met, said the chairman of the unions of the Republic of Kazakhstan.",
            ["The unions met, said the chairman of the unions of the Republic of Kazakhstan."],
        ),
        # what begins a sentence has a capital
        (
            "экономика өсті",
            "Growth in China is slower now.",
            "There the economy in China is slow now.",
            ["There the economy in China is slower now."],
        ),
        # small words between two changes may be chance: less first, then more
        (
            "Астанаға келді",
            "He came back to the town in the north quickly again.",
            "He came home to the city of Astana in the north quickly.",
            ["He came back to the city of Astana in the north quickly again."],
        ),
    ],
)
def test_only_the_words_about_the_term_are_taken_over(kazakh: str, before: str, after: str, made: list[str]) -> None:
    assert grafted(kazakh, before, after)[: len(made)] == made


def test_several_terms_are_taken_over_together_and_alone() -> None:
    made = grafted(
        "Астана экономика",
        "The growth of the north was seen by many people there.",
        "The economy of Astana was felt by many people there.",
    )
    assert made[:3] == [
        "The economy of Astana was seen by many people there.",
        "The growth of Astana was seen by many people there.",
        "The economy of the north was seen by many people there.",
    ]


@pytest.mark.parametrize("after", ["Astana.", "Astana has other people now.", "He flew.", ""])
def test_another_sentence_gives_nothing(after: str) -> None:
    assert grafted("Астанаға ұшты", "The minister flew there with friends.", after) == []


def test_a_term_that_stands_gives_way_to_none() -> None:
    # though the Kazakh has it once
    said = "The people of Astana met those of Astana in the north."
    assert grafted("Астана экономика", said, "The people of Astana met those of the economy in the north.") == []
    assert grafted("Астана экономика", said, "The people of Astana met the economy of Astana in the west.")
