"""Where each setting comes from: its default, the settings' file, the environment or a flag; the last of them wins."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import Field, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from translate.errors import SettingsError
from translate.settings import Settings

FILE, VARIABLE = "audarma.toml", "AUDARMA_SETTINGS"
Origin = Literal["default", "file", "environment", "flag"]


@dataclass(frozen=True, slots=True)
class Found:
    """A setting with its value, where that comes from, and which variable, flag, or line of which file says it."""

    field: "Field[Any]"
    value: Any
    origin: Origin = "default"
    where: str = ""

    @property
    def shown(self) -> str:
        """The value for a person's eyes: of a secret only that there is one."""
        if self.value in (None, ()):
            return "-"
        if self.field.metadata["secret"]:
            return "***"
        return ", ".join(map(str, self.value)) if isinstance(self.value, tuple) else str(self.value)


@dataclass(frozen=True, slots=True)
class Sources:
    """All settings as they were found, and the file that was read, if there was one."""

    found: tuple[Found, ...]
    file: Path | None

    @property
    def settings(self) -> Settings:
        """The values alone."""
        return Settings(**{one.field.name: one.value for one in self.found})


def read(environ: Mapping[str, str], file: Path | None = None, flags: Mapping[str, Any] | None = None) -> Sources:
    """What is set: `file` is the one that a flag names (else AUDARMA_SETTINGS, else audarma.toml in the data folder).

    `flags` holds the settings that were given on the command line, by name, as values. Raises SettingsError.
    """
    typed = {name: value for name, value in (flags or {}).items() if value is not None}
    said = {one.field.name: one for one in _variables(environ)}
    said |= {one.name: Found(one, typed[one.name], "flag", flag(one)) for one in known() if one.name in typed}
    named = file or (Path(environ[VARIABLE]).expanduser() if environ.get(VARIABLE) else None)
    data = said["data"].value if "data" in said else _platform_folder()
    path = named or (data / FILE if (data / FILE).is_file() else None)
    written = {one.field.name: one for one in _written(path, alone=named is None)} if path else {}
    defaults = {one.name: Found(one, data if one.name == "data" else one.default) for one in known()}
    return Sources(tuple((defaults | written | said).values()), path)


def _variables(environ: Mapping[str, str]) -> Iterator[Found]:
    for one in known():
        variable = one.metadata["variable"]
        # an empty variable is how a shell leaves one out
        if text := environ.get(variable, ""):
            yield Found(one, valued(one, text, variable), "environment", variable)


def valued(setting: "Field[Any]", text: str, where: str) -> Any:
    """The value that a text stands for. Raises SettingsError, which names the place."""
    try:
        return setting.metadata["kind"](text)
    except ValueError as error:
        said = "not as it should be" if setting.metadata["secret"] else repr(text[:20])
        raise SettingsError(f"{where} is {said}: {error}, or leave it out") from None


def known(names: Collection[str] = ()) -> list["Field[Any]"]:
    """The settings of these names, or all that there are."""
    return [one for one in fields(Settings) if not names or one.name in names]


def flag(setting: "Field[Any]") -> str:
    """What a command calls it."""
    return "--" + setting.name.replace("_", "-")


def _written(path: Path, *, alone: bool) -> Iterator[Found]:
    """What the file says. In the data folder (`alone`) it can't say which folder that is. Raises SettingsError."""
    by_name = {one.name: one for one in known()}
    source = _source(path)
    for name, value in _parsed(path, source).items():
        line = _line(source, name)
        place = f"{path}, line {line}" if line else f"{path}"
        if name not in by_name:
            near = get_close_matches(name, by_name, 1)
            hint = f"did you mean {near[0]}?" if near else "`audarma settings` lists what there is"
            raise SettingsError(f"{place}: {name!r:.40} is no setting; {hint}")
        if name == "data" and alone:
            raise SettingsError(f"{place}: this file lies in the data folder and can't name another; use AUDARMA_DATA")
        yield Found(
            by_name[name], valued(by_name[name], _text(value, place, by_name[name]), f"{place}: {name}"), "file", place
        )


def _source(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no UTF-8"
        raise SettingsError(f"{path}: the settings can't be read ({reason}); mend the file, or name another") from None


def _parsed(path: Path, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f'{path}: no TOML ({error}); a line is: model = "nllb-600m"') from None


def _text(value: Any, place: str, setting: "Field[Any]") -> str:
    """A value of TOML as it is written in the environment. Raises SettingsError."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return str(setting.metadata["parted"]).join(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise SettingsError(f"{place}: {setting.name} is neither a text, a whole number nor a list of texts")
    return str(value)


def _line(source: str, name: str) -> int | None:
    """The line on which a name stands, as a key or a table."""
    found = re.search(rf"""^[ \t]*\[*[ \t]*["']?{re.escape(name)}["']?[ \t]*[=\].]""", source, re.MULTILINE)
    return source.count("\n", 0, found.start()) + 1 if found else None


def _platform_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("audarma", appauthor=False)
