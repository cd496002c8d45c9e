"""The words that render a term are found by leaving it out, and what gave way to a term must have rendered it."""

import pytest

from glossary.matcher import Glossary
from glossary.term import Term
from tests.weighing import Weighing
from translate.alternatives import alternatives
from translate.engines import Decoding
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.terminology import erasure
from translate.terminology.draft import Draft
from translate.terminology.evidence import Evidence
from translate.terminology.likelihood import Likelihood
from translate.translator import Translator

GLOSSARY = Glossary(
    [
        Term("Астана", "Astana", kind="place"),
        Term("Тоқаев", "Tokayev", kind="person"),
        Term("салық", "tax"),
        Term("ресейлік", "Russian"),
        Term("жалған ақпарат", "disinformation"),
        Term("дағдарыс", "crisis"),
        Term("президент сайлауы", "presidential election"),
        Term("қайта құру", "reconstruction"),
    ]
)


def draft(kazakh: str, english: str) -> Draft:
    return Draft.of(kazakh, GLOSSARY.find(kazakh), english)


def rendered(kazakh: str, english: str, renders: dict[str, str], lost: float = -9.0) -> list[str]:
    one = draft(kazakh, english)
    likely = Likelihood(Weighing({}, renders, lost), Decoding())
    return [made for n in one.untold for made, _ in erasure.rendered(likely, one, n)]


def test_what_falls_without_a_term_gives_way_to_it() -> None:
    assert rendered("Кеше Астанаға ұшты.", "He flew to the Stone yesterday.", {"Stone": "Астанаға"}) == [
        "He flew to Astana yesterday."
    ]


def test_a_people_s_adjective_takes_no_possessive() -> None:
    assert rendered("ресейлік маман", "Poland's coach came", {"Poland": "ресейлік"}) == ["Russian coach came"]
    assert rendered("Астананың әкімі", "Stone's coach came", {"Stone": "Астананың"}) == ["Astana's coach came"]


def test_words_that_fall_together_give_way_together() -> None:
    words = {"euro": "дағдарыстар", "storms": "дағдарыстар"}
    assert rendered("Ескі дағдарыстар", "the old euro storms here", words) == ["the old crises here"]
    assert rendered("Ескі дағдарыстар", "the old euro of storms", words) == ["the old crises of storms"]


def test_what_falls_little_or_with_another_word_stays() -> None:
    assert rendered("Кеше Астанаға ұшты.", "He flew to Potsdam.", {"Potsdam": "Астанаға"}, lost=-3.0) == []
    assert rendered("Кеше Астанаға ұшты.", "He flew to Potsdam.", {"Potsdam": "Кеше"}) == []
    assert rendered("Астанаға ұшты.", "He flew.", {}) == []


@pytest.mark.parametrize(
    ("kazakh", "english", "word", "surface"),
    [
        ("салықты төледі", "the taxpayers paid", "taxpayers", "салықты"),  # holds the term already
        ("ресейлік еді", "they were of Russia", "Russia", "ресейлік"),
        ("Тоқаевты көрді", "He was seen in France", "France", "Тоқаевты"),  # nothing is in a person
        ("Астанада Бекқұловты көрді", "He met James Bekkulov", "James", "Астанада"),  # a name's other half
        ("Астанада Тоқаевты көрді", "He met James Tokayev", "James", "Астанада"),
        ("қайта құру керек", "It needs rebuilding the schools", "rebuilding", "қайта құру"),  # what a verb governs
        ("қайта құруға болады", "It can help to rebuild the schools", "rebuild", "қайта құруға"),
    ],
)
def test_words_that_say_as_much_or_are_held_do_not_give_way(kazakh: str, english: str, word: str, surface: str) -> None:
    assert rendered(kazakh, english, {word: surface}) == []


def test_a_name_that_stands_twice_is_nobodys_rendering() -> None:
    kazakh = "Астанада Тоқаевты көрді"
    assert rendered(kazakh, "Tokayev met Tokayev here", {"Tokayev": "Астанада"}) == []


def test_a_second_mention_takes_the_place_of_what_renders_it() -> None:
    kazakh = "Астана өсті, Астананы көрді."
    assert rendered(kazakh, "Astana grew, he saw Stone.", {"Stone": "Астананы"}) == ["Astana grew, he saw Astana."]


def test_no_word_is_said_twice_beside_a_term() -> None:
    assert rendered("жалған ақпаратпен бірге", "with fake information too", {"fake": "жалған"}) == [
        "with disinformation too"
    ]


def test_an_engine_that_cannot_be_asked_tells_nothing() -> None:
    one = draft("Астанаға ұшты.", "He flew to Potsdam.")
    assert erasure.rendered(Likelihood(FakeEngine({}), Decoding()), one, 0) == []


def evidence(renders: dict[str, str], answers: dict[str, str] | None = None) -> Evidence:
    return Evidence.of(Weighing(answers or {}, renders), Decoding())


def test_what_gave_way_must_have_rendered_the_term() -> None:
    kazakh = "Кеше Астанаға ұшты."
    before, after = draft(kazakh, "He flew to Potsdam."), draft(kazakh, "He flew to Astana.")
    for renders, wanted in (({"Potsdam": "Астанаға"}, 8.0), ({"Potsdam": "Кеше"}, 0.0)):
        assert erasure.proven(Likelihood(Weighing({}, renders), Decoding()), after, before) == wanted


def test_a_term_stands_by_what_renders_its_neighbours() -> None:
    kazakh = "Кеше Астанаға ұшты, сосын қайтты."
    before = draft(kazakh, "He flew yesterday with some old friends and then he returned.")
    near = draft(kazakh, "He flew to Astana yesterday with some old friends and then he returned.")
    far = draft(kazakh, "He flew yesterday with some old friends and then he returned to Astana.")
    seen = evidence({"flew": "ұшты", "returned": "қайтты"})
    assert erasure.settled(seen.likely, near, before) == 8.0
    assert seen.placed(near, before, -5.0)
    assert not seen.placed(near, before, -13.0)  # forced in against the engine
    seen = evidence({"flew": "ұшты"})
    assert erasure.settled(seen.likely, far, before) == 0.0
    assert not seen.placed(far, before, -5.0)
    assert seen.placed(far, before, 0.0)


def test_a_word_that_another_kazakh_word_means_is_not_pushed_out() -> None:
    kazakh = "Кеше Астанаға ұшты."
    before, after = draft(kazakh, "He flew to yesterday."), draft(kazakh, "He flew to Astana.")
    assert not evidence({}, {"Кеше": "Yesterday,"}).harmless(after, before)
    assert evidence({}, {"Кеше": "Of late"}).harmless(after, before)


def test_a_word_is_not_lost_where_another_says_what_its_kazakh_means() -> None:
    kazakh = "Кеше Астанаға ұшты."
    before, after = draft(kazakh, "He flew yesterday."), draft(kazakh, "Lately he flew to Astana.")
    assert not evidence({}, {"Кеше": "Yesterday"}).harmless(after, before)
    assert evidence({}, {"Кеше": "Yesterday, lately"}).harmless(after, before)


def test_a_term_as_a_part_of_another_word_is_no_word_that_is_pushed_out() -> None:
    kazakh = "Астана өсті, Астана-2025 те."
    before, after = draft(kazakh, "The AAE grew."), draft(kazakh, "Astana grew.")
    assert evidence({}, {"Астана": "AAE"}).harmless(after, before)
    assert not evidence({}, {"Астана": "AAE", "өсті": "AAE"}).harmless(after, before)


def test_a_common_word_gives_way_to_its_kin_and_a_name_does_not() -> None:
    kazakh = "салықты төледі"
    before = draft(kazakh, "It was a taxpayers day")
    seen = evidence({"taxpayers": "салықты"})
    assert seen.harmless(draft(kazakh, "It was a tax day"), before)
    assert not seen.harmless(draft(kazakh, "It was a taxpayers tax day"), before)
    before = draft("ресейлік еді", "They were of Russia")
    assert not evidence({"Russia": "ресейлік"}).harmless(draft("ресейлік еді", "They were of Russian"), before)


def test_a_whole_other_english_is_believed_where_something_speaks_for_it() -> None:
    kazakh = "Кеше Астанаға ұшты."
    before, after = draft(kazakh, "He flew yesterday."), draft(kazakh, "Yesterday he flew to Astana.")
    assert evidence({"flew": "ұшты"}).whole(after, before, 0.0)  # the words about it render its neighbours
    assert not evidence({"flew": "ұшты"}).whole(after, before, -1.0)
    assert not evidence({}).whole(after, before, 9.0)
    assert evidence({}).whole(after, before, 10.0)  # far likelier
    invented = draft(kazakh, "Yesterday he flew to Astana and Paris.")
    assert not evidence({"flew": "ұшты"}).whole(invented, before, 10.0)


def test_what_gave_way_needs_no_proof_where_the_english_is_as_likely_and_the_place_is_right() -> None:
    kazakh = "Кеше Астанаға ұшты."
    before, after = draft(kazakh, "He flew yesterday alone."), draft(kazakh, "He flew to Astana yesterday.")
    assert evidence({"flew": "ұшты"}).placed(after, before, 0.0)
    assert not evidence({"flew": "ұшты"}).placed(after, before, -1.0)
    assert not evidence({}).placed(after, before, 0.0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The election was his victory.", "The election was his presidential election."),
        ("Russia said so.", "Russia said so to the Russian."),
    ],
)
def test_what_a_term_renders_is_not_said_twice(before: str, after: str) -> None:
    kazakh = "президент сайлауында ресейлік болды"
    renders = {"election": "президент сайлауында", "Russia": "ресейлік"}
    assert not evidence(renders).harmless(draft(kazakh, after), draft(kazakh, before))
    assert evidence({}).harmless(draft(kazakh, after), draft(kazakh, before))


def test_a_term_is_put_where_its_reading_stands() -> None:
    kazakh = "Астана өсті."
    seen = evidence({"AAE": "Астана"}, {"Астана": "the AAE"})
    assert seen.misread(draft(kazakh, "Our AAE grew."), 0) == [("Our Astana grew.", 0.0)]
    # not where another word of the Kazakh is read so too, nor where it stands without the term as well
    assert evidence({"AAE": "Астана"}, {"Астана": "AAE", "өсті": "AAE"}).misread(draft(kazakh, "AAE grew."), 0) == []
    assert evidence({}, {"Астана": "AAE"}).misread(draft(kazakh, "AAE grew."), 0) == []


def test_a_place_that_the_scores_tell_is_flagged() -> None:
    engine = Weighing({"Кеше Астанаға ұшты.": "He flew to Potsdam."}, {"Potsdam": "Астанаға"})
    (bead,) = Translator(engine, GLOSSARY, "fake").translate(newswire.parse("Кеше Астанаға ұшты.")).beads
    assert (bead.target, [(use.status, use.rule) for use in bead.terms]) == (
        "He flew to Astana.",
        [("replaced", "erasure")],
    )
    (flag,) = bead.flags
    assert flag.reason == "'Astana' was put in place of the words that the model wrote for it: check them"
    assert (flag.kind, flag.side, bead.target[flag.start : flag.end]) == ("term", "target", "Astana")


def test_the_second_choices_get_their_terms_so_too() -> None:
    engine = Weighing({"Кеше Астанаға ұшты.": "He flew to Potsdam."}, {"Potsdam": "Астанаға"})
    document = newswire.parse("Кеше Астанаға ұшты.")
    beads = list(alternatives(Translator(engine, GLOSSARY, "fake"), document, 0, most=1))
    assert len(beads) == 2
    assert {use.rule for bead in beads for use in bead.terms} == {"erasure"}
