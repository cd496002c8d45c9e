"""Text with tags: none is lost, those that were nested well stay so, and only words are translated."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.matcher import Glossary
from glossary.term import Term
from tests.growth import growth
from translate.document import Bead
from translate.engines.fake import FakeEngine
from translate.formats.kept.markup import Marked
from translate.formats.kept.tags import tokens
from translate.server.wording import Plain, Wording
from translate.translator import Translator

LOUD = Translator(FakeEngine(str.upper), Glossary(), "fake")


def english(wording: Wording) -> str:
    beads: list[Sequence[Bead]] = [LOUD.translate(document).beads for document in wording.documents]
    return wording.english(beads)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Ол келді.", "ОЛ КЕЛДІ."),
        ("<p>Ол келді.</p>\n<p>Абай</p>", "<p>ОЛ КЕЛДІ.</p>\n<p>АБАЙ</p>"),
        ("Ол <b>бүгін</b> келді.", "<b>ОЛ БҮГІН КЕЛДІ.</b>"),
        ("<b>Ол келді. Абай</b> кетті.", "<b>ОЛ КЕЛДІ. </b>АБАЙ КЕТТІ."),
        ("Ол <b>келді. Абай кетті.</b>", "ОЛ КЕЛДІ.<b> АБАЙ КЕТТІ.</b>"),
        ("<i>Ол келді.</i> <i>Абай кетті.</i>", "<i>ОЛ КЕЛДІ.</i> <i>АБАЙ КЕТТІ.</i>"),
        ("Ол<br>келді", "ОЛ<br>КЕЛДІ"),
        ("Ол\n  келді.", "ОЛ КЕЛДІ."),
        ("Ол &lt;b&gt; келді &amp; &nbsp;кетті", "ОЛ &lt;B&gt; КЕЛДІ &amp; КЕТТІ"),
        ("5 < 6 және 7 > 6", "5 &lt; 6 ЖӘНЕ 7 &gt; 6"),
        ("<a href=\"x>y\" title='<b>'>Ол</a>", "<a href=\"x>y\" title='<b>'>ОЛ</a>"),
        ("<script>if (a<b) 'ол'</script>Ол", "<script>if (a<b) 'ол'</script>ОЛ"),
        ("Ол <code>x <code>y</code> z</code> келді", "ОЛ <code>x <code>y</code> z</code> КЕЛДІ"),
        ('<p translate="no">Ол</p>', '<p translate="no">Ол</p>'),
        ("<!doctype html><!-- ол -->Ол<![CDATA[ол]]>", "<!doctype html><!-- ол -->ОЛ<![CDATA[ол]]>"),
        ("<!-- ол", "&lt;!-- ОЛ"),
        ("<", "<"),
        ("", ""),
    ],
)
def test_words_are_translated_and_tags_kept(source: str, target: str) -> None:
    assert english(Marked(source)) == target


NAMED = Translator(
    FakeEngine({"Тоқаев бүгін Астанаға 12 адаммен келді.": "Today Tokayev came to Astana with 12 people."}),
    Glossary([Term("Тоқаев", "Tokayev"), Term("Астана", "Astana")]),
    "fake",
)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        # what is known of a word's English decides
        (
            "<b>Тоқаев</b> бүгін <a>Астанаға</a> <i>12</i> адаммен келді.",
            "Today <b>Tokayev</b> came to <a>Astana</a> with <i>12</i> people.",
        ),
        (
            "Тоқаев бүгін <u><b>Астанаға</b> 12</u> адаммен келді.",
            "Today Tokayev came to <u><b>Astana</b> with 12</u> people.",
        ),
        # of what is not, each has its share, and no link lies in a link
        (
            "Тоқаев <a>бүгін</a> <b>Астанаға</b> 12 адаммен <i>келді</i>.",
            "<a>Today Tokayev came to</a> <b>Astana</b> <i>with 12 people.</i>",
        ),
        ("Тоқаев <a>бүгін</a> Астанаға 12 адаммен келді.", "<a>Today Tokayev came to Astana with 12 people.</a>"),
        # nothing is around what holds no word
        (
            'Тоқаев <i class="x"></i>бүгін Астанаға 12 адаммен келді.',
            'Today Tokayev came to Astana with 12 people.<i class="x"></i>',
        ),
    ],
)
def test_an_element_goes_where_its_words_are(source: str, target: str) -> None:
    wording = Marked(source)
    made = wording.english([NAMED.translate(document).beads for document in wording.documents])
    assert made == target


def test_what_stays_keeps_every_character_beside_english() -> None:
    source = "Ол келді. 5 &lt; 6 &nbsp;<b>is  </b>\n true&copy;. <i>Абай</i> кетті."
    assert english(Marked(source)) == "ОЛ КЕЛДІ. 5 &lt; 6 &nbsp;<b>is  </b>\n true&copy;. <i>АБАЙ</i> КЕТТІ."
    assert english(Marked("5 < 6 &amp &lt;.\n&quot;no&quot;")) == "5 < 6 &amp &lt;.\n&quot;no&quot;"


def test_a_request_may_say_what_its_tags_do() -> None:
    source = "<d>Ол <y>келді</y>. <x>Абай</x><k>ол</k></d>"
    assert english(Marked(source, inside=["y"], breaking=["x"], sealed=["k"], split="lines")) == (
        "<d><y>ОЛ КЕЛДІ.</y> <x>АБАЙ</x><k>ол</k></d>"
    )


WORDS = st.sampled_from(["Ол келді. ", "Абай ", "кетті.", "\n", "бар. Қазақ", " &amp; "])
NAMES = st.sampled_from(["b", "i", "p", "div", "a"])
TREES = st.recursive(
    WORDS,
    lambda inner: st.tuples(NAMES, st.lists(inner, max_size=4)).map(
        lambda one: f"<{one[0]} n='{len(one[1])}'>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=12,
)


@settings(max_examples=80)
@given(st.lists(TREES, max_size=4).map("".join), st.booleans())
def test_what_was_nested_well_stays_so(source: str, lines: bool) -> None:
    made = english(Marked(source, split="lines" if lines else "stops"))
    assert sorted(re.findall("<[^>]*>", made)) == sorted(re.findall("<[^>]*>", source))
    before, after = ("".join(ElementTree.fromstring(f"<r>{text}</r>").itertext()) for text in (source, made))
    # a blank may come between sentences that were written close up
    assert "".join(after.split()) == "".join(before.upper().split())


@settings(max_examples=150)
@given(st.text("<>/!-?ab \"'&;.[]кК\n=", max_size=60))
def test_whatever_is_sent_no_tag_is_lost(source: str) -> None:
    made = english(Marked(source))
    there, then = ([token.raw for token in tokens(text) if token.kind != "text"] for text in (made, source))
    assert sorted(there) == sorted(then)


@pytest.mark.parametrize("part", ["<a ", '<a "', "<!--", "<![CDATA[", "<code>", "<script>", "<?", "</a", "<b>"])
def test_no_text_takes_long(part: str) -> None:
    assert growth(lambda times: Marked((part + "х") * times), 2_500) < 3 * 8


@given(st.text("Абв қ.!\n\t 12date-—«»", max_size=80))
def test_plain_text_keeps_every_blank(text: str) -> None:
    made = english(Plain(text))
    assert re.sub(r"\S+", "", made).count("\n") == text.count("\n")
    assert made[: len(made) - len(made.lstrip())] == text[: len(text) - len(text.lstrip())]
