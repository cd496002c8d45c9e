"""Headlines: capitals calmed and put back, a stop added and taken off, and every other text left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.capitals import begun, calmed, shout, shouted
from translate.headline import Reading, read
from translate.lexicon import capitals

GLOSSARY = Glossary(
    [
        Term("Тоқаев", "Tokayev"),
        Term("Қазақстан Республикасы", "Republic of Kazakhstan"),
        Term("БҰҰ", "UN"),
        Term("АҚШ", "USA"),
        Term("президент", "president"),
    ]
)
CALMED = {
    "ТОҚАЕВ ҚАЗАҚСТАН РЕСПУБЛИКАСЫНЫҢ ПРЕЗИДЕНТІ": "Тоқаев Қазақстан Республикасының президенті",
    "АҚШ-ТЫҢ ЖАҢА ПРЕЗИДЕНТІ": "АҚШ-тың жаңа президенті",
    "БҰҰ-НЫҢ БАС АССАМБЛЕЯСЫ": "БҰҰ-ның бас ассамблеясы",
    "ЖАҢА МЕКТЕП АШЫЛДЫ": "Жаңа мектеп ашылды",
    "ЕЛДЕ 5 МЛН ТОННА АСТЫҚ ЖИНАЛДЫ": "Елде 5 млн тонна астық жиналды",
    "ТЖМ ҚҰТҚАРУШЫЛАРЫ КЕЛДІ": "ТЖМ құтқарушылары келді",
    "ХХІ ҒАСЫРДЫҢ ІС-ШАРАЛАРЫ": "ХХІ ғасырдың іс-шаралары",
    "СПОРТ: Б.МҰСАЕВ ПЕН ИВАНОВАНЫҢ ЖЕҢІСІ": "Спорт: Б.Мұсаев пен Иванованың жеңісі",
    "«НҰРЛЫ ЖОЛ» БАҒДАРЛАМАСЫ ТУРАЛЫ": "«Нұрлы жол» бағдарламасы туралы",
    "СӘРСЕНБАЙҰЛЫНЫҢ КІТАБЫ": "Сәрсенбайұлының кітабы",
    "2024 ЖЫЛҒЫ БЮДЖЕТ": "2024 жылғы бюджет",
    "EXPO КӨРМЕСІ АШЫЛДЫ": "EXPO көрмесі ашылды",
    "IT-КОМПАНИЯЛАР МЕН ЖИ": "IT-компаниялар мен ЖИ",
    "ЖАҢА IT-КОМПАНИЯ": "Жаңа IT-компания",
    "ЖИ МЕН ӘЖК ТУРАЛЫ": "ЖИ мен ӘЖК туралы",
    "ЖИ-ТЕХНОЛОГИЯЛАР, ИИ": "ЖИ-технологиялар, ИИ",
    "«ҚАЗМҰНАЙГАЗ» ҰК» АҚ БАСШЫСЫ": "«Қазмұнайгаз» ҰК» АҚ басшысы",
    "МЕКТЕПКЕ АҚ ҚАР ЖАУДЫ": "Мектепке ақ қар жауды",
    "ҚАЗАҚСТАНДА AЭC САЛЫНАДЫ": "Қазақстанда AЭC салынады",
    "ТҮСIНIКТI ЖАҢАЛЫҚ": "Түсiнiктi жаңалық",
    "1 МЛРД. ДОЛЛАР БӨЛІНДІ": "1 млрд. доллар бөлінді",
    "2019 Ж. ҚАҢТАРДА 5 МЛН. ТЕҢГЕ": "2019 ж. қаңтарда 5 млн. теңге",
    "1990-2000 ЖЖ. МЕКТЕПТЕР": "1990-2000 жж. мектептер",
    "ОЛ КЕЛДІ. ЖАҢА КҮН": "Ол келді. Жаңа күн",
}


def test_every_abbreviation_of_the_list_keeps_its_capitals() -> None:
    for word in sorted(capitals(named=False)):
        shout = f"МЕКТЕПТЕ {word.upper()} БОЛДЫ"
        assert calmed(shout, ()) == f"Мектепте {word.upper()} болды"


def finish(reading: Reading, english: str) -> str:
    return reading.begun(reading.unstopped(english))


QUIET = ("Жаңа мектеп ашылды", "БҰҰ, ЕҚЫҰ, ШЫҰ", "", "123", "АҚШ пен Қытай келісті", "KAZINFORM хабарлайды", "А")


@pytest.mark.parametrize("text", CALMED)
def test_capitals_are_calmed_but_for_names(text: str) -> None:
    assert shouted(text)
    assert calmed(text, GLOSSARY.find(text)) == CALMED[text]


@pytest.mark.parametrize("text", QUIET)
def test_what_does_not_shout_keeps_its_capitals(text: str) -> None:
    assert not shouted(text)
    assert read(text, ()).text.removesuffix(".") == text


@pytest.mark.parametrize(
    ("text", "model", "english"),
    [
        ("Жаңа мектеп ашылды", "a new school was opened.", "A new school was opened"),
        ("Жаңа мектеп ашылды", "A new school was opened", "A new school was opened"),
        ("Жаңа мектеп ашылды ма", "Was a new school opened?", "Was a new school opened?"),
        ("Жаңа мектеп ашылды.", "a new school was opened.", "A new school was opened."),
        ("АҚШ туралы", "About the U.S.", "About the U.S."),
        ("«Жаңа жол»", "“A new road.”", "“A new road”"),
        ("Ол келеді…", "He will come...", "He will come..."),
        ("Ол келеді", "He will come...", "He will come..."),
        ("жаңа мектеп", "a new school.", "a new school"),
        ("iPhone шықты", "iPhone is out.", "iPhone is out"),
        ("Сайт: example.kz", "example.kz is a site.", "example.kz is a site"),
        ("2019 жылы ашылды.", "in 2019 it opened.", "In 2019 it opened."),
        ("Ол бар.", "1) he is there.", "1) he is there."),
        ("«Ол бар», — деді.", "“he is there,” he said.", "“He is there,” he said."),
        ("Бар.", "", ""),
    ],
)
def test_a_stop_is_taken_off_and_a_capital_put_on(text: str, model: str, english: str) -> None:
    assert finish(read(text, ()), model) == english


def test_the_reading_of_a_headline() -> None:
    reading = read("ЖАҢА МЕКТЕП АШЫЛДЫ", ())
    assert reading.text == "Жаңа мектеп ашылды."
    assert reading.loud(finish(reading, "A new school opened.")) == "A NEW SCHOOL OPENED"


@pytest.mark.parametrize(
    "text", ["Ол келді.", "Ол келді!", "Ол келді ме?", "Ол:", "Ол келді…", "Ол келді,", "– –", "12"]
)
def test_what_has_a_mark_at_its_end_gets_no_stop(text: str) -> None:
    assert read(text, ()).text == text


TEXTS = st.one_of(st.text(max_size=60), st.text("АБҒҚІЫОЕВ-«».5 ", max_size=60), st.text("абАБ. İßŉ", max_size=30))


@given(TEXTS)
def test_a_reading_keeps_every_character_in_its_place(text: str) -> None:
    reading = read(text, GLOSSARY.find(text))
    assert len(reading.text) == len(text) + reading.stopped
    assert reading.text[: len(text)].casefold() == text.casefold() or reading.shouted
    if reading.shouted:
        assert all(a == b or a.lower() == b.lower() for a, b in zip(text, reading.text, strict=False))


@given(st.text(max_size=60))
def test_shouting_keeps_every_character_in_its_place(text: str) -> None:
    assert len(shout(text)) == len(text)
    assert shout(shout(text)) == shout(text)


@given(TEXTS, st.text("abC. “”U.S", max_size=30))
def test_finishing_loses_a_stop_at_most(text: str, english: str) -> None:
    finished = finish(read(text, ()), english)
    assert finished.casefold().replace(".", "") == english.casefold().replace(".", "")
    assert len(english) - 1 <= len(finished) <= len(english)
    assert begun(text, begun(text, english)) == begun(text, english)
