"""Terms on the way of a document: what is missing is asked for again and kept only where nothing else is lost."""

from datetime import date
from typing import cast

import pytest

from glossary.matcher import Glossary
from glossary.term import Term
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.settings import Spelling
from translate.translator import Translator

GLOSSARY = Glossary([Term("Тоқаев", "Tokayev"), Term("Астана", "Astana"), Term("Токио", "Tokyo")])


def translator(engine: FakeEngine) -> Translator:
    return Translator(engine, GLOSSARY, "fake")


def test_todays_spelling_is_chosen_and_signed() -> None:
    glossary = Glossary(
        [
            Term("Астана", "Nur-Sultan", valid_from=date(2019, 3, 23), valid_to=date(2022, 9, 16)),
            Term("Астана", "Astana", valid_from=date(2022, 9, 17)),
        ]
    )
    old = newswire.parse(" date 2020-05-01 Астана жаңарды\nАСТАНА. KAZINFORM – Астана өсті.")
    engine = FakeEngine({"Астана жаңарды": "Astana is new", "Астана өсті.": "Nur-Sultan grew."})
    for spelling, wanted in (("day", "Nur-Sultan"), ("today", "Astana")):
        chosen = Translator(engine, glossary, "fake", spelling=cast(Spelling, spelling))
        bitext = chosen.translate(old)
        assert {term.target for bead in bitext.beads for term in bead.terms} == {wanted}
        assert bitext.beads[1].target.startswith(wanted.upper())
        assert ("|spelling:today|" in chosen.signature) is (spelling == "today")


def test_a_term_is_put_in_the_same_place_whatever_the_window() -> None:
    text = "Тоқаев Астана қаласына келді. " * 9
    answers = {"Тоқаев Астана қаласына келді.": "Tokaev came to the astana city."}
    rows = [
        [
            row.bead
            for row in Translator(FakeEngine(answers), GLOSSARY, "fake", window=size).stream([newswire.parse(text)])
        ]
        for size in (1, 4, 64)
    ]
    assert rows[0] == rows[1] == rows[2]
    assert rows[0][0].target == "Tokayev came to the Astana city."


def test_what_lacks_no_term_costs_one_call() -> None:
    engine = FakeEngine({"Тоқаев келді.": "Tokayev came.", "Астана өсті.": "Astana grew."})
    translator(engine).translate(newswire.parse("Тоқаев келді.\nАстана өсті."))
    assert [len(call.sentences) for call in engine.history] == [1, 1]


def test_a_term_written_into_the_kazakh_is_kept_with_its_ending() -> None:
    engine = FakeEngine({"Астанаға ұшты.": "He flew.", "Astana-ға ұшты.": "He flew to Astana."})
    (bead,) = translator(engine).translate(newswire.parse("Астанаға ұшты.")).beads
    (use,) = bead.terms
    assert (bead.target, use.status, use.rule) == ("He flew to Astana.", "redecoded", "inline")
    assert bead.flags == ()


@pytest.mark.parametrize("again", ["Astana", "Astana Astana flew", "He flew to Astana Астанаға"])
def test_a_decoding_that_loses_the_thread_is_not_kept(again: str) -> None:
    said = "He flew there with 3 friends."
    engine = FakeEngine({"Астанаға 3 доспен ұшты.": said, "Astana-ға 3 доспен ұшты.": again})
    (bead,) = translator(engine).translate(newswire.parse("Астанаға 3 доспен ұшты.")).beads
    assert bead.target == said
    (flag,) = bead.flags
    assert (flag.kind, flag.side, bead.segment.text[flag.start : flag.end]) == ("term", "source", "Астанаға")
    assert flag.reason == "the glossary wants Astana for Астанаға, and the English has it nowhere: put it in"


def test_a_name_in_no_glossary_gets_a_suggestion() -> None:
    engine = FakeEngine({"Кеше Бекқұлов келді.": "Bekqulow came.", "Ол Құлбай еді.": "He was Құлбай."})
    beads = translator(engine).translate(newswire.parse("Кеше Бекқұлов келді.\nОл Құлбай еді.")).beads
    assert [[flag.reason for flag in bead.flags] for bead in beads] == [
        ["Бекқұлов is in no glossary; the press would write Bekkulov, not Bekqulow"],
        ["left in Cyrillic: Құлбай: a name would be Kulbay"],
    ]
    assert [bead.target[flag.start : flag.end] for bead in beads for flag in bead.flags] == ["Bekqulow", "Құлбай"]


def test_a_term_that_no_sequence_holds_whole_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.translator.pieces", lambda text, fits: [(0, 3), (3, len(text))])
    (bead,) = translator(FakeEngine(str.upper)).translate(newswire.parse("Астана өсті, Токио да.")).beads
    assert [(use.surface, use.status) for use in bead.terms] == [("Токио", "redecoded"), ("Астана", "not_applied")]
