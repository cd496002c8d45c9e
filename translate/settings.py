"""What a person may set from outside, read once from an environment that is passed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from os import pathsep
from pathlib import Path
from typing import Literal

from translate.engines.device import known
from translate.errors import SettingsError

# The names of the article's day, or those of today: Nur-Sultan in an article of 2020, or Astana.
Spelling = Literal["day", "today"]
# More than any one machine has processors; far more stops it altogether.
MOST_THREADS = 256


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and what is used when nothing else is said.

    `data` is the folder for installed models (AUDARMA_DATA, else the platform's data folder); `model` a model's name or
    folder (AUDARMA_MODEL, else the best installed); `glossary` a CSV file that is used alone (AUDARMA_GLOSSARY, else
    the person's own in the data folder, over the seed glossary); `threads` how many processor threads an engine uses
    (AUDARMA_THREADS, else 0: the engine chooses); `spelling` whose day's names are written (AUDARMA_SPELLING, `day` or
    `today`, else the article's); `device` where an engine runs (AUDARMA_DEVICE: auto, cpu, cuda, or certain graphics
    cards as in `cuda:0,2`; else auto, which takes every card that there is, or the processor); `archives` the folders
    in which the page may translate archives (AUDARMA_ARCHIVES, parted as PATH is; else none).
    """

    data: Path
    model: str | None = None
    glossary: Path | None = None
    threads: int = 0
    spelling: Spelling = "day"
    device: str = "auto"
    archives: tuple[Path, ...] = ()

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """The settings that these environment variables hold. Raises SettingsError where one makes no sense."""
        return cls(
            data=Path(environ["AUDARMA_DATA"]).expanduser() if environ.get("AUDARMA_DATA") else _platform_folder(),
            model=environ.get("AUDARMA_MODEL") or None,
            glossary=Path(environ["AUDARMA_GLOSSARY"]).expanduser() if environ.get("AUDARMA_GLOSSARY") else None,
            threads=_count(environ.get("AUDARMA_THREADS", "")),
            spelling=_spelling(environ.get("AUDARMA_SPELLING", "")),
            device=_device(environ.get("AUDARMA_DEVICE", "")),
            archives=tuple(
                Path(folder).expanduser() for folder in environ.get("AUDARMA_ARCHIVES", "").split(pathsep) if folder
            ),
        )


def _platform_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("audarma", appauthor=False)


def _spelling(value: str) -> Spelling:
    if value in ("", "day"):
        return "day"
    if value == "today":
        return "today"
    raise SettingsError(f"AUDARMA_SPELLING is {value[:20]!r}: set it to day or today, or leave it out")


def _device(value: str) -> str:
    if value and not known(value):
        raise SettingsError(
            f"AUDARMA_DEVICE is {value[:20]!r}: set it to auto, cpu or cuda, or to certain cards as in cuda:0,2"
        )
    return value or "auto"


def _count(value: str) -> int:
    if not value:
        return 0
    if not (value.isascii() and value.isdigit() and len(value) < 4 and int(value) <= MOST_THREADS):
        raise SettingsError(
            f"AUDARMA_THREADS is {value[:20]!r}: set it to a number from 1 to {MOST_THREADS}, or leave it out"
        )
    return int(value)
