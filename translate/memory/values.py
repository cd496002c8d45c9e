"""What a translation memory gives and takes, and the key under which a machine's translation is found again."""

import hashlib
import json
from dataclasses import astuple, dataclass
from datetime import datetime

from translate.document import Flag, Origin, TermUse

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A bead's content without its place in a document; the offsets of terms and flags count within the sentence."""

    target: str
    terms: tuple[TermUse, ...]
    flags: tuple[Flag, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's English for a sentence; `terms` are the (source, target) glossary terms in force on that day."""

    source: str
    target: str
    who: str
    when: datetime
    terms: Pairs = ()


@dataclass(frozen=True, slots=True)
class Similar:
    """A stored sentence that is like the one asked for; `likeness` is 1 only for the same but for blanks and case."""

    source: str
    target: str
    likeness: float
    origin: Origin


def key(*parts: str) -> str:
    """32 hex digits for these parts in this order; where one ends and the next begins counts."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = _bytes(part)
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def blanks(text: str) -> str:
    """The text with one space for each run of blanks, and none around it."""
    return " ".join(text.split())


def digest(text: str) -> int:
    """A number of 64 bits that finds a text in an index a quarter the size of one over texts."""
    return int.from_bytes(hashlib.blake2b(_bytes(text), digest_size=8).digest(), "big", signed=True)


def _bytes(text: str) -> bytes:
    # half a surrogate pair, which a web page may send, has a key as any other text
    return text.encode("utf-8", "surrogatepass")


def packed(values: tuple[TermUse, ...] | tuple[Flag, ...] | Pairs) -> str:
    """Terms or flags as JSON without their fields' names; nothing for none, as most sentences have."""
    if not values:
        return ""
    plain = [value if isinstance(value, tuple) else astuple(value) for value in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def stored(target: str, terms: str, flags: str, origin: Origin) -> Stored:
    """The way back from a row. Raises ValueError or TypeError where it holds something else."""
    return Stored(
        target,
        tuple(TermUse(*fields) for fields in json.loads(terms or "[]")),
        tuple(Flag(*fields) for fields in json.loads(flags or "[]")),
        origin,
    )


def correction(source: str, target: str, who: str, when: str, terms: str) -> Correction:
    """The same of a person's row."""
    pairs = tuple((one, other) for one, other in json.loads(terms or "[]"))
    return Correction(source, target, who, datetime.fromisoformat(when), pairs)
