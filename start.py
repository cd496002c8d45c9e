"""Sets Audarma up in `.venv` and runs it, or its tests, with nothing but Python on the machine.

    python3 start.py          set up, translate seeds/ side by side into translated/, open the page
    python3 start.py test     set up, check the code, run all tests

What follows the first word goes to `audarma serve` (`--port 8000`) or to pytest (`-k segment`).
"""

from __future__ import annotations  # an older Python must live long enough to be told what it is

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FOLDER = ROOT / ".venv"
BIN = FOLDER / ("Scripts" if os.name == "nt" else "bin")
STAMP = FOLDER / "installed"


def main(words: list[str]) -> int:
    """Run the command that the words name; gives its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must be told, not left with a traceback
        return _complain(f"this is Python {sys.version.split()[0]}; install Python 3.11 or newer and run this again")
    try:
        if words[:1] == ["test"]:
            _install(".[test]")
            return _test(words[1:])
        _install(".")
        return _run(words[1:] if words[:1] == ["run"] else words)
    except subprocess.CalledProcessError as error:
        return _complain(f"this step failed (exit {error.returncode}): {' '.join(map(str, error.cmd))}")
    except KeyboardInterrupt:
        return 130


def _install(what: str) -> None:
    """Make the environment and install the project into it, unless that was done for this very pyproject.toml."""
    wanted = f"{hashlib.sha256((ROOT / 'pyproject.toml').read_bytes()).hexdigest()} {what}"
    # `.[test]` holds all that `.` does
    if STAMP.is_file() and STAMP.read_text() in (wanted, wanted.replace(" .", " .[test]")):
        return
    print("Setting up in .venv; the first time takes some minutes.", flush=True)
    if not (FOLDER / "pyvenv.cfg").is_file():
        _make_environment()
    python = BIN / ("python.exe" if os.name == "nt" else "python")
    quiet = ("--quiet", "--disable-pip-version-check")
    subprocess.run([python, "-m", "pip", "install", *quiet, "--editable", what], cwd=ROOT, check=True)
    STAMP.write_text(wanted)


def _make_environment() -> None:
    try:
        venv.create(FOLDER, with_pip=True)
    except (subprocess.CalledProcessError, ImportError, OSError) as error:
        shutil.rmtree(FOLDER, ignore_errors=True)
        sys.exit(_complain(f"Python can't make an environment here ({error}); on Debian: apt install python3-venv"))


def _run(words: list[str]) -> int:
    """Write every seed article side by side into `translated/`, then open the page, which begins with the first."""
    audarma, out = BIN / "audarma", ROOT / "translated"
    out.mkdir(exist_ok=True)
    for article in sorted((ROOT / "seeds").glob("*.txt")):
        side_by_side = out / f"{article.stem}.html"
        files = ["translate", article, "--output", side_by_side]
        subprocess.run([audarma, *files, "--model", "compact", "--format", "html"], check=True)
        print(f"Kazakh and English side by side: {side_by_side}", flush=True)
    page = ["serve", "--model", "compact", "--seeds", ROOT / "seeds", "--open", *words]
    return subprocess.run([audarma, *page], cwd=ROOT).returncode


def _test(words: list[str]) -> int:
    """Lint, types, then every test with coverage; people and continuous integration run this same line of checks."""
    subprocess.run([BIN / "ruff", "check"], cwd=ROOT, check=True)
    subprocess.run([BIN / "ruff", "format", "--check"], cwd=ROOT, check=True)
    subprocess.run([BIN / "mypy"], cwd=ROOT, check=True)
    coverage = [] if words else ["--cov", "--cov-report=term", "--cov-fail-under=90"]
    return subprocess.run([BIN / "pytest", *coverage, *words], cwd=ROOT).returncode


def _complain(message: str) -> int:
    print(f"start.py: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
