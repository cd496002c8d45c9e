"""One name rendered two ways in an article is reported on the later row; what the glossary proves is not its affair."""

import pytest

from glossary.matcher import Glossary
from glossary.term import Term
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.translator import Translator

GLOSSARY = Glossary([Term("Тоқаев", "Tokayev", accepted=("the President",), kind="person")])


def reasons(rows: list[tuple[str, str]], glossary: Glossary = GLOSSARY, *, together: bool = True) -> list[list[str]]:
    translator = Translator(FakeEngine(dict(rows)), glossary, "fake")
    texts = ["\n".join(kazakh for kazakh, _ in rows)] if together else [kazakh for kazakh, _ in rows]
    beads = [row.bead for row in translator.stream(newswire.parse(text) for text in texts)]
    return [[flag.reason for flag in bead.flags if "two ways" in flag.reason] for bead in beads]


BEKNUROV = [
    ("Бүгін Бекнұров келді.", "Beknurov came today."),
    ("Ол Бекнұровтың досы.", "He is Beknurof's friend."),
    ("Кеше Бекнұровты көрдік.", "We saw Beknurov."),
]


def test_a_name_rendered_two_ways_is_reported_on_the_later_row() -> None:
    assert reasons(BEKNUROV) == [[], ["name rendered two ways: Beknurov (row 1), Beknurof here"], []]


def test_a_name_that_only_the_seed_knows_is_reported_too() -> None:
    rows = [("Бүгін Назарбаев келді.", "Nazarbayev came."), ("Кеше Назарбаев келді.", "Nazarbaev came.")]
    assert reasons(rows) == [[], ["name rendered two ways: Nazarbayev (row 1), Nazarbaev here"]]


def test_a_name_that_opens_sentences_counts_once_a_capital_proves_it() -> None:
    rows = [
        ("Бекнұров келді.", "Beknurof came."),
        ("Бекнұровтың сөзі ұзақ болды.", "Beknurof's speech was long."),
        ("Кеше Бекнұров кетті.", "Beknurov left yesterday."),
        ("Бекнұровқа хат берді.", "They gave Beknurev a letter."),
    ]
    told = [[], [], ["Beknurov"], ["Beknurev"]]
    assert reasons(rows) == [[f"name rendered two ways: Beknurof (row 1), {w} here" for w in words] for words in told]
    assert reasons([rows[0], ("Бекнұров кетті.", "Beknurev left.")]) == [[], []]


def test_the_flag_points_at_the_word() -> None:
    translator = Translator(FakeEngine(dict(BEKNUROV)), GLOSSARY, "fake")
    bead = translator.translate(newswire.parse("\n".join(kazakh for kazakh, _ in BEKNUROV))).beads[1]
    (flag,) = [flag for flag in bead.flags if "two ways" in flag.reason]
    assert (flag.kind, flag.side, bead.target[flag.start : flag.end]) == ("name", "target", "Beknurof")


def test_each_article_stands_for_itself() -> None:
    assert reasons(BEKNUROV, together=False) == [[], [], []]


@pytest.mark.parametrize(
    "rows",
    [
        # the same in capitals, and with an ending of English
        [("Бүгін Бекнұров келді.", "Beknurov came."), ("Кеше БЕКНҰРОВ келді.", "BEKNUROV’S day")],
        # two accepted forms of one entry
        [("Бүгін Тоқаев келді.", "Tokayev came."), ("Кеше Тоқаев келді.", "Then the President came.")],
        # two names
        [("Бүгін Бекнұров келді.", "Beknurov came."), ("Кеше Бектұров келді.", "Bekturov came.")],
        # a noun, its adjective, its plural
        [("Ол Қазақстанның азаматы.", "a Kazakhstani citizen"), ("Кеше Қазақстанға келді.", "came to Kazakhstan")],
        [("Ол Қазақстанның азаматы.", "a Kazakh citizen"), ("Кеше Қазақстанға келді.", "came to Kazakhstan")],
        [("Бүгін Бекнұров келді.", "Beknurov came."), ("Кеше Бекнұровтар келді.", "The Beknurovs came.")],
        # a woman of one name with a man
        [("Бүгін Бекнұров келді.", "Beknurov came."), ("Кеше Бекнұрова келді.", "Beknurova came.")],
        # a row that leaves the name out
        [("Бүгін Бекнұров келді.", "Beknurov came."), ("Кеше Бекнұров келді.", "He came.")],
    ],
)
def test_what_is_one_way_is_not_reported(rows: list[tuple[str, str]]) -> None:
    assert reasons(rows) == [[], []]
