"""The whole way of a document: segments, terms, engine, flags, rows. Every caller goes through `stream`."""

import hashlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, repeat

from glossary.kazakh import readable
from glossary.matcher import Glossary
from glossary.term import Match
from translate import __version__, checks
from translate.capitals import shouted
from translate.checks import confidence
from translate.consistency import Renderings
from translate.dateline import Rendering, render
from translate.document import Bead, Bitext, Document, Flag, Segment, TermUse
from translate.engines import Decoding, Engine, Hypothesis
from translate.finish import finished
from translate.hands import Hands
from translate.headline import Reading, read
from translate.language import KAZAKH, KAZAKHS, READS, Language, language
from translate.latin import back, respelled
from translate.reasons import say
from translate.recall import OUTPUT, Memory, again, amended, content, evidence, key
from translate.segment import pieces
from translate.settings import Spelling
from translate.task import Task, shares
from translate.terminology import apply, findings, redecode
from translate.terminology.draft import Draft
from translate.terminology.record import doubtful, recorded

# Rows appear from the first sentence on, and windows then double up to `Translator.window`, so that a page is never
# frozen and an archive still fills its batches. The sizes depend on the place in the stream alone, never on the clock:
# the same input makes the same batches.
FIRST_WINDOW, LAST_WINDOW = 1, 64
# So many rows are looked up at most before any is given out, however few of them are new.
LONGEST_WINDOW = 1024

_TOLD: dict[Language, str] = {
    "eng_Latn": "language.english",
    "kaz_Arab": "language.arabic",
    "kaz_2017": "language.older",
    "kaz_2018": "language.older",
    "und_Latn": "language.unknown",
    "und": "language.unknown",
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
class _Sought:
    """A task, by what its row is remembered, its bead where it is known, and the names of its document's rows."""

    task: Task
    key: str
    bead: Bead | None
    renderings: Renderings


@dataclass(frozen=True, slots=True)
class _Window:
    """Tasks on their way together: those that are asked for, by key, and what waits for their beads.

    `lent` leads to the beads of windows before it that were still in hand: what stands in several is asked for once.
    """

    sought: Sequence[_Sought]
    asked: Mapping[str, Task]
    lent: Mapping[str, dict[str, Bead]]
    wait: Callable[[], list[Bead]]
    made: dict[str, Bead] = field(default_factory=dict)


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
    What `memory` knows is not asked again, and what is new is kept there before its row is given out. `hands` make the
    beads, so many windows at a time; with none, this translator makes one window after another. `reads` are the
    languages that the model knows. `tally` is told of every bead as its row is given out.
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
    hands: Hands | None = None
    reads: frozenset[str] = READS
    tally: Callable[[Bead], None] | None = field(default=None, compare=False, repr=False)

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

    def stream(self, documents: Iterable[Document], first: int = FIRST_WINDOW) -> Generator[Row, None, None]:
        """Rows in the order of documents and segments, as they are ready; sentences of many documents share a batch.

        `first` is the size of the first window: more than one where nobody watches the rows appear.
        """
        return self._flow(_places(documents), _sizes(first, self.window))

    def take(self, places: Iterable[Place]) -> Generator[Row, None, None]:
        """The rows of these segments alone, of as many documents as they are, and in this order.

        It is for whoever shares an engine among documents that are still in work, where a stream would hold it to the
        last document's end; of each document the segments are taken in order.
        """
        return self._flow(iter(places), repeat(self.window))

    def _flow(self, places: Iterator[Place], sizes: Iterator[int]) -> Generator[Row, None, None]:
        """The rows of these segments in order, by windows of these sizes."""
        most = self.hands.most if self.hands else 1
        flight: deque[_Window] = deque()

        def filled() -> bool:
            while len(flight) < most and (window := self._window(places, sizes, flight)):
                flight.append(window)
            return bool(flight)

        try:
            while filled():
                window = flight.popleft()
                self._keep(window)
                if self.hands:
                    # they have work while this window's rows are written
                    filled()
                yield from self._given(window)
        except GeneratorExit:
            # whoever breaks off has paid for what is in hand: the next run finds it in the memory
            for window in flight:
                self._keep(window)
            raise

    def beads(self, tasks: Sequence[Task]) -> list[Bead]:
        """One engine call for each language of the tasks, a few more where terms are missing; the beads, in order."""
        parts: dict[int, list[_Part]] = {}
        sentences = [self._sentences(task) for task in tasks]
        for code in dict.fromkeys(task.code for task, own in zip(tasks, sentences, strict=True) if own):
            theirs = [at for at, task in enumerate(tasks) if task.code == code]
            asked = [(at, sentence) for at in theirs for sentence in sentences[at]]
            decoding = replace(self.decoding, source=code)
            heard = self.engine.translate([sentence for _, sentence in asked], decoding)
            held = [share for at in theirs for share in shares(tasks[at], sentences[at])]
            drafts = [
                Draft.of(sentence, [inside for _, inside in share], best.text, best.score)
                for (_, sentence), best, share in zip(asked, heard, held, strict=True)
            ]
            drafts = redecode.mended(self.engine, drafts, decoding)
            for (at, _), best, draft, share in zip(asked, heard, drafts, held, strict=True):
                parts.setdefault(at, []).append(_Part(best, draft, tuple(match for match, _ in share)))
        made = [self._bead(task, parts.get(at, [])) for at, task in enumerate(tasks)]
        return [
            back.bead(bead, task.segment, task.respelled) if task.respelled else bead
            for bead, task in zip(made, tasks, strict=True)
        ]

    def _window(self, places: Iterator[Place], sizes: Iterator[int], flight: Iterable[_Window]) -> _Window | None:
        """The next segments, with what is known of each, as many new ones as the next size says; None at the end."""
        flying = {key: window.made for window in flight for key in window.asked}
        size = next(sizes)
        found: list[_Sought] = []
        new = 0
        while new < size and len(found) < LONGEST_WINDOW and (batch := list(islice(places, size - new))):
            sought = self._sought(batch)
            new += sum(one.bead is None and one.key not in flying for one in sought)
            found += sought
        if not found:
            return None
        unknown = {one.key: one.task for one in found if one.bead is None}
        asked = {its: task for its, task in unknown.items() if its not in flying}
        lent = {its: flying[its] for its in unknown if its in flying}
        return _Window(found, asked, lent, self._begun(list(asked.values())))

    def _begun(self, tasks: Sequence[Task]) -> Callable[[], list[Bead]]:
        if self.hands and tasks:
            return self.hands.begin(tasks)
        return lambda: self.beads(tasks)

    def _sought(self, places: Sequence[Place]) -> list[_Sought]:
        """The task of each, with its key, and with its bead where a person wrote it or the memory holds it."""
        tasks = list(map(self._task, places))
        renderings = [place.renderings for place in places]
        if not self.memory:
            keys = [f"{task.document} {task.index}" for task in tasks]
            return [_Sought(task, its, None, names) for task, its, names in zip(tasks, keys, renderings, strict=True)]
        keys = [self._key(task) for task in tasks]
        corrected = self.memory.corrected([task.segment.text for task in tasks])
        stored = self.memory.many(keys)
        found = []
        for task, its, names in zip(tasks, keys, renderings, strict=True):
            bead = again(task.segment, stored[its]) if its in stored else None
            if correction := corrected.get(task.segment.text):
                bead = amended(task.segment, task.typed, correction)
            found.append(_Sought(task, its, bead, names))
        return found

    def _key(self, task: Task) -> str:
        """By what a task's row is remembered."""
        made = (self.model, self.engine.name, *_settings(self.decoding), f"{self.headlines}", f"{self.draft}")
        split = ["whole"] if task.whole else []
        return key(str(OUTPUT), *made, task.language, *split, *evidence(task.segment, task.matches))

    def _keep(self, window: _Window) -> None:
        """Wait for the window's new beads, and keep them before any row is given out."""
        window.made.update(zip(window.asked, window.wait(), strict=True))
        if self.memory and window.made:
            self.memory.store((its, window.asked[its].segment.text, content(bead)) for its, bead in window.made.items())

    def _given(self, window: _Window) -> Iterator[Row]:
        """The rows of a window in order, each checked against those of its document before it."""
        for one in window.sought:
            task, made = one.task, window.lent.get(one.key, window.made)
            bead = one.bead or replace(made[one.key], segment=task.segment)
            # names are read in Cyrillic, and what is added stands in the English
            checked = one.renderings.checked(replace(bead, segment=task.read), task.index, task.matches)
            bead = replace(checked, segment=task.segment)
            if self.tally:
                self.tally(bead)
            yield Row(task.document, task.index, bead)

    def _task(self, place: Place) -> Task:
        document, segment = place.document, place.document.segments[place.index]
        day, spoken = self._day(document), language(segment.text[segment.head :])
        task = Task(place.number, place.index, segment, segment, spoken, day, whole=document.whole)
        if spoken not in (*KAZAKHS, "rus_Cyrl"):
            return task
        made = respelled(segment.text, spoken, segment.head)
        seen = replace(segment, text=made.text) if made else segment
        matches = tuple(self.glossary.find(seen.text, day))
        code = spoken if spoken in self.reads else KAZAKH
        return replace(task, read=seen, code=code, matches=matches, reading=self._reading(seen, day), respelled=made)

    def _day(self, document: Document) -> date | None:
        """The day whose names hold; None is today."""
        return document.date if self.spelling == "day" else None

    def _reading(self, segment: Segment, day: date | None) -> Reading:
        text = readable(segment.text[segment.head :])
        if not self.headlines:
            return Reading(text)
        return read(text, self.glossary.find(text, day) if shouted(text) else ())

    def _sentences(self, task: Task) -> tuple[str, ...]:
        """What the engine is to read of a task, in as many sequences as the model needs; perhaps none."""
        text = task.reading.text
        return tuple(text[start:end] for start, end in pieces(text, self._fits, whole=task.whole))

    def _fits(self, text: str) -> bool:
        return self.engine.lengths([text])[0] <= self.engine.longest

    def _bead(self, task: Task, parts: list[_Part]) -> Bead:
        segment, head = task.read, task.read.head
        dateline = render(segment.text[:head], self.glossary, task.day) if head else Rendering("")
        if not parts:
            target = dateline.text + segment.text[head:]
            return Bead(segment, target, "copied", flags=_guessed(dateline) + _language(task))
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
        flags = self._flags(target, [part.said for part in parts]) + _language(task)
        flags += findings.flags(segment, target, task.matches, terms, len(dateline.text))
        flags += tuple(doubtful(terms))
        target = dateline.text + task.reading.loud(target[len(dateline.text) :])
        flags += checks.besides(flags, checks.check(segment.text, target, matches=task.matches, uses=terms))
        return Bead(segment, target, "engine", tuple(terms), _guessed(dateline) + flags)

    def _flags(self, target: str, hypotheses: list[Hypothesis]) -> tuple[Flag, ...]:
        flags = []
        if self.draft:
            flags.append(Flag("draft", say("draft", model=self.model), "target", 0, len(target)))
        if any(hypothesis.truncated for hypothesis in hypotheses):
            flags.append(Flag("truncated", say("truncated"), "target", 0, len(target)))
        unsure = min((hypothesis.score for hypothesis in hypotheses), default=0.0)
        flags += confidence.flags(self.model, unsure, target)
        return tuple(flags)


def _moved(part: _Part, by: int) -> Iterator[TermUse]:
    """The uses as they stand in the segment and in its English."""
    for match, use in zip(part.matches, part.draft.uses, strict=True):
        moved = replace(use, surface=match.surface, start=match.start, end=match.end)
        if use.status != "not_applied":
            moved = replace(moved, target_start=use.target_start + by, target_end=use.target_end + by)
        yield moved


def _astray(task: Task, terms: Sequence[TermUse]) -> list[TermUse]:
    """The matches that no sequence holds whole, since an over-long sentence was cut inside them."""
    known = {(use.start, use.end) for use in terms}
    return [
        TermUse(one.term.source, one.surface, one.term.target, "not_applied", "none", one.start, one.end)
        for one in task.matches
        if one.start >= task.read.head and (one.start, one.end) not in known
    ]


def _guessed(dateline: Rendering) -> tuple[Flag, ...]:
    return tuple(
        Flag("dateline", say("dateline", words=guess.surface), "target", guess.start, guess.end)
        for guess in dateline.guesses
    )


def _language(task: Task) -> tuple[Flag, ...]:
    """Why a sentence was copied, or what is unsure where it was read in other letters or as another language."""
    foreign = task.language == "rus_Cyrl" and task.code != "rus_Cyrl"
    code = "language.russian" if foreign else _TOLD.get(task.language)
    return (Flag("language", say(code), "source", task.read.head, len(task.read.text)),) if code else ()


def _places(documents: Iterable[Document]) -> Iterator[Place]:
    for number, document in enumerate(documents):
        renderings = Renderings()
        for index in range(len(document.segments)):
            yield Place(number, document, index, renderings)


def _sizes(first: int, most: int) -> Iterator[int]:
    """The sizes of the windows of a stream: doubled from the first one up to the most."""
    size = min(first, most)
    while True:
        yield size
        size = min(2 * size, most)


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
