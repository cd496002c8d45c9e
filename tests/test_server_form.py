"""The form of a sentence: its marks and its first letter are the source's, and nothing else changes."""

import pytest

from translate.document import Bead, Segment, TermUse
from translate.server.form import kept


def form(source: str, target: str, *terms: TermUse) -> str:
    return kept(Bead(Segment(0, len(source), source, 0), target, "engine", terms)).target


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("ол келді", "He came.", "he came"),
        ("Ол келді", "He came.", "He came"),
        ("Ол келді.", "he came", "He came."),
        ("Ол келді…", "He came.", "He came…"),
        ("Ол келді:", "He came.", "He came:"),
        ("– Ол келді.", "He came.", "– He came."),
        ("Ол келді.", "- He came.", "He came."),
        ("Ол келді?!", "Did he come?", "Did he come?!"),
        ("мен келдім", "I came.", "I came"),
        ("мен келдім", "I'm here.", "I'm here"),
        ("бұұ келді", "UN came.", "UN came"),
        ("ол АҚШ-та", "He is in the U.S.", "he is in the U.S."),
        ("«Ол келді».", '"He came."', '"He came."'),
        ("ол келді (кеше)", "He came (yesterday).", "he came (yesterday)"),
        ("15 адам келді", "15 people came.", "15 people came"),
        ("", "", ""),
        ("...", "...", "..."),
    ],
)
def test_marks_and_the_first_letter_are_those_of_the_source(source: str, target: str, expected: str) -> None:
    assert form(source, target) == expected


def test_a_name_of_the_glossary_stays_large() -> None:
    use = TermUse("қазақ", "қазақ", "Kazakh", "already", "form", 0, 5, 0, 6)
    assert form("қазақ тілі", "Kazakh language.", use) == "Kazakh language"
    assert form("қазақ тілі", "Kazakh language.") == "kazakh language"


def test_what_is_copied_stays() -> None:
    bead = Bead(Segment(0, 5, "hello", 0), "Hello.", "copied")
    assert kept(bead) is bead
