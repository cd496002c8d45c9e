"""Terms on the way of a document: what is missing is asked for again and kept only where nothing else is lost."""

from datetime import date
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.consistency import Renderings
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.rows import Place
from translate.settings import Spelling
from translate.terminology.forms import pattern
from translate.translator import Translator

GLOSSARY = Glossary([Term("Тоқаев", "Tokayev"), Term("Астана", "Astana"), Term("Токио", "Tokyo")])


def translator(engine: FakeEngine) -> Translator:
    return Translator(engine, GLOSSARY, "fake")


def places(kazakh: str) -> list[Place]:
    document = newswire.parse(kazakh)
    return [Place(0, document, at, Renderings()) for at in range(len(document.segments))]


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
    assert [(flag.kind, flag.start) for flag in bead.flags] == [("term", 11)]  # all of it is to be read again


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
    named = [[flag for flag in bead.flags if flag.kind == "name"] for bead in beads]
    assert [[flag.reason for flag in flags] for flags in named] == [
        ["Бекқұлов is in no glossary; the press would write Bekkulov, not Bekqulow"],
        ["left in Cyrillic: Құлбай: a name would be Kulbay"],
    ]
    places = [bead.target[flag.start : flag.end] for bead, flags in zip(beads, named, strict=True) for flag in flags]
    assert places == ["Bekqulow", "Құлбай"]


def test_a_term_that_no_sequence_holds_whole_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.making.pieces", lambda text, fits, **_: [(0, 3), (3, len(text))])
    (bead,) = translator(FakeEngine(str.upper)).translate(newswire.parse("Астана өсті, Токио да.")).beads
    assert [(use.surface, use.status) for use in bead.terms] == [("Токио", "redecoded"), ("Астана", "not_applied")]


@pytest.mark.parametrize(
    ("said", "kazakh", "made"),
    [
        # a number lost, one made up, and a name of no entry lost: only the words about the term are taken over
        ("He flew to Astana.", "Астанаға 3 доспен ұшты.", "Bekkulov flew there with 3 friends."),
        (
            "He flew to Astana with 3 of 40 friends.",
            "Астанаға 3 доспен ұшты.",
            "Bekkulov flew to Astana with 3 friends.",
        ),
        (
            "He flew to Astana with 3 friends.",
            "Бекқұлов Астанаға 3 доспен ұшты.",
            "Bekkulov flew to Astana with 3 friends.",
        ),
    ],
)
def test_what_a_decoding_loses_or_invents_is_not_kept(said: str, kazakh: str, made: str) -> None:
    before = "Bekkulov flew there with 3 friends."
    engine = FakeEngine({kazakh: before, kazakh.replace("Астанаға", "Astana-ға"): said})
    (bead,) = translator(engine).translate(newswire.parse(kazakh)).beads
    assert bead.target == made
    if made != before:
        (use,) = bead.terms
        assert (use.status, use.rule) == ("replaced", "grafted")
        reasons = [flag.reason for flag in bead.flags if flag.kind == "term"]
        assert reasons == ["'Astana' and words about it were taken from a second translation: check them"]


def test_what_has_its_terms_is_asked_no_further() -> None:
    kazakh = "Астанаға ұшты.\nТокиоға ұшты."
    answers = {
        "Астанаға ұшты.": "He flew.",
        "Astana-ға ұшты.": "He flew to Astana.",
        "Токиоға ұшты.": "She flew.",
        "Tokyo-ға ұшты.": "She left.",
        "Tokyo ұшты.": "She flew to Tokyo.",
    }
    engine = FakeEngine(answers)
    beads = Translator(engine, GLOSSARY, "fake").take(places(kazakh))
    assert [row.bead.target for row in beads] == ["He flew to Astana.", "She flew to Tokyo."]
    assert [call.sentences for call in engine.history[1:]] == [("Astana-ға ұшты.", "Tokyo-ға ұшты."), ("Tokyo ұшты.",)]


PLACED = [
    Term("Тоқаев", "Tokayev", kind="person"),
    Term("Назарбаев", "Nazarbayev", kind="person"),
    Term("Астана", "Astana", kind="place"),
    Term("Қытай Халық банкі", "People's Bank of China", accepted=("PBC",), kind="organisation"),
    Term("юань", "yuan"),
    Term("наурыз", "March"),
    Term("америкалық", "American", kind="place"),
]


def test_a_name_that_is_copied_bare_or_glued_is_gained() -> None:
    engine = FakeEngine(
        {"Астанаға ұшты.": "He flew.", "Astana-ға ұшты.": "He went.", "Astana ұшты.": "He flew toAstana."}
    )
    (bead,) = translator(engine).translate(newswire.parse("Астанаға ұшты.")).beads
    assert (bead.target, bead.terms[0].rule) == ("He flew to Astana.", "inline")


def test_a_word_that_was_copied_twice_is_said_once() -> None:
    answers = {
        "Астанаға ұшты.": "He had had to fly.",
        "Astana-ға ұшты.": "He had had to fly to Astana Astana.",
        "Мен Астанаға ұштым.": "I flew and wrote.",
        "Мен Astana-ға ұштым.": "I flew to Astana, Astana,and wrote.",
        "Токиоға 2 рет ұшты.": "He flew 2 2 times.",
        "Tokyo-ға 2 рет ұшты.": "He flew to to tokyo 2 2 times.",
    }
    beads = translator(FakeEngine(answers)).translate(newswire.parse("\n".join(answers))).beads
    assert [beads[at].target for at in (0, 2, 4)] == [
        "He had had to fly to Astana.",
        "I flew to Astana, and wrote.",
        "He flew to Tokyo 2 2 times.",
    ]


SAID = st.lists(
    st.sampled_from(
        ["Astana", "astana", "Tokaev", "Tokayev's", "TOKYO", "the", "flew.", "(", "3", "People", "PBC", "–"]
    ),
    max_size=9,
).map(" ".join)
READ = st.lists(
    st.sampled_from(["Тоқаев", "Астанада", "ТОКИО.", "Токио", "келді.", "3", "Қытай Халық банкі", "KAZINFORM –"]),
    min_size=1,
    max_size=7,
).map(" ".join)


@settings(deadline=None)
@given(SAID, SAID, READ)
def test_the_record_is_true_of_the_english_as_it_is_written(said: str, again: str, kazakh: str) -> None:
    known = Glossary([*GLOSSARY.terms, *PLACED[3:5]])
    accepted = {term.source: (term.target, *term.accepted) for term in known.terms}
    engine = FakeEngine(lambda sentence: again if "-" in sentence or "Bank" in sentence else said)
    for bead in Translator(engine, known, "fake").translate(newswire.parse(kazakh)).beads:
        for use in bead.terms:
            written = bead.target[use.target_start : use.target_end]
            if use.status == "not_applied":
                assert use.target_start == use.target_end == -1
            else:
                assert any(pattern(form).fullmatch(written) for form in accepted[use.source]), (use, bead.target)
