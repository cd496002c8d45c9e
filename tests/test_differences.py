"""What differs between two English versions: numbers, names, words; and rows of three texts in every form."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.align.compared import WRITERS, compare
from translate.align.differences import differences
from translate.formats import tmx


def marked(one: str, other: str) -> list[list[tuple[str, str]]]:
    sides = zip((one, other), differences(one, other), strict=True)
    return [[(mark.kind, text[mark.start : mark.end]) for mark in marks] for text, marks in sides]


@pytest.mark.parametrize(
    ("one", "other", "here", "there"),
    [
        ("He signed 12 deals.", "He signed 21 deals.", [("number", "12")], [("number", "21")]),
        ("He has five cars.", "He has 5 cars.", [], []),
        ("2.5 million tenge", "2,500,000 tenge", [("word", "million")], []),
        ("Tokayev came to Tokyo.", "Tokayev came to Osaka.", [("name", "Tokyo")], [("name", "Osaka")]),
        ("Tokayev’s speech", "Tokayev's speech", [], []),
        ("Young people came.", "Children came.", [("word", "Young people")], [("word", "Children")]),
        ("Aitbay came.", "He came.", [("name", "Aitbay")], [("word", "He")]),
        ("It is a large, old house.", "It is a house.", [("word", "large, old")], []),
        ("", "", [], []),
    ],
)
def test_what_differs_has_its_kind(one: str, other: str, here: list[object], there: list[object]) -> None:
    assert marked(one, other) == [here, there]


def test_a_name_that_only_moved_is_no_other_name() -> None:
    kinds = {kind for side in marked("Tokayev met Abe on Friday.", "On Friday Abe met Tokayev.") for kind, _ in side}
    assert kinds <= {"word"}


WORDS = st.lists(st.sampled_from("He Tokayev 12 five 2,500,000 came, to “Tokyo”. <b> 🙂 а́".split()), max_size=12)


@given(WORDS, WORDS)
def test_marks_lie_in_their_text_in_order_and_the_same_differs_in_nothing(one: list[str], other: list[str]) -> None:
    texts = " ".join(one), " ".join(other)
    for text, marks in zip(texts, differences(*texts), strict=True):
        at = 0
        for mark in marks:
            assert at <= mark.start < mark.end <= len(text)
            at = mark.end
    assert differences(texts[0], texts[0]) == ([], [])


KAZAKH = ["Тоқаев Токиоға келді.", "Ол 12 құжатқа қол қойды.", "Кездесу аяқталды."]
OURS = ["Tokayev arrived in Tokyo.", "He signed 12 documents.", "The meeting ended."]
THEIRS = ["Tokayev has arrived in Tokyo.", "He signed 21 documents there."]


def test_every_sentence_of_both_sides_stands_in_one_row() -> None:
    rows = compare(KAZAKH, THEIRS, OURS)
    assert " ".join(row.kazakh for row in rows if row.kazakh) == " ".join(KAZAKH)
    assert " ".join(row.theirs for row in rows if row.theirs) == " ".join(THEIRS)
    assert [(row.kazakh, row.theirs) for row in rows if not row.whole] == [("Кездесу аяқталды.", "")]
    assert rows[-1].differences == ([], []), "what is missing altogether is not marked word by word"


def test_every_form_holds_the_rows() -> None:
    rows = compare(KAZAKH, THEIRS, OURS)
    beads = json.loads(WRITERS["json"](rows))["beads"]
    assert [(bead["source"], bead["target"], bead["kazakh"]) for bead in beads] == [
        ([0], [0], KAZAKH[0]),
        ([1], [1], KAZAKH[1]),
        ([2], [], KAZAKH[2]),
    ]
    numbers = [one for side in beads[1]["differences"].values() for one in side if one["kind"] == "number"]
    assert len(numbers) == 2
    lines = [line.split("\t") for line in WRITERS["tsv"](rows).splitlines()]
    assert lines[0] == ["kazakh", "ours", "theirs", "score"]
    assert [line[:3] for line in lines[1:]] == [list(row) for row in zip(KAZAKH, OURS, [*THEIRS, ""], strict=True)]
    assert list(tmx.read(WRITERS["tmx"](rows).encode())) == list(zip(KAZAKH[:2], THEIRS, strict=True))
