"""The language of a sentence, on plain cases and on the development sets."""

from collections import Counter
from pathlib import Path

import pytest

from translate.language import language
from translate.latin import latin


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Мемлекет басшысы Токиода дәріс оқыды.", "kaz_Cyrl"),
        ("Абай барды.", "kaz_Cyrl"),
        ("Facebook пен Google-дың жаңа ережелері", "kaz_Cyrl"),
        ("Президент выступил с лекцией в Токио.", "rus_Cyrl"),
        ("The President gave a lecture.", "eng_Latn"),
        ("Qazaqstan Respublikasy", "kaz_Latn"),
        ("Memleket basşysy Tokioda därıs oqydy.", "kaz_Latn"),
        ("Ol keldı, Google jäne Facebook turaly aitty.", "kaz_Latn"),
        ("Cumhurbaşkanı bugün Tokyo'da konuştu.", "und_Latn"),
        ("q", "und_Latn"),
        ("今日は", "und"),
        ("12.05.2024 — 10:30", "zxx"),
        ("", "zxx"),
        ("\x00\x01", "zxx"),
    ],
)
def test_a_sentence_is_of_its_language(sentence: str, expected: str) -> None:
    assert language(sentence) == expected


def test_kazakh_news_is_never_taken_for_another_language(testsets: Path) -> None:
    rows = (testsets / "newsdev2019.tsv").read_text("utf-8").splitlines()
    wrong = [row for row in rows if language(row.split("\t")[0]) not in ("kaz_Cyrl", "zxx")]
    assert len(wrong) <= len(rows) * 0.005, wrong[:5]


def test_kazakh_in_the_latin_alphabet_is_never_taken_for_english(testsets: Path) -> None:
    rows = (testsets / "newstest2019.tsv").read_text("utf-8").splitlines()
    spoken = Counter(language(latin(row.split("\t")[0])) for row in rows)
    assert spoken["kaz_Latn"] >= len(rows) * 0.99, spoken
    assert spoken["eng_Latn"] <= len(rows) * 0.005, spoken


def test_english_news_is_never_taken_for_kazakh(testsets: Path) -> None:
    rows = (testsets / "newstest2019.tsv").read_text("utf-8").splitlines()
    wrong = [row for row in rows if language(row.split("\t")[1]) not in ("eng_Latn", "zxx")]
    assert len(wrong) <= len(rows) * 0.002, wrong[:5]
