"""The quality checks: each kind both ways, and laws that hold for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.term import Match, Term
from translate.checks import KINDS, besides, check, confidence
from translate.checks.length import bands
from translate.document import Flag, TermUse


def found(source: str, english: str, kind: str) -> list[tuple[str, str]]:
    """The sides and marked texts of the flags of one kind."""
    sides = {"source": source, "target": english}
    return [
        (flag.side, sides[flag.side][flag.start : flag.end]) for flag in check(source, english) if flag.kind == kind
    ]


NUMBERS = [
    ("Бюджеті 1,2 млн теңге.", "Its budget is 1.2 million tenge."),
    ("Бюджеті 1,2 млн теңге.", "Its budget is 1,200,000 tenge."),
    ("Өсім 16,5 пайыз болды.", "Growth was 16.5%."),
    ("Өсім 16,5% болды.", "Growth was 16.5 per cent."),
    ("Залда 1 200 адам отыр.", "There are 1,200 people in the hall."),
    ("Қорда 3 млрд доллар бар.", "The fund holds $3bn."),
    ("Қорда 2-3 млрд доллар бар.", "The fund holds $2-3 billion."),
    ("Ол 5 мың 300 теңге төледі.", "He paid 5,300 tenge."),
    ("Топта жиырма бес бала бар.", "The group has 25 children."),
    ("Топта 25 бала бар.", "The group has twenty-five children."),
    ("Бұл 2-ші кездесу.", "This is the second meeting."),
    ("Бірінші орын алды.", "He came first."),
    ("1990-жылдары салынған.", "It was built in the 1990s."),
    ("90-жылдары салынған.", "It was built in the 1990s."),
    ("12.05.2021 күні ашылды.", "It opened on 12 May 2021."),
    ("Жиын 15:30-да басталады.", "The meeting begins at 3:30 p.m."),
    ("Жобаның жарты миллион теңгесі бар.", "The project has half a million tenge."),
    ("2 қаңтарда келді.", "He came on January 2."),
    ("ХІХ ғасырда салынған.", "It was built in the 19th century."),
]


@pytest.mark.parametrize(("source", "english"), NUMBERS)
def test_a_number_is_one_in_any_format(source: str, english: str) -> None:
    assert found(source, english, "number") == []


@pytest.mark.parametrize(
    ("source", "english", "flags"),
    [
        ("Залда 300 адам отыр.", "There are people in the hall.", [("source", "300")]),
        ("Залда адам отыр.", "There are 300 people in the hall.", [("target", "300")]),
        ("Залда 300 адам отыр.", "There are 400 people in the hall.", [("source", "300"), ("target", "400")]),
        ("Бюджеті 1,2 млн теңге.", "Its budget is 1.2 billion tenge.", None),
        ("Оның үш баласы бар.", "He has four children.", [("target", "four")]),
        ("Ол 500 теңге төледі.", "He paid 500 dollars.", [("target", "500")]),
        ("Ол қаңтарда келді.", "He came in April.", [("source", "қаңтарда"), ("target", "April")]),
    ],
)
def test_a_number_that_differs_is_placed(source: str, english: str, flags: list[tuple[str, str]] | None) -> None:
    numbers = found(source, english, "number")
    assert numbers == flags if flags else numbers


def test_what_only_looks_like_a_number_is_none() -> None:
    assert found("Мен оны ол үшін көрдім.", "I saw him for that.", "number") == []
    assert found("G20 саммиті ашылды.", "The summit opened.", "number") == []


LONG = "Үкімет жаңа заң жобасын талқылап, оны келесі аптада Парламентке жіберетінін мәлімдеді."


def test_length_is_measured_against_people() -> None:
    whole = "The government discussed the new bill and said it would send it to Parliament next week."
    assert found(LONG, whole, "length") == []
    assert found(LONG, "The government discussed.", "length") == [("target", "The government discussed.")]
    assert found(LONG, whole * 3, "length") == [("target", whole * 3)]
    assert all(band.low < 1 < band.high for band in bands())


def test_repetition_is_flagged_where_the_source_has_none() -> None:
    said = "The government of the government of the government of the government of"
    assert found(LONG, said, "repetition")
    assert found("Иә, иә, иә, иә, иә.", "Yes, yes, yes, yes, yes.", "repetition") == []


def test_cyrillic_left_over_is_placed_and_a_copy_is_one_flag() -> None:
    english = "The government discussed the жоба and said it would send it to Parliament next week."
    assert found(LONG, english, "cyrillic") == [("target", "жоба")]
    assert found(LONG, "The government discussed it.", "cyrillic") == []
    assert [flag.kind for flag in check(LONG, LONG)] == ["copied"]


def test_a_name_that_nothing_answers_is_flagged_on_its_side() -> None:
    source = "Кеше Ерболат Досаев үкімет отырысында сөйледі."
    assert found(source, "Yesterday Yerbolat Dossayev spoke at the government meeting.", "name") == []
    assert ("target", "Peterson") in found(source, "Yesterday Yerbolat Peterson spoke at the meeting.", "name")
    assert found("Кеше Қытай Ресейге жауап берді.", "Yesterday China replied to Russia.", "name") == []
    assert found("Кеше ол жауап берді.", "Yesterday the Minister of Finance replied.", "name") == []


@pytest.mark.parametrize("name", ["Nazarbayev", "Tokayev", "Mamin", "Kazakhstan", "Almaty", "Russia"])
def test_the_names_that_stand_most_often_in_the_news_are_told_when_invented(name: str) -> None:
    """Texts without capitals hold them in small letters as often as other words."""
    english = f"Yesterday the head of the bank went to see {name} in the evening."
    assert found("Түнде бәрі ұйықтап жатыр еді.", english, "name") == [("target", name)]


def test_a_frequent_name_that_is_lost_is_told() -> None:
    english = "He spoke at the meeting yesterday."
    assert found("Кеше жиында Нұрымбетов сөйледі.", english, "name") == [("source", "Нұрымбетов")]


def test_months_and_the_names_of_a_compound_are_not_taken_for_inventions() -> None:
    source = "Былтыр қаңтар-тамызда Қазақстан-Қытай саудасы өсті."
    assert found(source, "Last year, in January and August, trade of Kazakhstan with China grew.", "name") == []


def test_a_name_of_the_glossary_is_no_stranger() -> None:
    source, english = "Кеше Ақжайық ұтты.", "Yesterday Western Uralsk won."
    match = Match(Term("Ақжайық", "Uralsk"), 5, 12, "Ақжайық")
    use = TermUse("Ақжайық", "Ақжайық", "Uralsk", "already", "exact", 5, 12, 18, 24)
    assert [flag.kind for flag in check(source, english, matches=[match], uses=[use])] == []


@pytest.mark.parametrize(
    ("source", "english", "flags"),
    [
        ("Ол жиынға келмеді.", "He did not come to the meeting.", []),
        ("Ол жиынға келмеді.", "He came to the meeting.", [("source", "келмеді")]),
        ("Бұл дұрыс емес.", "This isn’t right.", []),
        ("Бұл дұрыс емес.", "This is right.", [("source", "емес")]),
        ("Ақша жоқ.", "There is no money.", []),
        ("Ол жиынға келді.", "He did not come to the meeting.", [("target", "not")]),
        ("Ол жұмыссыз қалды.", "He was left without work.", []),
        ("Ол келе алмайды.", "He is unable to come.", []),
        ("Бағдарламаны немесе жоспарды таңдады.", "He chose the programme or the plan.", []),
        ("Бұл ғана емес.", "Not only this.", []),
        ("Ермағанбет Бөлекпаевтың сөзі", "Yermaganbet Bulekpayev's speech", []),
        ("Нұрмағанбетов келді", "Nurmaganbetov came", []),
    ],
)
def test_a_negation_is_answered(source: str, english: str, flags: list[tuple[str, str]]) -> None:
    assert found(source, english, "negation") == flags


def test_a_quotation_stands_on_both_sides() -> None:
    source = "Ол «бәрі дайын болды» деді."
    assert found(source, "“Everything is ready,” he said.", "quotation") == []
    assert found(source, "He said everything was ready.", "quotation") == [("source", "«бәрі дайын болды»")]
    assert found("Ол дайын деді.", 'He said "ready".', "quotation") == [("target", '"ready"')]


def test_an_empty_side_is_the_only_flag() -> None:
    assert [(flag.kind, flag.side) for flag in check("Ол 5 рет келді.", " ")] == [("empty", "target")]
    assert [(flag.kind, flag.side) for flag in check("", "He came 5 times.")] == [("empty", "source")]
    assert check("", "") == ()


def test_a_known_flag_is_not_said_twice() -> None:
    known = [Flag("name", "left in Cyrillic", "target", 4, 8)]
    same, other = Flag("cyrillic", "left", "target", 4, 8), Flag("number", "lacks", "target", 4, 8)
    assert besides(known, [same, other]) == (other,)


ANY = st.one_of(
    st.text(max_size=60),
    st.text("0123456789.,:/ -–%$млнмыңбірcenturyand«»\"'“”", max_size=60),
    st.lists(
        st.sampled_from(
            "бір жүз мың млн 1 20 1,200 16,5 емес келмеді Абай « » half hundred million not 5% March XIX".split()
        )
    ).map(" ".join),
)


@given(ANY, ANY)
@settings(deadline=None)
def test_any_text_can_be_checked_and_places_lie_inside(source: str, english: str) -> None:
    flags = check(source, english)
    for flag in flags:
        assert flag.kind in KINDS
        assert flag.reason
        assert 0 <= flag.start <= flag.end <= len(source if flag.side == "source" else english)
    places = [(flag.kind, flag.side, flag.start, flag.end) for flag in flags]
    assert len(places) == len(set(places))


@given(st.integers(2, 999_999_999), st.integers(0, 9))
@settings(deadline=None)
def test_identical_numbers_in_any_format_give_no_flag(whole: int, tenth: int) -> None:
    kazakh = (f"{whole}", f"{whole:,}".replace(",", " "), f"{whole:,}".replace(",", "\u00a0"), f"{whole:,}")
    english = (f"{whole}", f"{whole:,}")
    pairs = [(one, other) for one in kazakh for other in english]
    pairs += [(f"{whole % 1000},{tenth} млн", f"{whole % 1000}.{tenth} million")]
    for one, other in pairs:
        assert found(f"Оның құны {one} теңге.", f"It costs {other} tenge.", "number") == []


def test_only_a_measured_model_is_said_to_be_unsure() -> None:
    least = confidence.limits()["compact"]
    (flag,) = confidence.flags("compact", least - 0.01, "He came.")
    assert (flag.kind, flag.side, flag.start, flag.end) == ("confidence", "target", 0, 8)
    assert f"usually above {least}" in flag.reason
    assert not list(confidence.flags("compact", least, "He came."))
    assert not list(confidence.flags("another", -9.0, "He came."))
