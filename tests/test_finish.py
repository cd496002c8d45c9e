"""Headlines, capitals and cut sentences on the translator's way: what the engine reads, what becomes of its English."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.document import Bead
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.translator import Translator

GLOSSARY = Glossary(
    [
        Term("Тоқаев", "Tokayev", variants=("Tokaev",)),
        Term("Гаага", "The Hague"),
        Term("АҚШ", "U.S."),
        Term("Астана", "Astana"),
    ]
)


def beads(text: str, answers: dict[str, str], **named: int) -> tuple[FakeEngine, tuple[Bead, ...]]:
    engine = FakeEngine(answers, **named)  # type: ignore[arg-type]
    return engine, Translator(engine, GLOSSARY, "fake").translate(newswire.parse(text)).beads


def test_a_shouted_headline_is_read_calmly_and_shouted_in_english() -> None:
    answers = {"Тоқаев Астанаға келді.": "Tokaev came to Astana."}
    engine, (bead,) = beads("ТОҚАЕВ АСТАНАҒА КЕЛДІ", answers)
    assert engine.history[0].sentences == ("Тоқаев Астанаға келді.",)
    assert bead.target == "TOKAYEV CAME TO ASTANA"
    assert [(bead.target[use.target_start : use.target_end], use.surface, use.status) for use in bead.terms] == [
        ("TOKAYEV", "ТОҚАЕВ", "replaced"),
        ("ASTANA", "АСТАНАҒА", "already"),
    ]
    assert bead.flags == ()


def test_a_headline_without_a_stop_is_read_with_one() -> None:
    _, (bead,) = beads("Жаңа мектеп ашылды", {"Жаңа мектеп ашылды.": "a new school was opened."})
    assert bead.target == "A new school was opened"


def test_a_stop_that_belongs_to_a_term_stays() -> None:
    _, (bead,) = beads("Бұл — АҚШ", {"Бұл — АҚШ.": "This is the U.S."})
    assert bead.target == "This is the U.S."
    assert [bead.target[use.target_start : use.target_end] for use in bead.terms] == ["U.S."]


def test_a_cut_sentence_is_one_sentence_in_english() -> None:
    text = "Тоқаев келді және сөйледі, ал кеш Гаага қаласына кетті және қайтпады."
    answers = {
        "Тоқаев келді және сөйледі,": "Tokayev came and spoke.",
        "ал кеш Гаага қаласына кетті және қайтпады.": "But later he left for The Hague and did not return.",
    }
    engine, (bead,) = beads(text, answers, longest=8)
    assert list(engine.history[-1].sentences) == list(answers)
    assert bead.target == "Tokayev came and spoke, but later he left for The Hague and did not return."
    assert [bead.target[use.target_start : use.target_end] for use in bead.terms] == ["Tokayev", "The Hague"]


def test_a_term_keeps_its_capital_where_a_cut_sentence_goes_on() -> None:
    text = "Тоқаев келді және сөйледі, Гаага қаласына кеш кетті және бүгін қайтпады."
    answers = {
        "Тоқаев келді және сөйледі,": "Tokayev came and spoke.",
        "Гаага қаласына кеш кетті және бүгін қайтпады.": "The Hague was next.",
    }
    _, (bead,) = beads(text, answers, longest=8)
    assert bead.target == "Tokayev came and spoke, The Hague was next."


def test_without_headlines_a_text_is_read_as_it_stands() -> None:
    engine = FakeEngine({"ЖАҢА МЕКТЕП": "a school."})
    plain = replace(Translator(engine, GLOSSARY, "fake"), headlines=False)
    assert "headlines" not in plain.signature
    (bead,) = plain.translate(newswire.parse("ЖАҢА МЕКТЕП")).beads
    assert engine.history[0].sentences == ("ЖАҢА МЕКТЕП",)
    assert bead.target == "A school."


TEXTS = st.lists(
    st.sampled_from(
        ["ТОҚАЕВ", "АСТАНАДА", "келді", "Гаага", "АҚШ-тың", "«Жаңа", "жол»", "бұл,", "ал", "МЕКТЕП", "1.", "ол:", "Ол."]
    ),
    max_size=40,
).map(" ".join)


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.sampled_from([4, 8, 64]))
def test_terms_and_flags_point_into_their_sides_however_a_text_is_written(text: str, longest: int) -> None:
    _, found = beads(text, {}, longest=longest)
    for bead in found:
        for use in bead.terms:
            assert bead.segment.text[use.start : use.end] == use.surface
            if use.status != "not_applied":
                assert bead.target[use.target_start : use.target_end].strip()
        for flag in bead.flags:
            side = bead.segment.text if flag.side == "source" else bead.target
            assert 0 <= flag.start <= flag.end <= len(side)


@pytest.mark.parametrize("text", ["ТОҚАЕВ КЕЛДІ", "Жаңа мектеп", "Ол келді."])
def test_a_text_alone_and_in_an_article_has_one_english(text: str) -> None:
    _, (alone,) = beads(text, {})
    _, together = beads(f"{text}\nЖаңа жол салынды.\n{text}", {})
    assert together[0].target == together[-1].target == alone.target
