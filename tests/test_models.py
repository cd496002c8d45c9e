"""Which model is used: the best installed, the one that was named, or a clear word on why not."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from translate import manifest, models
from translate.engines import Decoding
from translate.errors import ModelError
from translate.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def install(settings: Settings, name: str, card: object = None) -> Path:
    folder = settings.data / "models" / name
    folder.mkdir(parents=True)
    for part in ("config.json", "model.bin", "tokenizer.json"):
        (folder / part).write_text("{}")
    if card is not None:
        (folder / models.CARD).write_text(json.dumps(card))
    return folder


def test_a_fresh_machine_has_the_compact_model_and_says_that_it_drafts(settings: Settings) -> None:
    model = models.find(None, settings)
    assert model.name == "compact"
    assert model.draft
    assert "NC" in model.licence
    assert model.decoding.no_repeat_ngram > 0


def test_the_best_installed_model_is_used(settings: Settings) -> None:
    install(settings, "nllb-600m")
    assert models.find(None, settings).name == "nllb-600m"
    install(settings, "nllb-1.3b")
    model = models.find(None, settings)
    assert model.name == "nllb-1.3b"
    assert "CC-BY-NC-4.0" in model.licence
    assert not model.draft


def test_any_real_model_comes_before_the_bundled_draft_and_the_chosen_ones_first(settings: Settings) -> None:
    install(settings, "a-draft", {"draft": True})
    assert models.find(None, settings).name == "compact"
    tilmash = install(settings, "tilmash")
    install(settings, "zeta")
    assert models.find(None, settings).name == "tilmash"
    names = [model.name for model in models.known(settings)]
    assert names[3:] == ["tilmash", "zeta", "compact", "a-draft"]
    install(settings, "nllb-3.3b")
    assert models.find(None, settings).name == "nllb-3.3b"
    install(settings, "wished", {"chosen": True})
    assert models.find(None, settings).name == "wished"
    install(settings, "nllb-600m")
    assert models.find(None, settings).name == "nllb-600m"
    assert models.find("tilmash", settings).path == tilmash


def test_the_name_itself_is_looked_for_before_what_it_becomes(settings: Settings) -> None:
    literal = install(settings, "тілмаш")
    install(settings, models.slug("тілмаш"))
    assert models.find("тілмаш", settings).path == literal


@given(st.text(max_size=120))
@example("con." + "x" * 90)
@example("a" * 79 + "-b")
@example("COM10")
def test_a_folders_name_is_its_own_slug_and_every_system_takes_it(name: str) -> None:
    found = models.slug(name)
    assert models.slug(found) == found
    assert manifest.plain(found)
    assert len(found) <= 80
    assert found[-1] not in "-."


def test_a_name_that_was_set_is_used_unless_another_is_given(settings: Settings) -> None:
    install(settings, "nllb-1.3b")
    chosen = Settings(data=settings.data, model="compact")
    assert models.find(None, chosen).name == "compact"
    assert models.find("nllb-1.3b", chosen).name == "nllb-1.3b"


def test_any_folder_is_a_model_with_its_own_card(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / models.CARD).write_text('{"name": "ours", "draft": true, "decoding": {"beam": 2}}')
    model = models.find(str(tmp_path / "mine"), settings)
    assert (model.name, model.draft, model.decoding) == ("ours", True, Decoding(beam=2))


def test_the_card_or_else_the_installer_tells_which_languages_a_model_reads(settings: Settings) -> None:
    install(settings, "told", {"reads": ["kaz_Cyrl"]})
    cut = install(settings, "cut")
    made = {"vocabulary": {"languages": ["eng_Latn", "kaz_Cyrl"]}}
    manifest.write(manifest.make(cut, "cut", "somewhere", "1", "CC0", made), cut)
    install(settings, "silent")
    reads = {name: models.find(name, settings).reads for name in ("told", "cut", "silent")}
    assert reads["told"] == {"kaz_Cyrl"}
    assert "rus_Cyrl" not in reads["cut"]
    assert reads["silent"] == {"kaz_Cyrl", "rus_Cyrl"}


def test_a_model_that_is_not_installed_is_refused_with_its_place(settings: Settings) -> None:
    with pytest.raises(ModelError, match=r"nllb-600m is not installed: run `audarma models install nllb-600m`"):
        models.find("nllb-600m", settings)


def test_a_name_that_is_none_is_refused_with_the_names_there_are(settings: Settings) -> None:
    with pytest.raises(ModelError, match="no model 'gpt': name one of compact"):
        models.find("gpt", settings)


@pytest.mark.parametrize(
    "card",
    [
        "{",
        "[]",
        '{"decoding": {"beams": 3}}',
        '{"decoding": {"beam": 0}}',
        '{"decoding": {"beam": "x"}}',
        '{"decoding": {"beam": true}}',
        '{"decoding": {"length_penalty": "a"}}',
        '{"decoding": {"suppress": [1]}}',
        '{"speed": "fast"}',
        '{"decoding": 3}',
        '{"reads": "kaz_Cyrl"}',
    ],
)
def test_a_faulty_card_is_named(tmp_path: Path, card: str) -> None:
    (tmp_path / models.CARD).write_text(card)
    with pytest.raises(ModelError, match=models.CARD):
        models.at(tmp_path)


def test_half_a_model_is_not_installed_and_not_chosen(settings: Settings) -> None:
    (install(settings, "nllb-1.3b") / "model.bin").unlink()
    assert models.find(None, settings).name == "compact"
    with pytest.raises(ModelError, match="use --model compact"):
        models.find("nllb-1.3b", settings)


def test_one_broken_card_hides_no_other_model(settings: Settings) -> None:
    (install(settings, "mine") / models.CARD).write_text("{")
    assert models.find(None, settings).name == "compact"
    assert "mine" in [model.name for model in models.known(settings)]
    with pytest.raises(ModelError, match=f"{models.CARD}.*use --model compact"):
        models.find("mine", settings)


def test_names_are_told_apart(settings: Settings) -> None:
    install(settings, "other", {"name": "compact"})
    names = [model.name for model in models.known(settings)]
    assert len(names) == len(set(names))
    assert models.find("other", settings).path.name == "other"


def test_the_bundled_model_is_a_draft_without_its_card_too(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "COMPACT", install(Settings(tmp_path / "package"), "compact"))
    assert models.find(None, settings).draft
    monkeypatch.setattr(models, "COMPACT", tmp_path / "gone")
    with pytest.raises(ModelError, match="install Audarma anew"):
        models.find(None, settings)


def test_listing_makes_no_folder(tmp_path: Path) -> None:
    models.known(Settings(data=tmp_path / "none"))
    assert not (tmp_path / "none").exists()
