"""A hub on this machine: the part of the Hugging Face hub's protocol that is spoken to it, with a log of each byte."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LARGE = (".safetensors", ".bin")


@dataclass
class Request:
    """What was asked, and how many bytes of a body were sent."""

    method: str
    path: str
    range: str
    token: str
    sent: int = 0


@dataclass
class Repository:
    """A model: its files, where it may be read without a token, and what happens to its connections."""

    folder: Path
    licence: str = "cc-by-nc-4.0"
    revision: str = "a" * 40
    token: str = ""
    # After so many bytes of a file the connection is cut; None in place of a number holds it open for ever.
    cut: dict[str, int] = field(default_factory=dict)
    times: int = 1
    stall: bool = False
    spoil: str = ""


class LoopbackHub:
    """Serves repositories by name."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.log: list[Request] = []
        self.page: object = None
        self.stop = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        # Large files come from another host, by a redirect: no token must ever reach that.
        self.store = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        for server in (self.server, self.store):
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.stop.set()
        for server in (self.server, self.store):
            server.shutdown()
            server.server_close()

    def sent(self, name: str) -> int:
        """Bytes of a file's body that were sent, over all requests."""
        return sum(request.sent for request in self.log if request.path.endswith(f"/{name}"))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def do_HEAD(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                token = self.headers.get("Authorization", "")
                request = Request(self.command, self.path.split("?")[0], self.headers.get("Range", ""), token)
                hub.log.append(request)
                if hub.page:  # as a hotel's network answers before one has paid
                    return self._say(200, hub.page)
                parts = request.path.strip("/").split("/")
                name = "/".join(parts[2:4] if parts[0] == "api" else parts[:2] if parts[0] != "store" else parts[1:3])
                repository = hub.repositories.get(name)
                if repository is None:
                    return self._say(404, {"error": "Repository not found"}, {"X-Error-Code": "RepoNotFound"})
                if parts[0] == "api":
                    return self._say(200, hub.described(name, repository))
                file = repository.folder / parts[-1]
                if parts[0] == "store":
                    return self._file(request, repository, file)
                if repository.token and token != f"Bearer {repository.token}":
                    status = 403 if token else 401
                    return self._say(status, {"error": "gated"}, {"X-Error-Code": "GatedRepo"})
                if file.suffix in LARGE:
                    place = f"http://127.0.0.1:{hub.store.server_address[1]}/store/{name}/{file.name}"
                    return self._say(302, {}, {"Location": place, "X-Repo-Commit": repository.revision})
                return self._file(request, repository, file)

            def _file(self, request: Request, repository: Repository, file: Path) -> None:
                data = file.read_bytes()
                if repository.spoil == file.name:
                    data = bytes([data[0] ^ 1]) + data[1:]
                start = int(request.range.removeprefix("bytes=").split("-")[0] or 0) if request.range else 0
                self.send_response(206 if request.range else 200)
                self.send_header("Content-Length", str(len(data) - start))
                self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
                self.send_header("X-Repo-Commit", repository.revision)
                if request.range:
                    self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
                self.end_headers()
                if self.command == "HEAD":
                    return
                limit = repository.cut.get(file.name)
                cut = limit is not None and repository.times > 0 and start <= limit
                body = data[start:limit] if cut else data[start:]
                self.wfile.write(body)
                self.wfile.flush()
                request.sent = len(body)
                if cut:
                    repository.times -= 1
                    if repository.stall:
                        hub.stop.wait(60)
                    self.close_connection = True

            def _say(self, status: int, content: object, headers: dict[str, str] | None = None) -> None:
                body = json.dumps(content).encode()
                self.send_response(status)
                for key, value in (headers or {}).items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

        return Handler

    def described(self, name: str, repository: Repository) -> dict[str, Any]:
        """What the hub's API tells of a model, with sizes and checksums."""
        siblings = []
        for path in sorted(repository.folder.iterdir()):
            data = path.read_bytes()
            entry: dict[str, Any] = {"rfilename": path.name, "size": len(data)}
            entry["blobId"] = hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()
            if path.suffix in LARGE:
                entry["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
            siblings.append(entry)
        return {
            "_id": "1",
            "id": name,
            "modelId": name,
            "sha": repository.revision,
            "private": False,
            "gated": "auto" if repository.token else False,
            "disabled": False,
            "downloads": 0,
            "likes": 0,
            "tags": [],
            "cardData": {"license": repository.licence},
            "siblings": siblings,
        }


@contextmanager
def serving() -> Iterator[LoopbackHub]:
    """A hub that runs for the length of a block."""
    hub = LoopbackHub()
    try:
        yield hub
    finally:
        hub.close()
