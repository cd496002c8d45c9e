"""Who speaks to a server on this machine: a program or page of this machine, or another site through its browser."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


def loopback(host: str) -> bool:
    """Whether an address names this machine alone."""
    host = host.strip("[]").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Callers:
    """Who may ask. `private` says that the server is for this machine alone.

    A hostile site in a browser on this machine may reach the server by a name of its own that points here (DNS
    rebinding), or post to it blindly; the Host and Origin headers tell. `hosts` are names by which it may be asked
    beside this machine's own: without any, a server that is not private takes every name. `origins` are sites whose
    pages may ask too.
    """

    private: bool = True
    hosts: Collection[str] = ()
    origins: Collection[str] = ()

    def refuse(self, headers: Mapping[bytes, str]) -> str:
        """Why a request is refused, for a person; nothing where it may pass."""
        try:
            host = urlsplit(f"//{headers.get(b'host', '')}").hostname or ""
        except ValueError:
            host = ""
        if (self.private or self.hosts) and not (loopback(host) or host in self.hosts or f"[{host}]" in self.hosts):
            if self.hosts:
                return "the server is not asked by this name; AUDARMA_HOSTS lists those by which it is"
            return "Audarma answers to this machine alone: ask it as http://127.0.0.1 with its port"
        if not self._same_site(headers):
            return "pages of other sites may not ask Audarma"
        return ""

    def _same_site(self, headers: Mapping[bytes, str]) -> bool:
        """Whether no page of another site asks; programs send no Origin at all."""
        origin = headers.get(b"origin")
        if not origin or origin in self.origins:
            return True
        try:
            return urlsplit(origin).netloc == headers.get(b"host", "")
        except ValueError:
            return False
