"""API keys: who may ask for what. The file holds their hashes alone, so that to read it gives nobody a key."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from translate.errors import SettingsError
from translate.server.refusal import Refusal

# `read` is to look things up, and comes with each of the others; `edit` is to change what others use.
Scope = Literal["read", "translate", "edit"]
_SCOPES: tuple[str, ...] = get_args(Scope)
_HASH = re.compile("[0-9a-f]{64}")
# What keys were given in files of earlier versions.
_FORMER = {"glossary": "edit"}
_CURE = "a line is the key's SHA-256, its scopes (read, translate, edit) parted by a comma, and a name"


@dataclass(frozen=True, slots=True)
class Key:
    """One key, by its hash: what it opens, and whose it is."""

    hash: bytes
    scopes: frozenset[str]
    name: str = ""

    @property
    def owner(self) -> str:
        """Whose it is, for the history of the glossary."""
        return self.name or "api"

    @property
    def mark(self) -> str:
        """What its use is counted on; nobody finds the key by it."""
        return f"key {self.hash.hex()[:16]}"

    def opens(self, scope: Scope) -> bool:
        """Whether it opens that; whoever may translate or edit may read."""
        return scope == "read" or scope in self.scopes


class Keys:
    """All keys that open anything."""

    def __init__(self, keys: Iterable[Key]) -> None:
        """Without any, nobody gets in."""
        self._keys = tuple(keys)

    @classmethod
    def read(cls, path: Path) -> "Keys":
        """The keys in a file: `HASH SCOPE,SCOPE NAME` a line, `#` before remarks. Raises SettingsError."""
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "no UTF-8"
            raise SettingsError(f"{path}: the API keys can't be read ({reason}); check AUDARMA_API_KEYS") from None
        written = [(number, line.split("#")[0].split(maxsplit=2)) for number, line in enumerate(lines, 1)]
        return cls([_key(parts, f"{path}, line {number}") for number, parts in written if parts])

    def check(self, given: str | None, scope: Scope) -> Key:
        """Which key that is. Raises Refusal where it is missing or unknown (401), or does not open this (403).

        All hashes are compared whole, so that the time it takes tells nothing of any of them.
        """
        if not given:
            raise Refusal(401, "this server asks for an API key; send it as Authorization: Bearer KEY")
        digest = hashlib.sha256(given.encode("utf-8", "surrogatepass")).digest()
        found = [key for key in self._keys if hmac.compare_digest(key.hash, digest)]
        if not found:
            raise Refusal(401, "this API key is not known here; check it, or ask whoever runs the server")
        if not found[0].opens(scope):
            raise Refusal(403, f"this API key does not open {scope}; ask whoever runs the server for one that does")
        return found[0]


def _key(parts: list[str], where: str) -> Key:
    if len(parts) < 2 or not _HASH.fullmatch(parts[0].lower()):
        raise SettingsError(f"{where}: no API key; {_CURE}")
    scopes = frozenset(_FORMER.get(scope, scope) for scope in parts[1].split(","))
    if unknown := sorted(scopes.difference(_SCOPES)):
        raise SettingsError(f"{where}: {unknown[0][:20]!r} is no scope; {_CURE}")
    return Key(bytes.fromhex(parts[0]), scopes, parts[2].strip() if len(parts) > 2 else "")
