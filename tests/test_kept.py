"""Every form: the text becomes English in its place, and all else stays where it belongs."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.growth import growth
from tests.kept import DATA, beads, loud, translated
from translate.document import Bead
from translate.errors import InputError
from translate.formats import kept
from translate.formats.kept.deal import deal

REAL = sorted(path.name for path in DATA.iterdir() if path.suffix not in (".md", ".fodt") or path.name == "page.md")
KAZAKH = re.compile("[а-яёәіңғүұқөһ]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(data: bytes) -> list[tuple[Any, ...]]:
    """How each part is packed, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(entry.filename, entry.compress_type, entry.date_time) for entry in package.infolist()]


def tags(data: bytes) -> Counter[str]:
    """How often each element stands in a tree, with its attributes."""
    return Counter(f"{one.tag} {sorted(one.attrib.items())}" for one in lxml.etree.fromstring(data).iter())


def words(data: bytes) -> str:
    return "".join(lxml.etree.fromstring(data).itertext())


def test_there_is_a_real_file_of_every_form() -> None:
    there = {kept.media_type(name) for name in REAL}
    assert there == {kept.media_type(name) for name in kept.SUFFIXES} - {"text/plain", "application/xhtml+xml"}


@pytest.mark.parametrize("name", REAL)
def test_no_sentence_gives_the_same_bytes(name: str) -> None:
    data = (DATA / name).read_bytes()
    form = kept.read(name, data)
    same = [[replaced(bead) for bead in its] for its in beads(form)]
    assert form.english(same) == data


def replaced(bead: Any) -> Any:
    from dataclasses import replace

    return replace(bead, target=bead.segment.text)


@pytest.mark.parametrize("name", [name for name in REAL if not name.endswith(".xlf")])
def test_the_english_reads_back_sentence_by_sentence(name: str) -> None:
    """What was written is read by the same reader: the same documents, each with its English and nothing else."""
    form = kept.read(name, (DATA / name).read_bytes())
    wanted = ["".join("".join(bead.target for bead in its).split()) for its in beads(form)]
    again = kept.read(name, form.english(beads(form)))
    assert ["".join(document.text.split()) for document in again.documents] == wanted


def test_a_web_page() -> None:
    made = loud("page.html").decode()
    assert made == (
        (DATA / "page.html")
        .read_text("utf-8")
        .replace('lang="kk"', 'lang="en"')
        .replace("Жаңа кітапхана &mdash; жаңалық", "ЖАҢА КІТАПХАНА — ЖАҢАЛЫҚ")
        .replace("Жаңа <em>кітапхана</em> ашылды", "<em>ЖАҢА КІТАПХАНА АШЫЛДЫ</em>")
        .replace("Бүгін <b>Астанада</b> жаңа\n   кітапхана ашылды.", "БҮГІН <b>ASTANA</b> ЖАҢА КІТАПХАНА АШЫЛДЫ.")
        .replace("Оған <a", "ОҒАН <a")
        .replace('Тоқаев</a> келді<sup><a href="#n1">1</a></sup>.', 'TOKAYEV</a> КЕЛДІ.<sup><a href="#n1">1</a></sup>')
        .replace("Бірінші қабат", "БІРІНШІ ҚАБАТ")
        .replace("Екінші қабат &amp; мұрағат", "ЕКІНШІ ҚАБАТ &amp; МҰРАҒАТ")
    )


def test_a_web_page_in_an_older_encoding_stays_in_it() -> None:
    page = '<meta charset="windows-1251"><p>Казак тили.</p><p>naive</p>'
    made = translated("a.html", page.encode("windows-1251"))
    assert made.decode("windows-1251") == page.replace("Казак тили", "КАЗАК ТИЛИ")


def test_a_page_says_that_it_is_english_now() -> None:
    page = '<html xml:lang="kk-KZ" lang=kk data-lang="kk"><p lang="kk">Ол келді.</p></html>'
    assert translated("a.xhtml", page.encode()).decode() == (
        '<html xml:lang="en" lang=en data-lang="kk"><p lang="kk">ОЛ КЕЛДІ.</p></html>'
    )


def test_a_text_box_is_translated_in_both_its_forms() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Қорапта.</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    both = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    inside = f'<w:r><mc:AlternateContent xmlns:mc="{mc}">{both}</mc:AlternateContent><w:t>Ол келді.</w:t></w:r>'
    body = parts(translated("a.docx", word(inside)))["word/document.xml"].decode()
    assert (body.count("ҚОРАПТА."), body.count("ОЛ КЕЛДІ."), body.count("txbxContent>")) == (2, 1, 4)


def test_markdown() -> None:
    assert loud("page.md").decode() == (
        (DATA / "page.md")
        .read_text("utf-8")
        .replace("Жаңа *кітапхана* ашылды", "*ЖАҢА КІТАПХАНА АШЫЛДЫ*")
        .replace("Бүгін **Астанада** жаңа кітапхана ашылды. Оған", "БҮГІН **ASTANA** ЖАҢА КІТАПХАНА АШЫЛДЫ. ОҒАН")
        .replace(
            '[Тоқаев](https://example.org/a_b "тақырып") келді[^1].',
            '[TOKAYEV](https://example.org/a_b "тақырып") КЕЛДІ.[^1]',
        )
        .replace("Екінші жолда `pip install қазақ` бар.", "ЕКІНШІ ЖОЛДА `pip install қазақ` БАР.")
        .replace("Келесі жол", "КЕЛЕСІ ЖОЛ")
        .replace("Дәйексөз осы жерде\n> екі жолда тұр", "ДӘЙЕКСӨЗ ОСЫ ЖЕРДЕ ЕКІ ЖОЛДА ТҰР")
        .replace("Бірінші іс", "БІРІНШІ ІС")
        .replace("екінші [сілтеме][ref]", "[ЕКІНШІ СІЛТЕМЕ][ref]")
        .replace("| Қала   | Халқы |", "| ҚАЛА   | ХАЛҚЫ |")
        .replace("| Астана |", "| ASTANA |")
        .replace("Қазақша <b>мәтін</b> мұнда.", "<b>ҚАЗАҚША МӘТІН МҰНДА.</b>")
        .replace("Ескертпе мәтіні", "ЕСКЕРТПЕ МӘТІНІ")
    )


def test_subtitles() -> None:
    assert loud("film.srt").decode() == (
        (DATA / "film.srt")
        .read_text("utf-8")
        .replace("Бүгін Астанада ауа райы\nжақсы болады,", "БҮГІН ASTANA АУА РАЙЫ ЖАҚСЫ БОЛАДЫ,")
        .replace("ал ертең жаңбыр жауады", "АЛ ЕРТЕҢ ЖАҢБЫР ЖАУАДЫ")
        .replace("Сен келесің бе", "СЕН КЕЛЕСІҢ БЕ")
        .replace("Иә, келемін", "ИӘ, КЕЛЕМІН")
    )


def test_a_file_for_translators() -> None:
    made = lxml.etree.fromstring(loud("old.xlf"))
    units = {unit.get("id"): unit for unit in made.iter("{*}trans-unit")}
    shown = {
        number: lxml.etree.tostring(target, encoding="unicode", with_tail=False)
        for number, unit in units.items()
        if (target := unit.find("{*}target")) is not None
    }
    bare = {
        number: text.replace(' xmlns="urn:oasis:names:tc:xliff:document:1.2"', "") for number, text in shown.items()
    }
    state = 'state="translated" state-qualifier="mt-suggestion"'
    assert bare == {
        "1": f'<target {state}>ОҒАН <g id="g1" ctype="link">TOKAYEV</g> КЕЛДІ.<x id="x1"/></target>',
        "2": '<target state="final">He has come.</target>',
        "3": "<target>She left.</target>",
        "4": f"<target {state}>ОЛ ТҰР.</target>",
        "6": f'<target {state}><mrk mtype="seg" mid="0"><bpt id="1">&lt;b&gt;</bpt>ОЛ БҮГІН КЕЛДІ.'
        '<ept id="1">&lt;/b&gt;</ept></mrk> <mrk mtype="seg" mid="1">АБАЙ КЕТТІ.</mrk></target>',
    }
    assert made.find("{*}file").get("target-language") == "en"
    before = (DATA / "old.xlf").read_text("utf-8")
    assert re.sub(r"<target .*?</target>|<target .*?/>", "", loud("old.xlf").decode()).replace(
        ' target-language="en"', ""
    ) == re.sub(r"<target .*?</target>|<target .*?/>", "", before)


def test_a_newer_file_for_translators() -> None:
    made = loud("new.xlf").decode()
    assert made == (
        (DATA / "new.xlf")
        .read_text("utf-8")
        .replace('srcLang="kk"', 'srcLang="kk" trgLang="en"')
        .replace('<segment id="s1">', '<segment id="s1" state="translated">')
        .replace(
            "келді.</source></segment>\n   <ign",
            'келді.</source><target>ОҒАН <pc id="1"><mrk id="m1" type="term">TOKAYEV</mrk></pc> КЕЛДІ.</target>'
            "</segment>\n   <ign",
        )
        .replace('state="initial" subState="a:b"', 'state="translated"')
        .replace("кетті.</source>", 'кетті.</source><target><sc id="2"/>ОЛ БҮГІН КЕТТІ.<ec startRef="2"/></target>')
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<xliff version='1.2'><file target-language='de'/></xliff>", "not English"),
        (b"<xliff version='3.0'/>", "no XLIFF 1.2 or 2"),
        (b"<a/>", "no XLIFF"),
        (b"<a", "no XLIFF file that can be read"),
        (b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><xliff version='1.2'>&a;</xliff>", "entities of its own"),
        (b"", "no XLIFF file"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        kept.read("a.xlf", data)


PACKED = {"maqala.docx": "word/document.xml", "maqala.odt": "content.xml", "slides.pptx": "ppt/slides/slide1.xml"}


@pytest.mark.parametrize("name", [*PACKED, "maqala.epub"])
def test_a_package_keeps_all_else(name: str) -> None:
    before, after = (DATA / name).read_bytes(), loud(name)
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    changed = {part for part in old if old[part] != new[part]}
    assert changed
    assert all(part.endswith((".xml", ".xhtml", ".ncx", ".opf")) for part in changed)
    with zipfile.ZipFile(io.BytesIO(before)) as one, zipfile.ZipFile(io.BytesIO(after)) as other:
        kinds = [
            [(entry.filename, entry.compress_type, entry.date_time) for entry in each.infolist()]
            for each in (one, other)
        ]
        assert kinds[0] == kinds[1]
    for part in changed:
        lxml.etree.fromstring(new[part])
        assert not KAZAKH.search(re.sub("(?s)<[^>]*>", "", new[part].decode()))


def test_a_word_file_keeps_its_styles_links_and_notes() -> None:
    body = lxml.etree.fromstring(parts(loud("maqala.docx"))["word/document.xml"])
    paragraph = list(body.iter(f"{W}p"))[1]
    runs = [
        (
            "".join(run.itertext()),
            [local(one) for style in run.iter(f"{W}rPr") for one in style],
            local(run.getparent()),
        )
        for run in paragraph.iter(f"{W}r")
    ]
    assert runs == [
        ("БҮГІН ", [], "p"),
        ("ASTANA", ["b"], "p"),
        (" ЖАҢА КІТАПХАНА АШЫЛДЫ.", [], "p"),
        (" ", [], "p"),
        ("ОҒАН ", [], "p"),
        ("TOKAYEV", ["rStyle"], "hyperlink"),
        (" КЕЛДІ.", [], "p"),
        ("", ["rStyle"], "p"),
        (" ", [], "p"),
        ("ҚҰРЫЛЫС 2024 ЖЫЛЫ БАСТАЛДЫ.", ["i", "color"], "p"),
    ]
    assert local(paragraph[0]) == "pPr"
    assert "Кездесу" not in words(parts(loud("maqala.docx"))["word/footnotes.xml"])


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def test_an_opendocument_text_keeps_every_tag() -> None:
    before, after = (parts(data)["content.xml"] for data in ((DATA / "maqala.odt").read_bytes(), loud("maqala.odt")))
    assert tags(before) == tags(after)
    assert b"TOKAYEV</text:a>" in after


def test_a_book_keeps_every_tag() -> None:
    before, after = (parts(data) for data in ((DATA / "maqala.epub").read_bytes(), loud("maqala.epub")))
    for part in after:
        if part.endswith("section0001.xhtml"):
            assert tags(before[part]) == tags(after[part])
    assert next(iter(after)) == "mimetype"


def word(*inside: str) -> bytes:
    """A Word file with one paragraph, by the library."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    file, out = docx.Document(), io.BytesIO()
    paragraph = file.add_paragraph()
    for part in inside:
        paragraph._p.append(parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w', 'r')}", part)))
    file.save(out)
    return out.getvalue()


def run(text: str, style: str = "") -> str:
    return f'<w:r><w:rPr>{style}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def shown(data: bytes) -> str:
    """The last paragraph, in short."""
    body = lxml.etree.fromstring(parts(data)["word/document.xml"])
    text = lxml.etree.tostring(list(body.iter(f"{W}p"))[-1], encoding="unicode")
    text = re.sub(r' xmlns:\w+="[^"]*"| xml:space="preserve"|<w:rPr/>', "", text)
    return re.sub(r"</?w:(?:p|r|t)>", "", text).replace("w:", "").strip()


FIELD = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
BEGIN, SEPARATE, END = map(FIELD.format, ("begin", "separate", "end"))
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("inside", "wanted"),
    [
        ([run("Ол кел"), run("ді.", "<w:lang w:val='kk-KZ'/>")], "ОЛ КЕЛДІ."),
        (
            [run("Ол ", "<w:lang w:val='kk-KZ'/>"), run("келді.", "<w:noProof/>")],
            '<rPr><lang val="en-GB"/></rPr>ОЛ КЕЛДІ.',
        ),
        (
            ["<w:del w:id='1'><w:r><w:delText>жоқ</w:delText></w:r></w:del>", run("Ол келді.")],
            '<del id="1"><delText>жоқ</delText></del>ОЛ КЕЛДІ.',
        ),
        (["<w:ins w:id='1'>" + run("Ол") + "</w:ins>", run(" келді.")], '<ins id="1">ОЛ КЕЛДІ.</ins>'),
        ([run("Ол"), "<w:r><w:tab/><w:t>келді.</w:t></w:r>"], "ОЛ<tab/>КЕЛДІ."),
        (
            [run("Ол "), "<w:proofErr w:type='spellStart'/>", run("келді."), "<w:proofErr w:type='spellEnd'/>"],
            "ОЛ КЕЛДІ.",
        ),
        (
            [
                run("Ол "),
                FIELD.format("begin"),
                "<w:r><w:instrText>REF</w:instrText></w:r>",
                FIELD.format("separate"),
                run("Тоқаев"),
                FIELD.format("end"),
                run(" келді."),
            ],
            'ОЛ <fldChar fldCharType="begin"/><instrText>REF</instrText><fldChar fldCharType="separate"/>TOKAYEV'
            '<fldChar fldCharType="end"/> КЕЛДІ.',
        ),
        (
            [
                run("Бет "),
                FIELD.format("begin"),
                "<w:r><w:instrText>PAGE</w:instrText></w:r>",
                FIELD.format("end"),
                run(" бар."),
            ],
            'БЕТ <fldChar fldCharType="begin"/><instrText>PAGE</instrText><fldChar fldCharType="end"/> БАР.',
        ),
        (
            [
                "<w:sdt><w:sdtPr><w:id w:val='5'/></w:sdtPr><w:sdtContent>"
                + run("Ол келді.")
                + "</w:sdtContent></w:sdt>"
            ],
            '<sdt><sdtPr><id val="5"/></sdtPr><sdtContent>ОЛ КЕЛДІ.</sdtContent></sdt>',
        ),
        ([run("Hello "), run("world.", "<w:b/>")], "Hello <rPr><b/></rPr>world."),
    ],
)
def test_what_word_writes_into_a_paragraph(inside: list[str], wanted: str) -> None:
    found = shown(translated("a.docx", word(*inside))).removeprefix('<p><pPr><pStyle val="Normal"/></pPr>')
    assert re.sub(" +", " ", found) == wanted


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.pptx", "a.epub"])
def test_bombs_and_wrecks_are_refused_in_words(name: str) -> None:
    whole = (DATA / next(one for one in REAL if one.endswith(name[1:]))).read_bytes()
    for data in (b"", b"PK", whole[: len(whole) // 2], b"\xd0\xcf\x11\xe0" + bytes(600)):
        with pytest.raises(InputError, match=rf"^{re.escape(name)}: "):
            kept.read(name, data)
    bomb = io.BytesIO(whole)
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("media/a.png", bytes(5_000_000))
    with pytest.raises(InputError, match="200 times its size"):
        kept.read(name, bomb.getvalue())


@pytest.mark.parametrize(("name", "part"), [("maqala.docx", "word/document.xml"), ("maqala.odt", "content.xml")])
def test_entities_are_not_made_longer(name: str, part: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for each, data in parts((DATA / name).read_bytes()).items():
            bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaa'><!ENTITY b SYSTEM 'file:///etc/passwd'>]><x>&a;&b;</x>"
            package.writestr(each, bomb if each == part else data)
    with pytest.raises(InputError, match="entities of its own"):
        kept.read(name, out.getvalue())


def test_a_form_that_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match=r"a\.pdf: its form is not known"):
        kept.read("a.pdf", b"")


# no vowel, so that no word of Kazakh in Latin letters comes about
LATIN = st.text("bcd.,! \n<>&;\"'=/-", max_size=12)
NAMES = st.sampled_from(["b", "i", "p", "div", "a", "span", "code", "script", "br/"])
LATIN_TREES = st.recursive(
    LATIN | st.sampled_from(["<!-- x -->", "<img src=a>", "&nbsp;", "&amp;"]),
    lambda inner: st.tuples(NAMES, st.lists(inner, max_size=4)).map(
        lambda one: f"<{one[0]} n='1'>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=12,
)


@settings(max_examples=150)
@given(st.lists(LATIN_TREES, max_size=4).map("".join))
def test_a_page_without_kazakh_is_the_same_bytes(source: str) -> None:
    assert translated("a.html", source.encode()) == source.encode()


MARKS = st.sampled_from(
    ["*{}*", "**{}**", "[{}](u)", "~~{}~~", "{} `c`", "{}[^1]", "> {}", "- {}", "# {}", "{}\n{}", "{}\n\n{}"]
)
SAID = st.sampled_from(["Ол келді.", "Абай", "Тоқаев кетті", "ол (Астана)", "plain words."])
TEXTS = st.recursive(
    SAID, lambda inner: st.builds(lambda mark, one: mark.replace("{}", one), MARKS, inner), max_leaves=4
)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("Абай <b>Ол <i>келді.</i> Ол</b> кетті.", "<b><i>АБАЙ ОЛ КЕЛДІ.</i> ОЛ КЕТТІ.</b>"),
        ("Ол <u>бар <b>жоқ. Ол</b> бар. Ол</u> жоқ.", "<u><b>ОЛ БАР ЖОҚ. ОЛ БАР.</b> </u>ОЛ ЖОҚ."),
        ("Ол <u>бар. Ол жоқ</u> иә <i>бар. Ол</i> жоқ.", "<u>ОЛ БАР. ОЛ ЖОҚ ИӘ БАР.</u><i> ОЛ ЖОҚ.</i>"),
    ],
)
def test_what_reaches_from_one_sentence_into_the_next_is_around_both(source: str, made: str) -> None:
    assert translated("a.html", f"<p>{source}</p>".encode()).decode() == f"<p>{made}</p>"


def structure(text: str) -> Counter[str]:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["strikethrough"]).parse(text)
    flat = [one for token in tokens for one in (token, *(token.children or ()))]
    return Counter(one.type for one in flat if one.type not in ("text", "softbreak", "inline"))


@settings(max_examples=200)
@example("Абай ~~~~Ол келді.~~~~")
@example("Ол келді. **ол (Астана)*\n*ол (Астана)**")
@example("*Ол келді.\nОл келді.*[^1]")
@given(st.lists(TEXTS, min_size=1, max_size=3).map(" ".join))
def test_markdown_keeps_its_structure(source: str) -> None:
    assert structure(translated("a.md", source.encode()).decode()) == structure(source)


@settings(max_examples=100)
@given(st.text("aк*_[]()`<>\\#-+1. \n~|!&", max_size=40))
def test_markdown_without_kazakh_words_is_the_same_and_any_is_read(source: str) -> None:
    made = translated("a.md", source.encode()).decode()
    if "к" not in source:
        assert made == source


def test_plain_text_keeps_its_lines(tmp_path: Path) -> None:
    assert translated("a.txt", "Ол  келді.\r\n\r\n  Абай кетті. Yes.\n".encode()) == (
        "ОЛ КЕЛДІ.\r\n\r\n  АБАЙ КЕТТІ. Yes.\n".encode()
    )


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("a.srt", "1"),
        ("a.srt", "00:00:01,000 --> "),
        ("a.srt", "00:00:01,000 --> 00:00:02,000\n- х\n"),
        ("a.srt", "\n"),
        ("a.md", "*х "),
        ("a.md", "[х]("),
        ("a.md", "![х"),
        ("a.md", "|х"),
        ("a.html", "<p>х"),
        ("a.html", "<sup><a "),
        ("a.html", "<b>х</b>"),
    ],
)
def test_no_file_takes_long(name: str, part: str) -> None:
    def work(times: int) -> None:
        try:
            form = kept.read(name, (part * times).encode())
            form.english([[Bead(one, "X " + one.text, "engine") for one in each.segments] for each in form.documents])
        except InputError:
            assert name == "a.srt"

    assert growth(work, 1_250) < 3 * 8


@given(st.lists(st.integers(1, 12), max_size=30), st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_words_are_dealt_whole_and_in_order(lengths: list[int], weights: list[int]) -> None:
    parts = [lengths[its] for its in deal(lengths, weights, [length % 3 == 0 for length in lengths])]
    assert [length for part in parts for length in part] == lengths
    assert len(parts) == len(weights)
    assert len(lengths) < len(weights) or all(parts)
    assert len(lengths) >= len(weights) or max(map(len, parts), default=0) <= 1 or not all(parts)
