"""Names that no entry covers are proposed once, in their bare form, the commonest first."""

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.kazakh import normalise
from glossary.matcher import Glossary
from glossary.romanisation import romanise
from glossary.suggest import Suggestion, suggest
from glossary.term import Term

JUDGED = Path(__file__).parent / "gold" / "suggestions.tsv"
WORDS = st.sampled_from(
    "Трамп Трамптың Тоқаев Тоқаевқа Қасым-Жомарт АҚШ АҚШ-тың АҚШ-Қытай БҰҰ-ның Қытай Қытайлық Ақ үй үйде ол бүгін Бүгін"
    " «Нұрлы жол» деді. Н. Ж.Ахметов мен Facebook-пен ПРЕЗИДЕНТ II — x\u00ad".split()
)


def found(*texts: str, glossary: Glossary | None = None) -> dict[str, int]:
    return {one.source: one.count for one in suggest(texts, glossary or Glossary())}


def one(*texts: str) -> Suggestion:
    (only,) = suggest(texts, Glossary())
    return only


@cache
def newsdev(folder: Path) -> tuple[Suggestion, ...]:
    lines = (folder / "newsdev2019.tsv").read_text("utf-8").split("\n")
    return tuple(suggest((line.split("\t")[0] for line in lines), Glossary()))


def test_inflected_forms_are_one_name() -> None:
    seen = one("Кеше Трамп келді. Біз Трамптың сөзін, ол Трампқа хат жазды.", "Сол Трамп")
    assert (seen.source, seen.count) == ("Трамп", 4)
    assert seen.forms == (("Трамп", 2), ("Трамптың", 1), ("Трампқа", 1))


def test_a_name_that_was_read_inflected_alone_is_bared() -> None:
    assert found("біз Ақордада, ол Ақорданың") == {"Ақорда": 2}
    assert found("біз Латын Америкасындағы, ол Латын Америкасының") == {"Латын Америкасы": 2}
    assert found("ол КГБ-ның, біз КГБ-ны") == {"КГБ": 2}
    assert found("ол Байғонысұлының, біз Байғонысұлының") == {"Байғонысұлы": 2}
    assert found("ол Сатундағы, біз Сатундағы") == {"Сатун": 2}
    assert found("ол Бейжің, біз Бейжің, ол Нидерланды, біз Нидерланды") == {"Бейжің": 2, "Нидерланды": 2}


def test_a_suggestion_has_a_romanisation_and_examples() -> None:
    seen = one("Кеше Ғабиден келді. Ол да келді.", "Біз Ғабиденді көрдік.")
    assert seen.target == "Gabiden"
    assert set(seen.examples) == {"Кеше Ғабиден келді.", "Біз Ғабиденді көрдік."}


def test_the_commonest_comes_first_and_what_stands_once_is_left_out() -> None:
    texts = ["біз Лион, біз Лион, біз Милан, біз Милан, біз Милан, біз Турин"]
    assert list(found(*texts)) == ["Милан", "Лион"]
    assert [s.source for s in suggest(texts, Glossary(), least=1)] == ["Милан", "Лион", "Турин"]


def test_what_the_glossary_knows_is_left_out_on_any_day_and_in_any_form() -> None:
    old = Glossary([Term("Милан", "Milan", valid_to=None), Term("Нұр-Сұлтан", "Nur-Sultan")])
    assert found("біз Миланда, ол Миланның, біз Лионда, ол Лион", glossary=old) == {"Лион": 2}


def test_words_of_one_name_stay_together() -> None:
    text = "біз Дональд Трамппен, ол Дональд Трамптың, сол Ресей Трампқа, біз Ресейде, ол Ресейден, сол Трамп, ол Трамп"
    assert found(text) == {"Ресей": 3, "Трамп": 3, "Дональд Трамп": 2}


def test_a_possessive_belongs_to_a_name_of_several_words() -> None:
    text = "біз Әділет департаментін, ол Әділет департаменті, сол Әділет департаменті, бұл Әділет департамент"
    assert found(text) == {"Әділет департаменті": 3}
    assert found("ол Абылай атындағы, біз Абылай атындағы, сол Абылай атындағы") == {"Абылай": 3}


def test_a_title_that_belongs_to_the_word_before_is_left_off() -> None:
    text = "Одақ Хатшысы Қаныбек Жұмашев, сол Хатшысы Қаныбек Жұмашевқа, ол Бюросы, біз Бюросының"
    assert found(text) == {"Қаныбек Жұмашев": 2}


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Қаныбек Жұмашев", "person"),
        ("О. Мұхамеджанов", "person"),
        ("Әлия Сейітова", "person"),
        ("Орал Байғонысұлы", "person"),
        ("Қасым-Жомарт Кемелұлы Тоқаев", "person"),
        ("Ростов", "term"),
        ("Палу қаласы", "term"),
        ("Тіл білімі институты", "term"),
        ("Әділет ұлы", "term"),
        ("Серена Уильямс", "term"),
        ("Facebook", "term"),
    ],
)
def test_a_first_name_and_a_familys_are_a_person(source: str, kind: str) -> None:
    assert Suggestion(source, "", 2, (), ()).kind == kind


def test_initials_belong_to_the_name() -> None:
    assert found("ол Н. Назарбаевтың, біз Н.Назарбаев") == {"Н. Назарбаев": 2}


def test_what_opens_a_sentence_needs_a_capital_elsewhere() -> None:
    assert found("Бүгін келді. Бүгін кетті.") == {}
    assert found("Лион келді. Лион кетті, сол Лион") == {"Лион": 3}


def test_a_word_that_stands_in_small_letters_as_often_is_none() -> None:
    assert found("сол Президент, ол президенттің, біз Президентке, президент") == {}


def test_a_name_goes_on_in_small_letters() -> None:
    texts = ["ол Ақ үйде отыр", "біз Ақ үйдің алдында", "сол Ақ үй жақта", "біз Лион мен, сол Лион мен, ол Лион мен"]
    assert found(*texts) == {"Ақ үй": 3, "Лион": 3}


def test_a_numeral_is_no_name() -> None:
    assert found("ол отырыс III деп, біз отырыс III деп, ХІХ ғасыр, біз ХІХ") == {}


def test_quotes_hold_a_name_together() -> None:
    assert found("ол «Нұрлы жол» деп, біз «Нұрлы жолдың» деп") == {"Нұрлы жол": 2}
    assert found("ол «Иә, біз келдік» деп, ол «Иә, біз келдік» деп") == {}


def test_what_is_made_from_a_name_is_none() -> None:
    texts = ["ол Иран, біз Иранды, сол Қытай, ол Қытайға", "біз Ирандық, ол Ирандық, сол Иран-Қытай, ол Иран-Қытай"]
    assert found(*texts) == {"Иран": 2, "Қытай": 2}
    assert found("ол Ирандық, біз Ирандықпен", glossary=Glossary([Term("Иран", "Iran")])) == {"Ирандық": 2}
    assert found("ол Иран, ол Ирандық, біз Ирандықпен", glossary=Glossary([Term("Иран", "Iran")])) == {}


def test_a_headline_in_capitals_says_nothing() -> None:
    assert found("ПРЕЗИДЕНТ КЕЛДІ", "ПРЕЗИДЕНТ КЕТТІ", "ол БҰҰ-ға, біз БҰҰ") == {"БҰҰ": 2}


def test_no_text_gives_no_suggestion() -> None:
    assert suggest([], Glossary()) == suggest(["", "\n"], Glossary()) == []


@settings(deadline=None)
@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=8))
def test_a_suggestion_made_an_entry_is_made_no_more(texts: list[str]) -> None:
    suggestions = suggest(texts, Glossary())
    known = Glossary([Term(one.source, one.target) for one in suggestions])
    assert not {one.source for one in suggestions} & set(found(*texts, glossary=known))


@settings(deadline=None)
@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=8))
def test_a_suggestion_agrees_with_itself(texts: list[str]) -> None:
    suggestions = suggest(texts, Glossary())
    assert suggestions == suggest(texts, Glossary())
    assert suggestions == sorted(suggestions, key=lambda one: (-one.count, one.source))
    assert len({one.source for one in suggestions}) == len(suggestions)
    every = "\n".join(normalise(text).text for text in texts)
    for seen in suggestions:
        assert seen.count == sum(count for _, count in seen.forms) >= 2
        assert seen.target == romanise(seen.source)
        assert 0 < len(seen.examples) <= 3
        assert all(example in every for example in seen.examples)


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_text_will_do(one: str, other: str) -> None:
    suggest([one, other, one], Glossary())


def test_the_first_hundred_of_a_news_set_are_names(testsets: Path) -> None:
    """They were judged by reading: `name`, `term` (an abbreviation that wants an entry too) or `none`."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        judged = {row["source"]: row["label"] for row in csv.DictReader(file, delimiter="\t")}
    labels = [judged[one.source] for one in newsdev(testsets)[:100]]
    assert labels.count("name") >= 88
    assert labels.count("none") <= 3


def test_its_forms_are_forms_of_the_name(testsets: Path) -> None:
    wrong = []
    for seen in newsdev(testsets)[:100]:
        entry = Glossary([Term(seen.source, seen.target, priority=1)])
        for form, _ in seen.forms:
            if [(match.start, match.end) for match in entry.find(f"ол {form}")] != [(3, 3 + len(form))]:
                wrong.append((seen.source, form))
    assert wrong == []


@pytest.mark.parametrize("source", ["Трамп", "Қытай", "АҚШ", "Германия", "ЖІӨ", "Путин", "Еуроодақ"])
def test_no_form_of_a_name_is_a_name_of_its_own(testsets: Path, source: str) -> None:
    entry = Glossary([Term(source, "x")])
    others = [one.source for one in newsdev(testsets) if one.source != source and " " not in one.source]
    assert [other for other in others if entry.find(f"ол {other}")] == []
