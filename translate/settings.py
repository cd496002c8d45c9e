"""What a person may set from outside: by a file, by the environment, by a command's flags. Each is told here once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import pathsep
from pathlib import Path
from typing import Any, Literal

from translate import values

# The names of the article's day, or those of today: Nur-Sultan in an article of 2020, or Astana.
Spelling = Literal["day", "today"]
# How the server's log is written: lines for people, or a JSON object a line.
Form = Literal["text", "json"]
# More than any one machine has processors; far more stops it altogether.
MOST_THREADS = 256
# A minute's share of one key or address where others reach the server and nothing else is said.
REQUESTS, CHARACTERS = 600, 600_000


def _set(variable: str, kind: values.Kind, default: Any, about: str, *, secret: bool = False, parted: str = ",") -> Any:
    """A field that is set by a variable; `kind` reads it, what is secret is shown to nobody, `parted` parts a list."""
    told = {"variable": variable, "kind": kind, "about": about, "secret": secret, "parted": parted}
    return field(default=default, metadata=told, repr=not secret)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and what is used when nothing else is said.

    Each field is a setting: its name in a file, its variable in the environment, and its flag where a command has one.
    """

    data: Path = field(
        metadata={
            "variable": "AUDARMA_DATA",
            "kind": values.folder,
            "about": "the folder of models, glossary and audarma.toml (else the platform's data folder)",
            "secret": False,
            "parted": ",",
        }
    )
    model: str | None = _set("AUDARMA_MODEL", values.text, None, "a model's name or folder (else the best installed)")
    glossary: Path | None = _set(
        "AUDARMA_GLOSSARY", values.folder, None, "a CSV of terms, used alone (else your own over the seed)"
    )
    threads: int = _set(
        "AUDARMA_THREADS", values.number(0, MOST_THREADS), 0, "processor threads (0: as many as the engine chooses)"
    )
    spelling: Spelling = _set(
        "AUDARMA_SPELLING", values.choice("day", "today"), "day", "whose day's names are written: day or today"
    )
    device: str = _set("AUDARMA_DEVICE", values.device, "auto", "auto, cpu, cuda, or certain cards as in cuda:0,2")
    host: str = _set("AUDARMA_HOST", values.text, "127.0.0.1", "address that the server listens on")
    port: int = _set("AUDARMA_PORT", values.number(0, 65_535), 7860, "port that it listens on (0: any that is free)")
    api_keys: Path | None = _set(
        "AUDARMA_API_KEYS", values.folder, None, "a file of keys; with it page and API ask for one"
    )
    hosts: tuple[str, ...] = _set(
        "AUDARMA_HOSTS", values.hosts, (), "names by which the server may be asked, beside this machine's own"
    )
    origins: tuple[str, ...] = _set(
        "AUDARMA_ORIGINS", values.origins, (), "other sites whose pages may ask the API, as in https://cms.example.org"
    )
    proxies: tuple[str, ...] = _set(
        "AUDARMA_PROXIES", values.addresses, (), "addresses or networks of proxies whose X-Forwarded-For is believed"
    )
    max_body: int = _set(
        "AUDARMA_MAX_BODY", values.number(1, 1_000_000_000), 1_000_000, "bytes that one request may have"
    )
    requests_a_minute: int | None = _set(
        "AUDARMA_REQUESTS_A_MINUTE",
        values.number(0, 1_000_000_000),
        None,
        f"requests of one key or address (0: any number; else {REQUESTS}, and any number on this machine alone)",
    )
    characters_a_minute: int | None = _set(
        "AUDARMA_CHARACTERS_A_MINUTE",
        values.number(0, 1_000_000_000),
        None,
        f"characters of one key or address (0: any number; else {CHARACTERS}, and any number on this machine alone)",
    )
    waiting: int = _set("AUDARMA_WAITING", values.number(1, 100_000), 128, "requests that may wait for the engine")
    grace: int = _set(
        "AUDARMA_GRACE", values.number(0, 3_600), 30, "seconds that a server which ends leaves to what is in flight"
    )
    archives: tuple[Path, ...] = _set(
        "AUDARMA_ARCHIVES",
        values.folders,
        (),
        f"folders in which the page may translate archives, parted by {pathsep}",
        parted=pathsep,
    )
    session_hours: int = _set(
        "AUDARMA_SESSION_HOURS", values.number(1, 720), 12, "hours that a log-in on the page holds"
    )
    log: Form = _set("AUDARMA_LOG", values.choice("text", "json"), "text", "text, or json: a line for each request")
    hub: str | None = _set("HF_ENDPOINT", values.text, None, "another hub for `models install`")
    hub_token: str | None = _set("HF_TOKEN", values.text, None, "a token for gated models", secret=True)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """What these variables and the settings' file say. Raises SettingsError where one makes no sense."""
        from translate.sources import read

        return read(environ).settings
