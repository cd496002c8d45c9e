"""The labelled occurrences agree with themselves, with the script that drew them, and with the test sets."""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.gold import draw

TABLE = Path(__file__).parent / "gold" / "inflections.tsv"
LABELS = {"inflection", "derivation", "compound", "other"}

# One labelled inflection at least for every slot; the ending is read off by a person.
SLOTS = {
    "bare": {("БҰҰ", "БҰҰ"), ("Қазақстан", "Қазақстан")},
    "plural": {("президент", "президенттер"), ("БАҚ", "БАҚ-тарды"), ("көшбасшы", "көшбасшылар")},
    "possessive, my": {("ел", "елім"), ("қазақ", "Қазағым")},
    "possessive, your": {("ел", "еліңізге"), ("үй", "үйіңізді")},
    "possessive, our": {("Қазақстан", "Қазақстанымыз"), ("тарап", "тарапымыздан"), ("Елбасы", "Елбасымыз")},
    "possessive, third person": {("ЖІӨ", "ЖІӨ-сі"), ("халық", "халқы"), ("көшбасшы", "көшбасшысы")},
    "attributive of place": {("АҚШ", "АҚШ-тағы"), ("Ақ үй", "Ақ үйдегі"), ("орын", "орнындағы")},
    "attributive of owner": {("Қытай", "Қытайдікі"), ("Үндістан", "Үндістандікінен"), ("Германия", "Германиянікі")},
    "genitive": {("Трамп", "Трамптың"), ("Нью-Йорк", "Нью-Йорктің"), ("БҰҰ", "БҰҰ-ның")},
    "dative": {("Facebook", "Facebook-ке"), ("Facebook", "Facebook-қа"), ("Иран", "Иранға"), ("Елбасы", "Елбасына")},
    "accusative": {("Ле Пен", "Ле Пенді"), ("Еуропа Одағы", "Еуропа одағын"), ("дауыс", "даусын")},
    "locative": {("Instagram", "Instagram-да"), ("Таяу Шығыс", "Таяу Шығыста"), ("күн тәртібі", "күн тәртібінде")},
    "ablative": {("Вьетнам", "Вьетнамнан"), ("Brexit", "Brexit-тен"), ("клуб", "клубтан")},
    "instrumental": {("Еуроодақ", "Еуроодақпен"), ("Путин", "Путинмен"), ("Сауд Арабиясы", "Сауд Арабиясымен")},
    "predicative": {("ел", "елдемін"), ("үй", "үйіміздеміз"), ("таныс", "таныспын"), ("жақын", "жақынмын")},
    "comparative": {("еуро", "еуродай"), ("Трамп", "Трамптікіндей"), ("ғасыр", "ғасырдай"), ("жақын", "жақынырақ")},
    "voiced": {("тарап", "тарабындағы"), ("қазақ", "Қазағым"), ("құқық", "құқығының"), ("тәртіп", "тәртібін")},
    "elided": {("орын", "орнын"), ("халық", "халқынан"), ("дауыс", "даусын")},
}
# What the stems of inflected words end in, so that harmony and assimilation are met in every class.
FINAL_LETTERS = {
    "back vowel": "аыоұ",
    "front vowel": "еіөүә",
    "у, и and ю": "уию",
    "voiced consonant": "бвгғдзж",
    "voiceless consonant": "пкқтсшцхф",
    "sonorant or ь": "лрйнмңь",
    "Latin letter or digit": "abcdefghijklmnopqrstuvwxyz0123456789",
}
# A hyphen and another word, a person named after a word, a verb of the same letters: they must be there to be refused.
TRAPS = {
    ("Қазақстан", "Қазақстан-Қытай"): "compound",
    ("Қазақстан", "қазақстандық"): "derivation",
    ("Иран", "ирандық"): "derivation",
    ("Ұлыбритания", "Ұлыбританиясыз"): "derivation",
    ("Еуропа", "еуропашыл"): "derivation",
    ("АҚШ", "АҚШ-тық"): "derivation",
    ("АҚШ", "АҚШ-Мексика"): "compound",
    ("министр", "министрлігі"): "derivation",
    ("облыс әкімі", "облыс әкімдігі"): "derivation",
    ("Қырым", "Қырымбек"): "other",
    ("Арман", "армандайды"): "other",
    ("қала", "қалады"): "other",
    ("ЕО", "ЕОБ"): "other",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    one: draw.Occurrence
    sha1: str
    label: str
    ending: str
    half: str


@cache
def gold() -> tuple[Row, ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert tuple(lines[0]) == draw.COLUMNS
    return tuple(
        Row(draw.Occurrence(where, int(row), int(start), int(end), stem, surface), sha1, label, ending, half)
        for where, row, start, end, stem, sha1, surface, label, ending, half in lines[1:]
    )


def labelled() -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in gold():
        found[row.one.stem, row.one.surface].add(row.label)
    return found


def test_the_counts_are_as_promised() -> None:
    labels = Counter(row.label for row in gold())
    assert len(gold()) >= 1000
    assert sum(row.label == "inflection" and row.ending != "" for row in gold()) >= 450
    assert labels["derivation"] + labels["compound"] >= 150
    assert len({row.one.stem for row in gold()}) >= 60
    assert len({row.one.stem for row in gold() if " " in row.one.stem}) >= 20


def test_every_stem_that_was_chosen_is_there() -> None:
    assert {row.one.stem for row in gold()} == set(draw.STEMS)
    assert len(set(draw.STEMS)) == len(draw.STEMS)


def test_every_value_is_valid() -> None:
    assert {row.label for row in gold()} == LABELS
    assert {row.half for row in gold()} == {"look", "once"}
    assert {row.one.set for row in gold()} == set(draw.SETS)
    assert all(row.one.end - row.one.start == len(row.one.surface) > 0 for row in gold())
    assert all(row.sha1 == draw.sha1(row.one.surface) for row in gold())


def test_no_occurrence_stands_twice() -> None:
    assert max(Counter(row.one for row in gold()).values()) == 1


@pytest.mark.parametrize("label", sorted(LABELS))
def test_both_halves_hold_every_label_alike(label: str) -> None:
    halves = Counter(row.half for row in gold() if row.label == label)
    assert 0.4 < halves["look"] / halves.total() < 0.6


def test_a_surface_looked_at_is_not_met_again_in_the_other_half() -> None:
    halves: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in gold():
        halves[row.one.stem, draw.fold(row.one.surface)].add(row.half)
    assert all(len(both) == 1 for both in halves.values())


def test_the_ending_is_what_follows_the_stem() -> None:
    for row in gold():
        expected = "" if row.label == "other" else draw.ending(row.one.stem, row.one.surface)
        assert row.ending == expected, row


def test_derivations_and_compounds_have_something_behind_the_stem() -> None:
    assert all(row.ending for row in gold() if row.label in ("derivation", "compound"))


def test_a_bare_stem_is_an_inflection_or_another_word() -> None:
    bare = [row for row in gold() if draw.fold(row.one.surface) == draw.fold(row.one.stem)]
    assert {row.label for row in bare} <= {"inflection", "other"}


@pytest.mark.parametrize("slot", SLOTS)
def test_every_slot_is_met(slot: str) -> None:
    assert all("inflection" in labelled()[example] for example in SLOTS[slot])


@pytest.mark.parametrize("final", FINAL_LETTERS)
def test_stems_of_every_class_take_endings(final: str) -> None:
    stems = {row.one.stem for row in gold() if row.label == "inflection" and row.ending}
    assert sum(stem[-1].lower() in FINAL_LETTERS[final] for stem in stems) >= 3


@pytest.mark.parametrize(("example", "label"), TRAPS.items())
def test_words_that_must_be_refused_are_there(example: tuple[str, str], label: str) -> None:
    assert labelled()[example] == {label}


def test_the_surfaces_stand_in_the_test_sets(testsets: Path) -> None:
    texts = {
        name: [line.split("\t")[0] for line in (testsets / f"{name}.tsv").read_text("utf-8").split("\n")]
        for name in draw.SETS
    }
    for row in gold():
        assert texts[row.one.set][row.one.row][row.one.start : row.one.end] == row.one.surface, row


def test_the_script_draws_the_same_again(testsets: Path) -> None:
    assert draw.draw(testsets) == [(row.one, row.half) for row in gold()]


def test_a_draw_folds_what_is_written_otherwise() -> None:
    latin_a = "A\u00adСЕАН"
    assert draw.fold(latin_a) == draw.fold("АСЕАН")
    assert draw.ending("АСЕАН", latin_a + "-ға") == "-ға"
    assert draw.ending("орын", "орнын") == "ын"
    assert draw.ending("облыс әкімі", "облыс әкімдеріне") == "деріне"
    assert draw.ending("Иран", "Ирак") is None
