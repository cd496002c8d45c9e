"""The page's words in three languages: the same keys and placeholders, and every English one a word of the page."""

import re
from collections import Counter

import pytest

from page import interface
from tests.conftest import ROOT

ENGLISH = interface.words("en")
_HOLE = re.compile(r"\{\w+\}")
_CYRILLIC = re.compile("[а-яәғқңөұүһі]", re.IGNORECASE)


@pytest.mark.parametrize("code", ["kk", "ru"])
def test_every_language_says_all_that_english_says(code: str) -> None:
    words = interface.words(code)
    assert list(words) == list(ENGLISH)
    for key, english in ENGLISH.items():
        assert Counter(_HOLE.findall(words[key])) == Counter(_HOLE.findall(english)), key
        assert words[key].strip() == words[key] != "", key
        assert _CYRILLIC.search(words[key]), f"{key} is not translated"


def test_no_two_keys_are_the_same_english() -> None:
    assert [english for english, count in Counter(ENGLISH.values()).items() if count > 1] == []


def test_every_english_word_is_one_that_the_page_says() -> None:
    """Words that the page no longer says must not stay; what is put together there is looked for word by word."""
    files = [path for ending in ("py", "js") for path in (ROOT / "page").rglob(f"*.{ending}")]
    source = " ".join(path.read_text("utf-8") for path in [*files, ROOT / "translate/formats/highlight.py"])
    plain = re.sub(r"""["']\s*\n\s*f?["']""", "", source).replace("\n", " ")
    said = re.sub(r"\s+", " ", plain)
    for key, english in ENGLISH.items():
        for part in (part.strip(" .:;,()") for part in _HOLE.split(english)):
            missing = [word for word in re.findall(r"[^\W\d_]{4,}", part) if word not in said]
            assert part in said or not missing, f"{key}: {missing}"
