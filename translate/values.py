"""How a setting is written: each kind takes the text of one and gives its value, or says what it should be."""

import re
from collections.abc import Callable
from ipaddress import ip_network
from os import pathsep
from pathlib import Path
from urllib.parse import urlsplit

from translate.engines.device import known

# A host as the Host header names it: a name or an address, without a port.
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
Kind = Callable[[str], object]


def text(written: str) -> str:
    """Any text."""
    return written


def folder(written: str) -> Path:
    """A path, whose `~` is the person's own folder."""
    return Path(written).expanduser()


def folders(written: str) -> tuple[Path, ...]:
    """Paths, parted as PATH is."""
    return tuple(folder(one) for one in written.split(pathsep) if one)


def number(least: int, most: int) -> Callable[[str], int]:
    """A whole number between two. Raises ValueError."""

    def whole(written: str) -> int:
        plain = written.isascii() and written.isdigit() and len(written) <= len(str(most))
        if not (plain and least <= int(written) <= most):
            raise ValueError(f"set it to a number from {least} to {most}")
        return int(written)

    return whole


def choice(*words: str) -> Callable[[str], str]:
    """One of these words. Raises ValueError."""

    def chosen(written: str) -> str:
        if written not in words:
            raise ValueError(f"set it to {' or '.join(words)}")
        return written

    return chosen


def device(written: str) -> str:
    """Where an engine runs. Raises ValueError."""
    if not known(written):
        raise ValueError("set it to auto, cpu or cuda, or to certain cards as in cuda:0,2")
    return written


def hosts(written: str) -> tuple[str, ...]:
    """Names of hosts, parted by commas. Raises ValueError."""
    found = _parted(written.lower())
    if not all(map(_HOST.fullmatch, found)):
        raise ValueError("set it to names of hosts without ports, parted by commas")
    return found


def addresses(written: str) -> tuple[str, ...]:
    """Addresses or networks of other machines, parted by commas, as a connection tells them. Raises ValueError."""
    cure = "set it to addresses or networks as in 127.0.0.1 or 172.16.0.0/12, parted by commas"
    found = []
    for one in _parted(written):
        try:
            network = ip_network(one.strip("[]"), strict=False)
        except ValueError:
            raise ValueError(cure) from None
        if not network.prefixlen:
            raise ValueError(f"{cure}; not to all there are, each of which could say that it is another")
        found.append(str(network.network_address) if network.num_addresses == 1 else str(network))
    return tuple(found)


def origins(written: str) -> tuple[str, ...]:
    """Sites as a browser names them, parted by commas. Raises ValueError."""
    found = _parted(written)
    for one in found:
        site = urlsplit(one)
        if site.scheme not in ("http", "https") or not site.netloc or one != f"{site.scheme}://{site.netloc}":
            raise ValueError("set it to sites as in https://cms.example.org, parted by commas; * is not taken")
    return found


def _parted(written: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in written.split(",") if part.strip())
