"""What all tests share: where the shared test sets lie, and that no skip goes unseen where none is allowed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no broken law.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "000_5191c9861a10396d.txt"


@pytest.fixture(scope="session")
def testsets() -> Path:
    """The folder of development sets, which lies beside the checkout on developers' machines only."""
    folder = ROOT.parent / "shared" / "testsets"
    if not folder.is_dir():
        pytest.skip(f"no test sets at {folder.name} beside the checkout")
    return folder


@pytest.fixture(scope="module")
def one_thread() -> Iterator[None]:
    """Matrices of a tiny model are slower on two cores than on one."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> object:
    """With AUDARMA_NO_SKIPS set, a run that skipped anything has failed: nothing passes by not being run."""
    result = yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("AUDARMA_NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return result


@pytest.fixture
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting or model of this machine's owner reaches a test."""
    for name in ("AUDARMA_MODEL", "AUDARMA_GLOSSARY", "AUDARMA_THREADS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AUDARMA_DATA", str(tmp_path / "data"))
