"""Sentences: nothing lost on any input, the newswire's traps, datelines, over-long sentences, the measured goals."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks import segment as benchmark
from tests.conftest import SEED
from tests.growth import growth
from tests.traps import CLOSED_UP, D3, MORE
from translate.segment import dateline, pieces, split

# Whatever a file may hold, with what the rules look at made likely.
ANY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from('АБбвж .!?…«»"”()–—-,;:\n\r\u2028\x1c\x85\x00\u00ad\u200d\u0306😀1iI\u00a0_'),
    )
)
NEWSY = st.lists(
    st.sampled_from(
        [
            "Ол келді. ",
            "т.б. ",
            "А.",
            "ж. ",
            "«",
            "»",
            '"',
            "(",
            ")",
            "— ",
            "Бұл",
            " ",
            "? ",
            "!",
            "1. ",
            "АСТАНА. ",
            "\n",
            "– ",
        ]
    ),
    max_size=40,
).map("".join)


def cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def sound(text: str, spans: list[tuple[int, int]]) -> None:
    """Only blanks between and around spans, and none at their ends."""
    done = 0
    for start, end in [*spans, (len(text), len(text))]:
        assert done <= start
        assert not text[done:start].strip()
        done = end
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)


@settings(max_examples=400, deadline=None)
@given(st.one_of(ANY, NEWSY))
@example("a\x1cb\x85c\u2028d\u2029e\r\nf\vg")
@example(" \u00ad.\u00ad \x00. А")
def test_nothing_is_lost(text: str) -> None:
    spans = split(text)
    sound(text, spans)
    assert all(len(sentence.splitlines()) == 1 for sentence in cut(text, spans))


@settings(max_examples=200, deadline=None)
@given(NEWSY)
def test_a_sentence_is_one_sentence(text: str) -> None:
    for sentence in cut(text, split(text)):
        if not dateline(sentence):
            assert split(sentence) == [(0, len(sentence))]


@pytest.mark.parametrize("sentences", D3)
def test_the_survey_s_examples(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert cut(text, split(text)) == sentences


@pytest.mark.parametrize("trap", [trap for trap in MORE if trap != CLOSED_UP])
def test_traps(trap: str) -> None:
    text = " ".join(MORE[trap])
    assert cut(text, split(text)) == MORE[trap]


def test_stops_without_blanks() -> None:
    text = "".join(MORE[CLOSED_UP])
    assert cut(text, split(text)) == MORE[CLOSED_UP]
    for whole in [
        "Яндекс.Такси келді",
        "А.Гутерриш пен проф.Иванов",
        "деді обл.Әкімі",
        "Қаз.КСР тарихы",
        "a@kz.Ол",
        "сайт.kz/Ол",
    ]:
        assert cut(whole, split(whole)) == [whole]


def test_short_quotations_stay_whole_and_long_ones_do_not() -> None:
    short = "Ол: «Бұл маңызды қадам. Біз оны қолдаймыз. Жұмыс басталды», — деді."
    assert cut(short, split(short)) == [short]
    statement = [
        "«Бұл біздің еліміз үшін аса маңызды қадам, сондықтан біз оны қолдаймыз.",
        "Біз " * 25 + "барамыз», — деді.",
    ]
    assert cut(" ".join(statement), split(" ".join(statement))) == statement


def test_the_seed_article() -> None:
    lines = SEED.read_text(encoding="utf-8").splitlines()
    assert [len(split(line)) for line in lines[1:]] == [1, 1, 1, 6, 1, 2, 10, 1]


def test_the_text_s_own_language_decides() -> None:
    text = "The U.S. and Acme Corp. He left."
    assert cut(text, split(text, "eng_Latn")) == ["The U.S. and Acme Corp.", "He left."]


@pytest.mark.parametrize(
    "head",
    [
        "ТОКИО. KAZINFORM – ",
        "АСТАНА. ҚазАқпарат - ",
        "ASTANA. KAZINFORM – ",
        "АЛМАТЫ. 12 сәуір. ҚазАқпарат – ",
        "Астана. 5 қаңтар. BAQ.KZ –",
        "НҰР-СҰЛТАН. ҚазАқпарат — ",
        "АСТАНА. 5 қаңтар. ҚазАқпарат /Мұрат Жақып/ - ",
        "ӨСКЕМЕН. 2024 жылғы 5 қаңтар. ҚазАқпарат – ",
        "НЬЮ-ЙОРК. «Егемен Қазақстан» – ",
        "GAZIANTEP.KAZINFORM – ",
        "МЮНХЕН – ",
        "ОКСФОРД/ ШАНХАЙ – ",
        "КЕМБРИДЖ– ",
        "АЛМАТЫ, 5 қаңтар – ",
        "WASHINGTON (AP) — ",
        "ASTANA, April 12 (Reuters) - ",
        "KAZINFORM – ",
        "АС\u00adТАНА. KAZINFORM – ",
    ],
)
def test_datelines(head: str) -> None:
    story = head + "Бүгін жиын өтті. Оған әкім келді."
    assert dateline(story) == len(head)
    assert cut(story, split(story)) == [head + "Бүгін жиын өтті.", "Оған әкім келді."]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "БҰҰ – халықаралық ұйым.",
        "НАТО – Еуропа мен Американың одағы.",
        "Астана. Қазақстан – біздің Отанымыз.",
        "Бүгін, 5 қаңтар – мереке.",
        "Президент Қ.К. Тоқаев – Мемлекет басшысы.",
        "Kazinform – ақпарат агенттігі.",
        "АСТАНА. KAZINFORM – ",
        "— Иә, — деді ол.",
        "5 қаңтар – Жаңа жыл.",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert dateline(text) == 0


@settings(max_examples=200, deadline=None)
@given(st.one_of(ANY, NEWSY, st.text("аб,;: \u0301😀", min_size=30, max_size=300)), st.integers(1, 60))
def test_pieces_fit_and_nothing_is_lost(text: str, room: int) -> None:
    spans = pieces(text, lambda piece: len(piece) <= room)
    sound(text, spans)
    assert all(end - start <= room for start, end in spans)


@settings(max_examples=50, deadline=None)
@given(ANY)
def test_pieces_end_where_nothing_fits(text: str) -> None:
    sound(text, pieces(text, lambda piece: False))


def test_pieces_are_sentences_then_clauses() -> None:
    title = "Су тасқыны: не істейміз? Үкімет жауап берді, ал халық күтіп отыр"
    assert cut(title, pieces(title, lambda piece: True)) == [
        "Су тасқыны: не істейміз?",
        "Үкімет жауап берді, ал халық күтіп отыр",
    ]
    assert cut(title, pieces(title, lambda piece: len(piece) <= 30)) == [
        "Су тасқыны: не істейміз?",
        "Үкімет жауап берді,",
        "ал халық күтіп отыр",
    ]


def test_pieces_are_balanced_and_few() -> None:
    text = ("Бірінші бөлікте айтылғандай, " * 40).strip(" ,") + "."
    lengths = [end - start for start, end in pieces(text, lambda piece: len(piece) <= 500)]
    assert len(lengths) == 3
    assert max(lengths) < 1.3 * min(lengths)
    assert pieces(text, lambda piece: len(piece) <= len(text)) == [(0, len(text))]


def test_dense_parts_are_measured_for_themselves() -> None:
    """What costs a model many tokens, such as names in another script, needs shorter pieces than the rest."""

    def cost(piece: str) -> int:
        return sum(8 if letter == "ц" else 1 for letter in piece)

    text = "аб " * 300 + "цц " * 100 + "аб " * 500
    spans = pieces(text, lambda piece: cost(piece) <= 600)
    sound(text, spans)
    assert all(cost(piece) <= 600 for piece in cut(text, spans))
    assert len(spans) <= 2 * cost(text) / 600


def test_letters_keep_their_marks() -> None:
    text = "и\u0306" * 100
    assert all(not piece.startswith("\u0306") for piece in cut(text, pieces(text, lambda piece: len(piece) <= 31)))


def test_a_megabyte_without_blanks_asks_seldom() -> None:
    asked = 0

    def fits(piece: str) -> bool:
        nonlocal asked
        asked += len(piece)
        return len(piece) <= 900

    text = "а" * 1_000_000
    count = len(pieces(text, fits))
    assert count <= 1.25 * len(text) / 900
    assert asked < 1.1 * len(text)


@pytest.mark.parametrize(
    "unit", ["А. ", "«а. Б ", '"а. Б ', "(а. Б", "келді.Ол", "а.»»»", "а. – ", ". ", "ж. Астана ", "[1].А"]
)
def test_time_grows_with_length_alone(unit: str) -> None:
    assert growth(lambda times: split(unit * times), 4_000) < 3 * 8


def test_boundaries_of_the_test_sets(testsets: Path) -> None:
    news, dev = benchmark.corpora(testsets)
    assert benchmark.f1(benchmark.audarma(), news) >= 0.99
    assert benchmark.f1(benchmark.audarma(), dev) >= 0.99


def test_time_grows_with_the_text_and_no_faster(testsets: Path) -> None:
    """How fast it is, `benchmarks/segment.py` says; a machine's speed is no test."""
    text = "\n".join(benchmark.lines(testsets / "newstest2019.tsv")[:200])

    assert growth(lambda times: split("\n".join([text] * times)), 1) < 3 * 8
