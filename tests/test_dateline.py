"""Datelines are rendered by rule: place by the glossary, agency and month by name, the rest romanised."""

from datetime import date

import pytest

from glossary import store
from glossary.matcher import Glossary
from translate.dateline import render


@pytest.mark.parametrize(
    ("head", "english"),
    [
        ("ТОКИО. KAZINFORM – ", "TOKYO. KAZINFORM – "),
        ("АСТАНА. ҚазАқпарат - ", "ASTANA. Kazinform - "),
        ("ШЫМКЕНТ. 12 сәуір. KAZINFORM –", "SHYMKENT. 12 April. KAZINFORM –"),
        ("Ақсай. 3 НАУРЫЗ — ", "Aksay. 3 MARCH — "),
        ("ОРАЛ. BAQ.KZ – ", "URALSK. BAQ.KZ – "),
    ],
)
def test_a_dateline_keeps_its_form(head: str, english: str) -> None:
    assert render(head, store.seed(), date(2024, 4, 12)) == english


def test_a_place_in_no_glossary_is_romanised() -> None:
    assert render("ЖЕЗҚАЗҒАН. ҚазТАГ – ", Glossary(), None) == "ZHEZKAZGAN. KazTAG – "


def test_the_capital_of_the_day() -> None:
    assert render("НҰР-СҰЛТАН. KAZINFORM – ", store.seed(), date(2020, 1, 1)) == "NUR-SULTAN. KAZINFORM – "
