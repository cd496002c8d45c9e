"""The seed glossary: large enough, well formed, without two answers for one day, in the press's own spellings."""

import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from glossary import store
from glossary.term import KINDS, Term

SEED = store.seed().terms
BY_SOURCE: dict[str, list[Term]] = defaultdict(list)
for entry in SEED:
    BY_SOURCE[entry.source].append(entry)

CYRILLIC = re.compile("[\u0400-\u052f]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def english(source: str, day: date = date(2025, 1, 1)) -> list[str]:
    return [term.target for term in BY_SOURCE.get(source, []) if term.holds(day)]


def forms(term: Term) -> tuple[str, ...]:
    return (term.target, *term.variants, *term.forbidden)


def test_it_holds_two_thousand_entries_of_every_kind() -> None:
    assert len(SEED) >= 2_000
    for kind in KINDS:
        assert sum(term.kind == kind for term in SEED) >= 50, kind


def test_no_source_has_two_answers_for_one_day() -> None:
    for terms in BY_SOURCE.values():
        for one, other in combinations(terms, 2):
            apart = (one.valid_to or date.max) < (other.valid_from or date.min)
            apart = apart or (other.valid_to or date.max) < (one.valid_from or date.min)
            assert apart or one.priority != other.priority, one.source


def test_english_is_written_in_latin_letters() -> None:
    assert [forms(term) for term in SEED if CYRILLIC.search("".join(forms(term)))] == []


def test_no_word_of_a_source_mixes_alphabets() -> None:
    words = [word for term in SEED for word in re.findall(r"\w+", term.source)]
    assert [word for word in words if CYRILLIC.search(word) and LATIN.search(word)] == []


def test_only_names_to_keep_are_written_in_latin_letters() -> None:
    assert [t.source for t in SEED if not CYRILLIC.search(t.source) and t.kind not in ("keep", "organisation")] == []


def test_nothing_is_padded_or_doubled() -> None:
    for term in SEED:
        for text in (term.source, *forms(term)):
            assert text == " ".join(text.split()), term.source
        assert len(set(forms(term))) == len(forms(term)), term.source


def test_every_entry_says_where_it_comes_from() -> None:
    assert [term.source for term in SEED if not term.note] == []


def test_dates_are_in_order_and_of_our_age() -> None:
    for term in SEED:
        days = [day for day in (term.valid_from, term.valid_to) if day]
        assert days == sorted(days), term.source
        assert all(date(1990, 1, 1) <= day <= date(2030, 1, 1) for day in days), term.source


def test_between_the_entries_of_one_source_no_day_is_left_out() -> None:
    for terms in BY_SOURCE.values():
        dated = sorted(terms, key=lambda term: term.valid_from or date.min)
        for one, other in pairwise(dated):
            assert one.valid_to, one.source
            assert other.valid_from == one.valid_to + timedelta(days=1), one.source


@pytest.mark.parametrize(
    ("kazakh", "target"),
    [
        ("Назарбаев", "Nazarbayev"),
        ("Тоқаев", "Tokayev"),
        ("Қасым-Жомарт Тоқаев", "Kassym-Jomart Tokayev"),
        ("Мемлекет басшысы", "Head of State"),
        ("Елбасы", "Elbasy"),
        ("БҰҰ", "UN"),
        ("ЕҚЫҰ", "OSCE"),
        ("ШЫҰ", "SCO"),
        ("ЕАЭО", "EAEU"),
        ("ТМД", "CIS"),
        ("АӨСШК", "CICA"),
        ("ТМҰ", "OTS"),
        ("ҰҚШҰ", "CSTO"),
        ("ДДСҰ", "WHO"),
        ("ДСҰ", "WTO"),
        ("ХВҚ", "IMF"),
        ("Семей", "Semey"),
        ("Семей полигоны", "Semipalatinsk test site"),
        ("Өскемен", "Ust-Kamenogorsk"),
        ("Түркістан", "Turkestan"),
        ("Маңғыстау", "Mangistau"),
        ("Қостанай", "Kostanay"),
        ("Ақтөбе", "Aktobe"),
        ("Қарағанды", "Karaganda"),
        ("Қызылорда", "Kyzylorda"),
        ("Жамбыл", "Zhambyl"),
        ("Мәсімов", "Massimov"),
        ("Сағынтаев", "Sagintayev"),
        ("Ақорда", "Akorda"),
        ("мәслихат", "maslikhat"),
        ("Пекин", "Beijing"),
        ("Бейжің", "Beijing"),
        ("Абай облысы", "Abai region"),
        ("Жетісу облысы", "Zhetisu region"),
        ("Ұлытау облысы", "Ulytau region"),
    ],
)
def test_names_are_spelled_as_government_and_press_spell_them(kazakh: str, target: str) -> None:
    assert english(kazakh) == [target]


@pytest.mark.parametrize(
    ("kazakh", "day", "target"),
    [
        ("Астана", date(2019, 3, 22), "Astana"),
        ("Нұр-Сұлтан", date(2019, 3, 23), "Nur-Sultan"),
        ("Нұр-Сұлтан", date(2022, 9, 16), "Nur-Sultan"),
        ("Астана", date(2022, 9, 17), "Astana"),
        ("Мәжіліс", date(2018, 7, 1), "Mazhilis"),
        ("Мәжіліс", date(2024, 7, 1), "Majilis"),
        ("Түркия", date(2018, 7, 1), "Turkey"),
        ("Түркия", date(2024, 7, 1), "Türkiye"),
    ],
)
def test_names_that_changed_are_spelled_as_on_the_day(kazakh: str, day: date, target: str) -> None:
    assert english(kazakh, day) == [target]


def test_common_words_that_are_also_names_stand_in_longer_entries_only() -> None:
    """`Арман` is a dream before it is a man, `Достық` friendship before it is a street: alone they prove nothing."""
    words = "Азамат Азаттық Алға Арман Берік Болат Болашақ Достық Есік Нұр Рухани Сана Сәуле Серік Темір Шар Қазан"
    assert [word for word in words.split() if word in BY_SOURCE] == []
