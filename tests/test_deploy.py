"""What runs Audarma for others: the image, the composition and the service are sound; the threat model is backed."""

import ast
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from urllib3.filepost import encode_multipart_formdata

from tests.conftest import ROOT
from tests.server import JSON, fetch, served, until
from translate.server.turns import WIDEST
from translate.settings import MOST_THREADS, Settings
from translate.translator import Translator

BIN = Path(sys.executable).parent


def ran(*words: str | Path) -> str:
    done = subprocess.run([*map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_image_is_made_as_it_should_be() -> None:
    assert ran(BIN / "hadolint", "--failure-threshold", "style", "Dockerfile") == ""


def test_the_linter_of_the_image_would_tell(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python\nRUN cd /tmp\n")
    with pytest.raises(AssertionError, match="DL3006"):
        ran(BIN / "hadolint", tmp_path / "Dockerfile")


def test_the_image_holds_all_that_the_package_is_made_of() -> None:
    image = (ROOT / "Dockerfile").read_text()
    copied = {word for line in re.findall("^COPY (?!--)(.*)", image, re.MULTILINE) for word in line.split()[:-1]}
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert let_through == copied
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {"pyproject.toml", project["project"]["readme"], *project["project"]["license-files"]}
    needed |= {f"{name}.py" for name in project["tool"]["setuptools"]["py-modules"]}
    needed |= {name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert needed == copied


def health(port: int) -> int:
    """The status of the image's own check, where the engine gave its containers a proxy."""
    command = re.search(r"^HEALTHCHECK .*\\\n\s+CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert command
    words = [sys.executable, *json.loads(command[1])[1:]]
    surroundings = {"AUDARMA_PORT": str(port), "http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    return subprocess.run(words, env=surroundings, capture_output=True, timeout=60).returncode


def test_the_image_tells_whether_the_server_is_ready(tmp_path: Path) -> None:
    def broken() -> Translator:
        raise OSError("no weights")

    with served(tmp_path) as here:
        assert health(here.port) == 0
    assert health(here.port) != 0, "nobody listens there any more"
    with served(tmp_path, factory=broken) as here:
        assert health(here.port) != 0


def test_the_composition_is_one_by_the_specification(tmp_path: Path) -> None:
    words = (BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    ran(*words, "compose.yaml")
    (tmp_path / "compose.yaml").write_text((ROOT / "compose.yaml").read_text().replace("read_only:", "readonly:"))
    with pytest.raises(AssertionError, match="readonly"):
        ran(*words, tmp_path / "compose.yaml")


def test_the_container_is_unprivileged_and_read_only() -> None:
    composed, image = (ROOT / "compose.yaml").read_text(), (ROOT / "Dockerfile").read_text()
    for said in ('user: "10001:10001"', "read_only: true", "- ALL", "no-new-privileges:true", "tmpfs:", '"127.0.0.1:'):
        assert said in composed
    assert image.rindex("\nUSER 10001:10001\n") < image.rindex("\nENTRYPOINT")
    assert "/ready" in image
    assert "download.pytorch.org/whl/cpu" in image


def test_what_ends_the_server_leaves_it_its_grace() -> None:
    grace = Settings(Path("/d")).grace
    stops = re.findall(r"(?:stop_grace_period: |TimeoutStopSec=)(\d+)", (ROOT / "compose.yaml").read_text() + service())
    assert len(stops) == 2
    assert all(int(stop) > grace for stop in stops)
    # a service that was stopped has not failed
    assert f"\nSuccessExitStatus={128 + signal.SIGTERM}\n" in service()


def test_a_thread_for_each_processor_has_room() -> None:
    [pids] = re.findall(r"pids_limit: (\d+)", (ROOT / "compose.yaml").read_text())
    [tasks] = re.findall(r"TasksMax=(\d+)", service())
    # those of the engines on the largest machine, those of the requests, and the framework's own
    assert min(int(pids), int(tasks)) > 2 * MOST_THREADS + 2 * WIDEST + 100


@contextmanager
def proxied(folder: Path, port: int) -> Iterator[int]:
    """The port of an nginx that stands before that one, as the page on deployment has it."""
    # where it lies not everybody looks
    if not (nginx := shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")):
        pytest.skip("no nginx on this machine: install the package nginx-light")
    [said] = re.findall("```nginx\n(.*?)```", (ROOT / "docs" / "deploy.md").read_text("utf-8"), re.DOTALL)
    with socket.create_server(("127.0.0.1", 0)) as free:
        own = free.getsockname()[1]
    said = said.replace("127.0.0.1:7860", f"127.0.0.1:{port}")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    # who starts it as root works as somebody who can't write here
    user = "user root; " if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; {temporary}\n"
        f"server {{ listen 127.0.0.1:{own};\n{said}}} }}\n"
    )
    with subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-e", folder / "log"]) as process:
        try:
            until(lambda: reached(own))
            yield own
        finally:
            process.terminate()


def reached(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
        return True
    return False


def test_the_proxy_that_is_told_of_lets_through_what_it_must(tmp_path: Path) -> None:
    with served(tmp_path, proxies=("127.0.0.1",)) as here, proxied(tmp_path, here.port) as port:
        said = '{"text": "Ол келді. Абай кетті."}'
        # a page of this server says so, with the port; another site's page stays outside
        for site, status in ((f"http://127.0.0.1:{port}", 200), ("http://evil.example", 403)):
            assert fetch(port, "POST", "/v1/translate", said, {**JSON, "Origin": site}).status == status
        stream = fetch(port, "POST", "/v1/translate", said, {**JSON, "Accept": "text/event-stream"})
        assert stream.raw.decode().count("event: ") == 3
        body, kind = encode_multipart_formdata({"file": ("a.txt", "Ол келді.\n".encode() * 150_000)})
        assert len(body) > 2_000_000
        assert fetch(port, "POST", "/v1/jobs", body, {"Content-Type": kind}).status == 202
        # who goes away is gone for the server too
        here.engine.gate.clear()
        with socket.create_connection(("127.0.0.1", port), 20) as leaving:
            leaving.sendall(
                f"POST /v1/translate HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(said.encode())}\r\n\r\n{said}".encode()
            )
            until(lambda: b"audarma_requests_inside 2.0" in here.ask("GET", "/metrics").raw)
        until(lambda: b"audarma_requests_inside 1.0" in here.ask("GET", "/metrics").raw)


def service() -> str:
    return (ROOT / "deploy" / "audarma.service").read_text()


def test_the_service_is_sound_and_little_exposed(tmp_path: Path) -> None:
    if not (analyze := shutil.which("systemd-analyze")):
        pytest.skip("no systemd-analyze on this machine: install the package systemd")
    unit = tmp_path / "audarma.service"
    # where it will lie there is nothing on this machine
    unit.write_text(service().replace("/opt/audarma/bin/audarma", "/bin/true"))
    assert ran(analyze, "verify", "--man=no", unit) == ""
    ran(analyze, "security", "--offline=yes", "--no-pager", "--threshold=20", unit)
    with pytest.raises(AssertionError):
        ran(analyze, "security", "--offline=yes", "--no-pager", "--threshold=5", unit)
    unit.write_text(unit.read_text().replace("ProtectSystem", "ProtectSystems"))
    assert "ProtectSystems" in ran(analyze, "verify", "--man=no", unit)


def test_each_threat_has_a_test_that_is_there() -> None:
    rows = [line for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 25
    for row in rows:
        named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", row.split("|")[3])
        assert named, f"no test: {row}"
        for file, name in named:
            tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
            assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file}::{name}"
