"""What the API's own requests and answers look like, for the description that programs read."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from glossary.term import Kind, Term


class Asked(BaseModel):
    """One text or several; `date` and `title` are those of the article."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={"examples": [{"text": "Тоқаев Астанаға келді.", "date": "2024-05-01"}]},
    )
    text: str | list[str]
    title: str | None = None
    date: str | None = Field(None, description="the article's day, as 2024-05-01")


class RowAnswer(BaseModel):
    """One sentence with its English. Offsets on the Kazakh side count characters of the text, title included."""

    source: str
    target: str
    start: int
    end: int
    paragraph: int
    origin: str
    terms: list[dict[str, Any]]
    flags: list[dict[str, Any]]


class TextAnswer(BaseModel):
    """One text in English, and its sentences."""

    text: str
    rows: list[RowAnswer]


class Answer(BaseModel):
    """All texts in English, and what made it."""

    signature: str
    translations: list[TextAnswer]


class Entry(BaseModel):
    """One entry of the glossary."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"source": "Жаңа Құрылыс", "target": "Zhana Kurylys", "kind": "organisation"}]},
    )
    source: str
    target: str
    variants: list[str] = []
    accepted: list[str] = []
    forbidden: list[str] = []
    kind: Kind = "term"
    valid_from: date | None = None
    valid_to: date | None = None
    priority: int = 0
    note: str = ""

    @classmethod
    def of(cls, term: Term) -> "Entry":
        """The entry as it is shown."""
        return cls.model_validate(
            {name: getattr(term, name) for name in cls.model_fields}
            | {name: list(getattr(term, name)) for name in ("variants", "accepted", "forbidden")}
        )

    def term(self) -> Term:
        """The entry as the glossary keeps it."""
        said = {name: getattr(self, name) for name in type(self).model_fields}
        return Term(**said | {name: tuple(said[name]) for name in ("variants", "accepted", "forbidden")})


class Entries(BaseModel):
    """Entries that were found, the nearest first, and how many there are."""

    total: int
    entries: list[Entry]


class Fault(BaseModel):
    """Why a request was refused."""

    error: str


# What any route of Audarma's own protocol may refuse with.
REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"model": Fault} for status in (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
}


def taking(model: type[BaseModel], *kinds: str) -> dict[str, Any]:
    """The description of a body that a route reads itself."""
    content = {"schema": model.model_json_schema()}
    return {"requestBody": {"required": True, "content": dict.fromkeys(kinds or ("application/json",), content)}}


def example(said: dict[str, Any], *, form: bool = True) -> dict[str, Any]:
    """The description of a body of another protocol, by an example; its names are that protocol's."""
    properties = {name: {"type": "array" if isinstance(value, list) else "string"} for name, value in said.items()}
    content = {"schema": {"type": "object", "properties": properties}, "example": said}
    kinds = ["application/json", *(["application/x-www-form-urlencoded"] if form else [])]
    return {"requestBody": {"content": dict.fromkeys(kinds, content)}}


def asking(**said: str) -> dict[str, Any]:
    """The description of what a route reads from its address itself, by an example."""
    kind = {"type": "string"}
    return {
        "parameters": [
            {"name": name, "in": "query", "required": True, "schema": kind, "example": value}
            for name, value in said.items()
        ]
    }
