"""Kazakh in Arabic letters and in the Latin of 2017 and 2018: told, read as Cyrillic, and led back to the file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import alphabets
from glossary.matcher import Glossary
from glossary.term import Term
from tests.test_latin import CYRILLIC, all_is_placed
from translate.engines.fake import FakeEngine
from translate.formats import newswire
from translate.language import language
from translate.latin import respelled
from translate.reasons import say
from translate.translator import Translator

# The first article of the Universal Declaration of Human Rights.
ARTICLES = {
    "kaz_Arab": (
        "بارلىق ادامدار تۋمىسىنان ازات جانە ءقادىر-قاسيەتى مەن قۇقىقتارى تەڭ بولىپ دۇنيەگە كەلەدى. ادامدارعا "
        "اقىل-پاراسات، ار-وجدان بەرىلگەن، سوندىقتان ولار ءبىر-بىرىمەن تۋىستىق، باۋىرمالدىق قارىم-قاتىناس "
        "جاساۋلارى ءتيىس."
    ),
    "kaz_2017": (
        "Barlyq adamdar ty'mysynan azat ja'ne qadir-qasi'eti men quqyqtary ten' bolyp du'ni'ege keledi. Adamdarg'a "
        "aqyl-parasat, ar-ojdan berilgen, sondyqtan olar bir-birimen ty'ystyq, bay'yrmaldyq qarym-qatynas "
        "jasay'lary ti'is."
    ),
    "kaz_2018": (
        "Barlyq adamdar týmysynan azat jáne qadir-qasıeti men quqyqtary teń bolyp dúnıege keledi. Adamdarǵa "
        "aqyl-parasat, ar-ojdan berilgen, sondyqtan olar bir-birimen týystyq, baýyrmaldyq qarym-qatynas "
        "jasaýlary tıis."
    ),
}
LETTERS = {
    "kaz_2017": "agionsucyhzqAGIOSUY'’ wx-.12Қ",
    "kaz_2018": "aágǵiınńoóshcuúyýSHIÁ wx-.12\u0301Қ",
    "kaz_Arab": "ابۆگعدەيجزكقلمنڭوپرستۋۇفحھچشىٴءـکی،؟.٣ aҚ",
}


@pytest.mark.parametrize("letters", ARTICLES)
def test_a_whole_article_is_read_word_for_word(letters: str) -> None:
    made = respelled(ARTICLES[letters], letters)
    assert made
    # Arabic letters have no capitals; whoever opens the second sentence is told by its segment
    assert made.text.lower() == CYRILLIC.lower()
    assert letters == "kaz_Arab" or made.text == CYRILLIC


@pytest.mark.parametrize("letters", ARTICLES)
def test_each_sentence_is_told_by_its_words(letters: str) -> None:
    for sentence in ARTICLES[letters].split(". "):
        assert language(sentence) == letters


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("هذا الكتاب مفيد جدا للطلاب في المدرسة", "und"),
        ("این کتاب برای دانش آموزان بسیار مفید است", "und"),
        ("ئۇيغۇر ئېلىدە يېڭى مەكتەپ ئېچىلدى", "und"),
        ("The president's son didn't go to the students' party.", "eng_Latn"),
        ("Wczoraj wieczorem spotkał się z premierem", "und_Latn"),
        ("Qazaqstan Respublikasy 12 şart jasasty.", "kaz_Latn"),
    ],
)
def test_other_languages_in_these_letters_are_not_taken_for_kazakh(text: str, wanted: str) -> None:
    assert language(text) == wanted


@pytest.mark.parametrize(
    ("letters", "typed", "wanted"),
    [
        ("kaz_2018", "Qazaqstan Respýblıkasy", "Қазақстан Республикасы"),
        ("kaz_2017", "Qazaqstan Respy’bli’kasy", "Қазақстан Республикасы"),
        ("kaz_2018", "chempıon SHYǴYS Google", "чемпион ШЫҒЫС Google"),
        ("kaz_2017", "O'zbekstan", "Өзбекстан"),
        ("kaz_Arab", "قازاقستان ءبىرىنشى", "Қазақстан бірінші"),
        ("kaz_Arab", "كىتاپ، ٢٠٢١ ءان؟", "Кітап, 2021 ән?"),
        ("kaz_Arab", "استاناعا كەلدى", "Астанаға келді"),
        ("kaz_Arab", "بۇگىن استانادا", "Бүгін Астанада"),
    ],
)
def test_words_are_read_as_they_are_written(letters: str, typed: str, wanted: str) -> None:
    made = respelled(typed, letters)
    assert made
    assert made.text == wanted


@pytest.mark.parametrize("letters", LETTERS)
@given(data=st.data())
def test_every_character_knows_where_it_was_typed(letters: str, data: st.DataObject) -> None:
    typed = data.draw(st.text(LETTERS[letters], max_size=60))
    head = min(data.draw(st.integers(0, 5)), len(typed))
    made = respelled(typed, letters, head)
    assert made
    assert made.typed == typed
    all_is_placed(made, typed, head)


@pytest.mark.parametrize(("letters", "least"), [("kaz_2017", 0.985), ("kaz_2018", 0.985), ("kaz_Arab", 0.97)])
def test_the_way_there_and_back_loses_few_words(testsets: Path, letters: str, least: float) -> None:
    kazakh = alphabets.kazakh(testsets / "newstest2019.tsv")
    found = alphabets.restored(kazakh, letters)
    assert least * found.words <= found.right < found.words, f"{found.right} of {found.words}"
    assert found.told >= 0.95 * len(kazakh), f"{found.told} of {len(kazakh)} told"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("توقاەۆ استانادا ءدارىس وقىدى.", "language.arabic"),
        ("Toqaev Astanada dáris oqydy.", "language.older"),
        ("Toqaev Astanada da'ris oqydy.", "language.older"),
    ],
)
def test_the_model_reads_cyrillic_and_the_row_says_what_was_done(typed: str, code: str) -> None:
    glossary = Glossary([Term("Тоқаев", "Tokayev"), Term("Астана", "Astana")])
    engine = FakeEngine({"Тоқаев Астанада дәріс оқыды.": "Tokayev gave a lecture in Astana."})
    (bead,) = Translator(engine, glossary, "fake").translate(newswire.parse(typed)).beads
    assert engine.history[0].sentences == ("Тоқаев Астанада дәріс оқыды.",)
    assert engine.history[0].decoding.source == "kaz_Cyrl"
    assert bead.segment.text == typed
    assert (bead.target, bead.origin) == ("Tokayev gave a lecture in Astana.", "engine")
    assert [typed[use.start : use.end] for use in bead.terms] == typed.split()[:2]
    (flag,) = [flag for flag in bead.flags if flag.kind == "language"]
    assert (flag.reason, flag.side, flag.start, flag.end) == (say(code), "source", 0, len(typed))
