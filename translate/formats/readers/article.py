"""What a reader gives: articles, problems in their place, and the fields of records."""

from dataclasses import dataclass

from translate.document import Document


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a file; `name` is its path inside that file, empty where the file is the article.

    `share` is how much of the file has been read with it, from 0 to 1.
    """

    name: str
    document: Document
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Problem:
    """One record or member that can't be read, while the others can; `reason` says what, where and what to do."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Under which keys a JSON record holds its title, its text and its date."""

    title: str = "title"
    text: str = "text"
    date: str = "date"
