"""What an edit of the glossary would change is told before it is saved, and is what then comes true."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from tests.conftest import SEED
from translate.document import Document
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.preview import Preview, count, preview, touches, translated
from translate.translator import Translator

ARTICLE = newswire.read(SEED)
SHORT = newswire.parse("Семейде жауын жауды. Ол келді. Астанаға барды.", "short")
SEMEY, ASTANA = Term("Семей", "Semey", kind="place"), Term("Астана", "Astana", kind="place")


def translator(*terms: Term) -> Translator:
    return Translator(FakeEngine(lambda sentence: f"English: {sentence}"), Glossary(terms), "fake")


def test_it_counts_what_a_new_entry_touches_and_shows_it() -> None:
    found = preview(translator(ASTANA), Glossary([ASTANA, SEMEY]), [SHORT, ARTICLE])
    assert (found.read, found.documents) == (2, 2)
    assert found.sentences == 1 + sum("Семей" in segment.text for segment in ARTICLE.segments)
    first = found.examples[0]
    assert first.touched.document == SHORT
    assert first.before.segment.text == first.after.segment.text == "Семейде жауын жауды."
    assert [match.surface for match in first.touched.after] == ["Семейде"]
    assert first.touched.before == ()
    assert len(found.examples) == len(found.touched) == found.sentences


def test_what_it_shows_is_what_a_translation_gives_before_and_after() -> None:
    before = translator(SEMEY)
    after = Glossary([replace(SEMEY, target="Semipalatinsk"), Term("Тоқаев", "Tokayev", kind="person")])
    wanted = (before.translate(ARTICLE).beads, replace(before, glossary=after).translate(ARTICLE).beads)
    found = preview(before, after, [ARTICLE], most=100)
    assert found.sentences > 3
    for example in found.examples:
        assert example.before == wanted[0][example.touched.index]
        assert example.after == wanted[1][example.touched.index]
    untouched = set(range(24)) - {example.touched.index for example in found.examples}
    assert all(wanted[0][n] == wanted[1][n] for n in untouched)


def test_the_engine_reads_each_touched_sentence_once_and_no_other() -> None:
    one = translator(ASTANA)
    assert isinstance(one.engine, FakeEngine)
    preview(one, Glossary([ASTANA, SEMEY]), [SHORT, SHORT])
    # read once, and again with the term written in, with its ending and then bare, which the fake engine's answer lacks
    assert [call.sentences for call in one.engine.history] == [
        ("Семейде жауын жауды.",),
        ("Semey-де жауын жауды.",),
        ("Semey жауын жауды.",),
    ]


def test_an_edit_that_touches_nothing_asks_no_engine() -> None:
    one = translator(ASTANA)
    assert isinstance(one.engine, FakeEngine)
    assert preview(one, Glossary([ASTANA, Term("Нұра", "Nura")]), [SHORT]) == Preview(read=1)
    assert one.engine.history == []


def test_the_count_comes_first_and_the_rows_one_by_one() -> None:
    one, after = translator(), Glossary([Term("Қазақстан", "Kazakhstan")])
    found = count(one.glossary, after, [ARTICLE, ARTICLE], most=5)
    assert (found.documents, len(found.touched)) == (2, 5)
    assert found.sentences > 10
    seen = list(translated(found, one, after))
    assert [len(one.examples) for one in seen] == [0, 1, 2, 3, 4, 5]
    assert [replace(one, examples=()) for one in seen] == [found] * 6


def test_the_day_of_the_article_decides() -> None:
    dated = newswire.parse(" date 2018-01-01 Тақырып\nАстанаға барды.", "old")
    late = Term("Астана", "Nur-Sultan", valid_from=newswire.parse(" date 2019-03-23 Т\nА.").date)
    assert preview(translator(), Glossary([late]), [dated]).sentences == 0
    assert preview(translator(), Glossary([late]), [replace(dated, date=late.valid_from)]).sentences == 1


WORDS = "Арман арман Нұр нұр Нұра Семей Семейде Ел елді мекен мекенде АҚШ АҚШ-тың Қазақ хандығы Қазан қазан".split()
sources = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
terms = st.builds(Term, sources, st.sampled_from(["Arman", "Nur"]), priority=st.integers(0, 1))
glossaries = st.lists(terms, max_size=5)


@given(glossaries, glossaries, st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
def test_no_touched_sentence_is_passed_over(old: list[Term], new: list[Term], words: list[str]) -> None:
    before, after = Glossary(old), Glossary(new)
    document: Document = newswire.parse(" ".join(words) + ".")
    wanted = [
        index
        for index, segment in enumerate(document.segments)
        if before.find(segment.text, document.date) != after.find(segment.text, document.date)
    ]
    assert [one.index for one in touches(before, after, document)] == wanted
