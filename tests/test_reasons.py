"""Reasons of flags: every one that the checks give is worded in three languages, and read back from its English."""

import ast
import csv
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from translate import checks
from translate.reasons import LANGUAGES, Said, catalogue, read, say, worded

ENGLISH = {code: words for code, words in catalogue("en").items() if not code.startswith("unit.")}
_HOLE = re.compile(r"\{(\w+)\}")
_CYRILLIC = re.compile("[а-яәғқңөұүһі]", re.IGNORECASE)
FOLDERS = ("checks", "terminology", "")


def sources() -> Iterator[Path]:
    for path in sorted((ROOT / "translate").rglob("*.py")):
        if path.name != "reasons.py":
            yield path


def calls(name: str) -> Iterator[ast.Call]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield node


def written() -> set[str]:
    """Every text in the code that is the name of a reason."""
    texts = (
        node.value
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return set(texts) & set(ENGLISH)


def test_every_reason_that_the_code_gives_has_its_words_and_none_has_words_for_nothing() -> None:
    asked = {call.args[0].value for call in calls("say") if isinstance(call.args[0], ast.Constant)}
    assert asked, "no reason is given by say any more"
    assert asked <= set(ENGLISH)
    assert written() == set(ENGLISH)


def test_no_flag_is_made_with_words_of_its_own() -> None:
    """A reason in plain words would be told in English on the Kazakh page."""
    made = [call for name in ("Flag", "whole") for call in calls(name) if len(call.args) > 1]
    assert made
    for call in made:
        assert not isinstance(call.args[1], ast.Constant | ast.JoinedStr | ast.BinOp), ast.unparse(call)
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == "reason" for target in node.targets
            )
            if named and "Flag(" in path.read_text("utf-8"):
                assert isinstance(node, ast.Assign)
                assert not isinstance(node.value, ast.Constant | ast.JoinedStr | ast.BinOp), ast.unparse(node)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_all_with_the_same_values(language: str) -> None:
    words = catalogue(language)
    assert words.keys() == catalogue("en").keys()
    for code, english in catalogue("en").items():
        assert words[code].strip() == words[code] != ""
        assert sorted(_HOLE.findall(words[code])) == sorted(_HOLE.findall(english)), code
        assert language == "en" or _CYRILLIC.search(words[code]), f"{code} is not translated"


def test_every_unit_that_a_number_may_have_is_a_word_of_all_languages() -> None:
    text = resources.files("translate").joinpath("data", "units.csv").read_text("utf-8")
    units = {row["unit"] for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))}
    assert {f"unit.{unit}" for unit in units} == {code for code in catalogue("en") if code.startswith("unit.")}
    said = read(say("number.unit", number="3", unit="tenge", other="dollar"))
    assert said
    assert worded(said, "ru") == "3: здесь единица — тенге, в казахском — доллар: сверьте"


# what checks find: words, names and figures of either script, with the marks that stand inside them
found = st.from_regex(r"[A-Za-zА-Яа-яӘәҒғҚқ0-9][A-Za-zА-Яа-я0-9 .%$’-]{0,20}[A-Za-zА-Яа-я0-9%]", fullmatch=True)


@pytest.mark.parametrize("code", ENGLISH)
@given(data=st.data())
def test_a_reason_is_read_back_with_what_the_check_found(code: str, data: st.DataObject) -> None:
    values = {name: data.draw(found) for name in _HOLE.findall(ENGLISH[code])}
    reason = say(code, **values)
    assert read(reason) == Said(code, values)
    assert worded(Said(code, values), "en") == reason
    for language in LANGUAGES:
        assert "{" not in worded(Said(code, values), language)


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_checked_its_reasons_are_known(source: str, english: str) -> None:
    for flag in checks.check(source, english):
        assert read(flag.reason), flag.reason


def test_words_of_others_are_no_reason_of_ours() -> None:
    assert read("a reason of another program") is None
    assert read("") is None
