"""Settings come from an environment that is passed in, and nonsense is refused in words."""

import os
from pathlib import Path

import pytest

from translate.errors import SettingsError
from translate.settings import Settings


def test_an_empty_environment_gives_the_platforms_folder_and_no_choices() -> None:
    settings = Settings.read({})
    assert settings.data.name == "audarma"
    assert (settings.model, settings.glossary, settings.threads) == (None, None, 0)


def test_every_variable_is_read() -> None:
    environ = {"AUDARMA_DATA": "/d", "AUDARMA_MODEL": "m", "AUDARMA_GLOSSARY": "/g.csv", "AUDARMA_THREADS": "3"}
    assert Settings.read(environ) == Settings(Path("/d"), "m", Path("/g.csv"), 3)


@pytest.mark.parametrize("threads", ["many", "-1", "2.5", "²", "257", "9" * 5000])
def test_a_thread_count_that_is_none_is_refused(threads: str) -> None:
    with pytest.raises(SettingsError, match="AUDARMA_THREADS"):
        Settings.read({"AUDARMA_THREADS": threads})


def test_the_spelling_is_the_articles_day_or_today() -> None:
    assert [Settings.read({"AUDARMA_SPELLING": said}).spelling for said in ("", "day", "today")] == [
        "day",
        "day",
        "today",
    ]
    with pytest.raises(SettingsError, match="set it to day or today"):
        Settings.read({"AUDARMA_SPELLING": "yesterday"})


def test_the_device_is_one_that_an_engine_knows() -> None:
    assert [Settings.read({"AUDARMA_DEVICE": said}).device for said in ("", "cpu", "cuda:0,2")] == [
        "auto",
        "cpu",
        "cuda:0,2",
    ]
    with pytest.raises(SettingsError, match="set it to auto, cpu or cuda"):
        Settings.read({"AUDARMA_DEVICE": "gpu"})


def test_the_folders_for_archives_are_parted_as_a_path_is() -> None:
    assert Settings.read({}).archives == ()
    environ = {"AUDARMA_ARCHIVES": os.pathsep.join(("/a b", "", "~/c"))}
    assert Settings.read(environ).archives == (Path("/a b"), Path("~/c").expanduser())
