"""Glossaries as TBX, the exchange form of terminology tools (ISO 30042:2019, dialect TBX-Basic; older files are read).

The source is a Kazakh term, the target the preferred English one, a forbidden form a deprecated one; accepted forms and
variants are both admitted, and a variant says that it is one. What TBX-Basic has no place for, days and priority,
stands in a note of the concept that people can read too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NoReturn, cast
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import escape

from glossary.errors import GlossaryError
from glossary.term import KINDS, Kind, Term

_PREFERRED, _ADMITTED, _DEPRECATED = "preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts"
_SUPERSEDED = "supersededTerm-admn-sts"
_CONCEPTS, _LANGUAGES, _TERMS = ("conceptEntry", "termEntry"), ("langSec", "langSet"), ("termSec", "tig", "ntig")
_DEEPEST = 100
_SCOPE = re.compile(
    r"in force(?: from (?P<first>\d{4}-\d\d-\d\d))?(?: to (?P<last>\d{4}-\d\d-\d\d))?"
    r"(?:, priority (?P<priority>-?\d{1,7}))?"
)
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="kk" xmlns="urn:iso:std:iso:30042:ed-2">
  <tbxHeader>
    <fileDesc>
      <sourceDesc>
        <p>A Kazakh-English glossary written by Audarma</p>
      </sourceDesc>
    </fileDesc>
  </tbxHeader>
  <text>
    <body>
"""
_FOOT = """    </body>
  </text>
</tbx>
"""


def write(terms: Iterable[Term]) -> str:
    """The entries as a TBX-Basic file."""
    return _HEAD + "".join(_concept(number, term) for number, term in enumerate(terms, 1)) + _FOOT


def read(data: bytes, name: str) -> Iterator[tuple[int, Term | str]]:
    """The entries of a TBX file with their lines, or what is wrong there. Raises GlossaryError where it is no TBX."""
    concepts = _concepts(data, name)
    if not concepts:
        raise GlossaryError(f"{name}: no entry (conceptEntry or termEntry) in this XML file; give a TBX file")
    for line, concept in concepts:
        try:
            yield from ((line, term) for term in _terms(concept))
        except ValueError as error:
            yield line, str(error)


def _concept(number: int, term: Term) -> str:
    english = [_term(term.target, _PREFERRED)]
    english += [_term(form, _ADMITTED, "variant") for form in term.variants]
    english += [_term(form, _ADMITTED) for form in term.accepted]
    english += [_term(form, _DEPRECATED) for form in term.forbidden]
    note = f"            <note>{escape(term.note)}</note>\n" if term.note else ""
    return (
        f'      <conceptEntry id="c{number}">\n'
        f'        <descrip type="subjectField">{term.kind}</descrip>\n'
        + (f"        <note>{scope}</note>\n" if (scope := _scope(term)) else "")
        + '        <langSec xml:lang="kk">\n          <termSec>\n'
        f"            <term>{escape(term.source)}</term>\n{note}          </termSec>\n        </langSec>\n"
        f'        <langSec xml:lang="en">\n{"".join(english)}'
        f"        </langSec>\n      </conceptEntry>\n"
    )


def _term(form: str, status: str, kind: str = "") -> str:
    notes = [("administrativeStatus", status), *([("termType", kind)] if kind else [])]
    written = "".join(f'            <termNote type="{name}">{value}</termNote>\n' for name, value in notes)
    return f"          <termSec>\n            <term>{escape(form)}</term>\n{written}          </termSec>\n"


def _scope(term: Term) -> str:
    first = f" from {term.valid_from}" if term.valid_from else ""
    last = f" to {term.valid_to}" if term.valid_to else ""
    priority = f", priority {term.priority}" if term.priority else ""
    return f"in force{first}{last}{priority}" if first or last or priority else ""


def _concepts(data: bytes, name: str) -> list[tuple[int, Element]]:
    """The concepts with their lines. Entities are refused: they can blow up, and read other files."""
    parser, tree = expat.ParserCreate(), TreeBuilder()
    found: list[tuple[int, Element]] = []
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise GlossaryError(f"{name}: line {parser.CurrentLineNumber}: elements nested too deep for a TBX file")
        element = tree.start(_local(tag), attributes)
        if _local(tag) in _CONCEPTS:
            found.append((parser.CurrentLineNumber, element))

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        tree.end(_local(tag))

    def refuse(*_: Any) -> NoReturn:
        raise GlossaryError(
            f"{name}: line {parser.CurrentLineNumber}: this XML defines or uses entities; write them out"
        )

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, tree.data
    parser.EntityDeclHandler = parser.SkippedEntityHandler = cast(Callable[..., Any], refuse)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise GlossaryError(
            f"{name}: line {error.lineno}: this is no well-formed XML ({expat.ErrorString(error.code)}); export it anew"
        ) from error
    except (LookupError, ValueError) as error:
        raise GlossaryError(
            f"{name}: line 1: XML in an encoding that can't be read ({error}); save it in UTF-8"
        ) from error
    return found


def _terms(concept: Element) -> Iterator[Term]:
    """An entry for each Kazakh term of the concept; none where it lacks one of the two languages."""
    kazakh = [group for section in _sections(concept, "kk", "kaz") for group in _groups(section)]
    english = [group for section in _sections(concept, "en", "eng") for group in _groups(section)]
    if not kazakh or not english:
        return
    target, variants, accepted, forbidden = _english(english)
    subject = _value(concept, "subjectField", "descrip")
    kind = cast(Kind, subject) if subject in KINDS else "term"
    scope = next((found for note in concept.findall("note") if (found := _SCOPE.fullmatch(_text(note)))), None)
    first, last, priority = scope.group("first", "last", "priority") if scope else (None, None, None)
    for group in kazakh:
        yield Term(
            _form(group),
            target,
            variants,
            forbidden,
            kind,
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
            int(priority or 0),
            "; ".join(filter(None, map(_text, group.iter("note")))),
            accepted,
        )


def _english(groups: list[Element]) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Target, variants, accepted and forbidden forms."""
    status = {id(group): _value(group, "administrativeStatus", "termNote") for group in groups}
    forbidden = [group for group in groups if status[id(group)] in (_DEPRECATED, _SUPERSEDED, "deprecatedTerm")]
    right = [group for group in groups if group not in forbidden]
    if not right:
        raise ValueError("every English term is deprecated; mark one as preferred")
    target = next((group for group in right if status[id(group)].startswith("preferred")), right[0])
    others = [group for group in right if group is not target]
    variants = [group for group in others if _value(group, "termType", "termNote") == "variant"]
    accepted = [group for group in others if group not in variants]
    several = [tuple(dict.fromkeys(map(_form, some))) for some in (variants, accepted, forbidden)]
    return _form(target), several[0], several[1], several[2]


def _sections(concept: Element, *languages: str) -> Iterator[Element]:
    for section in concept:
        spoken = section.get("xml:lang") or section.get("lang") or ""
        if section.tag in _LANGUAGES and re.split("[-_]", spoken.lower())[0] in languages:
            yield section


def _groups(section: Element) -> Iterator[Element]:
    return (group for group in section if group.tag in _TERMS and _form(group))


def _form(group: Element) -> str:
    """The term itself, on one line, as an indented file may have broken it."""
    return " ".join(_text(term).split()) if (term := next(group.iter("term"), None)) is not None else ""


def _value(element: Element, name: str, tag: str) -> str:
    """A data category, written as an attribute (style dca, and older files) or as an element (style dct)."""
    for inner in element.iter():
        if inner.tag == name or (inner.tag == tag and inner.get("type") == name):
            return _text(inner)
    return ""


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
