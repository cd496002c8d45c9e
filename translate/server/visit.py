"""The request that is being answered: its id, where it comes from, and who pays for it."""

import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass

# What another program may call a request: nothing that a log or a header would read otherwise.
_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(slots=True)
class Visit:
    """One request. `name` is its id, `who` the name of its key's owner, `payer` who its use is counted on.

    `characters` are those that were counted already.
    """

    name: str
    address: str = ""
    who: str = ""
    payer: str = ""
    characters: int = 0

    @classmethod
    def of(cls, headers: Mapping[bytes, str], address: str) -> "Visit":
        """A new one, called as the client calls it, if that is a name at all."""
        given = headers.get(b"x-request-id", "")
        return cls(given if _SANE.fullmatch(given) else secrets.token_hex(8), address)


# Whatever a request sets going finds its visit here; nothing else does.
present: ContextVar[Visit | None] = ContextVar("audarma_visit", default=None)
