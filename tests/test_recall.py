"""What is remembered: the same rows without the engine, only what an edit touches, and a person's word above all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.document import Document, Segment
from translate.engines import Decoding
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.memory import Correction, Stored, key
from translate.rows import Row
from translate.translator import Translator


def corrected(source: str, target: str, terms: tuple[tuple[str, str], ...] = ()) -> Correction:
    return Correction(source, target, "", datetime.now(UTC), terms)


@dataclass
class Kept:
    """A memory in a dictionary."""

    rows: dict[str, Stored] = field(default_factory=dict)
    own: dict[str, Correction] = field(default_factory=dict)

    def many(self, keys: Sequence[str]) -> Mapping[str, Stored]:
        return {one: self.rows[one] for one in keys if one in self.rows}

    def corrected(self, sources: Sequence[str]) -> Mapping[str, Correction]:
        return {one: self.own[one] for one in sources if one in self.own}

    def store(self, rows: Iterable[tuple[str, str, Stored]]) -> None:
        self.rows |= {its: made for its, _, made in rows}


TERMS = (Term("Семей", "Semey", kind="place"), Term("министр", "minister"))
TEXTS = (
    "Министр Семейге келді. Ол ертең кетеді.",
    "Ол ертең кетеді. Жаңа мектеп ашылды. Ол ертең кетеді.",
    " date 2020-01-02 Министр келді\nҚала тұрғындары қуанды.\nHello there. 12",
)


def translator(kept: Kept | None, terms: Sequence[Term] = TERMS, **changes: object) -> Translator:
    made = Translator(FakeEngine(), Glossary(terms), "fake", memory=kept)
    return replace(made, **changes)  # type: ignore[arg-type]


def rows(made: Translator, texts: Sequence[str] = TEXTS) -> list[Row]:
    return list(made.stream([newswire.parse(text) for text in texts]))


def asked(made: Translator) -> list[str]:
    assert isinstance(made.engine, FakeEngine)
    return [sentence for call in made.engine.history for sentence in call.sentences]


def test_a_second_time_the_engine_is_not_asked_and_the_rows_are_the_same() -> None:
    kept = Kept()
    first = rows(translator(kept))
    again = translator(kept)
    assert rows(again) == first == rows(translator(None))
    assert asked(again) == []


def test_a_sentence_that_stands_twice_is_asked_for_once() -> None:
    made = translator(Kept())
    rows(made)
    assert asked(made).count("Ол ертең кетеді.") == 1


def test_an_edited_entry_asks_again_for_the_sentences_that_it_touches_alone() -> None:
    kept = Kept()
    rows(translator(kept))
    edited = translator(kept, (Term("Семей", "Semipalatinsk", kind="place"), TERMS[1], Term("мұз", "ice")))
    found = rows(edited)
    assert {
        sentence for sentence in asked(edited) if "Семей" not in sentence and "Semipalatinsk" not in sentence
    } == set()
    assert asked(edited)
    assert found == rows(translator(None, edited.glossary.terms))


def test_another_model_or_decoding_asks_for_all() -> None:
    kept = Kept()
    rows(translator(kept))
    for changes in ({"model": "other"}, {"decoding": Decoding(beam=2)}, {"draft": True}):
        other = translator(kept, **changes)
        assert rows(other) == rows(translator(None, **changes))
        assert len(asked(other)) >= 5


def test_a_text_that_is_one_sentence_is_not_taken_for_the_one_that_was_split() -> None:
    text, kept = "Ол келді. Ол кетті.", Kept()
    segment = Segment(0, len(text), text, 0)
    split, whole = (Document(text, (segment,), whole=one) for one in (False, True))
    made = translator(kept)
    first, second = (next(made.stream([document])).bead.target for document in (split, whole))
    assert asked(made) == ["Ол келді.", "Ол кетті.", text]
    assert first != second
    assert next(translator(kept).stream([whole])).bead.target == second


def test_what_is_new_is_kept_before_it_is_given_out() -> None:
    kept = Kept()
    next(iter(translator(kept).stream([newswire.parse(TEXTS[0])])))
    assert [made.target for made in kept.rows.values()]


def test_a_correction_wins_over_every_machine() -> None:
    kept = Kept()
    rows(translator(kept))
    kept.own["Ол ертең кетеді."] = corrected("Ол ертең кетеді.", "She leaves tomorrow.")
    for model in ("fake", "other"):
        found = [row.bead for row in rows(translator(kept, model=model)) if row.bead.segment.text == "Ол ертең кетеді."]
        assert [(bead.target, bead.origin, bead.flags) for bead in found] == [
            ("She leaves tomorrow.", "corrected", ())
        ] * 3


def test_a_correction_is_flagged_where_a_term_has_changed_since() -> None:
    kept = Kept()
    kept.own["Министр Семейге келді."] = corrected(
        "Министр Семейге келді.", "The minister came to Semey.", (("Семей", "Semey"),)
    )
    [bead] = [row.bead for row in rows(translator(kept), TEXTS[:1]) if row.bead.origin == "corrected"]
    assert [(use.target, use.status) for use in bead.terms] == [("minister", "already"), ("Semey", "already")]
    assert bead.flags == ()
    new = translator(kept, (Term("Семей", "Semei", kind="place"),))
    [bead] = [row.bead for row in rows(new, TEXTS[:1]) if row.bead.origin == "corrected"]
    assert bead.target == "The minister came to Semey."
    [flag] = bead.flags
    assert flag.kind == "term"
    assert "corrected when Семей was Semey; the glossary has Semei now" in flag.reason
    assert bead.segment.text[flag.start : flag.end] == "Семейге"


SENTENCES = st.lists(st.sampled_from([*TEXTS[0].split(". "), *TEXTS[1].split(". "), "Семейде", "Бұл 2019 жыл", "Hi"]))


@settings(deadline=None, max_examples=40)
@given(st.lists(SENTENCES.map(". ".join), max_size=6), st.integers(1, 6), st.data())
def test_a_memory_changes_nothing_but_who_is_asked(texts: list[str], window: int, data: st.DataObject) -> None:
    """Whatever it holds already: no row, no order, and nothing is asked for twice."""
    kept = Kept()
    before = data.draw(st.lists(st.sampled_from(texts), max_size=3)) if texts else []
    first = translator(kept, window=window)
    rows(first, before)
    second = translator(kept, window=window)
    assert rows(second, texts) == rows(translator(None, window=window), texts)
    told = asked(first) + asked(second)
    segments = {segment.text for text in texts for segment in newswire.parse(text).segments}
    assert len(told) - _again(told) <= len(segments)


def _again(told: Sequence[str]) -> int:
    """A sentence whose term is missing is decoded anew, with the term inside: not the same sentence."""
    return sum(any(letter.isascii() and letter.isalpha() for letter in sentence) for sentence in told)


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_a_key_tells_other_texts_apart(one: list[str], other: list[str]) -> None:
    assert (key(*one) == key(*other)) is (one == other)
