"""Datelines are rendered by rule: place by glossary or list, agency and month by name, the rest a guess and told so."""

import re
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary import store
from glossary.matcher import Glossary
from glossary.term import Term
from translate import lexicon
from translate.dateline import Guess, Rendering, render

CYRILLIC = re.compile("[а-яёәғқңөұүһі]", re.IGNORECASE)
LISTED = sorted(
    {
        name.strip()
        for title in ("agencies", "places", "words too")
        for line in lexicon._sections("datelines.txt")[title]
        for name in line.partition("=")[0].split(",")
    }
)


def plain(head: str, day: date | None = None) -> Rendering:
    """A dateline rendered by the list alone."""
    return render(head, Glossary(), day)


@pytest.mark.parametrize(
    ("head", "english"),
    [
        ("ТОКИО. KAZINFORM – ", "TOKYO. KAZINFORM – "),
        ("АСТАНА. ҚазАқпарат - ", "ASTANA. Kazinform - "),
        ("ШЫМКЕНТ. 12 сәуір. KAZINFORM –", "SHYMKENT. 12 April. KAZINFORM –"),
        ("Ақсай. 3 НАУРЫЗ — ", "Aksay. 3 MARCH — "),
        ("ОРАЛ. BAQ.KZ – ", "URALSK. BAQ.KZ – "),
        ("МОСКВА. Интерфакс – ", "MOSCOW. Interfax – "),
        ("МЮНХЕН – ", "MUNICH – "),
        ("ВЕНА. ТАСС – ", "VIENNA. TASS – "),
        ("ГААГА. РЕЙТЕР – ", "THE HAGUE. REUTERS – "),
        ("ОКСФОРД/ ШАНХАЙ – ", "OXFORD/ SHANGHAI – "),
        ("ЛОС-АНДЖЕЛЕС. Синьхуа – ", "LOS ANGELES. Xinhua – "),
        ("НЬЮ ДЕЛИ. РИА Новости – ", "NEW DELHI. RIA Novosti – "),
        ("НЬЮ-ЙОРК. «Егемен Қазақстан» – ", "NEW YORK. «Egemen Qazaqstan» – "),
        ("АЛМАТЫ. Sputnik Қазақстан – ", "ALMATY. Sputnik Kazakhstan – "),
        ("АЛМАТЫ ОБЛЫСЫ. nur.kz – ", "ALMATY REGION. nur.kz – "),
        ("ӨСКЕМЕН. 2024 жылғы 5 қаңтар. ҚазАқпарат – ", "UST-KAMENOGORSK. 5 January 2024. Kazinform – "),
        ("АЛМАТЫ. 5 қаңтар 2024 ж. BAQ.KZ – ", "ALMATY. 5 January 2024. BAQ.KZ – "),
        ("Астана, 12 сәуірде – ", "Astana, 12 April – "),
        ("МИНСК, 3 марта, БелТА – ", "MINSK, 3 March, BelTA – "),
        ("ASTANA, April 12 (Reuters) - ", "ASTANA, April 12 (Reuters) - "),
        ("МӘСКЕУДЕН. KAZINFORM – ", "MOSCOW. KAZINFORM – "),
        ("АСТАНА-АЛМАТЫ. KAZINFORM – ", "ASTANA-ALMATY. KAZINFORM – "),
        ("АС\u00adТАНА. KAZINFORM – ", "ASTANA. KAZINFORM – "),
        ("СЕУЛ.\u00a0 АР – ", "SEOUL. AP – "),  # Cyrillic letters that look Latin
        ("ТАШКЕНТ. \u0418\u0306онхап – ", "TASHKENT. Yonhap – "),  # a letter in two characters
    ],
)
def test_a_dateline_keeps_its_form(head: str, english: str) -> None:
    assert render(head, store.seed(), date(2024, 4, 12)) == Rendering(english)


@pytest.mark.parametrize(
    ("head", "english"),
    [
        ("ҚАЗАН. KAZINFORM – ", "KAZAN. KAZINFORM – "),
        ("ҚАЗАН. 12 қазан. KAZINFORM – ", "KAZAN. 12 October. KAZINFORM – "),
        ("ҚАЗАН 12 СӘУІР – ", "KAZAN 12 APRIL – "),
        ("АСТАНА. Қазан 12 – ", "ASTANA. October 12 – "),
    ],
)
def test_a_month_is_one_beside_a_day_alone(head: str, english: str) -> None:
    assert plain(head) == render(head, store.seed(), date(2024, 4, 12)) == Rendering(english)


@pytest.mark.parametrize("name", LISTED)
def test_every_listed_name_has_its_english(name: str) -> None:
    for surface in (name, name.upper()):
        found = plain(surface)
        assert not found.guesses
        assert found.text
        assert not CYRILLIC.search(found.text)
    english = lexicon.english()[lexicon.fold_name(name)] if CYRILLIC.search(name) else name
    assert plain(name).text == (english.upper() if name.isupper() else english)


def test_a_name_stands_in_one_line() -> None:
    lines = [line for lines in lexicon._sections("datelines.txt").values() for line in lines]
    names = [lexicon.fold_name(name) for line in lines for name in line.partition("=")[0].split(",")]
    assert "" not in names
    assert sorted(names) == sorted(set(names))


def test_list_and_seed_glossary_agree() -> None:
    english: dict[str, set[str]] = defaultdict(set)  # of a name that changed, that of each time
    for term in store.seed().terms:
        english[term.source].add(term.target.casefold())
    cities = {"Алжир", "Тунис"}  # the glossary has their countries
    listed = {name: plain(name).text.casefold() for name in LISTED if name in english and name not in cities}
    assert "Өскемен" in listed
    assert {name for name in listed if listed[name] not in english[name]} == set()


def test_a_name_that_is_a_word_too_makes_no_dateline_by_a_dash() -> None:
    assert lexicon.places().isdisjoint(lexicon._names("words too"))
    assert plain("АБАЙ. KAZINFORM – ").text == "ABAI. KAZINFORM – "


def test_the_glossary_comes_before_the_list() -> None:
    glossary = Glossary([Term("Киев", "Kiev")])
    assert render("КИЕВ. KAZINFORM – ", glossary, None).text == "KIEV. KAZINFORM – "
    assert plain("КИЕВ. KAZINFORM – ").text == "KYIV. KAZINFORM – "


@pytest.mark.parametrize(("city", "english"), [("АЛЖИР", "ALGIERS"), ("Тунис", "Tunis"), ("ТУНИС", "TUNIS")])
def test_a_dateline_names_the_city_not_its_country(city: str, english: str) -> None:
    assert render(f"{city}. KAZINFORM – ", store.seed(), None) == Rendering(f"{english}. KAZINFORM – ")
    assert render(f"{city}. KAZINFORM – ", Glossary([Term(city, "Own")]), None).text.casefold().startswith("own")


def test_the_capital_of_the_day() -> None:
    assert render("НҰР-СҰЛТАН. KAZINFORM – ", store.seed(), date(2020, 1, 1)) == Rendering("NUR-SULTAN. KAZINFORM – ")


@pytest.mark.parametrize(
    ("head", "surface", "by_sound"),
    [
        ("ҚҰЛАНӨТПЕС. KAZINFORM – ", "ҚҰЛАНӨТПЕС", "KULANOTPES"),
        ("МӘСКЕУ. Южно-Сахалинск – ", "Южно-Сахалинск", "Yuzhno-Sakhalinsk"),
        ("АСТАНА. ҚазАқпарат /Мұрат Асан/ - ", "Мұрат Асан", "Murat Asan"),
    ],
)
def test_what_nobody_knows_is_romanised_and_told(head: str, surface: str, by_sound: str) -> None:
    found = plain(head)
    start = found.text.index(by_sound)
    assert found.guesses == (Guess(surface, start, start + len(by_sound)),)


@settings(deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from("АӘБЕҚНРТаәбеқнрт .,–-12"))))
@example("12 \u1c83әуір")  # a letter that matches `с` in any case, but is another
@example("ҚҰЛАН ӨТПЕС, 5 МАЙ – ОРАЛДА")
def test_any_text_is_rendered_in_latin_letters(text: str) -> None:
    found = render(text, store.seed(), None)
    assert not CYRILLIC.search(found.text.replace("\u1c83", ""))
    ends = [0, *(end for guess in found.guesses for end in (guess.start, guess.end)), len(found.text)]
    assert ends == sorted(ends)
