"""`audarma translate --keep-form`: what is written, and what is said where it can't be."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.kept import DATA
from translate.cli import main

pytestmark = pytest.mark.usefixtures("own_settings")


def test_a_word_file_comes_out_in_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "out.docx"
    assert (
        main(["translate", str(DATA / "maqala.docx"), "--keep-form", "--output", str(made), "--model", "compact"]) == 0
    )
    said = capsys.readouterr()
    assert said.out == ""
    assert "machine drafts" in said.err
    assert said.err.splitlines()[-1].startswith("model:compact|")
    with zipfile.ZipFile(io.BytesIO(made.read_bytes())) as package:
        body = package.read("word/document.xml").decode()
    assert "<w:b/></w:rPr><w:t>Astana</w:t>" in body
    # a link whose words the English lacks is around their sentence
    assert re.search(r"<w:hyperlink [^>]*>.*?<w:t[^>]*>[^<]+</w:t></w:r></w:hyperlink>", body)
    assert "кітапхана" not in body


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-", "--output", "b.docx"), "goes by the name of the file"),
        (("a.pdf", "--output", "b.pdf"), "a.pdf: its form is not known; give one of .html"),
        (("a.docx",), "name it with --output"),
        (("a.docx", "--output", "a.docx"), "very file that is read"),
        (("a.docx", "--output", "b.odt"), "b.odt: the form stays that of a.docx; name a .docx"),
        (("a.docx", "--output", "no/b.docx"), "there is no folder"),
        (("a.docx", "--output", "b.docx"), "a.docx: this is no Word file that can be read"),
        (("none.docx", "--output", "b.docx"), "no such file"),
        (("blank.md", "--output", "b.md"), "holds no text"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(b"no zip")
    Path("blank.md").write_text("\n")
    assert main(["translate", words[0], "--keep-form", *words[1:]]) == 1
    heard = capsys.readouterr().err
    assert said in heard
    assert heard.count("\n") == 1
    assert Path("a.docx").read_bytes() == b"no zip"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "blank.md"]


def test_a_form_and_a_format_are_not_given_together(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["translate", "a.docx", "--keep-form", "--format", "json"])
    assert ended.value.code == 2
