"""Looking an entry up: in any Kazakh form, by English, by other spellings; and the bare form of what was selected."""

import csv
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import store
from glossary.bare import bare
from glossary.search import search
from glossary.term import Term
from tests.conftest import ROOT

TOKAYEV = Term("Қасым-Жомарт Тоқаев", "Kassym-Jomart Tokayev", ("Tokaev",), ("Toqaev",), accepted=("K. Tokayev",))
SEMEY = Term("Семей", "Semey", note="once Semipalatinsk")
USA = Term("АҚШ", "United States", ("America",), accepted=("U.S.",))
TERMS = [TOKAYEV, SEMEY, USA, Term("Семей полигоны", "Semipalatinsk test site")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Семей", ["Семей", "Семей полигоны"]),
        ("семейдегі", ["Семей"]),
        ("Семей полигонында", ["Семей полигоны"]),
        ("АҚШ-тың", ["АҚШ"]),
        ("Қасым-Жомарт Тоқаевтың", ["Қасым-Жомарт Тоқаев"]),
        ("Cемей", ["Семей", "Семей полигоны"]),  # the first letter is Latin
        ("semey", ["Семей"]),
        ("semipalatinsk", ["Семей полигоны", "Семей"]),
        ("toqaev", ["Қасым-Жомарт Тоқаев"]),
        ("Tokayev Kassym", ["Қасым-Жомарт Тоқаев"]),
        ("america", ["АҚШ"]),
        ("u.s.", ["АҚШ"]),
        ("  ", [term.source for term in TERMS]),
        ("nobody", []),
        ("\u00ad", [term.source for term in TERMS]),
    ],
)
def test_an_entry_is_found_by_any_of_its_forms(query: str, found: list[str]) -> None:
    assert [term.source for term in search(TERMS, query)] == found


@given(st.text(max_size=9))
def test_any_query_is_answered_with_entries_in_order(query: str) -> None:
    assert set(search(TERMS, query)) <= set(TERMS)


@cache
def seed() -> tuple[Term, ...]:
    return store.seed().terms


def test_every_entry_of_the_seed_is_first_for_its_own_source() -> None:
    for term in seed()[::50]:
        assert search(seed(), term.source)[0].source.lower() == term.source.lower()


@pytest.mark.parametrize(
    ("span", "wanted"),
    [
        ("Нұрғалиевтің", "Нұрғалиев"),
        ("«Нұрғалиевтен», ", "Нұрғалиев"),
        ("Қазақстандағы", "Қазақстан"),
        ("АҚШ-тың", "АҚШ"),
        ("ЕО-дан", "ЕО"),
        ("Еуропа Одағынан", "Еуропа Одағы"),
        ("Медеу ауданын", "Медеу ауданы"),
        ("Facebook-пен", "Facebook"),
        ("Ислам Кәрімов", "Ислам Кәрімов"),
        ("Қор\u00adдайда", "Қордай"),
        ("  \n", ""),
        ("—", ""),
    ],
)
def test_a_span_is_taken_without_its_ending(span: str, wanted: str) -> None:
    assert bare(span) == wanted


def test_most_names_in_the_gold_come_out_bare() -> None:
    with (ROOT / "tests" / "gold" / "inflections.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["label"] == "inflection"]
    names = [row for row in rows if row["half"] == "look" and row["stem"][0].isupper()]
    right = sum(bare(row["surface"]).lower() == row["stem"].lower() for row in names)
    assert right / len(names) > 0.93


def test_nearly_all_bare_forms_of_the_seed_stay_as_they_are() -> None:
    spared = sum(len(bare(term.source)) >= len(term.source.strip("«»+. ")) for term in seed())
    assert spared / len(seed()) > 0.97


@given(st.text(max_size=20))
def test_any_span_has_a_bare_form_no_longer_than_itself(span: str) -> None:
    assert len(bare(span)) <= len(span)
