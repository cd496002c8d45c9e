"""Human translations with spoiled names come out with the right ones, and the others as they went in."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from glossary import store
from glossary.kazakh import readable
from glossary.matcher import Glossary
from tests.respelled import Spoiled, spoil
from translate.document import Bead, Document, Segment
from translate.engines.fake import FakeEngine
from translate.terminology.forms import places
from translate.translator import Translator

# When the news of the test sets was written, for the names of that day.
DAY = date(2018, 7, 1)
LISTED = {"variant", "forbidden", "capitals"}


@pytest.fixture(scope="module")
def seed() -> Glossary:
    return store.seed()


def rows(testsets: Path, name: str) -> list[tuple[str, str]]:
    lines = (testsets / f"{name}.tsv").read_text("utf-8").split("\n")
    found = (line.split("\t")[:2] for line in lines if line)
    return [(kazakh, " ".join(english.split())) for kazakh, english in found]


def translated(spoiled: list[Spoiled], glossary: Glossary) -> list[Bead]:
    """By a translator whose engine answers with the spoiled English; each row is one segment."""
    answers = {readable(row.kazakh): row.english for row in spoiled}
    engine = FakeEngine(lambda sentence: answers.get(sentence, ""), longest=10_000)
    translator = Translator(engine, glossary, "fake", headlines=False)
    documents = [Document(row.kazakh, (Segment(0, len(row.kazakh), row.kazakh, 0),), date=DAY) for row in spoiled]
    return [row.bead for row in translator.stream(documents)]


@pytest.mark.parametrize("name", ["newsdev2019", "newstest2019", "flores200-dev"])
def test_respelled_names_are_restored_and_other_rows_left(
    testsets: Path, seed: Glossary, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a row of the test sets may hold several sentences, and its reference is one
    monkeypatch.setattr("translate.making.pieces", lambda text, fits, **_: [(0, len(text))])
    spoiled = spoil(rows(testsets, name), seed, DAY)
    count: Counter[str] = Counter()
    for row, bead in zip(spoiled, translated(spoiled, seed), strict=True):
        for target, fate in row.fates:
            count[fate] += 1
            count[f"{fate} restored"] += bool(list(places(target, bead.target)))
        if not row.fates:
            count["untouched"] += 1
            rules = {use.rule for use in bead.terms if use.status == "replaced"}
            # a spelling that the entry itself lists is mended in a person's English too
            count["changed"] += bead.target != row.reference and not (rules and rules <= LISTED)
    assert count["respelled"] > 20
    assert count["respelled restored"] >= 0.9 * count["respelled"]
    assert count["changed"] <= 0.01 * count["untouched"]
