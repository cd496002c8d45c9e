"""The language of a sentence, on plain cases and on the development sets."""

from pathlib import Path

import pytest

from translate.language import language


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Мемлекет басшысы Токиода дәріс оқыды.", "kaz_Cyrl"),
        ("Абай барды.", "kaz_Cyrl"),
        ("Facebook пен Google-дың жаңа ережелері", "kaz_Cyrl"),
        ("Президент выступил с лекцией в Токио.", "rus_Cyrl"),
        ("The President gave a lecture.", "und_Latn"),
        ("Qazaqstan Respýblıkasy", "und_Latn"),
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
