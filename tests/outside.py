"""A record of every address beyond this machine that a Python process asks for: `python outside.py LOG command ...`.

The hook sits below every library: whatever name is looked up or address is written to passes it, whether that works or
not. Run as a program, it watches the `audarma` command, or with `-c CODE` any other Python.
"""

import os
import sys
from pathlib import Path

# Each event with the place of the address among its arguments.
EVENTS = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}


def outside(address: object) -> str:
    """The host of an address, or nothing where it is this machine (or a socket that is a file)."""
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str) or host.startswith(("127.", "/", "\0")) or host in ("localhost", "::1", "", "0.0.0.0"):
        return ""
    return host


def watch(log: Path) -> None:
    """Write each outside address to a file from now on; a hook can't be taken away again."""
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        place = EVENTS.get(event)
        if place is not None and (host := outside(arguments[place])):
            os.write(handle, f"{event} {host}\n".encode())

    sys.addaudithook(hook)


def main(words: list[str]) -> int:
    """Watch the rest of the words as a command."""
    watch(Path(words[0]))
    if words[1] == "-c":
        exec(words[2], {})
        return 0
    from translate.cli import main as audarma

    return audarma(words[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
