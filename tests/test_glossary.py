"""The glossary as a whole: longest first, by date and priority; its file, and the faults of a file named by line."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import store
from glossary.errors import GlossaryError
from glossary.kazakh import readable
from glossary.matcher import Glossary
from glossary.romanisation import romanise
from glossary.term import Term
from tests.conftest import SEED

SEMEY = Term("Семей", "Semey", kind="place")
SITE = Term("Семей полигоны", "Semipalatinsk test site", kind="place")
UN = Term("БҰҰ", "UN", kind="organisation")


def surfaces(glossary: Glossary, text: str, day: date | None = None) -> list[str]:
    return [match.surface for match in glossary.find(text, day)]


def test_the_longest_entry_wins_and_nothing_overlaps() -> None:
    assert surfaces(Glossary([SEMEY, SITE]), "Семей полигоны мен Семей қаласы") == ["Семей полигоны", "Семей"]


@pytest.mark.parametrize("text", ["Семейлік", "Семей-Павлодар", "отСемей", "БҰҰлық"])
def test_only_whole_words_match(text: str) -> None:
    assert surfaces(Glossary([SEMEY, UN]), text) == []


def test_a_name_in_capitals_matches_and_keeps_its_surface() -> None:
    assert surfaces(Glossary([SEMEY]), "СЕМЕЙ. Бүгін") == ["СЕМЕЙ"]


def test_offsets_point_at_the_surface() -> None:
    text = "Бүгін «Семей полигоны» жабылды"
    (match,) = Glossary([SITE]).find(text)
    assert text[match.start : match.end] == match.surface == "Семей полигоны"
    assert match.ending == ""


def test_the_day_chooses_the_entry() -> None:
    old = Term("Мәжіліс", "Mazhilis", valid_to=date(2022, 12, 31))
    new = Term("Мәжіліс", "Majilis", valid_from=date(2023, 1, 1))
    glossary = Glossary([old, new])
    assert [m.term.target for m in glossary.find("Мәжіліс", date(2022, 12, 31))] == ["Mazhilis"]
    assert [m.term.target for m in glossary.find("Мәжіліс", date(2023, 1, 1))] == ["Majilis"]
    assert [m.term.target for m in glossary.find("Мәжіліс")] == ["Majilis"]


def test_priority_decides_between_two_entries_in_force() -> None:
    glossary = Glossary([Term("Арман", "Arman"), Term("Арман", "dream", priority=2)])
    assert [m.term.target for m in glossary.find("Арман")] == ["dream"]


def test_the_fingerprint_changes_with_an_entry_and_not_with_the_order() -> None:
    assert Glossary([SEMEY, UN]).fingerprint == Glossary([UN, SEMEY]).fingerprint
    assert Glossary([SEMEY]).fingerprint != Glossary([UN]).fingerprint
    assert len(Glossary().fingerprint) == 8


@given(st.text("Семй БҰполигны-. ", max_size=60))
def test_matches_never_overlap_and_always_quote_the_text(text: str) -> None:
    last = 0
    for match in Glossary([SEMEY, SITE, UN]).find(text):
        assert last <= match.start < match.end
        assert text[match.start : match.end] == match.surface
        last = match.end


def test_the_seed_glossary_knows_the_seed_article() -> None:
    found = {match.term.target for match in store.seed().find(SEED.read_text("utf-8"), date(2025, 12, 19))}
    assert {"Kassym-Jomart Tokayev", "Tokyo", "United Nations", "Kazakhstan", "UN", "Head of State"} <= found


def test_the_capital_is_spelled_as_on_the_day() -> None:
    seed = store.seed()
    assert [m.term.target for m in seed.find("Нұр-Сұлтан", date(2020, 5, 1))] == ["Nur-Sultan"]
    assert [m.term.target for m in seed.find("Астана", date(2024, 5, 1))] == ["Astana"]


def test_a_file_needs_no_more_than_two_columns(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("﻿source,target\nСемей,Semey\n", "utf-8")
    assert store.load(file).terms == (Term("Семей", "Semey"),)


def test_every_faulty_line_is_named_at_once() -> None:
    text = "source,target,kind,valid_from,priority\nА,,,,\nБ,B,city,,\nВ,V,,2020-13-01,\nГ,G,,,high\nД,D,,,\n"
    with pytest.raises(GlossaryError) as error:
        store.parse(text, "terms.csv")
    for part in ("terms.csv", "line 2", "line 3: kind 'city'", "line 4", "line 5"):
        assert part in str(error.value)
    assert "line 6" not in str(error.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"a,b\n", "no column source and target"), ("source,target\nСемей,Semey".encode("utf-16"), "not UTF-8")],
)
def test_a_file_of_another_kind_is_refused_in_words(tmp_path: Path, content: bytes, expected: str) -> None:
    file = tmp_path / "terms.csv"
    file.write_bytes(content)
    with pytest.raises(GlossaryError, match=expected):
        store.load(file)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="check the path"):
        store.load(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("kazakh", "english"),
    [
        ("Тоқаев", "Tokayev"),
        ("Назарбаев", "Nazarbayev"),
        ("Ерлан", "Yerlan"),
        ("Семей", "Semey"),
        ("ҒҰМАР", "GUMAR"),
        ("Жәңгір", "Zhangir"),
        ("Шымкент", "Shymkent"),
        ("ШЫМКЕНТ", "SHYMKENT"),
        ("Ж. Әлиев", "Zh. Aliyev"),
        ("iPhone 15", "iPhone 15"),
    ],
)
def test_names_are_romanised_as_the_press_does(kazakh: str, english: str) -> None:
    assert romanise(kazakh) == english


@given(st.text())
def test_romanising_leaves_no_kazakh_letter(text: str) -> None:
    assert not set(romanise(text).lower()) & set("абвгғдеёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяәө")


def test_a_model_reads_no_invisible_characters() -> None:
    assert readable("Қазақ\u00adстан\u200b\x00бүгін\n") == "Қазақстан бүгін"
