"""Published clients of both protocols against the API, over a real socket."""

import hashlib
import urllib.error
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import deepl
import pytest
from deepl.api_data import MultilingualGlossaryDictionaryEntries
from libretranslatepy import LibreTranslateAPI

from tests.server import Served, served
from translate.server.keys import Keys

KEY = "a-key-of-the-tests"
# printf %s a-key-of-the-tests | sha256sum
HASH = "fe5cf6eef1dc1ca10d8bfa761cf662da62aba67f81b3dd7665e5feaec19643d8"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("clients")) as running:
        yield running


@pytest.fixture
def client(here: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[deepl.Translator]:
    # no retries that outwait the test
    monkeypatch.setattr("deepl.http_client.max_network_retries", 0)
    with closing(deepl.Translator("any", server_url=here.url)) as translator:
        yield translator


def test_deepl_translates_one_text_and_several(client: deepl.Translator) -> None:
    one = client.translate_text("Тоқаев келді.", target_lang="EN-GB")
    assert isinstance(one, deepl.TextResult)
    assert (one.text, one.detected_source_lang, one.billed_characters) == ("English: Tokayev келді.", "KK", 13)
    several = client.translate_text(["Ол келді.", "Это было на столе."], source_lang="RU", target_lang="EN-US")
    assert isinstance(several, list)
    assert [(each.text, each.detected_source_lang) for each in several] == [
        ("English: Ол келді.", "RU"),
        ("English: Это было на столе.", "RU"),
    ]


def test_deepl_keeps_tags(client: deepl.Translator) -> None:
    said = client.translate_text("<p>Ол <b>келді</b>.</p>", target_lang="EN-GB", tag_handling="html")
    assert str(said) == "<p><b>English: Ол келді.</b></p>"
    said = client.translate_text(
        "<d><s>Ол келді.</s><keep>Абай</keep></d>",
        target_lang="EN-GB",
        tag_handling="xml",
        splitting_tags=["s"],
        ignore_tags="keep",
    )
    assert str(said) == "<d><s>English: Ол келді.</s><keep>Абай</keep></d>"


def test_deepl_lists_languages_and_usage(client: deepl.Translator) -> None:
    assert [language.code for language in client.get_source_languages()] == ["KK", "RU"]
    assert [language.code for language in client.get_target_languages()] == ["EN-GB", "EN-US"]
    assert [(pair.source_lang, pair.target_lang) for pair in client.get_glossary_languages()] == [
        ("kk", "en"),
        ("ru", "en"),
    ]
    before = client.get_usage().character.count
    client.translate_text("Ол келді.", target_lang="EN-GB")
    after = client.get_usage()
    assert (after.character.count or 0) - (before or 0) == 9
    assert not after.any_limit_reached


def test_deepl_makes_uses_and_deletes_a_glossary(client: deepl.Translator, here: Served) -> None:
    made = client.create_glossary("Names", "KK", "EN", {"Абай": "Abai", "Тоқаев": "Toqayev"})
    assert (made.name, made.entry_count, made.ready) == ("Names", 2, True)
    assert client.get_glossary_entries(made) == {"Абай": "Abai", "Тоқаев": "Toqayev"}
    assert [each.glossary_id for each in client.list_glossaries()] == [made.glossary_id]
    assert client.get_glossary(made.glossary_id).creation_time == made.creation_time
    text = "Абай мен Тоқаев Астанада."
    said = client.translate_text(text, source_lang="KK", target_lang="EN-GB", glossary=made)
    assert str(said).startswith("English: Abai мен Toqayev Astana")
    assert "Tokayev" in str(client.translate_text(text, target_lang="EN-GB"))
    client.delete_glossary(made)
    with pytest.raises(deepl.GlossaryNotFoundException):
        client.get_glossary(made.glossary_id)
    csv = client.create_glossary_from_csv("Table", "KK", "EN", "Абай,Abai\n")
    assert client.get_glossary_entries(csv) == {"Абай": "Abai"}
    client.delete_glossary(csv)


def test_deepl_makes_changes_and_deletes_a_glossary_of_several_languages(here: Served) -> None:
    pair = MultilingualGlossaryDictionaryEntries
    with closing(deepl.DeepLClient("any", server_url=here.url)) as client:
        kazakh, russian = pair("KK", "EN", {"Абай": "Abai"}), pair("RU", "EN", {"Абай": "Abay"})
        made = client.create_multilingual_glossary("Names", [kazakh, russian])
        held = [(one.source_lang, one.target_lang, one.entry_count) for one in made.dictionaries]
        assert (made.name, held) == ("Names", [("KK", "EN", 1), ("RU", "EN", 1)])
        assert [one.glossary_id for one in client.list_multilingual_glossaries()] == [made.glossary_id]
        assert client.list_glossaries() == []

        # each text gets the entries of its own language
        def ask(text: str, source: str) -> str:
            return str(client.translate_text(text, source_lang=source, target_lang="EN-GB", glossary=made))

        assert ask("Абай келді.", "KK") == "English: Abai келді."
        assert ask("Абай был на столе.", "RU") == "English: Abay был на столе."

        # more entries, and others for the same word, in one of them
        more = pair("KK", "EN", {"Абай": "Abai Kunanbaev", "Ұлпан": "Ulpan"})
        client.update_multilingual_glossary_dictionary(made, more)
        read = client.get_multilingual_glossary_entries(made, "KK", "EN").dictionaries[0]
        # the client gives the entries on as they came, whatever its types say
        assert str(read.entries) == "Абай\tAbai Kunanbaev\nҰлпан\tUlpan"
        assert ask("Ұлпан келді.", "KK") == "English: Ulpan келді."
        replaced = client.replace_multilingual_glossary_dictionary(made, pair("KK", "EN", {"Ұлпан": "Oolpan"}))
        assert replaced.entry_count == 1
        assert ask("Ұлпан келді.", "KK") == "English: Oolpan келді."
        assert client.update_multilingual_glossary_name(made, "Others").name == "Others"

        client.delete_multilingual_glossary_dictionary(made, source_lang="RU", target_lang="EN")
        left = client.get_multilingual_glossary(made.glossary_id)
        assert ([one.source_lang for one in left.dictionaries], left.name) == (["KK"], "Others")
        assert ask("Абай был на столе.", "RU") == "English: Абай был на столе."
        with pytest.raises(deepl.GlossaryNotFoundException):
            client.get_multilingual_glossary_entries(made, "RU", "EN")
        with pytest.raises(deepl.DeepLException, match="Cyrillic"):
            client.update_multilingual_glossary_dictionary(made, pair("KK", "EN", {"Абай": "Абай"}))
        client.delete_multilingual_glossary(made)
        with pytest.raises(deepl.GlossaryNotFoundException):
            client.get_multilingual_glossary(made.glossary_id)


def test_deepl_splits_sentences_as_it_is_told(client: deepl.Translator, here: Served) -> None:
    text = "Ол келді. Ол\nкетті."
    for how, sentences, english in (
        (None, ("Ол келді.", "Ол.", "кетті."), "English: Ол келді. English: Ол\nEnglish: кетті."),
        ("1", ("Ол келді.", "Ол.", "кетті."), "English: Ол келді. English: Ол\nEnglish: кетті."),
        ("nonewlines", ("Ол келді.", "Ол кетті."), "English: Ол келді. English: Ол кетті."),
        ("0", ("Ол келді. Ол кетті.",), "English: Ол келді. Ол кетті."),
    ):
        before = len(here.engine.history)
        assert str(client.translate_text(text, target_lang="EN-GB", split_sentences=how)) == english
        asked = [one for call in here.engine.history[before:] for one in call.sentences]
        # in which order is the batches' affair
        assert sorted(asked) == sorted(sentences), how
    tagged = "<p>Ол келді. Ол\nкетті.</p>"
    for how, handling, english in (
        (None, "html", "<p>English: Ол келді. English: Ол кетті.</p>"),
        ("1", "html", "<p>English: Ол келді. English: Ол\nEnglish: кетті.</p>"),
        ("0", "html", "<p>English: Ол келді. Ол кетті.</p>"),
        (None, "xml", "<p>English: Ол келді. English: Ол\nEnglish: кетті.</p>"),
        ("nonewlines", "xml", "<p>English: Ол келді. English: Ол кетті.</p>"),
    ):
        said = client.translate_text(tagged, target_lang="EN-GB", tag_handling=handling, split_sentences=how)
        assert str(said) == english, (how, handling)
    with pytest.raises(deepl.DeepLException, match="'split_sentences' not supported"):
        client.translate_text(text, target_lang="EN-GB", split_sentences="2")


def test_deepl_preserves_formatting_where_it_is_told(client: deepl.Translator) -> None:
    text = "– ол келді"

    def ask(keep: bool) -> str:
        return str(client.translate_text(text, target_lang="EN-GB", preserve_formatting=keep))

    assert ask(False) == "English: – ол келді"
    assert ask(True) == "– english: – ол келді"


def test_glossaries_outlive_the_server(tmp_path: Path) -> None:
    for turn in (1, 2):
        with served(tmp_path) as here, closing(deepl.Translator("any", server_url=here.url)) as client:
            if turn == 1:
                client.create_glossary("Names", "KK", "EN", {"Абай": "Abai"})
            assert [each.name for each in client.list_glossaries()] == ["Names"]


def test_deepl_reads_what_is_refused(client: deepl.Translator) -> None:
    with pytest.raises(deepl.DeepLException, match=r"Bad request.*'target_lang' not supported"):
        client.translate_text("Ол келді.", target_lang="DE")
    with pytest.raises(deepl.DeepLException, match=r"Bad request.*'source_lang' not supported"):
        client.translate_text("Ол келді.", source_lang="DE", target_lang="EN-GB")
    with pytest.raises(deepl.DeepLException, match="51 texts are more than the 50"):
        client.translate_text(["Ол келді."] * 51, target_lang="EN-GB")
    with pytest.raises(deepl.DeepLException, match="Cyrillic"):
        client.create_glossary("Names", "KK", "EN", {"Абай": "Абай"})
    with pytest.raises(deepl.DeepLException, match="language pair"):
        client.create_glossary("Names", "EN", "KK", {"Abai": "Абай"})


def test_libretranslate_translates_detects_and_lists(here: Served) -> None:
    client = LibreTranslateAPI(here.url)
    assert client.translate("Тоқаев келді.", "kk", "en") == "English: Tokayev келді."
    assert client.translate("Ол келді.\nОл кетті.", "auto", "en") == "English: Ол келді.\nEnglish: Ол кетті."
    assert client.detect("Бүгін жаңбыр жауады.") == [{"confidence": 100.0, "language": "kk"}]
    assert [language["code"] for language in client.languages()] == ["kk", "ru", "en"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        client.translate("Guten Tag", "de", "en")
    assert refused.value.code == 400
    refused.value.close()


def test_both_send_their_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deepl.http_client.max_network_retries", 0)
    file = tmp_path / "keys"
    file.write_text(f"# who may ask\n{HASH} translate the desk\n", "utf-8")
    with served(tmp_path, keys=Keys.read(file)) as here:
        assert LibreTranslateAPI(here.url, KEY).translate("Ол келді.", "kk", "en") == "English: Ол келді."
        with pytest.raises(urllib.error.HTTPError) as refused:
            LibreTranslateAPI(here.url).translate("Ол келді.", "kk", "en")
        assert refused.value.code == 403
        refused.value.close()
        with closing(deepl.Translator(KEY, server_url=here.url)) as client:
            assert str(client.translate_text("Ол келді.", target_lang="EN-GB")) == "English: Ол келді."
            with pytest.raises(deepl.AuthorizationException, match="does not open edit"):
                client.create_glossary("Names", "KK", "EN", {"Абай": "Abai"})
        with (
            closing(deepl.Translator("another", server_url=here.url)) as client,
            pytest.raises(deepl.AuthorizationException, match="not known"),
        ):
            client.get_usage()


def test_each_key_is_told_its_own_usage(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{HASH} translate the desk\n{hashlib.sha256(b'other').hexdigest()} translate another\n", "utf-8")
    with served(tmp_path, keys=Keys.read(file)) as here:
        with closing(deepl.Translator(KEY, server_url=here.url)) as client:
            client.translate_text("Ол келді.", target_lang="EN-GB")
            assert client.get_usage().character.count == 9
        with closing(deepl.Translator("other", server_url=here.url)) as client:
            assert client.get_usage().character.count == 0


def test_libretranslate_gives_alternatives(here: Served) -> None:
    def asked(**more: object) -> Any:
        said = {"q": "Ол бүгін келді.", "source": "kk", "target": "en", **more}
        return here.post("/translate", said).json

    # the fake's further hypotheses turn the words round
    assert asked(alternatives=2) == {
        "translatedText": "English: Ол бүгін келді.",
        "alternatives": ["Ол бүгін келді. English:", "Бүгін келді. English: Ол"],
    }
    several = asked(q=["Ол келді.", "hello"], alternatives=1)
    assert several == {
        "translatedText": ["English: Ол келді.", "hello"],
        "alternatives": [["Ол келді. English:"], []],
    }
    assert "alternatives" not in asked(alternatives=0)
    for wrong in (-1, "x", 1.5, True, [1]):
        assert here.post("/translate", {"q": "a", "source": "kk", "target": "en", "alternatives": wrong}).status == 400


def test_libretranslate_detects_the_three_languages(here: Served) -> None:
    client = LibreTranslateAPI(here.url)
    for text, code in (("Бүгін жаңбыр жауады.", "kk"), ("Это было на столе.", "ru"), ("It rained today.", "en")):
        assert client.detect(text)[0]["language"] == code
