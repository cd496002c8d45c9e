"""Glossary terms shown inside a text: every letter stays, every mark says what became of its term."""

import re
from dataclasses import replace
from html import unescape
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.document import Status, TermUse
from translate.formats.highlight import STATUSES, STYLE, legend, marked, told

USE = TermUse("Тоқаев", "Тоқаевтың", "Tokayev", "replaced", "near", 0, 9, 4, 11)


def test_each_side_marks_its_own_place() -> None:
    mark = (
        '<mark class="term replaced" data-source="Тоқаев" title="Тоқаев → Tokayev: put in its place (near)">{}</mark>'
    )
    assert marked("Тоқаевтың сөзі.", [USE], "source") == mark.format("Тоқаевтың") + " сөзі."
    assert marked("The Tokayev way.", [USE], "target") == f"The {mark.format('Tokayev')} way."


def test_a_term_that_is_not_in_the_english_is_marked_in_the_kazakh_alone() -> None:
    use = replace(USE, status="not_applied", rule="none", target_start=-1, target_end=-1)
    assert 'class="term not_applied"' in marked("Тоқаевтың", [use], "source")
    assert marked("He came.", [use], "target") == "He came."
    assert told(use) == "Тоқаев → Tokayev: not in the English"


@pytest.mark.parametrize("status", get_args(Status))
def test_every_status_has_words_and_a_line_of_its_own(status: Status) -> None:
    use = replace(USE, status=status)
    assert STATUSES[status] in legend([use])
    lines = re.findall(r"text-decoration: underline( \w+)? [\d.]+px", STYLE)
    assert len(lines) == len(set(lines)) == len(STATUSES), "not told apart by colour alone"


def test_no_terms_no_legend() -> None:
    assert legend([]) == ""


def test_a_hostile_term_stays_text() -> None:
    use = TermUse("<script>", "<b>", '"><img src=x>', "already", "<i>", 0, 3, 0, 5)
    shown = marked("<b> & co", [use], "source") + marked('">...', [use], "target") + legend([use])
    assert not re.search(r"<(?!/?(mark|p|span)\b)", shown)
    assert "&quot;&gt;&lt;img src=x&gt;" in shown


places = st.tuples(st.integers(-1, 12), st.integers(-1, 14))


@given(st.text(max_size=12), st.lists(st.tuples(places, places), max_size=5))
def test_no_letter_is_lost_whatever_the_places(text: str, spans: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    uses = [replace(USE, start=a, end=b, target_start=c, target_end=d) for (a, b), (c, d) in spans]
    for side in ("source", "target"):
        bare = re.sub(r"</?mark[^>]*>", "", marked(text, uses, side))
        assert unescape(bare) == text
