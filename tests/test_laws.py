"""The laws of the house, read from the source and tried in a fresh interpreter."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

HEAVY = {
    "torch": ("translate/engines/", "training/"),
    "transformers": ("translate/engines/", "training/"),
    "ctranslate2": ("translate/engines/", "training/"),
    "gradio": ("app.py", "page/"),
    "fastapi": ("app.py", "page/", "translate/server/"),
    "ray": ("translate/cluster/",),
}


def sources() -> list[Path]:
    """Every source file of the project that is not a test."""
    folders = ("glossary", "translate", "page", "training")
    return [*(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))), ROOT / "app.py"]


def imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Top-level name, line, and whether the import stands outside every function, for each import in a file."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        else:
            continue
        for name in names:
            yield name.split(".")[0], node.lineno, id(node) not in inside


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_flow_one_way() -> None:
    allowed = {
        "glossary": {"glossary"},
        "translate": {"glossary", "translate"},
        "page": {"glossary", "translate", "page"},
        "training": {"glossary", "training"},
    }
    house = {"glossary", "translate", "app", "page", "training", "tests", "benchmarks"}
    broken = [
        f"{where(path)}:{line} imports {name}"
        for package, allowed_names in allowed.items()
        for path in sorted((ROOT / package).rglob("*.py"))
        for name, line, outside in imports(path)
        if name in house - allowed_names
        # `audarma serve` alone may load the page, inside its command
        and not (where(path) == "translate/commands/serve.py" and name == "app" and not outside)
    ]
    assert broken == []


def test_a_heavy_library_has_one_home() -> None:
    broken = [
        f"{where(path)}:{line} imports {name}"
        for path in sources()
        for name, line, _ in imports(path)
        if name in HEAVY and not where(path).startswith(HEAVY[name])
    ]
    assert broken == []


def test_the_environment_is_read_by_those_who_start_the_program_alone() -> None:
    readers = {
        where(path)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv")
    }
    # Ray is told by variables what it must not do, and a worker of its is a program that reads its own machine's
    cluster = {"translate/cluster/__init__.py", "translate/cluster/recipe.py"}
    assert readers <= {"translate/commands/options.py", "app.py", "training/train.py"} | cluster, readers


def test_one_file_asks_the_engine() -> None:
    """Page and command line go through the translator; only it calls an engine, and its step 4.

    Evaluation does for the figures of a bare model, which no reader sees: they are of all that the translator is not.
    """
    callers = []
    for path in sources():
        if where(path).startswith(("translate/engines/", "training/")):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("translate", "lengths"):
                owner = ast.unparse(node.value)
                if owner.split(".")[-1] == "engine":
                    callers.append(where(path))
    assert set(callers) == {
        "translate/evaluate.py",
        "translate/making.py",
        "translate/translator.py",
        "translate/terminology/redecode.py",
        # answers for the engine of one who asks from afar
        "translate/cluster/worker.py",
    }


MODULES = [
    where(path)[:-3].replace("/", ".").removesuffix(".__init__")
    for path in sources()
    if where(path).startswith(("glossary/", "translate/"))
]

PROBE = """
import json, sys, os
quiet = {"open": "write", "os.mkdir": "", "socket.connect": "", "socket.bind": "", "subprocess.Popen": "",
         "socket.getaddrinfo": "", "sqlite3.connect": "", "os.remove": "", "os.rename": ""}
seen = []
def hook(event, args):
    if event == "open" and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        seen.append(f"{event} {args[0]}")
    elif event in quiet and event != "open":
        seen.append(f"{event} {args}")
sys.dont_write_bytecode = True
sys.addaudithook(hook)
import importlib
for name in sys.argv[1:]:
    importlib.import_module(name)
heavy = [n for n in ("torch", "transformers", "ctranslate2", "gradio", "fastapi", "ray") if n in sys.modules]
print(json.dumps({"seen": seen, "heavy": heavy, "threads": __import__("threading").active_count()}))
"""


def probe(*modules: str) -> dict[str, object]:
    """What importing these modules does, in an interpreter of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, *modules], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    result: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    return result


def test_importing_does_nothing() -> None:
    assert probe(*MODULES) == {"seen": [], "heavy": [], "threads": 1}


def test_the_probe_would_see_a_deed() -> None:
    assert probe("ctranslate2")["heavy"] == ["ctranslate2"]


@pytest.mark.parametrize("package", ["glossary", "translate"])
def test_every_module_says_in_one_sentence_what_it_is(package: str) -> None:
    silent = [
        where(p) for p in (ROOT / package).rglob("*.py") if not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert silent == []
