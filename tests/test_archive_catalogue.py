"""Finished articles are found and opened, and what an edit touches is what looking at every sentence would say."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from glossary import store
from glossary.matcher import Glossary
from glossary.term import Term
from tests.conftest import SEED
from tests.test_archive import TERMS, Desk, audarma, folders
from translate.archive.catalogue import Catalogue
from translate.archive.standing import standing
from translate.archive.touched import Reach, article, reach
from translate.document import Document
from translate.errors import InputError, OutputError
from translate.formats import json, newswire
from translate.preview import count

__all__ = ["folders"]


def far(out: Path, before: Glossary, after: Glossary) -> Reach:
    *_, last = reach(out, before, after)
    assert last.whole
    return last


def test_articles_are_found_by_stem_by_english_and_by_path(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    catalogue = Catalogue(folders[1])

    def names(query: str) -> list[str]:
        return [one.json for one in catalogue.find(query, 0, 10)[1]]

    assert names("") == ["a.txt.json", "deep/c.txt.json", "deep/er/b.txt.json"]
    assert names("тұрғын") == ["deep/c.txt.json"]
    assert names("ертең кету") == []
    assert names("ол кетеді") == ["a.txt.json", "deep/er/b.txt.json"]
    assert names("Semey") == ["a.txt.json"]
    assert names("ER/B") == ["deep/er/b.txt.json"]
    assert names('"; DROP TABLE *') == []
    total, second = catalogue.find("", 1, 1)
    assert (total, [one.json for one in second]) == (3, ["deep/c.txt.json"])
    first = catalogue.find("a.txt", 0, 1)[1][0]
    assert (first.file, str(first.day), first.rows) == ("a.txt", "2020-01-02", 3)
    assert catalogue.article(first.number) == first
    assert catalogue.article(10**9) is None


def test_it_follows_what_is_changed_and_what_is_gone(folders: tuple[Path, Path]) -> None:
    source, out = folders
    Desk(source, out).run()
    (source / "a.txt").unlink()
    (source / "deep" / "c.txt").write_text("Күн шықты.", "utf-8")
    (source / "records.jsonl").write_text('{"text": "Бірінші жазба."}\n{"text": "Екінші жазба."}\n', "utf-8")
    Desk(source, out).run()
    catalogue = Catalogue(out)
    assert catalogue.find("жазба", 0, 9)[0] == 2
    assert [catalogue.find(one, 0, 9)[0] for one in ("министр", "тұрғын", "шықты")] == [0, 0, 1]
    assert [text.count("\n") for text in catalogue.texts()] == [1, 0, 0, 0]


def test_an_untouched_article_is_not_read_again(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    before = {one.json: one.number for one in Catalogue(folders[1]).find("", 0, 9)[1]}
    Desk(*folders, terms=(replace(TERMS[0], target="Semei"), TERMS[1])).run()
    after = {one.json: one.number for one in Catalogue(folders[1]).find("", 0, 9)[1]}
    assert [name for name in before if before[name] != after[name]] == ["a.txt.json"]


def test_a_folder_without_an_archive_has_no_articles(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    assert (catalogue.refresh(), catalogue.count(), catalogue.find("", 0, 9)) == (False, 0, (0, []))
    assert (standing(tmp_path).articles, standing(tmp_path).kept, list(tmp_path.iterdir())) == (0, None, [])


def test_an_article_comes_back_as_it_was_written(folders: tuple[Path, Path]) -> None:
    Desk(*folders).run()
    for path in folders[1].rglob("*.txt.json"):
        text = path.read_text("utf-8")
        assert json.write(json.read(text, "a")) == text
    source = newswire.read(SEED)
    (folders[0] / "seed.txt").write_bytes(SEED.read_bytes())
    Desk(*folders).run()
    bitext = article(folders[1], "seed.txt.json")
    assert bitext.document.segments == source.segments
    assert (bitext.document.title, bitext.document.date) == (source.title, source.date)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"rows": 5}', '{"rows": [{}], "date": null}', "[" * 100_000])
def test_what_is_no_bitext_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(InputError, match="a: this is no bitext"):
        article(tmp_path, "a.json")
    with pytest.raises(InputError, match="b: can't be read"):
        article(tmp_path, "b.json")


def test_what_an_edit_touches_is_what_reading_everything_says(tmp_path: Path, testsets: Path) -> None:
    """Edits at random over real sentences: added, changed and deleted entries, in all their forms, with days."""
    chance = random.Random(4)
    lines = [line.split("\t")[0] for line in (testsets / "newsdev2019.tsv").read_text("utf-8").split("\n")][:600]
    source = tmp_path / "in"
    source.mkdir()
    documents: list[Document] = []
    for n in range(100):
        text = f" date 20{10 + n % 15}-02-03 Тақырып {n}\n" + "\n".join(lines[n * 6 : n * 6 + 6])
        (source / f"{n:03}.txt").write_text(text, "utf-8")
        documents.append(newswire.parse(text))
    Desk(source, tmp_path / "out", formats=("json",)).run()
    seed = store.seed()
    found = [match.term for document in documents for match in seed.find(document.text, document.date)]
    words = [word for line in lines for word in line.split() if word.isalpha() and len(word) > 2]
    for _ in range(12):
        changed = {term: replace(term, target="Another") for term in chance.sample(found, 3)}
        kept = [changed.get(term, term) for term in seed.terms if term not in chance.sample(found, 2)]
        some = chance.choices(words, k=4)
        after = Glossary([*kept, *(Term(word, "word") for word in some), Term(" ".join(some[:2]), "two words")])
        wanted, got = count(seed, after, documents), far(tmp_path / "out", seed, after)
        assert (got.found.sentences, got.found.documents) == (wanted.sentences, wanted.documents)
        assert got.found.read == 100
        assert len(got.files) == wanted.documents
        assert len(got.found.touched) == min(12, wanted.sentences)
        assert [one.before for one in got.found.touched] == [one.before for one in wanted.touched]


def test_only_the_files_that_are_named_are_done_again(folders: tuple[Path, Path]) -> None:
    source, out = folders
    Desk(source, out).run()
    terms = (TERMS[0], TERMS[1], Term("мектеп", "school"), Term("қала", "city"))
    touched = far(out, Glossary(TERMS), Glossary(terms))
    assert touched.files == {"deep/c.txt", "deep/er/b.txt"}
    (source / "new.txt").write_text("Күн шықты.", "utf-8")
    few = Desk(source, out, terms=terms, only=frozenset({"deep/c.txt"}))
    report = few.run()
    assert all("ала" in one or "city" in one for one in few.asked)
    assert (report.files, report.sentences, report.complete) == (3, 2, True)
    rest = Desk(source, out, terms=terms)
    assert rest.run().files == 4
    assert not any("ала" in one for one in rest.asked)


def test_how_a_run_went_is_kept_for_whoever_goes_on(folders: tuple[Path, Path]) -> None:
    source, out = folders

    def fail(sentence: str) -> str:
        raise OutputError("no more")

    first = Desk(source, out, formats=("json", "tsv"))
    first.engine = type(first.engine)(fail)
    with pytest.raises(OutputError):
        first.run()
    left = standing(out).kept
    assert left
    assert (left.source, left.formats, left.model, left.left) == (str(source), ("json", "tsv"), "fake", "failed")
    Desk(source, out, only=frozenset({"a.txt"})).run()
    kept = standing(out).kept
    assert kept
    assert kept.left == "failed", "one file says nothing of the others"
    Desk(source, out).run()
    (out / ".audarma" / "order.json").write_text("[1, 2")
    assert standing(out).kept is None


def test_names_are_suggested_from_an_archive_s_output(folders: tuple[Path, Path], tmp_path: Path) -> None:
    source, out = folders
    for n in range(3):
        text = f"Кеше Шабақтыбай {n} рет келді. Бүгін Шабақтыбайдың {n} сөзі оқылды."
        (source / f"n{n}.txt").write_text(text, "utf-8")
    Desk(source, out, formats=("json", "html", "tsv")).run()
    ran = audarma("glossary", "suggest", out, "--least", "6", data=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "    6  Шабақтыбай → Shabaktybay  (Шабақтыбай 3, Шабақтыбайдың 3)\n"
    assert ran.stderr == ""
