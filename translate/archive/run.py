"""The batch: a folder of articles in, a folder of bitexts out, that goes on where it was broken off."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from translate.archive.files import Files, unsigned
from translate.archive.ledger import Finished, Ledger, Tally
from translate.archive.progress import Progress
from translate.archive.scan import Refused, Source, scan
from translate.document import Bead, Bitext, Document
from translate.errors import InputError
from translate.formats import readers
from translate.formats.readers import Fields
from translate.formats.writers import EXTENSIONS, WRITERS
from translate.recall import key
from translate.translator import Translator

# The JSON is always written: the index, and the next run, read it.
ALWAYS = "json"
# The run's own files at the top of its folder: records of a file of that name would need a folder there.
TAKEN = ("report.json", "errors.jsonl")
# Sentences of the first window: soon there, for who watches the progress, and soon enough grown.
FIRST = 16
# A window's sentences are chosen from so many windows' worth.
AHEAD = 16


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked to do; `formats` are names of writers. `only` names files: others stay as they are."""

    source: Path
    out: Path
    formats: tuple[str, ...] = (ALWAYS, "html")
    fields: Fields = field(default_factory=Fields)
    encoding: str | None = None
    only: frozenset[str] | None = None


@dataclass(slots=True)
class _File:
    """A file on its way: how many of its articles were read and how many are written."""

    source: Source
    before: tuple[str, ...] = ()  # what an earlier run wrote
    read: int = 0
    written: int = 0
    done: int = 0  # bytes of it whose articles are written
    whole: bool = False  # no article is still to be read
    outputs: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    problems: list[tuple[str, str]] = field(default_factory=list)
    failed: bool = False


@dataclass(slots=True)
class _Article:
    """An article on its way, with the rows that are there."""

    file: _File
    name: str
    document: Document
    share: float  # of the file that has been read with it
    beads: list[Bead] = field(default_factory=list)


class Run:
    """One run over a folder. `known` are files that an earlier run finished, `sentences` the rows of this one."""

    def __init__(
        self,
        order: Order,
        translator: Translator,
        files: Files,
        ledger: Ledger,
        corrections: str = "",
        tell: Callable[[str, str], None] = lambda path, reason: None,
    ) -> None:
        """Take what is to be done and with what; `corrections` changes with any correction that a person made."""
        self._order, self._translator, self._files, self._ledger = order, translator, files, ledger
        settings = (*sorted(order.formats), repr(order.fields), str(order.encoding))
        self._made = key(translator.signature, corrections, *settings)
        self._tell = tell
        self._articles: dict[int, _Article] = {}
        self.errors: list[tuple[str, str]] = []
        self.known = 0

    def left(self) -> list[Source]:
        """The files that are new, or changed, or were made in another way; those that are gone are forgotten."""
        left, seen = [], set()
        for found in scan(self._order.source, self._order.out):
            if isinstance(found, Refused):
                self._error(found.path, found.reason)
                continue
            seen.add(found.path)
            before = self._ledger.find(found.path)
            if self._order.only is not None and found.path not in self._order.only:
                self.known += before is not None
            elif before and before.source == found and before.made == self._made and self._files.there(before.outputs):
                self.known += 1
                for name, reason in before.problems:
                    self._error(f"{found.path}/{name}", reason)
            else:
                left.append(found)
        for path in [one.source.path for one in self._ledger if one.source.path not in seen]:
            self._files.listed = False
            self._ledger.drop(path)
        return left

    def work(self, left: list[Source], progress: Progress, stop: Callable[[], bool]) -> bool:
        """Translate these files and write them; False where `stop` said so before all was done.

        What was translated is in the memory before it comes here, so that stopping loses nothing.
        """
        with closing(self._translator.stream(self._documents(left, progress), FIRST, AHEAD)) as rows:
            for row in rows:
                article = self._articles[row.document]
                article.beads.append(row.bead)
                progress.errors = len(self.errors)
                progress.row(article.file.source.path)
                if len(article.beads) == len(article.document.segments):
                    del self._articles[row.document]
                    self._write(article)
                    progress.article(article.file.source.path, _done(article))
                    self._settle(article.file, progress)
                if stop():
                    return False
        return True

    def _documents(self, left: list[Source], progress: Progress) -> Iterator[Document]:
        number = 0
        for source in left:
            before = self._ledger.find(source.path)
            file = _File(source, before.outputs if before else ())
            for article in self._read(file):
                self._articles[number] = article
                number += 1
                yield article.document
            file.whole = True
            self._settle(file, progress)

    def _read(self, file: _File) -> Iterator[_Article]:
        path = file.source.path
        try:
            # as it is now: what changes later is found by the next run
            file.source = Source.of(self._order.source, path)
            data = (self._order.source / path).read_bytes()
            for found in readers.read(path, data, self._order.fields, self._order.encoding):
                if found.name and path in TAKEN:
                    raise InputError(f"{path} is the name of a file of the run's own; give the file another name")
                if isinstance(found, readers.Problem):
                    self._problem(file, found.name, found.reason)
                elif not found.document.segments:
                    self._problem(file, found.name, "holds no text; give a file with at least one sentence")
                else:
                    file.read += 1
                    yield _Article(file, found.name, found.document, found.share)
        except (InputError, OSError) as error:
            reason = f"can't be read ({error.strerror}); start again" if isinstance(error, OSError) else str(error)
            self._problem(file, "", reason.removeprefix(f"{path}: "))

    def _write(self, article: _Article) -> None:
        """All forms of an article, the JSON last: it says that the others are there."""
        file = article.file
        bitext = Bitext(article.document, tuple(article.beads), self._translator.signature)
        name = "/".join(part for part in (file.source.path, article.name) if part)
        try:
            forms = self._forms(name, file.before)
            content = WRITERS[ALWAYS](bitext)
            same = self._files.told(name + EXTENSIONS[ALWAYS]) == unsigned(json.loads(content))
            # where a new glossary or model changes no row, the files stay as they were
            wanted = [form for form in forms if not (same and self._files.there((name + EXTENSIONS[form],)))]
            if wanted:
                self._files.listed = False
                with self._files.writing(name + EXTENSIONS[ALWAYS]):
                    for form in wanted:
                        self._files.write(name + EXTENSIONS[form], content if form == ALWAYS else WRITERS[form](bitext))
            file.outputs += [name + EXTENSIONS[form] for form in forms]
            file.tally += _tally(bitext)
        except InputError as error:
            self._problem(file, article.name, str(error))
        file.written += 1

    def _forms(self, name: str, before: tuple[str, ...]) -> list[str]:
        """The forms that are asked for, and those that an earlier run left there: none says other than the JSON."""
        kept = [form for form, end in EXTENSIONS.items() if name + end in before and self._files.there((name + end,))]
        forms = dict.fromkeys([*self._order.formats, *kept])
        return [form for form in forms if form != ALWAYS] + [ALWAYS]

    def _settle(self, file: _File, progress: Progress) -> None:
        """Put a file down as finished once all its articles are written."""
        if not file.whole or file.written < file.read:
            return
        if not file.failed:
            done = Finished(file.source, self._made, tuple(file.outputs), file.tally, tuple(file.problems))
            if done.outputs != file.before:
                self._files.listed = False
            self._ledger.put(done)
        progress.errors = len(self.errors)
        progress.file(file.source.path, file.source.size - file.done)

    def _problem(self, file: _File, name: str, reason: str) -> None:
        path = f"{file.source.path}/{name}" if name else file.source.path
        file.problems.append((name, reason))
        file.failed = file.failed or not name
        self._error(path, reason)

    def _error(self, path: str, reason: str) -> None:
        self.errors.append((path, reason))
        self._tell(path, reason)


def _done(article: _Article) -> int:
    """How many bytes of its file are done with this article."""
    file = article.file
    before, file.done = file.done, max(file.done, int(article.share * file.source.size))
    return file.done - before


def _tally(bitext: Bitext) -> Tally:
    flags = Counter(flag.kind for bead in bitext.beads for flag in bead.flags)
    lacking = Counter(use.source for bead in bitext.beads for use in bead.terms if use.status == "not_applied")
    characters = sum(len(bead.segment.text) for bead in bitext.beads)
    return Tally(1, len(bitext.beads), characters, tuple(sorted(flags.items())), tuple(sorted(lacking.items())))
