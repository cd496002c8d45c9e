"""Words in Latin letters are copied: slips are put right, and a sentence that lacks some is read in parts."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from translate.document import Document
from translate.engines import Decoding, copies
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.translator import Translator

LONG = "Министр Facebook желісінде жазды, ал Orange компаниясы қалада 2018 жылы жаңа кеңсе ашты."
FIRST, SECOND = copies.parts(LONG, copies.SHARES[0])


def forgetful(sentence: str) -> str:
    """A model that leaves out the second name of a long sentence."""
    said = {
        LONG: "The minister wrote on Facebook in 2018.",
        FIRST: "The minister wrote on Facebook,",
        SECOND: "and Orange opened a new office in the city in 2018.",
    }
    return said.get(sentence, "Something else.")


@pytest.mark.parametrize(
    ("sentence", "english", "number"),
    [
        (LONG, "The minister wrote on facebook.", 1),
        (LONG, "Orange, and Facebook", 0),
        ("XXI ғасырда бәрі басқаша", "In the 21st century", 0),
        ("Бұл WhatsApp-тың жаңа мүмкіндігі", "This is a new feature of WhatsApp", 0),
        ("Бұл WhatsApp-тың жаңа мүмкіндігі", "This is a new feature", 1),
        ("The whole sentence is English already, дейді", "He says", 0),
        ("Ол келді", "He came", 0),
        ("", "", 0),
    ],
)
def test_what_is_left_out_is_counted(sentence: str, english: str, number: int) -> None:
    assert copies.left_out(sentence, english) == number


@pytest.mark.parametrize(
    ("sentence", "english", "mended"),
    [
        ("Белгілі заңгер Sakis Kechagioglou келді", "Sakis Kechagioglouu came", "Sakis Kechagioglou came"),
        ("Харис Alexiou ән салды", "Harris Alexeiou sang; Alexeiou's song", "Harris Alexiou sang; Alexiou's song"),
        ("Африка: Africa және African", "Africa and others", "Africa and others"),
        ("Economic кітабы", "The Economics book", "The Economics book"),
        ("Ivanov мен Ivanova келді", "Ivanov came", "Ivanov came"),
        ("Мария Kowalska келді", "Kowalski and Kowalske came", "Kowalski and Kowalske came"),
        ("Ол келді", "Kowalski came", "Kowalski came"),
    ],
)
def test_a_slip_is_put_right_and_no_word_that_is_another(sentence: str, english: str, mended: str) -> None:
    assert copies.mended(sentence, english) == mended


@given(st.text(max_size=60), st.text(max_size=60))
def test_mending_is_done_once_and_leaves_out_no_more(sentence: str, english: str) -> None:
    once = copies.mended(sentence, english)
    assert copies.mended(sentence, once) == once
    assert copies.left_out(sentence, once) <= copies.left_out(sentence, english)


@given(st.text(max_size=300), st.sampled_from(copies.SHARES))
def test_parts_hold_every_letter_of_the_sentence(sentence: str, share: float) -> None:
    assert "".join("".join(copies.parts(sentence, share)).split()) == "".join(sentence.split())


def test_a_sentence_that_lacks_a_name_is_read_in_parts() -> None:
    engine = FakeEngine(forgetful)
    best = engine.translate([LONG], Decoding())[0]
    assert best.text == "The minister wrote on Facebook, and Orange opened a new office in the city in 2018."
    assert best.score <= 0


def test_the_whole_stays_where_the_parts_are_no_better() -> None:
    def worse(sentence: str) -> str:
        # the name, but the year is gone
        return forgetful(LONG) if sentence == LONG else "Orange on Facebook."

    assert FakeEngine(worse).translate([LONG], Decoding())[0].text == forgetful(LONG)


@pytest.mark.parametrize("decoding", [Decoding(ladder=False), Decoding(attention=True)])
def test_without_the_ladder_or_for_attention_nothing_is_read_again(decoding: Decoding) -> None:
    engine = FakeEngine(forgetful)
    assert engine.translate([LONG], decoding)[0].text == forgetful(LONG)
    assert [sentence for batch in engine.batches for sentence in batch] == [LONG]


def test_what_was_said_first_is_the_first_alternative() -> None:
    best = FakeEngine(forgetful).translate([LONG], Decoding(alternatives=2))[0]
    assert [other.text for other in best.alternatives][:1] == [forgetful(LONG)]
    assert len(best.alternatives) <= 2


def test_company_changes_nothing() -> None:
    others = [f"Ол {n} рет келді." for n in range(20)]
    alone = FakeEngine(forgetful).translate([LONG], Decoding())
    assert FakeEngine(forgetful).translate([*others, LONG], Decoding())[-1:] == alone


def test_no_sequence_is_longer_than_the_decoding_says() -> None:
    engine = FakeEngine()
    made = Translator(engine, Glossary(), "fake", Decoding(longest=16))
    text = "Бірінші сөз айтылды, " * 12 + "соңы."
    bitext = made.translate(newswire.parse(text))
    assert isinstance(bitext.document, Document)
    asked: Sequence[str] = [sentence for call in engine.history for sentence in call.sentences]
    assert len(asked) > 1
    assert max(engine.lengths(asked)) <= 16
    assert "".join("".join(asked).split()) == "".join(bitext.document.text.split())
    assert "longest16" in made.signature


@pytest.mark.parametrize("longest", [1, 15, 513, 20.0, True, None])
def test_a_length_that_makes_no_sense_is_refused(longest: object) -> None:
    with pytest.raises(ValueError, match="longest"):
        replace(Decoding(), longest=longest)  # type: ignore[arg-type]
