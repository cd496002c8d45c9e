"""Endings: whole paradigms are taken, other words are not, and the labelled words are told apart as promised."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.morphology import beginnings, ending
from glossary.term import Term

GOLD = Path(__file__).parent / "gold" / "inflections.tsv"
ALPHABET = "аәбвгғдеёжзийкқлмнңопрстуұүфхһцчшщъыіьэюяАҚҰE-' xTe"

# A stem of each class with its forms as a grammar book gives them: nominative plural, genitive, dative, accusative,
# locative, ablative, instrumental; then "my", "your", "his", "our".
PARADIGMS = {
    "қала": "қалалар қаланың қалаға қаланы қалада қаладан қаламен қалам қалаң қаласы қаламыз",
    "теңге": "теңгелер теңгенің теңгеге теңгені теңгеде теңгеден теңгемен теңгем теңгең теңгесі теңгеміз",
    "министр": "министрлер министрдің министрге министрді министрде министрден министрмен министрім министрі",
    "тау": "таулар таудың тауға тауды тауда таудан таумен тауым тауың тауы тауымыз",
    "әйел": "әйелдер әйелдің әйелге әйелді әйелде әйелден әйелмен әйелім әйелің әйелі әйеліміз",
    "адам": "адамдар адамның адамға адамды адамда адамнан адаммен адамым адамың адамы адамымыз",
    "қаз": "қаздар қаздың қазға қазды қазда қаздан қазбен қазым қазың қазы қазымыз",
    "мектеп": "мектептер мектептің мектепке мектепті мектепте мектептен мектеппен мектебім мектебі мектебіміз",
    "одақ": "одақтар одақтың одаққа одақты одақта одақтан одақпен одағым одағы одағымыз одақтары",
    "көлік": "көліктер көліктің көлікке көлікті көлікте көліктен көлікпен көлігім көлігі көлігіміз",
    "орын": "орындар орынның орынға орында орыннан орынмен орным орның орны орнымыз орнына орындарын",
    "нарық": "нарықтар нарыққа нарығы нарқы нарқының",
    "ауыз": "ауызда аузы аузынан аузымыз",
    "кәсіпорын": "кәсіпорынға кәсіпорны кәсіпорнының кәсіпорындар",
    "халық": "халықтар халықтың халыққа халықты халықта халықтан халықпен халқым халқы халқымыз халқының",
    "клуб": "клубтар клубтың клубқа клубты клубта клубтан клубпен клубым клубы клубымыз",
    "конгресс": "конгресстің конгрестің конгреске конгресте конгрестен конгресі конгрессі конгресіне",
    "интеллект": "интеллектінің интеллектіге интеллектіні интеллекттің интеллектісі интеллекті",
    "Кремль": "Кремльдің Кремльге Кремльді Кремльден Кремлі Кремлінің",
    "Назарбаев": "Назарбаевтың Назарбаевқа Назарбаевты Назарбаевтан Назарбаевпен Назарбаевтар",
    "Путин": "Путинге Путинға Путиннің Путинмен",
    "Елбасы": "Елбасының Елбасына Елбасын Елбасында Елбасынан Елбасымен Елбасымыз",
    "Еуропа Одағы": "Еуропа_Одағының Еуропа_Одағына Еуропа_Одағын Еуропа_Одағында Еуропа_Одағынан Еуропа_Одағымен",
    "БҰҰ": "БҰҰ-ның БҰҰ-ға БҰҰ-ны БҰҰ-да БҰҰ-дан БҰҰ-мен БҰҰ-сы БҰҰның",
    "АҚШ": "АҚШ-тың АҚШ-қа АҚШ-ты АҚШ-та АҚШ-тан АҚШ-пен АҚШ-тағы АҚШ’тың",
    "Facebook": "Facebook-тің Facebook-ке Facebook-қа Facebook-пен Facebook’тан Facebookтің",
    "G20": "G20-ның G20-ға G20-да G20-дан G20-мен",
}
SLOTS = {
    ("үй", "үйдегідей"): "дегідей",
    ("үй", "үйіміздеміз"): "іміздеміз",
    ("ел", "елдемін"): "демін",
    ("таныс", "таныспын"): "пын",
    ("ғасыр", "ғасырдай"): "дай",
    ("жақын", "жақынырақ"): "ырақ",
    ("Қазақстан", "Қазақстандағылардың"): "дағылардың",
    ("Үндістан", "Үндістандікінен"): "дікінен",
    ("Қазақстан", "Қазақстанның-ақ"): "ның-ақ",
    ("облыс әкімі", "облыс әкімдеріне"): "деріне",
    ("АҚШ президенті", "АҚШ президенттері"): "тері",
    ("мемлекет басшысы", "мемлекет басшыларының"): "ларының",
    ("халықаралық одағы", "халықаралық одақтары"): "тары",
    ("Қазақстан халқы", "Қазақстан халықтары"): "тары",
    ("Қазақстан", "Қазақ\u00adстан\u00adның"): "ның",
    ("АСЕАН", "AСЕАН-ға"): "-ға",
}
OTHERS = {
    "derivation": "Қазақстан:қазақстандық министр:министрлігі АҚШ:АҚШ-тық Еуропа:еуропашыл Ұлыбритания:Ұлыбританиясыз "
    "қазақ:қазақша әкім:әкімшілік кітап:кітапхана одақ:одақтас есеп:есептеу облыс_әкімі:облыс_әкімдігі",
    "compound": "АҚШ:АҚШ-Қытай Қазақстан:Қазақстан-Қытай халық:халықаралық ел:елорда шығыс:шығыстану",
    "harmony": "қала:қалаге үй:үйға одақ:одақке мектеп:мектепқа әкім:әкімнан қала:қалалер",
    "harmony within the endings": "Путин:Путиндарге БҰҰ:БҰҰ-сынде",
    "assimilation": "қала:қаладың мектеп:мектепді адам:адамдың одақ:одақмен министр:министртер қаз:қазпен",
    "voicing": "одақ:одақы көлік:көлікі мектеп:мектебтің одақ:одағқа халық:халқтың орын:орнда",
    "-н- and no -н-": "облыс_әкімі:облыс_әкімінге қала:қаланда қала:қалана",
    "no vowel falls": "салық:салқын жарық:жарқын балық:балқын айық:айқын артық:артқы тірлік:тірлкі",
    "order of the slots": "ел:елденлер ел:елдіңіз қала:қаласылар",
    "first words inflected": "облыс_әкімі:облысының_әкімі АҚШ_президенті:АҚШ-тың_президенті",
    "plural of a possessive left bare": "облыс_әкімі:облыс_әкімдер облыс_әкімі:облыс_әкім",
    "hyphen behind a common noun": "ел:ел-дің қала:қала-да",
    "other words": "Қырым:Қырымбек ЕО:ЕОБ қала:қалам-қағаз ел:елу үй:үйрену Иран:Ирак",
}


@pytest.mark.parametrize("stem", PARADIGMS)
def test_whole_paradigms_are_taken(stem: str) -> None:
    forms = [form.replace("_", " ") for form in PARADIGMS[stem].split()]
    assert [form for form in forms if ending(stem, form) is None] == []


@pytest.mark.parametrize(("stem", "word"), SLOTS)
def test_every_slot_gives_its_ending_as_written(stem: str, word: str) -> None:
    found = ending(stem, word)
    assert found is not None
    assert found.replace("\u00ad", "") == SLOTS[stem, word]


@pytest.mark.parametrize("why", OTHERS)
def test_other_words_are_refused(why: str) -> None:
    examples = [example.replace("_", " ").split(":") for example in OTHERS[why].split()]
    assert [(stem, word) for stem, word in examples if ending(stem, word) is not None] == []


BACK = {"stems": "бала адам тас жол қаз сай мұнай", "vowels": "аы"}
FRONT = {"stems": "әке мүше әйел іс көл сөз кемпір", "vowels": "еі"}


def generated(stem: str, a: str, y: str) -> Iterator[str]:
    """Stem, plural, possessive and case by rules of their own: the classes of sounds as lists of letters."""
    g, q = ("ғ", "қ") if a == "а" else ("г", "к")

    def case(word: str, possessed: bool) -> Iterator[str]:
        last = word[-1]
        vowel, nasal, hard = last in "аеыі", last in "мнң", last in "пкқстш"
        d = "т" if hard else "д"
        yield word + ("н" if vowel or nasal else d) + y + "ң"
        yield word + ("н" if possessed else ("н" if vowel else d) + y)
        yield word + ("н" + a if possessed else (q if hard else g) + a)
        yield word + ("н" if possessed else "") + d + a
        yield word + ("н" if possessed or nasal else d) + a + "н"
        yield word + ("п" if hard else "б" if last in "зж" else "м") + "ен"
        yield word + ("н" if possessed else "") + d + a + g + y

    last = stem[-1]
    plural = stem + ("л" if last in "аеыірйу" else "т" if last in "пкқстш" else "д") + a + "р"
    for word in (stem, plural):
        third = word + ("с" if word[-1] in "аеыі" else "") + y
        yield from (word, third, *case(word, False), *case(third, True))


@pytest.mark.parametrize(("kind", "front"), [(BACK, False), (FRONT, True)])
def test_generated_paradigms_are_taken_in_one_harmony_alone(kind: dict[str, str], front: bool) -> None:
    for stem in kind["stems"].split():
        forms = list(generated(stem, *kind["vowels"]))
        assert [form for form in forms if ending(stem, form) is None] == []
        other = str.maketrans("аығқ", "еігк") if not front else str.maketrans("еігк", "аығқ")
        wrong = {stem + form[len(stem) :].translate(other) for form in forms} - set(forms)
        # -мен is the same behind any stem; all else is refused
        assert [form for form in wrong if ending(stem, form) is not None] == []


@given(st.text("абгғдеіқлмнорстуыүБҚҰ", min_size=1, max_size=12))
def test_a_bare_stem_has_the_empty_ending(stem: str) -> None:
    assert ending(stem, stem) == ""


@given(st.text(ALPHABET, min_size=1, max_size=8).filter(str.isalpha), st.text(ALPHABET, max_size=12))
def test_what_does_not_begin_as_the_stem_does_never_matches(stem: str, word: str) -> None:
    if not any(word.lower().startswith(form) for form in beginnings(stem.lower())):
        assert ending(stem, word) in (None, "")


@given(st.text(ALPHABET, min_size=1, max_size=8).filter(str.isalpha), st.text("аеыіғгқкдтлнмңрсбп-", max_size=12))
def test_the_ending_is_the_end_of_the_word(stem: str, tail: str) -> None:
    found = ending(stem, stem + tail)
    assert found is None or (stem + tail).endswith(found)


def labelled(half: str) -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["half"] == half]


@pytest.mark.parametrize("half", ["look", "once"])
def test_inflections_are_found_with_their_endings(half: str) -> None:
    rows = [row for row in labelled(half) if row["label"] == "inflection"]
    right = sum(ending(row["stem"], row["surface"]) == row["ending"] for row in rows)
    assert right >= 0.98 * len(rows)


# What no ending tells from an inflection: adjectives in -ды and -ты, which are spelled like accusatives, and a noun.
EQUAL = {("ел", "елді"), ("есеп", "есепті"), ("орын", "орынды"), ("ел", "елі")}


@pytest.mark.parametrize("half", ["look", "once"])
@pytest.mark.parametrize("label", ["derivation", "compound"])
def test_derivations_and_compounds_are_not_found(half: str, label: str) -> None:
    rows = [(row["stem"], row["surface"]) for row in labelled(half) if row["label"] == label]
    assert {(stem, word) for stem, word in rows if ending(stem, word) is not None} <= EQUAL


@pytest.mark.parametrize("half", ["look", "once"])
def test_capitals_and_word_lists_refuse_what_endings_cannot(half: str) -> None:
    rows = [(row["stem"], row["surface"]) for row in labelled(half) if row["label"] == "other"]
    assert {(stem, word) for stem, word in rows if Glossary([Term(stem, stem)]).find(f"ол {word}")} <= EQUAL
