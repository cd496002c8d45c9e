"""The seed article by the bundled model: its names stand in house style in every form that the Kazakh has them in."""

from pathlib import Path

import pytest

from glossary import store
from tests.conftest import SEED
from translate import models
from translate.engines.load import load
from translate.formats import newswire
from translate.translator import Translator

NAMES = {
    "Қасым-Жомарт Тоқаев": {"Kassym-Jomart Tokayev", "Tokayev"},
    "Тоқаев": {"Tokayev"},
    "Семей": {"Semey"},
    "БҰҰ": {"UN", "United Nations"},
    "Біріккен Ұлттар Ұйымы": {"United Nations", "UN"},
    "Қазақстан": {"Kazakhstan", "Kazakh", "Kazakhstani"},
}
FORMS = ("Қазақстан", "Қазақстанның", "Қасым-Жомарт Тоқаев", "Семей", "БҰҰ", "Біріккен Ұлттар Ұйымы")


def test_the_names_of_the_seed_article_stand_in_house_style() -> None:
    folder = Path(__file__).parent.parent / "translate" / "compact"
    if not (folder / "model.bin").is_file():
        pytest.skip("no bundled model at translate/compact")
    model = models.at(folder)
    translator = Translator(load(folder), store.seed(), model.name, model.decoding)
    seen = set()
    for bead in translator.translate(newswire.read(SEED)).beads:
        for use in bead.terms:
            if use.source in NAMES:
                seen.add(use.surface)
                assert use.status != "not_applied", (use, bead.target)
                assert bead.target[use.target_start : use.target_end] in NAMES[use.source]
        assert not any(wrong in bead.target for wrong in ("Toqaev", "Tokaev", "Zhomart", "Kazakstan", "kazakhstan,"))
    assert seen >= set(FORMS)
