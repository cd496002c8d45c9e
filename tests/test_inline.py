"""Terms written into the Kazakh before it is decoded, for a model that copies them."""

from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.engines import Decoding
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.terminology.inline import inline
from translate.translator import Translator

GLOSSARY = Glossary(
    [Term("Тоқаев", "Tokayev"), Term("Астана", "Astana"), Term("Біріккен Ұлттар Ұйымы", "United Nations")]
)
INLINE = Decoding(inline=True)


def test_endings_stand_behind_a_hyphen_or_are_left_out() -> None:
    text = "Тоқаевтың сапары Астанадан басталды."
    matches = GLOSSARY.find(text)
    assert inline(text, matches, range(2)) == "Tokayev-тың сапары Astana-дан басталды."
    assert inline(text, matches, range(2), ending=False) == "Tokayev сапары Astana басталды."
    assert inline(text, matches, [1]) == "Тоқаевтың сапары Astana-дан басталды."
    assert inline(text, matches, []) == text


@given(st.lists(st.sampled_from(["Тоқаевқа", "Астанада", "Біріккен Ұлттар Ұйымының", "ол", "көп —", "2024,"])))
def test_what_is_no_term_stays_as_it_is(words: list[str]) -> None:
    text = " ".join(words)
    matches = GLOSSARY.find(text)
    written = inline(text, matches, range(len(matches)), ending=False)
    named = {"Тоқаевқа": "Tokayev", "Астанада": "Astana", "Біріккен Ұлттар Ұйымының": "United Nations"}
    assert written == " ".join(named.get(word, word) for word in words)


def test_a_model_that_copies_is_asked_once_with_the_terms_in_place() -> None:
    engine = FakeEngine({"Tokayev Astana-ға ұшты.": "Tokayev flew to Astana."})
    translator = Translator(engine, GLOSSARY, "fake", INLINE)
    (bead,) = translator.translate(newswire.parse("Тоқаев Астанаға ұшты.")).beads
    assert bead.target == "Tokayev flew to Astana."
    assert [call.sentences for call in engine.history] == [("Tokayev Astana-ға ұшты.",)]
    assert {(use.surface, use.status) for use in bead.terms} == {("Тоқаев", "already"), ("Астанаға", "already")}
    assert bead.segment.text == "Тоқаев Астанаға ұшты."
    assert "-inline" in translator.signature


def test_other_models_read_the_kazakh_as_it_stands() -> None:
    engine = FakeEngine({"Тоқаев ұшты.": "Tokayev flew."})
    translator = Translator(engine, GLOSSARY, "fake")
    translator.translate(newswire.parse("Тоқаев ұшты."))
    assert [call.sentences for call in engine.history] == [("Тоқаев ұшты.",)]
    assert "inline" not in translator.signature


def test_a_sentence_that_its_terms_make_too_long_is_read_as_it_stands() -> None:
    glossary = Glossary([Term("БҰҰ", "United Nations Organization of the World")])
    engine = FakeEngine({"БҰҰ шешті.": "The United Nations Organization of the World decided."}, longest=4)
    Translator(engine, glossary, "fake", INLINE).translate(newswire.parse("БҰҰ шешті."))
    assert engine.history[0].sentences == ("БҰҰ шешті.",)


def test_a_term_that_the_model_leaves_out_is_asked_for_again() -> None:
    answers = {"Astana-ға ұшты.": "He flew.", "Astana ұшты.": "He flew to Astana."}
    engine = FakeEngine(answers)
    (bead,) = Translator(engine, GLOSSARY, "fake", INLINE).translate(newswire.parse("Астанаға ұшты.")).beads
    assert (bead.target, bead.terms[0].status) == ("He flew to Astana.", "redecoded")
