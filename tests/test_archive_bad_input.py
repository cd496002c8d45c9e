"""What a batch meets in the world: each named, counted and survived, and nothing that was stored is sent again."""

import json
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.test_archive import Desk, folders, tree
from translate.archive import memory_of
from translate.archive.catalogue import Catalogue
from translate.archive.standing import standing
from translate.archive.touched import article
from translate.engines.fake import FakeEngine
from translate.errors import AudarmaError, OutputError
from translate.memory import Memory

__all__ = ["folders"]

# Someone who is not the owner of anything.
NOBODY = 65534


@contextmanager
def as_nobody(*folders: Path) -> Iterator[None]:
    """Without the rights of root, who may read everything."""
    if os.geteuid():
        yield
        return
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everyone may enter; pytest's own are closed to others."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o777)
    yield path
    shutil.rmtree(path)


def test_what_may_not_be_read_is_named_and_counted(open_folder: Path) -> None:
    source, out = open_folder / "in", open_folder / "out"
    for name in ("a.txt", "closed.txt", "shut/b.txt"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text("Күн шықты.", "utf-8")
    out.mkdir()
    os.mkfifo(source / "pipe.txt")
    with as_nobody(source, out):
        (source / "closed.txt").chmod(0)
        (source / "shut").chmod(0)
        report = Desk(source, out).run()
        (source / "shut").chmod(0o700)
    named = dict(report.errors)
    assert set(named) == {"closed.txt", "pipe.txt", "shut/"}
    assert "Permission denied" in named["closed.txt"]
    assert "can't be read" in named["shut/"]
    assert (report.files, report.complete, standing(out).failed) == (1, True, 3)


def test_an_article_of_fifty_megabytes_is_translated(tmp_path: Path) -> None:
    """Its sentences are few and long, so that the test is quick: how much is held at once is what counts."""
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    line = "Күн шықты. " * 4_000
    (source / "a.txt").write_text("Алғашқы сөйлем.", "utf-8")
    with (source / "large.txt").open("w", encoding="utf-8") as file:
        for _ in range(3):
            file.write(line + "\n")
        for _ in range(1_250):
            file.write(" " * 40_000 + "\n")
    (source / "line.txt").write_text("сөз" * 9_000_000, "utf-8")
    assert min((source / name).stat().st_size for name in ("large.txt", "line.txt")) > 50_000_000
    desk = Desk(source, out, formats=("json",))
    report = desk.run()
    assert (report.files, report.tally.rows) == (2, 12_001)
    assert [path for path, _ in report.errors] == ["line.txt"]
    assert "characters, more than" in report.errors[0][1]
    assert len(article(out, "large.txt.json").beads) == 12_000


def test_files_that_change_vanish_and_grow_during_the_run(folders: tuple[Path, Path]) -> None:
    source, out = folders
    first = Desk(source, out)
    later = source / "deep" / "er" / "b.txt"

    def meanwhile(sentence: str) -> str:
        (source / "a.txt").write_text("Бұл мүлде басқа мәтін.", "utf-8")
        later.unlink(missing_ok=True)
        return f"English {len(sentence)}"

    first.engine = FakeEngine(meanwhile)
    first_report = first.run()
    assert {path for path, _ in first_report.errors} <= {"deep/er/b.txt"}
    second = Desk(source, out)
    report = second.run()
    assert (report.files, report.errors) == (2, ())
    assert second.asked == ["Бұл мүлде басқа мәтін."]
    assert Catalogue(out).find("мүлде", 0, 5)[0] == 1


def test_every_byte_that_a_name_may_hold(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    names = [os.fsdecode(bytes([byte]) + b"x.txt") for byte in range(1, 256) if byte not in b"/"]
    long = "ұ" * 125 + ".txt"  # with .json behind it, longer than any file system takes
    for name in (*names, long):
        (source / name).write_text("Күн шықты.", "utf-8")
    report = Desk(source, out).run()
    assert report.files == len(names)
    assert [path for path, _ in report.errors] == [long]
    assert "give the file another name" in report.errors[0][1]
    catalogue = Catalogue(out)
    total, found = catalogue.find("", 0, 300)
    assert {one.file for one in found} == set(names)
    assert total == len(names)
    assert all(len(article(out, one.json).beads) == 1 for one in found)
    assert standing(out).failed == 1


def test_links_that_lead_out_are_named_and_none_is_followed(folders: tuple[Path, Path], tmp_path: Path) -> None:
    source, out = folders
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text("Құпия.", "utf-8")
    (source / "elsewhere").symlink_to(tmp_path / "secret")
    (source / "within").symlink_to(source / "deep")
    (source / "circle").symlink_to(source)
    report = Desk(source, out).run()
    assert [path for path, _ in report.errors] == ["elsewhere"]
    assert "leads to a folder elsewhere" in report.errors[0][1]
    assert (report.files, list(out.rglob("s.txt*"))) == (3, [])


def test_links_in_a_circle_are_named_where_they_are_called_like_articles(folders: tuple[Path, Path]) -> None:
    source, out = folders
    for name in ("round", "round.txt"):
        (source / name).symlink_to(name)
    report = Desk(source, out).run()
    assert [path for path, _ in report.errors] == ["round.txt"]
    assert "circle" in report.errors[0][1]
    assert report.files == 3


def test_folders_without_end_are_named_and_not_gone_into(folders: tuple[Path, Path]) -> None:
    source, out = folders
    deep = source
    for _ in range(250):
        deep = deep / "d"
        os.mkdir(deep)  # noqa: PTH102 - pathlib asks more of the system for each of them
    (source / "d" / "d.txt").write_text("Күн шықты.", "utf-8")
    report = Desk(source, out).run()
    assert report.files == 4
    assert [path.count("d") for path, _ in report.errors] == [201]
    assert "more than 200 folders deep" in report.errors[0][1]


@pytest.mark.parametrize("name", ["report.json", "errors.jsonl"])
def test_records_in_a_file_that_is_called_as_one_of_the_run_are_named(folders: tuple[Path, Path], name: str) -> None:
    source, out = folders
    record = '{"text": "Күн шықты."}'
    (source / name).write_text(f"[{record}]" if name == "report.json" else record, "utf-8")
    (source / "deep" / name).write_text(f"[{record}]" if name == "report.json" else record, "utf-8")
    report = Desk(source, out).run()
    assert [path for path, _ in report.errors] == [name]
    assert "another name" in report.errors[0][1]
    assert report.files == 4
    assert (out / "deep" / name / "000001.json").is_file()
    assert json.loads((out / "report.json").read_bytes())["files"] == 4


def test_an_error_file_that_can_not_be_written_is_said_in_words(folders: tuple[Path, Path]) -> None:
    (folders[1] / "errors.jsonl").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"errors\.jsonl: can't write"):
        Desk(*folders).run()


def test_the_output_of_another_archive_is_no_article(folders: tuple[Path, Path]) -> None:
    source, out = folders
    Desk(source, source / "english").run()
    report = Desk(source, out).run()
    assert (report.files, report.errors) == (3, ())


@pytest.mark.parametrize(
    "spoil", [lambda raw: b"\x5a" * len(raw), lambda raw: b"not a database", lambda raw: raw[:5000]]
)
def test_a_memory_that_is_no_database_any_more_is_set_aside(
    folders: tuple[Path, Path], spoil: Callable[[bytes], bytes]
) -> None:
    Desk(*folders).run()
    path = memory_of(folders[1])
    with Memory.open(path) as memory:
        memory.correct("Ол ертең кетеді.", "She leaves.")
    path.write_bytes(spoil(path.read_bytes()))
    (folders[0] / "new.txt").write_text("Күн шықты.", "utf-8")
    second = Desk(*folders)
    assert second.run().files == 4
    assert any("damaged" in note and str(path) in note for note in second.said)
    assert len([one for one in path.parent.iterdir() if one.name.startswith("memory.sqlite.")]) >= 1
    third = Desk(*folders)
    assert (third.run().known, third.said) == (4, [])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: b"not a database",
        lambda raw: raw[:4096] + b"\x5a" * (len(raw) - 4096),
        lambda raw: raw[:5000],
        lambda raw: raw.replace(b'"made": "', b'"mode": "'),
    ],
)
def test_a_ledger_that_is_damaged_is_found_out_again(
    folders: tuple[Path, Path], spoil: Callable[[bytes], bytes]
) -> None:
    Desk(*folders).run()
    path, before = folders[1] / ".audarma" / "finished.sqlite", tree(folders[1])
    path.write_bytes(spoil(path.read_bytes()))
    second = Desk(*folders)
    report = second.run()
    assert (report.files, report.errors, second.asked) == (3, (), [])
    assert all("finished.sqlite.damaged-1" in note for note in second.said)
    assert tree(folders[1]) == before
    third = Desk(*folders)
    assert (third.run().known, third.said) == (3, [])


def test_a_catalogue_that_is_damaged_is_made_anew(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    path = folders[1] / ".audarma" / "articles.sqlite"
    whole = Catalogue(folders[1]).find("", 0, 9)
    for spoilt in (b"nothing", path.read_bytes()[:4096] + b"\x5a" * 40_000):
        path.write_bytes(spoilt)
        catalogue = Catalogue(folders[1])
        catalogue.refresh()
        assert catalogue.find("", 0, 9) == whole


@contextmanager
def small_disk(path: Path, size: int) -> Iterator[Callable[[], object]]:
    """A disk of so many bytes, which the given function makes larger; or a limit on each file."""
    path.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)]
    if not os.geteuid() and shutil.which("mount") and not subprocess.call(mounted):
        grow = ["mount", "-o", "remount,size=64m", str(path)]
        try:
            yield lambda: subprocess.run(grow, check=True)
        finally:
            subprocess.run(["umount", str(path)], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


# From no room for anything to nearly enough: it runs full in the memory, the ledger, an article, the list of articles.
@pytest.mark.parametrize("size", [4_096, 131_072, 200_000, 700_000, 900_000, 1_800_000, 2_200_000])
def test_a_full_disk_is_said_in_words_and_costs_nothing_that_was_stored(tmp_path: Path, size: int) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for n in range(40):
        (source / f"{n:02}.txt").write_text(" ".join(f"Бұл {n} мақаланың {k} сөйлемі." for k in range(12)), "utf-8")
    with small_disk(tmp_path / "disk", size) as grow:
        out = tmp_path / "disk" / "out"
        with pytest.raises(AudarmaError, match=r"full|No space left|too large|disk"):
            Desk(source, out).run()
        grow()
        stored = 0
        if memory_of(out).is_file():
            with Memory.open(memory_of(out)) as memory:
                stored = memory.count()
        second = Desk(source, out)
        report = second.run()
        assert (report.files, report.errors, report.complete) == (40, (), True)
        assert len(set(second.asked)) == 480 - stored
        assert Catalogue(out).count() == 40
        assert all(json.loads(path.read_bytes())["rows"] for path in out.glob("*.txt.json"))
