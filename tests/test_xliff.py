"""XLIFF: the shape that the standard asks for, every sentence in it, and the text put together again."""

import re
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tests.test_formats import PART, THREE, bitext
from translate.document import Bead, Bitext, Document, Flag, Origin
from translate.formats import newswire, xliff, xml

NS = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def tree(written: str) -> ElementTree.Element:
    return ElementTree.fromstring(written.encode("utf-8"))


def translated(document: Document) -> Bitext:
    """Each sentence with its number for English."""
    beads = tuple(Bead(segment, f"No. {n}", "engine") for n, segment in enumerate(document.segments))
    return Bitext(document, beads, "model:x")


@given(ANY)
def test_paragraphs_are_units_and_their_text_is_whole(text: str) -> None:
    document = newswire.parse(xml.clean(text))
    root = tree(xliff.write(translated(document)))
    units = [
        "".join(source.text or "" for source in unit.iterfind("*/x:source", NS))
        for unit in root.iterfind("x:file/x:unit", NS)
    ]
    lines = [line.strip() for line in document.text[document.body :].splitlines() if line.strip()]
    assert units == lines or (not lines and units == [""])
    assert len(root.findall(".//x:target", NS)) == len(document.segments)


@given(st.tuples(ANY, ANY), st.text(max_size=9))
def test_any_text_is_well_formed(row: tuple[str, str], name: str) -> None:
    one = bitext(row)
    written = xliff.write(replace(one, document=replace(one.document, name=xml.clean(name))))
    root = tree(written)
    assert root.find("x:file", NS).attrib["original"] == xml.clean(name)  # type: ignore[union-attr]
    assert [target.text or "" for target in root.iterfind(".//x:target", NS)] == [xml.clean(row[1])]


def test_the_head_says_the_languages_and_what_made_it() -> None:
    root = tree(xliff.write(PART))
    assert root.attrib == {"version": "2.1", "srcLang": "kk", "trgLang": "en"}
    notes = {note.attrib["category"]: note.text for note in root.iterfind("x:file/x:notes/x:note", NS)}
    assert notes == {"signature": "model:x|audarma:0", "date": "2025-12-19", "partial": "1 of 3 sentences"}


def test_a_persons_correction_is_final() -> None:
    origins: tuple[Origin, ...] = ("corrected", "memory", "engine")
    beads = tuple(replace(bead, origin=origin) for bead, origin in zip(THREE.beads, origins, strict=True))
    written = xliff.write(replace(THREE, beads=beads))
    assert re.findall(r'state="(\w+)" subState="audarma:(\w+)"', written) == [
        ("final", "corrected"),
        ("translated", "memory"),
        ("translated", "engine"),
    ]


def test_flags_are_notes_that_name_their_sentence() -> None:
    number = Flag("number", "3 & 4 differ", "source", 0, 1)
    bead = replace(THREE.beads[2], flags=(*THREE.beads[2].flags, number))
    root = tree(xliff.write(replace(THREE, beads=(*THREE.beads[:2], bead))))
    notes = [
        (note.attrib["id"], note.attrib["category"], note.text)
        for note in root.iterfind("x:file/x:unit[@id='u2']/x:notes/x:note", NS)
    ]
    assert notes == [
        ("s2.1", "draft", "s2: a draft"),
        ("s3.1", "draft", "s3: a draft"),
        ("s3.2", "number", "s3: 3 & 4 differ"),
    ]


def test_elements_stand_in_the_order_of_the_standard() -> None:
    root = tree(xliff.write(THREE))
    names = [[child.tag.rpartition("}")[2] for child in unit] for unit in root.iterfind("x:file/x:unit", NS)]
    assert names == [["notes", "segment"], ["notes", "segment", "ignorable", "segment"]]
    assert [child.tag.rpartition("}")[2] for child in root[0]] == ["notes", "unit", "unit"]
    identities = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert all(re.fullmatch(r"[\w.-]+", identity) for identity in identities)


def test_a_text_without_sentences_still_has_its_unit() -> None:
    root = tree(xliff.write(Bitext(Document("", ()), (), "s")))
    assert len(root.findall("x:file/x:unit/x:segment/x:source", NS)) == 1
