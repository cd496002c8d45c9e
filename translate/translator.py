"""The whole way of a document: segments, terms, engine, flags, rows. Every caller goes through `stream`."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from glossary.kazakh import readable
from glossary.matcher import Glossary
from glossary.term import Match
from translate import __version__, checks
from translate.capitals import quiet, shouted
from translate.consistency import Renderings
from translate.dateline import Rendering, render
from translate.document import Bead, Bitext, Document, Flag, Segment, TermUse
from translate.engines import Decoding, Engine, Hypothesis
from translate.finish import finished
from translate.headline import UNREAD, Reading, read
from translate.language import Language, language
from translate.recall import OUTPUT, Memory, again, amended, content, evidence, key
from translate.segment import pieces
from translate.settings import Spelling
from translate.terminology import apply, findings, redecode
from translate.terminology.draft import Draft
from translate.terminology.record import doubtful, recorded

# Rows appear from the first sentence on, and windows then double up to `Translator.window`, so that a page is never
# frozen and an archive still fills its batches. The sizes depend on the place in the stream alone, never on the clock:
# the same input makes the same batches.
FIRST_WINDOW, LAST_WINDOW = 1, 64
# So many rows are looked up at most before any is given out, however few of them are new.
LONGEST_WINDOW = 1024

_UNREAD: dict[Language, str] = {
    "und_Latn": "no Cyrillic in this sentence, so it is copied as it stands",
    "und": "neither Kazakh nor Russian, so it is copied as it stands",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A bead as it becomes ready: `index` in its document, `document` among those given, both from 0."""

    document: int
    index: int
    bead: Bead


@dataclass(frozen=True, slots=True)
class Place:
    """A segment that is to be translated: `index` in its document, which is the one of that number.

    `renderings` are the names of the document's rows before it, which are given out in order.
    """

    number: int
    document: Document
    index: int
    renderings: Renderings


@dataclass(frozen=True, slots=True)
class _Task:
    """A segment on its way: what the engine is to read of it, in as many sequences as the model needs."""

    document: int
    index: int
    source: Document
    renderings: Renderings
    segment: Segment
    language: Language
    sentences: tuple[str, ...]
    matches: tuple[Match, ...] = ()
    reading: Reading = UNREAD


@dataclass(frozen=True, slots=True)
class _Sought:
    """A task, by what its row is remembered, and its bead where it is known."""

    task: _Task
    key: str
    bead: Bead | None


@dataclass(frozen=True, slots=True)
class _Part:
    """One sequence of a task: what the engine said of it, the draft that came of that, and the segment's matches."""

    said: Hypothesis
    draft: Draft
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Translator:
    """An engine, a glossary and how to decode: all that decides what English a Kazakh sentence gets.

    `model` is the name that the signature shows; `draft` marks every row that the engine makes. `window` is the most
    sentences of one engine call: rows of one call appear together, and it can't be stopped half-way. `spelling` says
    which names hold: those of the article's day, or today's. `headlines` lets a text be read as `headline` says.
    What `memory` knows is not asked again, and what is new is kept there before its row is given out.
    """

    engine: Engine
    glossary: Glossary
    model: str
    decoding: Decoding = Decoding()
    draft: bool = False
    window: int = LAST_WINDOW
    spelling: Spelling = "day"
    headlines: bool = True
    memory: Memory | None = None

    @property
    def signature(self) -> str:
        """What made a result, as in `model:nllb-600m|engine:ct2-int8-beam4|glossary:5cbdd5ba|audarma:0.1.0`.

        A weak model's ends in `|draft`: English that is cut loose from its rows still says what it is.
        """
        engine = "-".join((self.engine.name, *_settings(self.decoding), *(["headlines"] if self.headlines else [])))
        today = "|spelling:today" if self.spelling == "today" else ""
        made = f"model:{self.model}|engine:{engine}|glossary:{self.glossary.fingerprint}{today}|audarma:{__version__}"
        return made + "|draft" if self.draft else made

    def translate(self, document: Document) -> Bitext:
        """The document with an English bead for each of its segments."""
        return Bitext(document, tuple(row.bead for row in self.stream([document])), self.signature)

    def stream(self, documents: Iterable[Document], first: int = FIRST_WINDOW) -> Iterator[Row]:
        """Rows in the order of documents and segments, as they are ready; sentences of many documents share a batch.

        `first` is the size of the first window: more than one where nobody watches the rows appear.
        """
        tasks = map(self._task, _places(documents))
        size = min(first, self.window)
        while window := self._window(tasks, size):
            yield from self._checked(window)
            size = min(2 * size, self.window)

    def take(self, places: Iterable[Place]) -> Iterator[Row]:
        """The rows of these segments alone, of as many documents as they are, and in this order.

        It is for whoever shares an engine among documents that are still in work, where a stream would hold it to the
        last document's end; of each document the segments are taken in order.
        """
        tasks = map(self._task, places)
        while window := self._window(tasks, self.window):
            yield from self._checked(window)

    def _checked(self, window: Sequence[_Sought]) -> Iterator[Row]:
        for row, task in self._made(window):
            yield replace(row, bead=task.renderings.checked(row.bead, row.index, task.matches))

    def _window(self, tasks: Iterator[_Task], size: int) -> list[_Sought]:
        """The next tasks, with what is known of each: as many as hold `size` that the engine must be asked about."""
        found: list[_Sought] = []
        new = 0
        while new < size and len(found) < LONGEST_WINDOW and (batch := list(islice(tasks, size - new))):
            sought = (
                self._sought(batch) if self.memory else [_Sought(task, str(n), None) for n, task in enumerate(batch)]
            )
            new += sum(one.bead is None for one in sought)
            found += sought
        return found

    def _sought(self, tasks: Sequence[_Task]) -> list[_Sought]:
        """Each task with its key, and with its bead where a person wrote it or the memory holds it."""
        assert self.memory
        made = (self.model, self.engine.name, *_settings(self.decoding), f"{self.headlines}", f"{self.draft}")
        keys = [
            key(
                str(OUTPUT),
                *made,
                task.language,
                *(["whole"] if task.source.whole else []),
                *evidence(task.segment, task.matches),
            )
            for task in tasks
        ]
        corrected = self.memory.corrected([task.segment.text for task in tasks])
        stored = self.memory.many(keys)
        found = []
        for task, its in zip(tasks, keys, strict=True):
            if correction := corrected.get(task.segment.text):
                found.append(_Sought(task, its, amended(task.segment, task.matches, correction)))
            else:
                found.append(_Sought(task, its, again(task.segment, stored[its]) if its in stored else None))
        return found

    def _made(self, window: Sequence[_Sought]) -> Iterator[tuple[Row, _Task]]:
        """The rows of a window in order; the new ones, each asked for once, are kept before any is given out."""
        asked = {one.key: one.task for one in window if one.bead is None}
        made = {its: row.bead for its, row in zip(asked, self._rows(list(asked.values())), strict=True)}
        if self.memory and made:
            self.memory.store((its, asked[its].segment.text, content(bead)) for its, bead in made.items())
        for one in window:
            bead = one.bead or replace(made[one.key], segment=one.task.segment)
            yield Row(one.task.document, one.task.index, bead), one.task

    def _task(self, place: Place) -> _Task:
        document, segment = place.document, place.document.segments[place.index]
        spoken = language(segment.text[segment.head :])
        if spoken not in ("kaz_Cyrl", "rus_Cyrl"):
            return _Task(place.number, place.index, document, place.renderings, segment, spoken, ())
        matches = tuple(self.glossary.find(segment.text, self._day(document)))
        reading = self._reading(segment, document)
        spans = pieces(reading.text, self._fits, whole=document.whole)
        sentences = tuple(reading.text[start:end] for start, end in spans)
        its = (place.number, place.index, document, place.renderings, segment, spoken)
        return _Task(*its, sentences, matches, reading)

    def _day(self, document: Document) -> date | None:
        """The day whose names hold; None is today."""
        return document.date if self.spelling == "day" else None

    def _reading(self, segment: Segment, document: Document) -> Reading:
        text = readable(segment.text[segment.head :])
        if not self.headlines:
            return Reading(text)
        return read(text, self.glossary.find(text, self._day(document)) if shouted(text) else ())

    def _fits(self, text: str) -> bool:
        return self.engine.lengths([text])[0] <= self.engine.longest

    def _rows(self, tasks: list[_Task]) -> Iterator[Row]:
        """One engine call for each language in the window, a few more where terms are missing; the rows, in order."""
        parts: dict[tuple[int, int], list[_Part]] = {}
        for spoken in dict.fromkeys(task.language for task in tasks if task.sentences):
            asked = [(task, n) for task in tasks if task.language == spoken for n in range(len(task.sentences))]
            decoding = replace(self.decoding, source=spoken)
            heard = self.engine.translate([task.sentences[n] for task, n in asked], decoding)
            shares = [share for task in tasks if task.language == spoken for share in _shares(task)]
            drafts = [
                Draft.of(task.sentences[n], [inside for _, inside in share], best.text, best.score)
                for (task, n), best, share in zip(asked, heard, shares, strict=True)
            ]
            drafts = redecode.mended(self.engine, drafts, decoding)
            for (task, _), best, draft, share in zip(asked, heard, drafts, shares, strict=True):
                part = _Part(best, draft, tuple(match for match, _ in share))
                parts.setdefault((task.document, task.index), []).append(part)
        for task in tasks:
            yield Row(task.document, task.index, self._bead(task, parts.get((task.document, task.index), [])))

    def _bead(self, task: _Task, parts: list[_Part]) -> Bead:
        segment, head = task.segment, task.segment.head
        dateline = render(segment.text[:head], self.glossary, self._day(task.source)) if head else Rendering("")
        if not parts:
            target = dateline.text + segment.text[head:]
            return Bead(segment, target, "copied", flags=_guessed(dateline) + _unread(task.language, segment))
        # a dateline is rendered by its own rules, which may know better than the glossary: Қазан is Kazan there
        _, uses = apply(dateline.text, [match for match in task.matches if match.start < head])
        terms = [use for use in uses if use.status == "already"]
        target = dateline.text
        for part, english in zip(parts, finished(task.reading, [part.draft for part in parts]), strict=True):
            target += " " if part is not parts[0] else ""
            terms += _moved(part, len(target))
            target += english
        terms += _astray(task, terms)
        terms = recorded(target, task.matches, terms)
        flags = self._flags(target, [part.said for part in parts])
        flags += findings.flags(segment, target, task.matches, terms, len(dateline.text))
        flags += tuple(doubtful(terms))
        target = dateline.text + task.reading.loud(target[len(dateline.text) :])
        flags += checks.besides(flags, checks.check(segment.text, target, matches=task.matches, uses=terms))
        return Bead(segment, target, "engine", tuple(terms), _guessed(dateline) + flags)

    def _flags(self, target: str, hypotheses: list[Hypothesis]) -> tuple[Flag, ...]:
        flags = []
        if self.draft:
            flags.append(Flag("draft", f"a draft by {self.model}, which invents: check it", "target", 0, len(target)))
        if any(hypothesis.truncated for hypothesis in hypotheses):
            flags.append(Flag("truncated", "the model stopped before its end: compare", "target", 0, len(target)))
        return tuple(flags)


def _places(documents: Iterable[Document]) -> Iterator[Place]:
    for number, document in enumerate(documents):
        renderings = Renderings()
        for index in range(len(document.segments)):
            yield Place(number, document, index, renderings)


def _shares(task: _Task) -> list[list[tuple[Match, Match]]]:
    """For each sequence the segment's matches that it holds, with the same where they stand in the sequence."""
    shares: list[list[tuple[Match, Match]]] = [[] for _ in task.sentences]
    number, at = 0, 0
    alike = quiet if task.reading.shouted else str
    typed = [alike(sentence) for sentence in task.sentences]
    for match in task.matches:
        surface = alike(readable(match.surface))
        for n in range(number, len(shares) if match.start >= task.segment.head else 0):
            start = typed[n].find(surface, at if n == number else 0)
            if start >= 0:
                number, at = n, start + len(surface)
                read_as = task.sentences[n][start:at]
                shares[n].append((match, replace(match, start=start, end=at, surface=read_as)))
                break
    return shares


def _moved(part: _Part, by: int) -> Iterator[TermUse]:
    """The uses as they stand in the segment and in its English."""
    for match, use in zip(part.matches, part.draft.uses, strict=True):
        moved = replace(use, surface=match.surface, start=match.start, end=match.end)
        if use.status != "not_applied":
            moved = replace(moved, target_start=use.target_start + by, target_end=use.target_end + by)
        yield moved


def _astray(task: _Task, terms: Sequence[TermUse]) -> list[TermUse]:
    """The matches that no sequence holds whole, since an over-long sentence was cut inside them."""
    known = {(use.start, use.end) for use in terms}
    return [
        TermUse(one.term.source, one.surface, one.term.target, "not_applied", "none", one.start, one.end)
        for one in task.matches
        if one.start >= task.segment.head and (one.start, one.end) not in known
    ]


def _guessed(dateline: Rendering) -> tuple[Flag, ...]:
    reason = "no English is known for {} in the dateline: it is spelled by sound"
    return tuple(
        Flag("dateline", reason.format(guess.surface), "target", guess.start, guess.end) for guess in dateline.guesses
    )


def _unread(spoken: Language, segment: Segment) -> tuple[Flag, ...]:
    reason = _UNREAD.get(spoken)
    return (Flag("language", reason, "source", segment.head, len(segment.text)),) if reason else ()


def _settings(decoding: Decoding) -> Iterator[str]:
    """The decoding settings that change the English, shortest form first; the language is the sentence's own."""
    default = Decoding()
    yield f"beam{decoding.beam}"
    if decoding.no_repeat_ngram != default.no_repeat_ngram:
        yield f"ngram{decoding.no_repeat_ngram}"
    if decoding.repetition_penalty != default.repetition_penalty:
        yield f"repetition{decoding.repetition_penalty:g}"
    if decoding.length_penalty != default.length_penalty:
        yield f"length{decoding.length_penalty:g}"
    if decoding.ladder:
        yield "ladder"
    if decoding.suppress:
        yield f"suppress{hashlib.sha256(repr(decoding.suppress).encode()).hexdigest()[:6]}"
