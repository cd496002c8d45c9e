"""The API against its own description: schemathesis asks whatever the OpenAPI allows, and much that it does not."""

import os
import subprocess
import sys
from pathlib import Path

from tests.server import served

# What each answer is held to; which bad input is refused is told by tests/test_server.py and its neighbours.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
SECONDS = 40


def test_no_request_that_the_description_allows_breaks_the_server(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        words = ["run", f"{here.url}/openapi.json", "--checks", CHECKS, "--max-time", f"{SECONDS}"]
        words += ["--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--seed", "1", "--no-color"]
        words += ["--warnings", "off", "--request-timeout", "20", "--generation-database", "none"]
        ran = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            timeout=2 * SECONDS,
        )
        assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr[-2_000:]
        assert "No issues found" in ran.stdout, ran.stdout[-5_000:]
        assert here.ask("GET", "/health").status == 200
