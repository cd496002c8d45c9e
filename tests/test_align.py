"""Beads of two texts: every segment in exactly one, order kept, the right ones on golden examples, and fast."""

import random
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks import align as benchmark
from tests.growth import growth
from translate.align import Alignment, align, names
from translate.align.band import WIDTH, band
from translate.align.numbers import numbers
from translate.align.overlap import Overlap, grams
from translate.segment import split

KAZAKH = (
    "Қазақстан Президенті Токиода дәріс оқыды.",
    "Оған 300 студент пен оқытушы қатысты.",
    "Тоқаев екі елдің ынтымақтастығы туралы айтты.",
    "Кейін ол Жапонияның Премьер-министрімен кездесті.",
)
OURS = (
    "The President of Kazakhstan gave a lecture in Tokyo.",
    "It was attended by 300 students and teachers.",
    "Tokayev spoke about the cooperation of two countries.",
    "Then he met with the Prime Minister of Japan.",
)
THEIRS = (
    "Kazakhstan's President delivered a lecture in Tokyo.",
    "Some 300 students and teachers attended it.",
    "Tokayev told them about cooperation between the two countries.",
    "Later he had a meeting with the Japanese Prime Minister.",
)
TEXT = st.text(st.sampled_from("аӘбTt1 .\n«"), max_size=12) | st.sampled_from(KAZAKH + THEIRS)
SIDE = st.lists(TEXT, max_size=12)


def spans(beads: list[Alignment]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


@given(SIDE, SIDE, st.randoms(use_true_random=False))
@example([], [], random.Random(0))
@example(["", ""], [" "], random.Random(0))
def test_every_segment_is_in_one_bead_and_order_is_kept(
    source: list[str], target: list[str], chance: random.Random
) -> None:
    translations = [chance.choice((*target, text)) for text in source]
    beads = align(source, target, translations)
    assert [n for bead in beads for n in bead.source] == list(range(len(source)))
    assert [n for bead in beads for n in bead.target] == list(range(len(target)))
    assert all(bead.source or bead.target for bead in beads)
    assert all(0 <= bead.score <= 1 for bead in beads)
    assert all(bead.score == 0 for bead in beads if not (bead.source and bead.target))
    assert align(source, target, translations) == beads


@given(st.lists(st.sets(st.sampled_from("abcdefgh")), max_size=60), st.lists(st.sets(st.sampled_from("abcdefgh"))))
def test_the_band_is_a_way_from_corner_to_corner(source: list[set[str]], target: list[set[str]]) -> None:
    reach = band(Overlap.of(source, target))
    assert len(reach) == len(source) + 1
    assert reach[0][0] == 0
    assert reach[-1][1] == len(target)
    for (first, last), (then_first, then_last) in pairwise(reach):
        assert 0 <= first <= then_first <= last <= then_last <= len(target)


def test_what_is_one_to_one_stays_so() -> None:
    beads = align(KAZAKH, THEIRS, OURS)
    assert spans(beads) == [((n,), (n,)) for n in range(4)]
    assert all(bead.score > 0.5 for bead in beads)


def test_a_sentence_that_one_side_lacks_stands_alone() -> None:
    without = THEIRS[:1] + THEIRS[2:]
    assert spans(align(KAZAKH, without, OURS)) == [((0,), (0,)), ((1,), ()), ((2,), (1,)), ((3,), (2,))]
    assert spans(align(KAZAKH[:1] + KAZAKH[2:], THEIRS, OURS[:1] + OURS[2:])) == [
        ((0,), (0,)),
        ((), (1,)),
        ((1,), (2,)),
        ((2,), (3,)),
    ]


def test_sentences_that_one_side_joins_are_one_bead() -> None:
    joined = (THEIRS[0], f"{THEIRS[1]} {THEIRS[2]}", THEIRS[3])
    assert spans(align(KAZAKH, joined, OURS)) == [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,))]
    kazakh, ours = (f"{KAZAKH[0]} {KAZAKH[1]}", *KAZAKH[2:]), (f"{OURS[0]} {OURS[1]}", *OURS[2:])
    assert spans(align(kazakh, THEIRS, ours)) == [((0,), (0, 1)), ((1,), (2,)), ((2,), (3,))]


def test_two_that_are_cut_apart_elsewhere_are_one_bead() -> None:
    kazakh, ours = (f"{KAZAKH[0]} {KAZAKH[1]}", KAZAKH[2]), (f"{OURS[0]} {OURS[1]}", OURS[2])
    theirs = (THEIRS[0], f"{THEIRS[1]} {THEIRS[2]}")
    assert spans(align(kazakh, theirs, ours)) == [((0, 1), (0, 1))]


@pytest.mark.parametrize(
    ("source", "target", "beads"),
    [
        ((), (), []),
        (KAZAKH[:2], (), [((0,), ()), ((1,), ())]),
        ((), THEIRS[:2], [((), (0,)), ((), (1,))]),
        (("", KAZAKH[0], " "), (THEIRS[0],), [((0,), ()), ((1,), (0,)), ((2,), ())]),
        ((KAZAKH[0],), ("", "\n", THEIRS[0]), [((), (0,)), ((), (1,)), ((0,), (2,))]),
    ],
)
def test_an_empty_side_and_blank_lines_cost_no_bead(
    source: tuple[str, ...], target: tuple[str, ...], beads: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    ours = dict(zip(KAZAKH, OURS, strict=True))
    assert spans(align(source, target, [ours.get(text, text) for text in source])) == beads


def test_a_translation_for_each_segment_is_needed() -> None:
    with pytest.raises(ValueError, match="4 source segments but 3 translations"):
        align(KAZAKH, THEIRS, OURS[:3])


def test_a_hole_of_many_sentences_is_crossed() -> None:
    chance = random.Random(3)
    words = [f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{n}word{n}" for n in range(600)]
    lines = [" ".join(chance.sample(words, 12)) for _ in range(300)]
    kept = lines[:60] + lines[60 + 5 * WIDTH :]
    beads = align(lines, kept, lines)
    gone = {bead.source[0] for bead in beads if not bead.target}
    assert gone == set(range(60, 60 + 5 * WIDTH))


def test_time_grows_with_the_table_of_segments_and_no_faster() -> None:
    """How long 200 by 200 take, `benchmarks/align.py` says; a machine's speed is no test."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abdegiklmnorstu", k=chance.randint(2, 9))) for _ in range(2_000)]
    lines = [" ".join(chance.choices(words, k=20)) for _ in range(200)]
    assert len(align(lines, lines, lines)) == 200
    assert growth(lambda n: align(lines[:n], lines[:n], lines[:n]), 50, times=4) < 2 * 4**2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,5 млрд теңге", "2.5e9"),
        ("2.5 billion tenge", "2.5e9"),
        ("2 500 000 теңге", "2.5e6"),
        ("2,500,000 tenge", "2.5e6"),
        ("300-ден астам", "300"),
        ("12,5%", "12.5"),
        ("бес адам", "5"),
        ("five people", "5"),
        ("Twenty", "20"),
        ("15 мың", "15000"),
    ],
)
def test_a_number_is_read_as_each_language_writes_it(text: str, value: str) -> None:
    assert [number.values[0] for number in numbers(text)] == [Decimal(value)]


def test_a_comma_may_mean_thousands_or_a_fraction() -> None:
    (number,) = numbers("1,234")
    assert set(number.values) == {Decimal(1234), Decimal("1.234")}


@pytest.mark.parametrize(
    ("kazakh", "english", "one"),
    [
        ("Тоқаевтың", "Tokayev", True),
        ("Алматыда", "Almaty", True),
        ("Жапонияның", "Japan's", True),
        ("Лондонға", "London", True),
        ("Трамп", "Trump", True),
        ("Алматыда", "Astana", False),
        ("Париж", "Poland", False),
    ],
)
def test_a_name_is_told_by_its_sound(kazakh: str, english: str, one: bool) -> None:
    assert bool(names.likeness(names.spoken(kazakh), names.spoken(english))) is one


def test_grams_know_where_words_begin_and_end() -> None:
    assert grams("At sea", 4) == {" at ", "at s", "t se", " sea", "sea "}
    assert grams("", 4) == {" "}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Mr. Smith met the U.S. envoy. He left.", 2),
        ("See No. 5 for more. He said no. Then he went.", 3),
        ("It rose by approx. 5 per cent in Jan. 2019.", 1),
        ("“We will go.” Sen. McCain said so at 5 p.m. on Monday.", 2),
    ],
)
def test_english_is_split_by_its_own_abbreviations(text: str, sentences: int) -> None:
    assert len(split(text, "eng_Latn")) == sentences


def test_true_beads_of_the_benchmark_follow_shared_rows() -> None:
    assert benchmark.true_beads([(0, 1), (2,), (4,)], [(0,), (1, 2), (3,), (4,)]) == {
        ((0, 1), (0, 1)),
        ((), (2,)),
        ((2,), (3,)),
    }
