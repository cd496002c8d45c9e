"""Who speaks to a server on this machine: a program or page of this machine, or another site through its browser."""

from collections.abc import Mapping
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


def from_here(headers: Mapping[bytes, str]) -> bool:
    """Whether a request names this machine as its host, and comes from no page but this server's own.

    A hostile site in a browser on this machine may reach the server by a name of its own that points here (DNS
    rebinding), or post to it blindly; the Host and Origin headers tell.
    """
    try:
        host = urlsplit(f"//{headers.get(b'host', '')}")
        return loopback(host.hostname or "") and same_site(headers)
    except ValueError:
        return False


def same_site(headers: Mapping[bytes, str]) -> bool:
    """Whether no page of another site asks; programs send no Origin at all."""
    try:
        origin = headers.get(b"origin")
        return not origin or urlsplit(origin).netloc == headers.get(b"host", "")
    except ValueError:
        return False
