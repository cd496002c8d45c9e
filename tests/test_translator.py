"""The way of a document: no sentence lost, rows as they are ready, one result whoever asks."""

import io
import json
import sys
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from tests.conftest import SEED
from translate import cli
from translate.commands import options
from translate.document import Bead, Document
from translate.engines import Decoding
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.opening import window
from translate.translator import LAST_WINDOW, Translator

GLOSSARY = Glossary([Term("Тоқаев", "Tokayev"), Term("Астана", "Astana"), Term("Токио", "Tokyo")])


def translator(engine: FakeEngine | None = None, *, draft: bool = False) -> Translator:
    return Translator(engine or FakeEngine(), GLOSSARY, "fake", draft=draft)


def targets(text: str, engine: FakeEngine | None = None) -> list[str]:
    return [bead.target for bead in translator(engine).translate(newswire.parse(text)).beads]


def kinds(bead: Bead) -> list[str]:
    """The kinds of a bead's flags; that the fake engine answers in Cyrillic is no matter here."""
    return [flag.kind for flag in bead.flags if flag.kind not in ("name", "copied", "cyrillic")]


TEXTS = st.one_of(
    st.text(max_size=80),
    st.text("Абв қ. !?«»—\n\r\t\x00\u00ad12aB", max_size=200),
    st.lists(st.sampled_from(["Ол келді.", "Абай!", "\n", " ", "hello.", "3.", "ТОКИО. KAZINFORM – Бүгін."])).map(
        " ".join
    ),
)


@given(TEXTS)
def test_every_segment_is_in_one_bead_and_no_character_is_lost(text: str) -> None:
    document = newswire.parse(text)
    bitext = translator().translate(document)
    assert [bead.segment for bead in bitext.beads] == list(document.segments)
    at = document.body
    for segment in document.segments:
        assert text[segment.start : segment.end] == segment.text
        assert text[at : segment.start].strip() == ""
        at = segment.end
    assert text[at:].strip() == ""


@given(TEXTS)
def test_every_flag_and_term_points_into_its_side(text: str) -> None:
    for bead in translator(draft=True).translate(newswire.parse(text)).beads:
        for flag in bead.flags:
            side = bead.segment.text if flag.side == "source" else bead.target
            assert 0 <= flag.start <= flag.end <= len(side)
        for term in bead.terms:
            assert bead.segment.text[term.start : term.end] == term.surface
            if term.status != "not_applied":
                assert bead.target[term.target_start : term.target_end].strip()


@given(st.lists(TEXTS, max_size=6))
def test_documents_alone_and_together_give_the_same(texts: list[str]) -> None:
    documents = [newswire.parse(text) for text in texts]
    together: list[list[str]] = [[] for _ in documents]
    for row in translator().stream(documents):
        assert row.index == len(together[row.document])
        together[row.document].append(row.bead.target)
    assert together == [[bead.target for bead in translator().translate(document).beads] for document in documents]


def test_the_first_row_costs_one_sentence_and_windows_grow() -> None:
    engine = FakeEngine()
    rows = translator(engine).stream([newswire.parse("Ол келді. " * 400)])
    next(rows)
    assert [len(call.sentences) for call in engine.history] == [1]
    list(rows)
    sizes = [len(call.sentences) for call in engine.history]
    assert sizes[:7] == [1, 2, 4, 8, 16, 32, 64]
    assert max(sizes) == LAST_WINDOW
    assert sum(sizes) == 400


@pytest.mark.parametrize(("speed", "size"), [(None, 8), (0.2, 8), (1.3, 8), (3.6, 16), (7.0, 32), (18, 64)])
def test_a_slow_model_takes_few_sentences_at_once(speed: float | None, size: int) -> None:
    assert window(speed) == size
    engine = FakeEngine()
    slow = Translator(engine, GLOSSARY, "fake", window=size)
    list(slow.stream([newswire.parse("Ол келді. " * 200)]))
    assert max(len(call.sentences) for call in engine.history) == size


def test_documents_are_read_only_when_their_turn_comes() -> None:
    taken: list[int] = []

    def documents() -> Iterator[Document]:
        for n in range(1000):
            taken.append(n)
            yield newswire.parse(f"Құжат {n} келді.")

    rows = translator().stream(documents())
    for _ in range(3):
        next(rows)
    assert len(taken) < 10


def test_sentences_of_many_documents_share_a_call() -> None:
    engine = FakeEngine()
    list(translator(engine).stream(newswire.parse(f"Құжат {n} келді.") for n in range(100)))
    assert max(len(call.sentences) for call in engine.history) > 16


def test_a_dateline_is_rendered_by_rule_and_kept_from_the_engine() -> None:
    engine = FakeEngine()
    text = " date 2025-12-19 Дәріс\nТОКИО. KAZINFORM – Тоқаев дәріс оқыды."
    bitext = translator(engine).translate(newswire.parse(text))
    assert bitext.beads[1].target == "TOKYO. KAZINFORM – Оқыды. дәріс Tokayev"
    assert [sentence for call in engine.history for sentence in call.sentences] == [
        "Дәріс.",
        "Тоқаев дәріс оқыды.",
        "Tokayev дәріс оқыды.",
    ]
    assert [(term.surface, term.status) for term in bitext.beads[1].terms] == [
        ("ТОКИО", "already"),
        ("Тоқаев", "redecoded"),
    ]
    for term in bitext.beads[1].terms:
        assert bitext.beads[1].target[term.target_start : term.target_end].casefold() == term.target.casefold()


@pytest.mark.parametrize("body", ["Тоқаев дәріс оқыды.", "The end."])
def test_a_dateline_spelled_by_sound_is_flagged(body: str) -> None:
    (bead,) = translator().translate(newswire.parse(f"ҚҰЛАНӨТПЕС. KAZINFORM – {body}")).beads
    (flag,) = [flag for flag in bead.flags if flag.kind == "dateline"]
    assert flag.reason == "no English is known for ҚҰЛАНӨТПЕС in the dateline: it is spelled by sound"
    assert (flag.side, bead.target[flag.start : flag.end]) == ("target", "KULANOTPES")


def test_a_dateline_that_knows_better_than_the_glossary_misses_no_term() -> None:
    october = Glossary([Term("қазан", "October")])
    (bead,) = Translator(FakeEngine(), october, "fake").translate(newswire.parse("ҚАЗАН. KAZINFORM – Бүгін.")).beads
    assert bead.target == "KAZAN. KAZINFORM – Бүгін."
    assert bead.terms == ()


def test_terms_are_proven_in_the_english() -> None:
    engine = FakeEngine({"Тоқаев Астана қаласына келді.": "Tokayev came to the capital."})
    (bead,) = translator(engine).translate(newswire.parse("Тоқаев Астана қаласына келді.")).beads
    assert [(term.target, term.status) for term in bead.terms] == [("Tokayev", "already"), ("Astana", "not_applied")]


def test_the_articles_date_chooses_the_terms() -> None:
    glossary = Glossary(
        [
            Term("Мәжіліс", "Mazhilis", valid_to=date(2022, 12, 31)),
            Term("Мәжіліс", "Majilis", valid_from=date(2023, 1, 1)),
        ]
    )
    old = newswire.parse(" date 2019-05-01 Мәжіліс жиналды")
    (bead,) = Translator(FakeEngine(), glossary, "fake").translate(old).beads
    assert [term.target for term in bead.terms] == ["Mazhilis"]


@pytest.mark.parametrize("text", ["The end.", "12.05.2024", "***", "今日は"])
def test_what_holds_no_kazakh_is_copied_and_never_sent(text: str) -> None:
    engine = FakeEngine()
    (bead,) = translator(engine, draft=True).translate(newswire.parse(text)).beads
    assert (bead.target, bead.origin, bead.draft) == (text, "copied", False)
    assert engine.history == []


def test_a_copied_sentence_says_why_unless_it_has_no_words() -> None:
    beads = translator().translate(newswire.parse("The end.\n12.05.2024\n今日は")).beads
    assert [[flag.kind for flag in bead.flags] for bead in beads] == [["language"], [], ["language"]]


def test_russian_sentences_are_decoded_as_russian() -> None:
    engine = FakeEngine()
    list(translator(engine).stream([newswire.parse("Ол бүгін келді.\nОн приехал в Астану из Москвы.\nОл кетті.")]))
    spoken = {sentence: call.decoding.source for call in engine.history for sentence in call.sentences}
    assert spoken == {
        "Ол бүгін келді.": "kaz_Cyrl",
        "Он приехал в Астану из Москвы.": "rus_Cyrl",
        "Ол кетті.": "kaz_Cyrl",
    }


def test_russian_is_flagged_where_the_model_does_not_know_it() -> None:
    engine = FakeEngine()
    limited = Translator(engine, GLOSSARY, "fake", reads=frozenset({"kaz_Cyrl"}))
    first, second = limited.translate(newswire.parse("Он приехал в Астану из Москвы.\nОл кетті.")).beads
    assert {call.decoding.source for call in engine.history} == {"kaz_Cyrl"}
    flag = next(flag for flag in first.flags if flag.kind == "language")
    assert flag.reason.startswith("Russian, which this model does not know")
    assert (flag.side, flag.start, flag.end) == ("source", 0, len(first.segment.text))
    assert "language" not in kinds(second)


def test_an_over_long_sentence_is_split_and_joined_and_nothing_is_cut() -> None:
    engine = FakeEngine(str.upper, longest=10)
    sentence = "бір екі үш, " * 30 + "соңы."
    (bead,) = translator(engine).translate(newswire.parse(sentence)).beads
    assert bead.target.split() == sentence.upper().split()
    assert max(len(s.split()) for call in engine.history for s in call.sentences) <= 10
    assert kinds(bead) == []


def test_a_title_of_two_sentences_is_one_row_sent_as_two() -> None:
    engine = FakeEngine()
    (bead,) = (
        translator(engine).translate(newswire.parse(" date 2025-12-19 Президент келді. Оны кім қарсы алды?")).beads
    )
    assert bead.segment.paragraph == 0
    assert [list(call.sentences) for call in engine.history] == [["Президент келді.", "Оны кім қарсы алды?"]]


def test_a_truncated_answer_is_flagged() -> None:
    engine = FakeEngine(faults={"Ол бүгін таңертең келді.": "truncate"})
    beads = translator(engine).translate(newswire.parse("Ол бүгін таңертең келді.\nОл кетті.")).beads
    assert [kinds(bead) for bead in beads] == [["truncated"], []]


def test_a_drafts_every_row_says_so() -> None:
    beads = translator(draft=True).translate(newswire.parse("Ол келді. Ол кетті.")).beads
    assert [bead.draft for bead in beads] == [True, True]
    assert beads[0].flags[0].end == len(beads[0].target)


def test_invisible_characters_stay_in_the_source_and_out_of_the_model() -> None:
    engine = FakeEngine()
    (bead,) = translator(engine).translate(newswire.parse("Қазақ\u00adстан\x01 бүгін.")).beads
    assert bead.segment.text == "Қазақ\u00adстан\x01 бүгін."
    assert engine.history[0].sentences == ("Қазақстан  бүгін.",)


def test_the_signature_names_all_that_decides_the_english() -> None:
    plain = Translator(FakeEngine(), GLOSSARY, "fake")
    assert (
        plain.signature
        == f"model:fake|engine:fake-words-beam4-ladder-headlines|glossary:{GLOSSARY.fingerprint}|audarma:0.1.0"
    )
    decoding = Decoding(
        beam=2, no_repeat_ngram=3, repetition_penalty=1.1, length_penalty=0.8, suppress=("President", "Nazarbayev")
    )
    tuned = Translator(FakeEngine(), GLOSSARY, "fake", decoding).signature
    assert "engine:fake-words-beam2-ngram3-repetition1.1-length0.8-ladder-suppress" in tuned
    other = Translator(FakeEngine(), GLOSSARY, "fake", Decoding(suppress=("a", "b"))).signature
    third = Translator(FakeEngine(), GLOSSARY, "fake", Decoding(suppress=("a", "c"))).signature
    assert len({plain.signature, tuned, other, third}) == 4


def test_page_command_and_api_give_the_same_rows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The seed article by the command line, in every form, is what the translator itself gives."""
    same = translator(draft=True)
    monkeypatch.setattr(options, "translator", lambda *_: same)
    expected = [bead.target for bead in same.translate(newswire.read(SEED)).beads]
    assert cli.main(["translate", str(SEED), "--format", "json"]) == 0
    assert [row["target"] for row in json.loads(capsys.readouterr().out)["rows"]] == expected
    assert cli.main(["translate", str(SEED)]) == 0
    lines = [line.removeprefix("[draft] ") for line in capsys.readouterr().out.splitlines() if line]
    assert lines == [" ".join(target.split()) for target in expected]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SEED.read_bytes())))
    assert cli.main(["translate", "-", "--format", "tsv"]) == 0
    assert [line.split("\t")[3] for line in capsys.readouterr().out.splitlines()[1:]] == expected
