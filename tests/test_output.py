"""A result's file: whole or not at all, never over its source, and refused before the work rather than after it."""

import os
import stat
import threading
from pathlib import Path

import pytest

from translate import output
from translate.errors import OutputError


def test_a_file_is_written_whole_and_nothing_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    output.write(path, "Қазақ\r\n")
    assert path.read_bytes() == "Қазақ\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "out.docx"
    output.write(path, b"PK\x03\x04\r\n\xff")
    assert path.read_bytes() == b"PK\x03\x04\r\n\xff"


def test_a_links_target_is_written_and_the_link_stays(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    link.symlink_to(real)
    output.write(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_files_mode_stays(tmp_path: Path) -> None:
    path = tmp_path / "embargoed.txt"
    path.write_text("old")
    path.chmod(0o600)
    output.write(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_file_has_the_mode_that_this_person_gives_files(tmp_path: Path) -> None:
    (tmp_path / "ordinary").touch()
    output.write(tmp_path / "out", "new")
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[str] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text("utf-8")))
    reader.start()
    output.write(pipe, "сөз")
    reader.join(10)
    assert heard == ["сөз"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_no_name_the_source_and_a_folder_that_is_not_there_are_refused_beforehand(tmp_path: Path) -> None:
    source = tmp_path / "kazakh.txt"
    source.write_text("Ол келді.")
    (tmp_path / "same").symlink_to(source)
    for path, reason in (
        (tmp_path, "is a folder"),
        (Path(), "is a folder"),
        (source, "the very file that is read"),
        (tmp_path / "same", "the very file that is read"),
        (tmp_path / "none" / "out", "there is no folder"),
    ):
        with pytest.raises(OutputError, match=reason):
            output.check(path, source)
    output.check(tmp_path / "out", source)
    assert source.read_text() == "Ол келді."


def test_no_leave_to_write_is_said_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(OutputError, match="no permission"):
        output.check(tmp_path / "out")


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out"
    path.write_text("old")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left"):
        output.write(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
