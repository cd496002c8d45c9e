"""Kazakh in the Latin alphabet of 2021: read as the Cyrillic it stands for, and every offset led back to the file."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from translate.document import Bead
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.latin import Respelled, latin, respell
from translate.memory import Memory
from translate.translator import Translator

# The first article of the Universal Declaration of Human Rights, as the Latin alphabet of 2021 has it.
ARTICLE = (
    "Barlyq adamdar tumysynan azat jäne qadır-qasietı men qūqyqtary teñ bolyp düniege keledı. Adamdarğa aqyl-parasat, "
    "ar-ojdan berılgen, sondyqtan olar bır-bırımen tuystyq, bauyrmaldyq qarym-qatynas jasaulary tiıs."
)
CYRILLIC = (
    "Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең болып дүниеге келеді. Адамдарға ақыл-парасат, "
    "ар-ождан берілген, сондықтан олар бір-бірімен туыстық, бауырмалдық қарым-қатынас жасаулары тиіс."
)
GLOSSARY = Glossary([Term("Тоқаев", "Tokayev"), Term("Астана", "Astana"), Term("Қазақстан Республикасы", "Kazakhstan")])
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-яёәғқңөұүһі]+")
LETTERS = "aäbdefgğhıijklmnñŋoöpqrsştuūüvyzAÄIİŞĞÑ wcx'-.,12 \u00ad\u0306иҚ"


def test_a_published_text_is_read_letter_for_letter() -> None:
    assert respell(ARTICLE).text == CYRILLIC
    assert latin(CYRILLIC) == ARTICLE


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("QAZAQSTAN Respublikasy", "ҚАЗАҚСТАН Республикасы"),
        ("İndonezia men Indonezia", "Индонезия мен Индонезия"),
        ("XXI ğasyr", "XXI ғасыр"),
        ("Google men WhatsApp", "Google мен WhatsApp"),
        ("Iağni, ekonomika", "Яғни, экономика"),
        ("aialdama, oiu, üi", "аялдама, ою, үй"),
        ("ag\u0306a", "аға"),
        ("Президент keldı", "Президент келді"),
        ("jaŋa", "жаңа"),
        ("", ""),
    ],
)
def test_words_are_read_as_they_are_written(typed: str, wanted: str) -> None:
    assert respell(typed).text == wanted


def all_is_placed(made: Respelled, typed: str, head: int) -> None:
    assert made.text[:head] == typed[:head]
    assert len(made.places) == len(made.text)
    starts = [start for start, _ in made.places]
    assert starts == sorted(starts)
    covered = {place for start, end in made.places for place in range(start, end)}
    assert covered == set(range(len(typed))), "nothing typed is lost"


@given(st.text(LETTERS, max_size=60), st.integers(0, 5))
def test_every_character_knows_where_it_was_typed(typed: str, head: int) -> None:
    head = min(head, len(typed))
    made = respell(typed, head)
    all_is_placed(made, typed, head)
    assert made.span(0, len(made.text)) == (0, len(typed))


def test_the_way_there_and_back_loses_few_words(testsets: Path) -> None:
    """Cyrillic tells и from й, х from һ and с from ц; what Latin has one letter for, the word list tells mostly."""
    words = wrong = 0
    for row in (testsets / "newstest2019.tsv").read_text("utf-8").splitlines():
        kazakh = row.split("\t")[0].replace("\u00ad", "")
        wanted, read = (_WORD.findall(text.lower()) for text in (kazakh, respell(latin(kazakh)).text))
        assert len(wanted) == len(read)
        pairs = [pair for pair in zip(wanted, read, strict=True) if _CYRILLIC.fullmatch(pair[0])]
        words += len(pairs)
        wrong += sum(one != other for one, other in pairs)
    assert 0 < wrong <= 0.012 * words, f"{wrong} of {words}"


def one(text: str, engine: FakeEngine | None = None) -> Bead:
    (bead,) = Translator(engine or FakeEngine(), GLOSSARY, "fake").translate(newswire.parse(text)).beads
    return bead


def test_a_latin_sentence_is_asked_in_cyrillic_and_stands_as_in_the_file() -> None:
    engine = FakeEngine({"Тоқаев Астанада дәріс оқыды.": "Tokayev gave a lecture in Astana."})
    bead = one("Toqaev Astanada därıs oqydy.", engine)
    assert engine.history[0].sentences == ("Тоқаев Астанада дәріс оқыды.",)
    assert engine.history[0].decoding.source == "kaz_Cyrl"
    assert bead.segment.text == "Toqaev Astanada därıs oqydy."
    assert (bead.target, bead.origin) == ("Tokayev gave a lecture in Astana.", "engine")
    assert [(use.surface, use.start, use.end, use.status) for use in bead.terms] == [
        ("Toqaev", 0, 6, "already"),
        ("Astanada", 7, 15, "already"),
    ]


def test_latin_and_cyrillic_get_the_same_english() -> None:
    texts = ("Qazaqstan Respublikasy 12 şart jasasty.", "Қазақстан Республикасы 12 шарт жасасты.")
    beads = [one(text) for text in texts]
    assert beads[0].target == beads[1].target
    assert [(flag.kind, flag.reason) for flag in beads[0].flags] == [
        (flag.kind, flag.reason) for flag in beads[1].flags
    ]
    assert [use.target for use in beads[0].terms] == [use.target for use in beads[1].terms]


@given(
    st.lists(
        st.sampled_from(
            ["Toqaev keldı.", "Astana turaly 5 kıtap jazyldy.", "ASTANA. KAZINFORM – Büğın keldı.", "The end."]
        ),
        min_size=1,
    )
)
def test_every_flag_and_term_points_into_the_file(lines: list[str]) -> None:
    document = newswire.parse("\n".join(lines))
    for bead in Translator(FakeEngine(), GLOSSARY, "fake").translate(document).beads:
        assert document.text[bead.segment.start : bead.segment.end] == bead.segment.text
        for use in bead.terms:
            assert bead.segment.text[use.start : use.end] == use.surface
        for flag in bead.flags:
            assert 0 <= flag.start <= flag.end <= len(bead.segment.text if flag.side == "source" else bead.target)


def test_what_is_remembered_of_a_latin_sentence_counts_its_own_letters(tmp_path: Path) -> None:
    document = newswire.parse("Toqaev Astanada därıs oqydy.")
    with Memory.open(tmp_path / "memory.sqlite") as memory:
        remembering = Translator(FakeEngine(), GLOSSARY, "fake", memory=memory)
        made = remembering.translate(document)
        assert remembering.translate(document) == made
        memory.correct(document.text, "Tokayev lectured in Astana.", who="Aigerim")
        (bead,) = remembering.translate(document).beads
    assert (bead.origin, bead.target) == ("corrected", "Tokayev lectured in Astana.")
    assert [use.surface for use in bead.terms] == [document.text[use.start : use.end] for use in bead.terms]
    assert [use.surface for use in bead.terms] == ["Toqaev", "Astanada"]
